// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.SiteFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockcred confirm}. */
@Command(
        name = "confirm",
        description =
                "Give your word: after a lock was reset or replaced, a store restored, the host's clock jumped, or the"
                        + " vault's key lost.")
public final class ConfirmCommand extends Action {

    @Parameters(paramLabel = "LOCK", arity = "0..1", description = "This lock may be written to again.")
    private @Nullable String lock;

    @Option(names = "--store", description = "The store is current, or known to be restored.")
    private boolean store;

    @Option(names = "--clock", description = "This host's clock is right.")
    private boolean clock;

    @Option(
            names = "--key-lost",
            description =
                    "The vault's key will not come back: a new one is made, and everybody needs a new PIN. Codes in"
                            + " locks stay.")
    private boolean keyLost;

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        int words = (lock != null ? 1 : 0) + (store ? 1 : 0) + (clock ? 1 : 0) + (keyLost ? 1 : 0);
        if (words != 1) {
            throw new UsageException("confirm one thing: a LOCK, --store, --clock or --key-lost");
        }
        try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
            if (lock != null) {
                LockId door = new Names(session).lock(lock);
                session.look();
                session.locks().confirm(door);
            } else if (store) {
                session.locks().confirmStore();
            } else if (keyLost) {
                return startAnew(session);
            } else {
                session.locks().confirmClock();
            }
            return new Carrying(this, session, waiting).out(Optional.empty(), document("confirm"));
        }
    }

    private int startAnew(Session session) {
        boolean gone = session.locks().findings().stream().anyMatch(f -> f.kind() == Finding.Kind.VAULT_LOCKED);
        if (!gone) {
            throw new UsageException("the vault's key is where it should be: nothing is given up");
        }
        if (!agreed("Give up the vault's key? No PIN that is stored can be opened again; everybody needs a new one.")) {
            return Exit.USAGE;
        }
        session.locks().upkeep().startVaultAnew();
        if (root().json()) {
            print(document("confirm"));
        } else {
            page().say(
                            "A new key was made. The codes in the locks stay as they are. Next: a new PIN for each user, with"
                                    + " 'lockcred rotate USER' or 'lockcred pin USER'.");
        }
        return Exit.OK;
    }
}
