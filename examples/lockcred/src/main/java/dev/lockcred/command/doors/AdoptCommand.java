// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.SiteFileException;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockcred adopt}. */
@Command(
        name = "adopt",
        description =
                "Take a code of others under management: from now on it is this user's, and goes when their right goes.")
public final class AdoptCommand extends Action {

    @Parameters(index = "0", paramLabel = "LOCK", description = "Where.")
    private String lock = "";

    @Parameters(index = "1", paramLabel = "SLOT", description = "In which slot.")
    private int slot;

    @Parameters(index = "2", paramLabel = "USER", description = "Whose it is.")
    private String user = "";

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
            var names = new Names(session);
            LockId door = names.lock(lock);
            User who = names.user(user);
            session.look();
            session.locks().adopt(door, slot, who.id());
            if (!root().json()) {
                page().say(door + " slot " + slot + " is " + who.name() + "'s from now on.");
            }
            return new Carrying(this, session, waiting)
                    .out(
                            Set.of(door),
                            who.id(),
                            document("adopt").put("lock", lock).put("slot", slot));
        }
    }
}
