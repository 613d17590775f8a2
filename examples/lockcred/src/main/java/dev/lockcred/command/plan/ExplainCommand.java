// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.LockId;
import dev.lockcred.Moment;
import dev.lockcred.User;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Offline;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.Points;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.text.Ink;
import dev.lockcred.command.text.Times;
import dev.lockcred.command.text.Words;
import dev.lockcred.core.Explanation;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockcred explain}. */
@Command(
        name = "explain",
        description = "Say whether and why somebody can or cannot open a door, now or at another time, and what to do.")
public final class ExplainCommand extends Action {

    @Parameters(index = "0", paramLabel = "USER", description = "Who.")
    private String user = "";

    @Parameters(index = "1", paramLabel = "LOCK", description = "Which door.")
    private String lock = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "When, on the lock's clock: 2026-11-24T10:00 (default: now).")
    private @Nullable String at;

    @Mixin
    private Offline offline = new Offline();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        Optional<Moment> moment = Optional.ofNullable(at).map(Points::parse);
        try (Session session = Session.open(site(), here(), offline.mode())) {
            var names = new Names(session);
            User who = names.user(user);
            LockId door = names.lock(lock);
            session.look();
            ZoneId zone = session.zone(door);
            Optional<Instant> when = moment.map(m -> m.asStart(zone));
            Explanation explanation = session.locks().explain(who.id(), door, when);
            if (root().json()) {
                ObjectNode answer = document("explain")
                        .put("user", who.id().value())
                        .put("lock", door.value())
                        .put("at", explanation.at().toString())
                        .put("answer", Words.key(explanation.answer()));
                explanation.causes().forEach(answer.putArray("causes")::add);
                explanation.next().forEach(answer.putArray("next")::add);
                print(answer);
            } else {
                show(who, door, zone, explanation);
            }
            return Exit.OK;
        }
    }

    private void show(User who, LockId door, ZoneId zone, Explanation explanation) {
        boolean ahead = explanation.at().isAfter(explanation.asked());
        boolean past = explanation.at().isBefore(explanation.asked());
        String on = " open " + door + " on " + Times.at(explanation.at(), zone) + "?";
        page().say(ahead ? "Will " + who.name() + " be able to" + on : (past ? "Could " : "Can ") + who.name() + on);
        page().say(
                        "",
                        "",
                        ink(explanation.answer()),
                        ahead ? ahead(explanation) : past ? past(explanation) : now(explanation));
        explanation.causes().forEach(c -> page().say("  - ", c));
        explanation.next().forEach(n -> page().say("  > ", n));
    }

    private static String now(Explanation explanation) {
        return switch (explanation.answer()) {
            case YES -> "Yes.";
            case NO -> "No.";
            case NOT_YET -> "Not yet: it is wished, and the lock may not know it.";
            case MAY_STILL -> "It may still open: it should not, and the lock has not proved that.";
        };
    }

    private static String ahead(Explanation explanation) {
        return switch (explanation.answer()) {
            case YES -> "Yes.";
            case NO -> "No.";
            case NOT_YET -> "Not as the lock stands now: it is wished, and the lock has yet to hold the code.";
            case MAY_STILL -> "It may still open then: it should not, and nothing makes sure that it does not.";
        };
    }

    private static String past(Explanation explanation) {
        return switch (explanation.answer()) {
            case YES -> "Yes.";
            case NO -> "No.";
            case NOT_YET -> "No: the right was there, and the lock did not hold the code.";
            case MAY_STILL -> "It may have opened: there was no right, and the lock held the code.";
        };
    }

    private static Ink ink(Explanation.Answer answer) {
        return switch (answer) {
            case YES -> Ink.GOOD;
            case NO -> Ink.PLAIN;
            case NOT_YET -> Ink.WARN;
            case MAY_STILL -> Ink.BAD;
        };
    }
}
