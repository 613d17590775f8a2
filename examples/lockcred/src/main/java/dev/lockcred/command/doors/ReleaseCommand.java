// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.SiteFileException;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
            var names = new Names(session);
            LockId door = names.lock(lock);
            String whose = names.nameOf(holder(session, door));
            if (!agreed(whose + "'s code in " + door + " slot " + slot
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

    private UserId holder(Session session, LockId door) {
        var ours = new TreeMap<Integer, UserId>();
        session.locks().status().lines().stream()
                .filter(l -> l.lock().equals(door) && l.slot().isPresent())
                .forEach(l -> ours.put(l.slot().getAsInt(), l.user()));
        session.locks()
                .codes(door)
                .forEach(c -> c.user().ifPresent(u -> ours.put(c.slot().index(), u)));
        UserId holder = ours.get(slot);
        if (holder == null) {
            String where = ours.keySet().stream().map(Object::toString).collect(Collectors.joining(", "));
            throw new UsageException("slot " + slot + " of " + door + " holds no code of ours"
                    + (ours.isEmpty() ? ", nor does any other" : ": ours are in " + where));
        }
        return holder;
    }
}
