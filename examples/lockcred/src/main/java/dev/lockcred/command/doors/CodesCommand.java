// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.LockId;
import dev.lockcred.SlotState;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.text.Table;
import dev.lockcred.command.text.Times;
import dev.lockcred.command.text.Words;
import dev.lockcred.core.CodeView;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockcred codes}. */
@Command(
        name = "codes",
        description = "List the slots of a lock: ours, of others, hidden, disabled, unknown. Never the digits.")
public final class CodesCommand extends Action {

    @Parameters(paramLabel = "LOCK", description = "Which.")
    private String lock = "";

    @Option(names = "--read", description = "Read all slots now; costs the lock's battery.")
    private boolean read;

    @Option(names = "--reveal", description = "Also show the digits of our codes; on a terminal only, and audited.")
    private boolean reveal;

    @Option(names = "--all", description = "Also the slots that are free.")
    private boolean all;

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        if (reveal && (!here().terminal().screen() || root().json())) {
            throw new UsageException("--reveal shows digits on a terminal only");
        }
        Session.Mode mode = read ? Session.Mode.LOOK : Session.Mode.OFFLINE;
        try (Session session = Session.open(site(), here(), mode)) {
            var names = new Names(session);
            LockId door = names.lock(lock);
            session.look();
            List<CodeView> codes = read
                    ? session.locks().blocking().readCodes(door)
                    : session.locks().codes(door);
            if (root().json()) {
                json(door, codes);
            } else {
                show(session, names, door, codes);
            }
            return Exit.OK;
        }
    }

    private void show(Session session, Names names, LockId door, List<CodeView> codes) {
        Instant now = session.locks().plan().at();
        var table = new Table();
        table.head("slot", "holds", "known from", reveal ? "digits" : "");
        int free = 0;
        for (CodeView code : codes) {
            if (code.state() == SlotState.EMPTY && !all) {
                free++;
                continue;
            }
            table.row(
                    Integer.toString(code.slot().index()),
                    holds(names, code),
                    code.observedAt()
                            .map(t -> code.origin().map(Words::of).orElse("") + ", " + Times.ago(t, now))
                            .orElse("never read"),
                    reveal ? digits(session, code) : "");
        }
        page().table(table);
        if (free > 0) {
            page().say(Words.count(free, "slot") + " seen free.");
        }
        if (codes.isEmpty()) {
            page().say("Nothing is known of the slots of " + door + " yet: lockcred codes " + door + " --read");
        } else if (!read) {
            page().say("As last known; 'lockcred codes " + door + " --read' asks the lock.");
        }
    }

    private static String digits(Session session, CodeView code) {
        if (code.user().isEmpty()) {
            return "not ours";
        }
        try (var pin = session.revealing().pins().reveal(code.user().get())) {
            return dev.lockcred.command.run.PinDesk.digits(pin);
        } catch (IllegalArgumentException | dev.lockcred.core.LockManagerException e) {
            return "not in the vault";
        }
    }

    private static String holds(Names names, CodeView code) {
        String state = switch (code.state()) {
            case EMPTY -> "nothing";
            case KNOWN -> "a code";
            case MASKED -> "a code, digits hidden";
            case DISABLED -> "a disabled code";
            case RESERVED -> "reserved by the lock";
            case UNKNOWN -> "unknown: not free";
        };
        if (code.user().isPresent()) {
            return "ours, " + names.nameOf(code.user().get()) + ": " + state;
        }
        return code.foreign()
                ? "not ours" + code.name().map(n -> " ('" + n + "')").orElse("") + ": " + state
                : state;
    }

    private void json(LockId door, List<CodeView> codes) {
        ObjectNode answer = document("codes").put("lock", door.value());
        ArrayNode slots = answer.putArray("slots");
        for (CodeView code : codes) {
            ObjectNode node = slots.addObject().put("slot", code.slot().index());
            node.put("kind", Words.key(code.slot().kind()));
            node.put("state", Words.key(code.state()));
            code.user().ifPresent(u -> node.put("user", u.value()));
            node.put("foreign", code.foreign());
            code.observedAt().ifPresent(t -> node.put("observed", t.toString()));
            code.origin().ifPresent(o -> node.put("origin", Words.key(o)));
        }
        print(answer);
    }
}
