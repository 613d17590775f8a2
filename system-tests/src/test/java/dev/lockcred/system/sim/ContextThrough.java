// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A driver's context with other ears. */
final class ContextThrough implements DriverContext {

    private final DriverContext inner;
    private final Consumer<DriverEvent> events;

    ContextThrough(DriverContext inner, Consumer<DriverEvent> events) {
        this.inner = inner;
        this.events = events;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Timers timers() {
        return inner.timers();
    }

    @Override
    public Executor executor() {
        return inner.executor();
    }

    @Override
    public RandomGenerator random() {
        return inner.random();
    }

    @Override
    public SecureRandom secureRandom() {
        return inner.secureRandom();
    }

    @Override
    public CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
        return inner.open(spec, lane);
    }

    @Override
    public CompletionStage<TextChannel> openText(TextSpec spec, Lane lane) {
        return inner.openText(spec, lane);
    }

    @Override
    public DriverState state() {
        return inner.state();
    }

    @Override
    public List<DeviceProfile> profiles() {
        return inner.profiles();
    }

    @Override
    public Consumer<DriverEvent> events() {
        return events;
    }

    @Override
    public Consumer<TraceLine> trace() {
        return inner.trace();
    }

    @Override
    public boolean tracing() {
        return inner.tracing();
    }
}
