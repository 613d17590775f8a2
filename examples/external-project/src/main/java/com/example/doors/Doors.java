// SPDX-License-Identifier: Apache-2.0
package com.example.doors;

import dev.lockcred.User;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.store.FileKeyPlace;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.jdbc.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Somebody else's program: a store on disk, a lock, a person, and what became of it. */
public final class Doors {
    private Doors() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("doors");
        Path keys = Files.createDirectories(folder.resolve("keys"));
        var fake = FakeLockDriver.of(FakeLock.of("front", FakeModel.zwave()));
        try (var locks = LockManager.create(cfg -> cfg.store(SqliteStore.at(folder.resolve("store")))
                .keyPlace(FileKeyPlace.in(keys))
                .driver(fake))) {
            User anna = locks.users().add("Anna");
            locks.grants().add(anna, to -> to.locks("front").generatedPin());
            locks.blocking().apply().lines().forEach(System.out::println);
        }
    }
}
