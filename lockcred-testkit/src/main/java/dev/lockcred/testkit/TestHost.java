// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.PortProvider;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The host of a driver under test: virtual time, seeded randomness, in-memory ports, a memory that survives a restart of the
 * driver, and ears. Events and trace lines are kept, and are looked through for PINs ({@link Pins}). Confined to the run
 * loop.
 */
public final class TestHost implements DriverContext {

    private final String name;
    private final VirtualTime time;
    private final RandomGenerator random;
    private final SecureRandom secureRandom;
    private final List<PortProvider> ports = new ArrayList<>();
    private final List<DeviceProfile> profiles = new ArrayList<>();
    private final List<DriverEvent> events = new ArrayList<>();
    private final List<TraceLine> trace = new ArrayList<>();
    private final MemoryState state;

    /** A host whose randomness all comes from this seed. */
    public TestHost(String name, VirtualTime time, Seed seed) {
        this.name = name;
        this.time = time;
        this.random = seed.random("jitter");
        this.secureRandom = seed.secureRandom("keys");
        this.state = new MemoryState(time.executor());
    }

    /** Adds a place where ports come from, such as {@link Wires}. */
    public TestHost ports(PortProvider provider) {
        ports.add(provider);
        return this;
    }

    /** Adds a device profile. */
    public TestHost profile(DeviceProfile profile) {
        profiles.add(profile);
        return this;
    }

    /** What the driver reported so far. */
    public List<DriverEvent> heard() {
        return List.copyOf(events);
    }

    /** What the driver reported so far of one kind. */
    public <E extends DriverEvent> List<E> heard(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Forgets what was reported so far. */
    public void forgetEvents() {
        events.clear();
    }

    /** The trace of the link so far. */
    public List<TraceLine> traced() {
        return List.copyOf(trace);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Timers timers() {
        return time;
    }

    @Override
    public Executor executor() {
        return time.executor();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public SecureRandom secureRandom() {
        return secureRandom;
    }

    @Override
    public CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
        for (PortProvider provider : ports) {
            if (provider.opens(spec)) {
                return provider.open(spec, lane);
            }
        }
        return refused(spec.toString(), lane);
    }

    @Override
    public CompletionStage<TextChannel> openText(TextSpec spec, Lane lane) {
        for (PortProvider provider : ports) {
            if (provider.opens(spec)) {
                return provider.openText(spec, lane);
            }
        }
        return refused(spec.uri().toString(), lane);
    }

    @Override
    public DriverState state() {
        return state;
    }

    @Override
    public List<DeviceProfile> profiles() {
        return List.copyOf(profiles);
    }

    @Override
    public Consumer<DriverEvent> events() {
        return event -> {
            Pins.inspect("an event of the driver", event);
            events.add(event);
        };
    }

    @Override
    public Consumer<TraceLine> trace() {
        return line -> {
            Pins.inspect("the trace of the link", line);
            trace.add(line);
        };
    }

    @Override
    public boolean tracing() {
        return true;
    }

    private static <T> CompletionStage<T> refused(String address, Lane lane) {
        var stage = new CompletableFuture<T>();
        lane.execute(() -> stage.completeExceptionally(
                new PortUnavailableException("nothing is at " + address + " in this test")));
        return stage;
    }
}
