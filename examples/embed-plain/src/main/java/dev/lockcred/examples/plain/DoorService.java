// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.plain;

import dev.lockcred.AccessEvent;
import dev.lockcred.Finding;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.ManagerEvent;
import dev.lockcred.core.Report;
import dev.lockcred.core.store.FileKeyPlace;
import dev.lockcred.jdbc.SqliteStore;
import dev.lockcred.matter.WebSocketPorts;
import dev.lockcred.serial.SerialPorts;
import dev.lockcred.serial.TcpPorts;
import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.LockDriver;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The doors of a house: owns the engine for as long as the program runs, and tells the program what happens. Thread-safe; not
 * to be called from the {@link Notifier}'s thread where a method waits for a lock.
 */
public final class DoorService implements AutoCloseable {

    private final Notifier notifier;
    private final ExecutorService threads;
    private final ExecutorService reactions;
    private final LockManager locks;
    private final LockManager.Subscription subscription;
    private final Set<Object> told = new HashSet<>(); // confined to the reactions

    // docs: open
    public DoorService(House house, Notifier notifier) {
        this.notifier = notifier;
        this.threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "doors")); // lent to the engine
        this.reactions = Executors.newSingleThreadExecutor(task -> new Thread(task, "doors-reactions"));
        try {
            this.locks = LockManager.create(cfg -> {
                house.drivers().forEach((name, settings) -> cfg.driver(name, driver(name, settings, house.store())));
                house.locks().forEach(cfg::lock);
                cfg.ports(new SerialPorts()).ports(new TcpPorts()).ports(new WebSocketPorts());
                cfg.executor(threads).zone(house.zone()).keyPlace(FileKeyPlace.in(house.keys()));
                cfg.store(SqliteStore.at(house.store(), "home automation")); // last: it is held from here on
            });
        } catch (RuntimeException e) {
            // The store is held, damaged or newer, or a setting is wrong: the message says what to do.
            reactions.shutdown();
            threads.shutdown();
            throw e;
        }
        this.subscription = locks.listen(event -> reactions.execute(() -> react(event)));
        reactions.execute(this::tellWorries); // those that were there before we listened
    }
    // docs: end

    // docs: driver
    private static LockDriver driver(String name, Map<String, String> settings, Path folder) {
        var rest = new TreeMap<>(settings);
        String type = String.valueOf(rest.remove("type"));
        return ServiceLoader.load(DriverProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "driver " + name + ": nothing on the class path makes drivers of type '" + type + "'"))
                .create(DriverSettings.of(name, rest, folder));
    }
    // docs: end

    // docs: use
    /** Lets somebody in at these doors, weekly, with a PIN that is drawn here; returns when every lock knows, or cannot now. */
    public Report letIn(String person, String weekly, String... doors) throws InterruptedException {
        User user = locks.users().add(person);
        locks.grants().add(user, to -> to.locks(doors).weekly(weekly).generatedPin());
        return locks.blocking().apply();
    }

    /** Takes everything from somebody. Durable when this returns; the report comes when the locks have answered. */
    public CompletableFuture<Report> dismiss(UserId person) {
        locks.grants().revoke(person, List.of());
        return locks.apply();
    }
    // docs: end

    /** The engine, for all the rest. */
    public LockManager locks() {
        return locks;
    }

    // docs: react
    private void react(ManagerEvent event) {
        if (event instanceof ManagerEvent.Access access) {
            tellWhoCame(access.event());
        } else if (event instanceof ManagerEvent.Duress duress) {
            notifier.alarm("somebody was forced to open " + duress.event().lock());
        } else if (event instanceof ManagerEvent.FindingsChanged) {
            tellWorries();
        }
    }

    private void tellWhoCame(AccessEvent event) {
        if (event.isUse()) { // a successful unlock by a code of ours: no thumbturn, no failed attempt
            event.user()
                    .flatMap(locks.users()::find)
                    .ifPresent(
                            user -> notifier.cameHome(user.name(), event.lock().value(), event.when()));
        }
    }

    /** Tells of each finding and each door at risk once, and again when it comes back. */
    private void tellWorries() {
        var now = new HashSet<Object>();
        for (DoorAtRisk door : locks.doorsAtRisk()) {
            tellOnce(now, List.of(door.slot(), door.user()), () -> notifier.alarm(door.text()));
        }
        for (Finding f : locks.findings()) {
            boolean toldAbove = f.kind() == Finding.Kind.OVERDUE_REVOCATION;
            if (!toldAbove && f.severity() != Finding.Severity.INFO) {
                var key = List.of(f.kind(), f.lock(), f.slot(), f.user());
                tellOnce(now, key, () -> notifier.attention(f.text() + ": " + f.action()));
            }
        }
        told.retainAll(now);
    }

    private void tellOnce(Set<Object> now, Object key, Runnable telling) {
        now.add(key);
        if (told.add(key)) {
            telling.run();
        }
    }
    // docs: end

    // docs: close
    /** Ends at any time, also while locks are being written to. What is lent to the engine is closed after it. */
    @Override
    public void close() {
        subscription.close();
        reactions.shutdown();
        try {
            if (!reactions.awaitTermination(5, TimeUnit.SECONDS)) {
                notifier.attention("a reaction to the doors did not come to its end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        locks.withoutEnforcer().forEach(door -> notifier.attention(door.text())); // nobody ends these while we are away
        locks.close(); // withdraws what was not sent; what is on the air is settled at the next start
        threads.shutdown();
    }
    // docs: end
}
