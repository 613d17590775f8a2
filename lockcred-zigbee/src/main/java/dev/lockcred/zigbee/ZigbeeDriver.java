// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee;

import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.zigbee.internal.host.Host;
import dev.lockcred.zigbee.internal.link.AshSettings;
import dev.lockcred.zigbee.network.Eui64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Zigbee locks behind a Silicon Labs stick or network coordinator with EZSP firmware, versions 8 to 19; no other software is
 * needed. A lock's address is its EUI64, 16 hexadecimal digits.
 *
 * <pre>{@code
 * ZigbeeDriver driver = ZigbeeDriver.create(ZigbeeOptions.of(PortSpec.parse("/dev/ttyUSB0")));
 * // hand it to a LockManager; once it is started:
 * driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING);
 * driver.network().permit(new Joining.ByInstallCode(lock, InstallCode.parse("83FE..."), Duration.ofMinutes(3)));
 * }</pre>
 */
public final class ZigbeeDriver implements LockDriver {

    /** The type in a site file. */
    public static final String TYPE = "zigbee";

    private final ZigbeeOptions options;
    private volatile @Nullable Host host;
    private volatile boolean closed;

    private ZigbeeDriver(ZigbeeOptions options) {
        this.options = options;
    }

    /** A driver, unstarted. */
    public static ZigbeeDriver create(ZigbeeOptions options) {
        return new ZigbeeDriver(options);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Optional<String> profileResource() {
        return Optional.of("profiles.json");
    }

    @Override
    public CompletionStage<Void> start(DriverContext context) {
        synchronized (this) {
            if (host != null || closed) {
                throw new IllegalStateException("a driver is started once, and not after it was closed");
            }
            AshSettings d = AshSettings.DEFAULT;
            var ash = new AshSettings(
                    options.ashWindow(),
                    d.ackInitial(),
                    d.ackMin(),
                    d.ackMax(),
                    d.timeouts(),
                    d.resetPatience(),
                    d.resetAttempts());
            host = new Host(context, options.port(), ash);
        }
        return started().start();
    }

    private Host started() {
        Host running = host;
        if (running == null) {
            throw new IllegalStateException("the Zigbee driver is not started");
        }
        return running;
    }

    @Override
    public LinkHealth health() {
        Host running = host;
        if (running != null) {
            return running.health();
        }
        return closed
                ? new LinkHealth(LinkHealth.State.CLOSED, "closed")
                : new LinkHealth(LinkHealth.State.STARTING, "not started");
    }

    @Override
    public List<DiscoveredLock> discovered() {
        Host running = host;
        return running == null ? List.of() : running.discovered();
    }

    @Override
    public DriverLock lock(String address, LockOptions lockOptions) {
        return started().lock(Eui64.parse(address), lockOptions);
    }

    /**
     * The network, to form, open, save and restore it.
     *
     * @throws IllegalStateException before the start
     */
    public ZigbeeNetwork network() {
        return started().network();
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        closed = true;
        Host running = host;
        return running == null ? CompletableFuture.completedFuture(null) : running.close();
    }
}
