// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.quickstart;

import dev.lockcred.User;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Report;
import dev.lockcred.core.store.FileKeyPlace;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.jdbc.SqliteStore;
import java.io.PrintStream;
import java.nio.file.Path;

/** The ten lines of the README. */
public final class Quickstart {

    private Quickstart() {}

    public static void main(String[] args) throws InterruptedException {
        KeyPlace keys = FileKeyPlace.of(System.getenv(), Path.of(System.getProperty("user.home")));
        run(Path.of(args.length > 0 ? args[0] : "lockcred-quickstart"), keys, System.out);
    }

    static void run(Path folder, KeyPlace keys, PrintStream out) throws InterruptedException {
        // README: begin
        var fake =
                FakeLockDriver.of(FakeLock.of("front", FakeModel.zwave()), FakeLock.of("garage", FakeModel.matter()));
        try (var locks = LockManager.create(
                cfg -> cfg.store(SqliteStore.at(folder)).keyPlace(keys).driver(fake))) {
            User anna = locks.users().add("Anna");
            locks.grants()
                    .add(
                            anna,
                            to -> to.locks("front", "garage")
                                    .weekly("Mon-Sun all day")
                                    .generatedPin());
            Report report = locks.blocking().apply(); // plans, writes, proves
            report.lines().forEach(out::println);
            out.println(locks.explain(anna, "front"));
        }
        // README: end
    }
}
