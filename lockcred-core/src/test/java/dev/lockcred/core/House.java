// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Finding;
import dev.lockcred.Grant;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.VirtualTime;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A few fake locks and an engine on virtual time: the smallest house. */
final class House implements AutoCloseable {

    final VirtualTime time = VirtualTime.startingAt("2026-11-21T08:00:00Z");
    InMemoryStore store = InMemoryStore.create("test-store");
    final InMemoryKeyPlace keys = new InMemoryKeyPlace();
    final Map<String, FakeLock> locks = new LinkedHashMap<>();
    Consumer<LockManagerConfig> extra = c -> {};
    LockManager manager;
    private FakeLockDriver driver = FakeLockDriver.of();
    private Mortal process = new Mortal(time);

    House with(String id, FakeModel model) {
        locks.put(id, FakeLock.of(id, model));
        return this;
    }

    House open() {
        driver = FakeLockDriver.of(locks.values().toArray(FakeLock[]::new));
        manager = LockManager.create(cfg -> {
            cfg.timers(process)
                    .executor(process)
                    .storeExecutor(process)
                    .random(new SplittableRandom(7))
                    .secureRandom(seeded())
                    .store(store)
                    .keyPlace(keys)
                    .zone(ZoneId.of("Europe/Stockholm"))
                    .driver(driver);
            extra.accept(cfg);
        });
        time.runUntilIdle();
        return this;
    }

    /** The process dies and comes back; the locks live on. */
    House restart() {
        manager.close();
        store = store.crash();
        return open();
    }

    /** The process is killed, in the middle of anything, and comes back; the locks live on. */
    House kill() {
        process.kill();
        process = new Mortal(time);
        store = store.crash();
        return open();
    }

    /** The stick of the present process. */
    FakeLockDriver stick() {
        return driver;
    }

    FakeLock lock(String id) {
        return locks.get(id);
    }

    User user(String name, String pin) {
        User user = manager.users().add(name);
        change(user, pin);
        return user;
    }

    /** Gives a user another PIN, as somebody does who has forgotten theirs. */
    void change(User user, String pin) {
        try (Pin secret = Pins.pin(pin)) {
            manager.pins().set(user.id(), secret, Pins0.ROUTINE);
        }
    }

    boolean isFound(Finding.Kind kind) {
        return manager.findings().stream().anyMatch(f -> f.kind() == kind);
    }

    Grant grant(User user, Consumer<GrantSpec> what) {
        return manager.grants().add(user, what);
    }

    Report apply() throws InterruptedException {
        return manager.blocking().apply();
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    static SecureRandom seeded() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(42);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (manager != null) {
            manager.close();
        }
    }

    /** Short names for reasons of a PIN change. */
    static final class Pins0 {
        static final dev.lockcred.core.Pins.Change ROUTINE = dev.lockcred.core.Pins.Change.ROUTINE;
        static final dev.lockcred.core.Pins.Change COMPROMISED = dev.lockcred.core.Pins.Change.COMPROMISED;

        private Pins0() {}
    }
}
