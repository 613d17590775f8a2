// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.PortProvider;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.support.Lane;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The ports of a test: devices and peers in memory that a driver opens by their address, as it would open the real thing.
 *
 * <pre>{@code
 * Wires wires = new Wires(time, new Seed(1)).hostility(Hostility.byteByByte());
 * wires.device(PortSpec.parse("/dev/ttyUSB0"), stick::attach);      // a BytePort per open
 * wires.unplug(spec, "unplugged");                                  // the line is lost, and opens fail until...
 * wires.plugIn(spec);
 * }</pre>
 *
 * <p>Each open makes a new line; the device gets its far end (callbacks run on {@link VirtualTime#executor()}) before the
 * driver's stage completes. Confined to the run loop.
 */
public final class Wires implements PortProvider {

    private final VirtualTime time;
    private final Seed seed;
    private final Map<String, Device<BytePort>> devices = new HashMap<>();
    private final Map<String, Device<TextChannel>> peers = new HashMap<>();
    private Hostility toDriver = Hostility.whole();
    private Hostility toDevice = Hostility.whole();
    private int opened;

    public Wires(VirtualTime time, Seed seed) {
        this.time = time;
        this.seed = seed;
    }

    /** What lines opened from now on do to what travels on them, both ways. */
    public Wires hostility(Hostility both) {
        return hostility(both, both);
    }

    /** What lines opened from now on do to what travels on them. */
    public Wires hostility(Hostility towardsDriver, Hostility towardsDevice) {
        this.toDriver = towardsDriver;
        this.toDevice = towardsDevice;
        return this;
    }

    /** Puts a device at this address; it is handed the far end of each line that is opened to it. */
    public Wires device(PortSpec spec, Consumer<BytePort> onOpen) {
        devices.put(spec.toString(), new Device<>(onOpen));
        return this;
    }

    /** Puts a peer at this address; it is handed the far end of each channel that is opened to it. */
    public Wires peer(URI uri, Consumer<TextChannel> onOpen) {
        peers.put(uri.toString(), new Device<>(onOpen));
        return this;
    }

    /** Loses the open lines to this device, and refuses new ones for this reason until {@link #plugIn(PortSpec)}. */
    public void unplug(PortSpec spec, String reason) {
        at(devices, spec.toString()).unplug(reason);
    }

    /** As {@link #unplug(PortSpec, String)}. */
    public void unplug(URI uri, String reason) {
        at(peers, uri.toString()).unplug(reason);
    }

    /** Accepts opens again. */
    public void plugIn(PortSpec spec) {
        at(devices, spec.toString()).absent = "";
    }

    /** Accepts opens again. */
    public void plugIn(URI uri) {
        at(peers, uri.toString()).absent = "";
    }

    /** Loses the open lines to this device; it can be opened again at once. */
    public void lose(PortSpec spec, String reason) {
        at(devices, spec.toString()).lose(reason);
    }

    /** As {@link #lose(PortSpec, String)}. */
    public void lose(URI uri, String reason) {
        at(peers, uri.toString()).lose(reason);
    }

    /** How often a line has been opened. */
    public int opened() {
        return opened;
    }

    /** Lines that are up now: neither lost nor closed. */
    public int open() {
        return devices.values().stream().mapToInt(Device::up).sum()
                + peers.values().stream().mapToInt(Device::up).sum();
    }

    @Override
    public boolean opens(PortSpec spec) {
        return devices.containsKey(spec.toString());
    }

    @Override
    public boolean opens(TextSpec spec) {
        return peers.containsKey(spec.uri().toString());
    }

    @Override
    public CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
        return connect(at(devices, spec.toString()), spec.toString(), lane, (device, stage) -> {
            var wire =
                    ByteWire.hostile(time, lane, time.executor(), toDriver, toDevice, seed.derived("line " + opened));
            device.lines.add(new OpenLine(wire::isUp, wire::lose));
            device.onOpen.accept(wire.far());
            lane.execute(() -> stage.complete(wire.near()));
        });
    }

    @Override
    public CompletionStage<TextChannel> openText(TextSpec spec, Lane lane) {
        String address = spec.uri().toString();
        return connect(at(peers, address), address, lane, (peer, stage) -> {
            var wire =
                    TextWire.hostile(time, lane, time.executor(), toDriver, toDevice, seed.derived("line " + opened));
            peer.lines.add(new OpenLine(wire::isUp, wire::lose));
            peer.onOpen.accept(wire.far());
            lane.execute(() -> stage.complete(wire.near()));
        });
    }

    private <E> CompletionStage<E> connect(
            Device<E> device, String address, Lane lane, BiConsumer<Device<E>, CompletableFuture<E>> opener) {
        var stage = new CompletableFuture<E>();
        time.executor().execute(() -> {
            if (device.absent.isEmpty()) {
                opened++;
                opener.accept(device, stage);
            } else {
                var refusal = new PortUnavailableException(address + " cannot be opened: " + device.absent);
                lane.execute(() -> stage.completeExceptionally(refusal));
            }
        });
        return stage;
    }

    private static <E> Device<E> at(Map<String, Device<E>> all, String address) {
        Device<E> device = all.get(address);
        if (device == null) {
            throw new IllegalArgumentException("nothing is at " + address + "; there is "
                    + all.keySet().stream().sorted().toList());
        }
        return device;
    }

    private record OpenLine(BooleanSupplier isUp, Consumer<String> lose) {}

    private static final class Device<E> {
        private final Consumer<E> onOpen;
        private final List<OpenLine> lines = new ArrayList<>();
        private String absent = "";

        Device(Consumer<E> onOpen) {
            this.onOpen = onOpen;
        }

        void unplug(String reason) {
            absent = reason;
            lose(reason);
        }

        void lose(String reason) {
            List<OpenLine> all = List.copyOf(lines);
            lines.clear();
            all.forEach(line -> line.lose().accept(reason));
        }

        int up() {
            return (int)
                    lines.stream().filter(line -> line.isUp().getAsBoolean()).count();
        }
    }
}
