// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.Store;
import dev.lockcred.jdbc.SqliteStore;
import java.nio.file.Path;

/** What survives the process, with the store on it. */
sealed interface Disk {

    Store store();

    /** The process is gone; what it had not synced is lost. */
    Disk crash();

    /** In memory, with a modelled crash; every step of the store may be the last. */
    static Disk inMemory(Runnable step) {
        return new Memory(InMemoryStore.create("simulated", (what, sequence) -> step.run()));
    }

    /** SQLite in a folder. It dies between commits only; {@code StoreKillIT} kills it anywhere, for real. */
    static Disk sqlite(Path folder) {
        return new Sqlite(folder, SqliteStore.at(folder, "the simulation"));
    }

    /** In memory. */
    record Memory(InMemoryStore store) implements Disk {
        @Override
        public Disk crash() {
            return new Memory(store.crash());
        }
    }

    /** On a real disk. */
    record Sqlite(Path folder, SqliteStore store) implements Disk {
        @Override
        public Disk crash() {
            store.close();
            return sqlite(folder);
        }
    }
}
