// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.people;

import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.PinDesk;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.core.Pins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockcred rotate}. */
@Command(name = "rotate", description = "Draw somebody a new PIN and put it into all their locks.")
public final class RotateCommand extends Action {

    @Parameters(paramLabel = "USER", description = "Who.")
    private String user = "";

    @Option(names = "--compromised", description = "Somebody else knows the old one: it goes before the new one comes.")
    private boolean compromised;

    @Option(names = "--print-new-pins", description = "Show the new PIN although this is no terminal, also in JSON.")
    private boolean printNewPins;

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        if (!here().terminal().screen() && !printNewPins) {
            throw refusal(
                    "the new PIN would be seen by nobody: run this on a terminal, or say --print-new-pins",
                    s -> s.requireOwnPin(new Names(s).user(user).id()));
        }
        try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
            var names = new Names(session);
            User who = names.user(user);
            session.requireOwnPin(who.id());
            session.look();
            var answer = document("rotate").put("user", who.id().value());
            Pins.Change why = compromised ? Pins.Change.COMPROMISED : Pins.Change.ROUTINE;
            try (Pin pin = session.locks().pins().generate(who.id(), why)) {
                if (root().json()) {
                    answer.put("pin", PinDesk.digits(pin));
                } else {
                    new PinDesk(this, session).show(who.name(), pin);
                }
            }
            return new Carrying(this, session, waiting).out(names.doorsOf(who.id()), who.id(), answer);
        }
    }
}
