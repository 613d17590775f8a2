// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.contract.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreContractTest extends StoreContract {

    @TempDir
    Path folder;

    @Override
    protected Store open() {
        return SqliteStore.at(folder.resolve("store"));
    }
}
