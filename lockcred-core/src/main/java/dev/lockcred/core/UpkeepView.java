// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Permission;
import dev.lockcred.core.backup.Backup;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.sync.LockSync;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** {@link Upkeep} on behalf of one actor. Thread-safe. */
final class UpkeepView implements Upkeep {

    private final Engine engine;
    private final Actor actor;

    UpkeepView(Engine engine, Actor actor) {
        this.engine = engine;
        this.actor = actor;
    }

    @Override
    public Backup.Contents backup(Path file, Optional<char[]> passphrase) {
        audit("store.backed-up", passphrase.isPresent() ? "with its key, under a passphrase" : "without its key");
        return engine.ask(() -> engine.queue()
                .read(s -> Backup.write(
                        s,
                        engine.safe().place(),
                        file,
                        passphrase,
                        engine.parts().secureRandom())));
    }

    @Override
    public void rotateKey() {
        engine.require(actor, Permission.MANAGE);
        replaceKey(() -> {
            engine.safe().locked().ifPresent(why -> {
                throw new LockManagerException(why);
            });
            return engine.safe().rotate();
        });
        engine.ask(() -> engine.queue().read(s -> {
            engine.safe().finishRotation();
            return Boolean.TRUE;
        }));
        audit("vault.key-rotated", "everything is sealed under a new key");
    }

    @Override
    public void startVaultAnew() {
        engine.require(actor, Permission.MANAGE);
        replaceKey(engine.safe()::startAnew);
        engine.ask(() -> engine.queue().read(s -> {
            engine.safe().finishAnew();
            return Boolean.TRUE;
        }));
        audit("vault.started-anew", "the key was lost: PINs must be issued anew");
        engine.look(() -> {
            engine.syncs().values().forEach(LockSync::wakeUp);
            return Boolean.TRUE;
        });
    }

    // What is sealed afterwards must come behind this commit: both are queued by the lane.
    private void replaceKey(Supplier<Commit> change) {
        engine.ask(() -> {
            engine.requireOpen();
            Commit commit = change.get();
            engine.entitlements().forgetTraits();
            return engine.queue().commit(commit);
        });
    }

    private void audit(String act, String detail) {
        engine.edit(actor, Permission.MANAGE, e -> {
            e.audit(act, Optional.empty(), Optional.empty(), detail);
            return Boolean.TRUE;
        });
    }
}
