// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.store;

import dev.lockcred.CredentialId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.history.AuditChain;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.FileKeyPlace;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.StoreQueue;
import dev.lockcred.core.vault.AnchorKeeper;
import dev.lockcred.core.vault.SecretRef.OfCredential;
import dev.lockcred.core.vault.Vault;
import dev.lockcred.jdbc.SqliteStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A store on disk and all that the engine keeps in and beside it, opened as the engine opens it. */
final class StoreOnDisk implements AutoCloseable {

    final SqliteStore store;
    final FileKeyPlace place;
    final Vault vault;
    final AnchorKeeper anchor;
    final AuditChain chain;

    StoreOnDisk(Path folder) {
        store = SqliteStore.at(folder.resolve("store"), "the kill test");
        place = FileKeyPlace.in(folder.resolve("keys"));
        var loading = new Vault.Loading();
        store.load(loading::takes);
        vault = loading.open(store, place, new SecureRandom());
        anchor = AnchorKeeper.open(store, place, vault, Instant::now, e -> {
            throw e;
        });
        chain = AuditChain.resume(store, vault);
        vault.firstCommit().ifPresent(this::commit);
    }

    void commit(Commit commit) {
        store.commit(List.of(commit));
        anchor.committed(store.head());
    }

    /** Commits through a queue, as the engine does. */
    StoreQueue queue(Executor executor) {
        return new StoreQueue(store, executor, executor, new StoreQueue.Listener() {
            @Override
            public void committed(StoreHead head) {
                anchor.committed(head);
            }

            @Override
            public void failed(StoreException cause) {
                throw cause;
            }
        });
    }

    CompletionStage<Void> seal(StoreQueue queue, String user, int version, Pin pin) {
        var commit = Commit.builder();
        var ref = new OfCredential(UserId.of(user), CredentialId.of("c-" + user), version);
        vault.seal(commit, ref, pin);
        vault.eraseUnneeded(commit, ref::equals);
        return queue.commit(commit.build());
    }

    @Override
    public void close() {
        store.close();
    }
}
