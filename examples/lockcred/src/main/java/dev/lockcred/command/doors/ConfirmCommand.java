// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.LockId;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
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
                "Give your word: after a lock was reset or replaced, a store restored, or the host's clock jumped.")
public final class ConfirmCommand extends Action {

    @Parameters(paramLabel = "LOCK", arity = "0..1", description = "This lock may be written to again.")
    private @Nullable String lock;

    @Option(names = "--store", description = "The store is current, or known to be restored.")
    private boolean store;

    @Option(names = "--clock", description = "This host's clock is right.")
    private boolean clock;

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        int words = (lock != null ? 1 : 0) + (store ? 1 : 0) + (clock ? 1 : 0);
        if (words != 1) {
            throw new UsageException("confirm one thing: a LOCK, --store or --clock");
        }
        try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
            if (lock != null) {
                LockId door = new Names(session).lock(lock);
                session.look();
                session.locks().confirm(door);
            } else if (store) {
                session.locks().confirmStore();
            } else {
                session.locks().confirmClock();
            }
            return new Carrying(this, session, waiting).out(Optional.empty(), document("confirm"));
        }
    }
}
