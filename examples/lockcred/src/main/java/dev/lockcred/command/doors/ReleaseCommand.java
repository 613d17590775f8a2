// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.LockId;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.SiteFileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lockcred release}. */
@Command(name = "release", description = "Let go of a code of ours: it stays in the lock and is not ours any more.")
public final class ReleaseCommand extends Action {

    @Parameters(index = "0", paramLabel = "LOCK", description = "Where.")
    private String lock = "";

    @Parameters(index = "1", paramLabel = "SLOT", description = "Which slot.")
    private int slot;

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        try (Session session = Session.open(site(), here(), Session.Mode.WORK)) {
            LockId door = new Names(session).lock(lock);
            if (!agreed("The code in " + door + " slot " + slot
                    + " will go on opening the door, unmanaged. Let go of it?")) {
                return Exit.USAGE;
            }
            session.locks().release(door, slot);
            if (root().json()) {
                print(document("release").put("lock", lock).put("slot", slot));
            } else {
                page().say("Let go of " + door + " slot " + slot + ". The code stays in the lock.");
            }
            return Exit.OK;
        }
    }
}
