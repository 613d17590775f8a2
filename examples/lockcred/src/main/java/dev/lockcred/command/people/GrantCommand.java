// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.people;

import dev.lockcred.Grant;
import dev.lockcred.LockId;
import dev.lockcred.Moment;
import dev.lockcred.User;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.PinDesk;
import dev.lockcred.command.run.PinEntry;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.Points;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.core.WeeklyText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockcred grant}. */
@Command(
        name = "grant",
        description = "Let somebody open doors, by hand: the grant lives in the store beside those of the site file.")
public final class GrantCommand extends Action {

    @Parameters(index = "0", paramLabel = "USER", description = "Who.")
    private String user = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "LOCK", description = "Which doors: locks or groups.")
    private List<String> doors = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "When it begins: 2026-11-21T09:00, on each lock's clock.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "When it ends, exclusive.")
    private @Nullable String until;

    @Option(names = "--weekly", paramLabel = "WINDOWS", description = "Days and times: \"Tue,Fri 09:00-13:00\".")
    private @Nullable String weekly;

    @Option(names = "--uses", paramLabel = "N", description = "At most so many unlocks over all these doors.")
    private @Nullable Integer uses;

    @Option(names = "--id", paramLabel = "ID", description = "What the grant is called (default: from the user).")
    private @Nullable String id;

    @Option(names = "--pin-stdin", description = "Also set the user's PIN, read from standard input.")
    private boolean pinStdin;

    @Option(names = "--print-new-pins", description = "Draw a PIN if the user has none, and show it.")
    private boolean printNewPins;

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        if (weekly != null) {
            var unused = WeeklyText.parse(weekly); // said before anything is touched
        }
        Optional<Moment> begins = Optional.ofNullable(from).map(Points::parse);
        Optional<Moment> ends = Optional.ofNullable(until).map(Points::parse);
        try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
            var names = new Names(session);
            User who = names.user(user);
            Set<LockId> where = names.doors(doors);
            if (pinStdin) {
                session.requireOwnPin(who.id());
            }
            Grant grant = session.locks().grants().add(who, spec -> {
                for (String door : doors) {
                    if (names.group(door).isPresent()) {
                        spec.groups(door);
                    } else {
                        spec.locks(door);
                    }
                }
                begins.ifPresent(spec::from);
                ends.ifPresent(spec::until);
                if (weekly != null) {
                    spec.weekly(weekly);
                }
                if (uses != null) {
                    spec.uses(uses);
                }
                if (id != null) {
                    spec.id(id);
                }
            });
            var answer = document("grant").put("grant", grant.id().value());
            if (pinStdin) {
                new PinEntry(this, session).fromInput(who);
            } else {
                new PinDesk(this, session).drawMissing(answer, printNewPins, Optional.of(who.id()));
            }
            if (!root().json()) {
                page().say("Grant " + grant.id() + ": " + who.name() + " may open " + String.join(", ", doors) + ".");
            }
            Instant now = session.locks().plan().at();
            ends.filter(e -> where.stream()
                            .noneMatch(l -> e.asEnd(session.zone(l)).isAfter(now)))
                    .ifPresent(e -> message("note: it has ended already, at " + until));
            return new Carrying(this, session, waiting).out(where, who.id(), answer);
        }
    }
}
