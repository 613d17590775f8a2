// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.PortProvider;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What the engine hands to one driver, and what it knows of it. Thread-safe, as a driver calls it from its own lane. */
final class DriverHost implements DriverContext, DriverState {

    private final String name;
    private final LockDriver driver;
    private final Engine engine;
    private final List<DeviceProfile> profiles;
    private final RandomGenerator random;
    private final ConcurrentSkipListMap<String, byte[]> memory = new ConcurrentSkipListMap<>();
    private volatile boolean started;

    DriverHost(String name, LockDriver driver, Engine engine, List<DeviceProfile> profiles, RandomGenerator random) {
        this.name = name;
        this.driver = driver;
        this.engine = engine;
        this.profiles = List.copyOf(profiles);
        this.random = random;
    }

    LockDriver driver() {
        return driver;
    }

    /** Why nothing can be sent over its link now; absent while it is up, or may come up any moment. */
    Optional<String> linkDown() {
        LinkHealth link = driver.health();
        return switch (link.state()) {
            case STARTING, UP -> Optional.empty();
            case DOWN, BROKEN, CLOSED -> Optional.of(link.text());
        };
    }

    boolean isStarted() {
        return started;
    }

    void started() {
        started = true;
    }

    /** One remembered value, while loading. */
    void load(String key, byte[] value) {
        memory.put(key, value.clone());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Timers timers() {
        return engine.timers();
    }

    @Override
    public Executor executor() {
        return engine.executor();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public SecureRandom secureRandom() {
        return engine.parts().secureRandom();
    }

    @Override
    public CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
        for (PortProvider provider : engine.config().ports) {
            if (provider.opens(spec)) {
                return provider.open(spec, lane);
            }
        }
        return unavailable(spec.toString(), lane);
    }

    @Override
    public CompletionStage<TextChannel> openText(TextSpec spec, Lane lane) {
        for (PortProvider provider : engine.config().ports) {
            if (provider.opens(spec)) {
                return provider.openText(spec, lane);
            }
        }
        return unavailable(spec.uri().toString(), lane);
    }

    private <T> CompletionStage<T> unavailable(String what, Lane lane) {
        var stage = new CompletableFuture<T>();
        lane.execute(() -> stage.completeExceptionally(new PortUnavailableException("driver " + name + " wants " + what
                + ", and nothing here opens it: register a port provider (lockcred-serial for serial lines and tcp://,"
                + " lockcred-matter for ws://)")));
        return stage;
    }

    @Override
    public DriverState state() {
        return this;
    }

    @Override
    public List<DeviceProfile> profiles() {
        return profiles;
    }

    @Override
    public Consumer<DriverEvent> events() {
        return event -> engine.lane().execute(() -> engine.event(this, event));
    }

    @Override
    public Consumer<TraceLine> trace() {
        return line -> engine.trace(name, line);
    }

    @Override
    public boolean tracing() {
        return engine.isTracing();
    }

    // ---- DriverState

    @Override
    public Optional<byte[]> get(String key) {
        byte[] value = memory.get(key);
        return value == null ? Optional.empty() : Optional.of(value.clone());
    }

    @Override
    public SortedSet<String> keys(String prefix) {
        var found = new TreeSet<String>();
        for (String key : memory.tailMap(prefix, true).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            found.add(key);
        }
        return Collections.unmodifiableSortedSet(found);
    }

    @Override
    public CompletionStage<Void> write(List<Edit> edits) {
        var whole = new TreeMap<String, Edit>();
        edits.forEach(e -> whole.put(e.key(), e));
        edits.forEach(e ->
                e.value().ifPresentOrElse(v -> memory.put(e.key(), v.clone()), () -> memory.remove(e.key())));
        var done = new CompletableFuture<Void>();
        engine.lane().execute(() -> {
            Commit.Builder commit = Commit.builder();
            whole.values().forEach(e -> store(e, commit));
            engine.commit(commit).whenComplete((v, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        });
        return done;
    }

    private void store(Edit edit, Commit.Builder commit) {
        String key = name + "/" + edit.key();
        if (edit.value().isEmpty()) {
            commit.delete(Table.DRIVER_STATE, key);
            engine.safe().eraseForDriver(name, edit.key(), commit);
        } else if (edit.secret()) {
            engine.safe().sealForDriver(name, edit.key(), edit.value().get(), commit);
        } else {
            commit.put(Table.DRIVER_STATE, key, edit.value().get());
        }
    }
}
