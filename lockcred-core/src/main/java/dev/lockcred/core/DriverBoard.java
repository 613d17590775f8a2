// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.sync.LockMemory;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drivers of one engine: started, joined with their locks, heard, closed. Confined to the engine's lane. */
final class DriverBoard {

    private static final Logger LOG = LoggerFactory.getLogger(DriverBoard.class);

    private final Engine engine;
    private final Access access;
    private final Map<String, DriverHost> hosts = new LinkedHashMap<>();

    DriverBoard(Engine engine, Access access) {
        this.engine = engine;
        this.access = access;
    }

    Map<String, DriverHost> all() {
        return Collections.unmodifiableMap(hosts);
    }

    Optional<DriverHost> find(String name) {
        return Optional.ofNullable(hosts.get(name));
    }

    /** Makes a host for each driver, before what the drivers remember is loaded. */
    void create() {
        engine.config().drivers.forEach((name, driver) -> {
            List<DeviceProfile> profiles =
                    new ArrayList<>(engine.config().profiles.getOrDefault(name, List.of()));
            profiles.addAll(Profiles.bundled(driver));
            var random = new SplittableRandom(engine.parts().random().nextLong());
            hosts.put(name, new DriverHost(name, driver, engine, profiles, random));
        });
    }

    void start() {
        hosts.values().forEach(this::start);
    }

    private void start(DriverHost host) {
        host.driver()
                .start(host)
                .whenComplete((done, failure) -> engine.lane().execute(() -> {
                    if (failure != null) {
                        engine.broken("driver " + host.name(), failure);
                    }
                    host.started();
                    adoptDiscovered(host);
                    locksOf(host).forEach(this::attach);
                }));
    }

    private List<LockSync> locksOf(DriverHost host) {
        return engine.syncs().values().stream()
                .filter(s -> s.lock().driver().equals(host.name()))
                .toList();
    }

    private void adoptDiscovered(DriverHost host) {
        if (!engine.config().adopting.containsKey(host.name())) {
            return;
        }
        Commit.Builder commit = Commit.builder();
        host.driver().discovered().forEach(found -> {
            try {
                LockId id = LockId.of(found.address());
                if (engine.wishes().lock(id).isEmpty()) {
                    Lock lock = Lock.of(id, host.name(), found.address());
                    engine.wishes().putLock(lock, commit);
                    engine.addSync(lock, new LockMemory());
                }
            } catch (IllegalArgumentException e) {
                LOG.debug("{} is no lock id; name the lock yourself", found.address());
            }
        });
        if (!commit.isEmpty()) {
            engine.commit(commit);
        }
    }

    /** Joins a lock with its driver, once that has started. */
    void attach(LockSync sync) {
        DriverHost host = hosts.get(sync.lock().driver());
        if (host == null || !host.isStarted()) {
            return;
        }
        Optional<DeviceProfile> profile = sync.lock()
                .profile()
                .flatMap(p ->
                        host.profiles().stream().filter(d -> d.name().equals(p)).findFirst());
        try {
            var options = new LockOptions(sync.zone(), profile, sync.lock().allowPlaintext());
            sync.attach(host.driver().lock(sync.lock().address(), options));
        } catch (IllegalArgumentException e) {
            engine.broken("lock " + sync.id(), e);
        }
    }

    void event(DriverHost from, DriverEvent event) {
        if (event instanceof DriverEvent.OfLock ofLock) {
            locksOf(from).stream()
                    .filter(s -> s.driver()
                            .map(d -> d.address().equals(ofLock.address()))
                            .orElse(false))
                    .findFirst()
                    .ifPresent(s -> access.event(s, ofLock));
        } else if (event instanceof DriverEvent.LinkChanged link) {
            boolean up = link.health().state() == LinkHealth.State.UP;
            for (LockSync lock : locksOf(from)) {
                if (up) {
                    lock.linkIsBack();
                } else {
                    lock.heardUnreachable(link.health().text());
                }
            }
        } else if (event instanceof DriverEvent.LocksChanged) {
            adoptDiscovered(from);
        }
    }

    CompletionStage<Void> close() {
        return CompletableFuture.allOf(hosts.values().stream()
                .map(d -> d.driver().closeAsync().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
