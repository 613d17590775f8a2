// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.store;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Report;
import dev.lockcred.core.store.FileKeyPlace;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.jdbc.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process to be killed: a one-shot run on a store on disk, which writes twenty codes to each of two locks that remember them.
 * Wishes for what is not wished yet, says "applying", applies, and says how it ended.
 */
public final class ApplyVictim {

    static final int USERS = 20;

    private ApplyVictim() {}

    static FakeLock lock(Path folder, String name) {
        return FakeLock.remembered(folder.resolve("locks.json"), name, FakeModel.zwave());
    }

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        FakeLock front = lock(folder, "front");
        FakeLock back = lock(folder, "back");
        try (LockManager manager =
                LockManager.create(cfg -> cfg.store(SqliteStore.at(folder.resolve("store"), "the kill test"))
                        .keyPlace(FileKeyPlace.in(folder.resolve("keys")))
                        .resident(false)
                        .acceptHostEnforcement(true)
                        .socket(false)
                        .driver("toy", FakeLockDriver.of(front, back))
                        .lock(Lock.of(LockId.of("front"), "toy", "front"))
                        .lock(Lock.of(LockId.of("back"), "toy", "back")))) {
            for (int i = manager.grants().list().size(); i < USERS; i++) {
                User user = manager.users().add("User " + i);
                manager.grants()
                        .add(
                                user,
                                to -> to.locks("front", "back").generatedPin().weekly("Mon-Sun all day"));
            }
            System.out.println("applying");
            Report report = manager.blocking().apply(ApplyOptions.DEFAULT.withPatience(Duration.ofSeconds(30)));
            report.lines().stream()
                    .filter(l -> l.status() != Report.Status.CONFIRMED)
                    .forEach(System.out::println);
            System.out.println(report.isSettled() ? "settled" : "pending");
        }
    }
}
