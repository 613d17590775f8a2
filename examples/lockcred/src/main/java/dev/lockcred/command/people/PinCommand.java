// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.people;

import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Keyboard;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.PinDesk;
import dev.lockcred.command.run.PinEntry;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.core.Pins;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockcred pin}. */
@Command(
        name = "pin",
        description =
                "Set somebody's PIN: asked for unseen, or drawn when nothing is typed. Never an argument, as those are"
                        + " kept by shells and seen by others. Or tell the code of a lock's own menu.")
public final class PinCommand extends Action {

    private static final String NOBODY = "there is nobody to ask: run this on a terminal, or say --pin-stdin";

    @Parameters(paramLabel = "USER", arity = "0..1", description = "Who.")
    private String user = "";

    @Option(
            names = "--programming-code",
            paramLabel = "LOCK",
            description =
                    "Tell instead the code that opens this lock's own menu, so that no PIN for it is the same. It is"
                            + " never sent to the lock.")
    private @Nullable String lock;

    @Option(names = "--forget", description = "With --programming-code: forget what was told.")
    private boolean forget;

    @Option(names = "--pin-stdin", description = "Read it from standard input.")
    private boolean stdin;

    @Option(names = "--show", description = "Show the present PIN instead; on a terminal only, and audited.")
    private boolean show;

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        if (lock != null) {
            return programmingCode(lock);
        }
        if (user.isEmpty()) {
            throw new UsageException("whose? Name a USER, or say --programming-code LOCK");
        }
        if (forget) {
            throw new UsageException("--forget goes with --programming-code LOCK only");
        }
        if (show) {
            return show();
        }
        Optional<Keyboard> keyboard = here().terminal().keyboard();
        if (!stdin && keyboard.isEmpty()) {
            throw refusal(NOBODY, s -> s.requireOwnPin(new Names(s).user(user).id()));
        }
        try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
            var names = new Names(session);
            User who = names.user(user);
            session.requireOwnPin(who.id());
            session.look();
            var entry = new PinEntry(this, session);
            if (stdin) {
                entry.fromInput(who);
            } else {
                char[] typed = PinEntry.ask(keyboard.orElseThrow(), who.name());
                if (typed.length > 0) {
                    entry.set(who, typed, Pins.Change.ROUTINE);
                } else {
                    draw(session, who);
                }
                Arrays.fill(typed, ' ');
            }
            return new Carrying(this, session, waiting)
                    .out(
                            names.doorsOf(who.id()),
                            who.id(),
                            document("pin").put("user", who.id().value()));
        }
    }

    private int programmingCode(String written) throws SiteFileException {
        if (!user.isEmpty()) {
            throw new UsageException("a USER has a PIN, and a LOCK a programming code: one of the two at a time");
        }
        if (show) {
            throw new UsageException("a programming code is never shown");
        }
        if (forget && stdin) {
            throw new UsageException("--forget wants no code: leave --pin-stdin out");
        }
        Optional<Keyboard> keyboard = here().terminal().keyboard();
        if (!forget && !stdin && keyboard.isEmpty()) {
            throw refusal(NOBODY, s -> s.requireOwnProgrammingCode(new Names(s).lock(written)));
        }
        try (Session session = Session.open(site(), here(), Session.Mode.WORK)) {
            LockId door = new Names(session).lock(written);
            session.requireOwnProgrammingCode(door);
            if (forget) {
                forget(session, door);
            } else {
                tell(session, door, keyboard);
            }
            return Exit.OK;
        }
    }

    private void tell(Session session, LockId door, Optional<Keyboard> keyboard) {
        char[] digits = stdin
                ? PinEntry.read(here().in())
                : PinEntry.twice(keyboard.orElseThrow(), "Programming code of " + door + " (not shown): ");
        if (digits.length == 0 && !stdin) {
            throw new UsageException("nothing was typed: nothing was changed");
        }
        try (Pin code = PinEntry.pin(digits, "programming code")) {
            session.locks().pins().tellProgrammingCode(door, code).forEach(r -> message("note: " + r));
        }
        if (root().json()) {
            print(document("pin").put("lock", door.value()).put("programming-code", true));
        } else {
            page().say("The programming code of " + door + " is known: no PIN for that door will be the same.");
        }
    }

    private void forget(Session session, LockId door) {
        boolean known = session.locks().pins().knowsProgrammingCode(door);
        session.locks().pins().forgetProgrammingCode(door);
        if (root().json()) {
            print(document("pin").put("lock", door.value()).put("programming-code", false));
        } else {
            page().say("The programming code of " + door + (known ? " is forgotten." : " was not known."));
        }
    }

    private void draw(Session session, User who) {
        try (Pin pin = session.locks().pins().generate(who.id(), Pins.Change.ROUTINE)) {
            new PinDesk(this, session).show(who.name(), pin);
        }
    }

    private int show() throws SiteFileException {
        if (!here().terminal().screen() || root().json()) {
            throw new UsageException("--show shows a PIN on a terminal only");
        }
        try (Session session = Session.open(site(), here(), Session.Mode.OFFLINE)) {
            User who = new Names(session).user(user);
            try (Pin pin = session.revealing().pins().reveal(who.id())) {
                page().say(who.name() + "'s PIN is " + PinDesk.digits(pin)
                        + "  (that it was shown stands in the audit)");
            }
            return Exit.OK;
        }
    }
}
