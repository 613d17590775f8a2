// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.spi.support.Lane;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a driver is handed: time, threads, randomness, wires, memory and ears (decision D4). It uses nothing else. Thread-safe,
 * and good for as long as the driver is open.
 */
public interface DriverContext {

    /** The name under which the host knows this driver: {@code hall}. */
    String name();

    Timers timers();

    /** The host's threads; make a {@link Lane} over it and block none. */
    Executor executor();

    /** For jitter and other things that may be guessed. Confined to the driver's lane. */
    RandomGenerator random();

    /** For nonces and keys. */
    SecureRandom secureRandom();

    /**
     * Opens a byte stream for the lane. Fails with {@link PortUnavailableException}, on the lane, in words for people.
     */
    CompletionStage<BytePort> open(PortSpec spec, Lane lane);

    /** Opens a text channel for the lane. Fails as {@link #open}. */
    CompletionStage<TextChannel> openText(TextSpec spec, Lane lane);

    /** What the driver wants to remember over restarts. */
    DriverState state();

    /** The device profiles for this driver: its own and the user's, the user's first. */
    List<DeviceProfile> profiles();

    /** Where events go; called on the driver's lane, returns at once. */
    Consumer<DriverEvent> events();

    /**
     * Where the trace of the link goes, redacted by the codec; called on the driver's lane, returns at once.
     * {@link TraceLine}s are for people and cost nothing when nobody listens: check {@link #tracing()} first.
     */
    Consumer<TraceLine> trace();

    /** Whether anybody listens to the trace. */
    default boolean tracing() {
        return false;
    }
}
