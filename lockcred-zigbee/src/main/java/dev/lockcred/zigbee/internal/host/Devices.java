// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.host;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback.IncomingMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback.TrustCenterJoin;
import dev.lockcred.zigbee.internal.lock.Facts;
import dev.lockcred.zigbee.internal.lock.LockLink;
import dev.lockcred.zigbee.internal.lock.Quirks;
import dev.lockcred.zigbee.internal.lock.ZigbeeLock;
import dev.lockcred.zigbee.internal.net.Peer;
import dev.lockcred.zigbee.internal.net.Radio;
import dev.lockcred.zigbee.internal.net.ZdoClient;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zdo.ZdoMessage;
import dev.lockcred.zigbee.internal.zdo.ZdoRequest;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.NetworkBackup;
import dev.lockcred.zigbee.network.NodeInfo;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices of the network: who they are, where they are, and who gets their messages. Confined to the lane. */
final class Devices {

    private static final Logger log = LoggerFactory.getLogger(Devices.class);

    private static final int UNKNOWN = 0xFFFF;
    /** A device that the stick lets in has the keys a little later; one that announces itself has them. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private static final Duration INTERVIEW = Duration.ofMinutes(2);

    private final Host host;
    private final DriverContext context;
    private final Lane lane;
    private final Memory memory;
    private final ZdoClient zdo;
    private final Inbox inbox;
    private final TreeMap<Eui64, Device> devices =
            new TreeMap<>(); // guarded by itself: handles are asked for on any thread
    private final TreeSet<Eui64> interviewing = new TreeSet<>();
    private final TreeSet<Integer> asking = new TreeSet<>();
    private final TreeMap<Eui64, Timers.Cancellable> strangers =
            new TreeMap<>(); // to be interviewed when they have settled
    private volatile @Nullable Radio radio;
    private boolean closed;

    Devices(Host host, DriverContext context, Lane lane, Memory memory, ZdoClient zdo) {
        this.host = host;
        this.context = context;
        this.lane = lane;
        this.memory = memory;
        this.zdo = zdo;
        this.inbox = new Inbox(host.timers(), host::trace, this::onAwake);
    }

    /** Recalls every device of earlier runs. */
    void recall() {
        memory.nodes().forEach((eui64, facts) -> device(eui64, facts));
    }

    DriverLock lock(Eui64 eui64, LockOptions options) {
        synchronized (devices) {
            Device device = devices.get(eui64);
            if (device == null) {
                device = make(eui64, Facts.none(), options);
                devices.put(eui64, device);
                Device fresh = device;
                lane.execute(() -> fresh.peer().attachIfUp(radio));
            } else {
                device.lock().options(options);
            }
            return device.lock();
        }
    }

    private Device device(Eui64 eui64, Facts facts) {
        synchronized (devices) {
            return devices.computeIfAbsent(eui64, e -> make(e, facts, LockOptions.of(ZoneOffset.UTC)));
        }
    }

    private Device make(Eui64 eui64, Facts facts, LockOptions options) {
        var holder = new Object() {
            private @Nullable ZigbeeLock lock;
        };
        int nodeId = facts.number(Facts.NODE_ID).orElse(UNKNOWN);
        var peer = new Peer(lane, context.timers(), eui64, nodeId, (reachable, text) -> {
            if (facts.flag(Facts.KNOWN) && facts.number(Facts.ENDPOINT).isPresent()) {
                host.emit(new DriverEvent.Reachability(eui64.toString(), reachable, text));
            }
            if (reachable && holder.lock != null) {
                holder.lock.onHeard();
            }
        });
        facts.number(Facts.ENDPOINT).ifPresent(peer::knockAt);
        var link = new LockLink(
                lane,
                context.timers(),
                peer,
                facts,
                () -> Quirks.of(
                        Optional.ofNullable(holder.lock).flatMap(ZigbeeLock::chosenProfile),
                        context.profiles(),
                        facts.text(Facts.MANUFACTURER).orElse(""),
                        facts.text(Facts.MODEL).orElse("")),
                () -> {
                    if (knows(eui64)) {
                        memory.keepNode(eui64, facts);
                    }
                });
        var lock = new ZigbeeLock(link, new NetView(), options, host::emit);
        holder.lock = lock;
        return new Device(peer, facts, link, lock);
    }

    private final class NetView implements ZigbeeLock.Net {
        @Override
        public ZdoClient zdo() {
            return zdo;
        }

        @Override
        public Optional<ZigbeeLock.Up> up() {
            return host.up();
        }

        @Override
        public boolean knows(Eui64 eui64) {
            return Devices.this.knows(eui64);
        }

        @Override
        public String describe() {
            return host.info().map(i -> i.describe()).orElse("a Zigbee network");
        }

        @Override
        public String down() {
            return host.health().text();
        }
    }

    /** Whether a device was ever located. */
    boolean knows(Eui64 eui64) {
        synchronized (devices) {
            Device device = devices.get(eui64);
            return device != null && device.facts().number(Facts.NODE_ID).isPresent();
        }
    }

    private List<Device> all() {
        synchronized (devices) {
            return List.copyOf(devices.values());
        }
    }

    void attach(Radio newRadio) {
        radio = newRadio;
        all().forEach(d -> {
            d.peer().attach(newRadio);
            d.lock().onUp();
        });
    }

    void detach(String why) {
        radio = null;
        strangers.values().forEach(Timers.Cancellable::cancel);
        strangers.clear();
        interviewing.clear();
        asking.clear();
        all().forEach(d -> {
            d.peer().detach(why);
            d.lock().onDown();
        });
    }

    void close() {
        closed = true;
        radio = null;
        strangers.values().forEach(Timers.Cancellable::cancel);
        strangers.clear();
        interviewing.clear();
        all().forEach(d -> {
            d.peer().close();
            d.lock().onDown();
        });
    }

    /** The locks; a device that was interviewed and is none is left out. */
    List<DiscoveredLock> discovered() {
        var found = new ArrayList<DiscoveredLock>();
        for (Device device : all()) {
            Facts facts = device.facts();
            boolean unasked =
                    !facts.flag(Facts.KNOWN) && facts.number(Facts.NODE_ID).isPresent();
            if (facts.number(Facts.ENDPOINT).isPresent()) {
                String label = (facts.text(Facts.MANUFACTURER).orElse("") + " "
                                + facts.text(Facts.MODEL).orElse("Zigbee lock"))
                        .trim();
                found.add(new DiscoveredLock(device.peer().eui64().toString(), label));
            } else if (unasked) {
                found.add(new DiscoveredLock(
                        device.peer().eui64().toString(), "Zigbee device that was not asked yet what it is"));
            }
        }
        return found;
    }

    List<NodeInfo> nodes() {
        return all().stream()
                .filter(d -> d.facts().number(Facts.NODE_ID).isPresent())
                .map(d -> new NodeInfo(
                        d.peer().eui64(),
                        d.facts().number(Facts.NODE_ID),
                        d.facts().flag(Facts.SLEEPY),
                        d.facts().flag(Facts.KNOWN)
                                ? Optional.of(d.facts().number(Facts.ENDPOINT).isPresent())
                                : Optional.empty(),
                        d.facts().text(Facts.MANUFACTURER),
                        d.facts().text(Facts.MODEL),
                        d.peer().lastHeard()))
                .toList();
    }

    /** Takes over the devices of a backup, to be found where it says they are. */
    void restore(List<NetworkBackup.Device> backedUp) {
        for (NetworkBackup.Device entry : backedUp) {
            Device device = device(entry.eui64(), Facts.none());
            if (entry.nodeId() < 0xFFF8) {
                moved(device, entry.nodeId());
            }
        }
    }

    boolean isEmpty() {
        return nodes().isEmpty();
    }

    /** Devices the stick knows and we do not. */
    void introduce(Map<Eui64, Integer> children) {
        children.forEach((eui64, nodeId) -> moved(device(eui64, Facts.none()), nodeId));
        if (!children.isEmpty()) {
            host.emit(new DriverEvent.LocksChanged());
        }
    }

    OptionalInt nodeId(Eui64 eui64) {
        synchronized (devices) {
            Device device = devices.get(eui64);
            return device == null ? OptionalInt.empty() : device.facts().number(Facts.NODE_ID);
        }
    }

    /** A device is gone for good. Whoever holds a handle on it keeps one: the device may be joined again. */
    void forget(Eui64 eui64) {
        Device device;
        synchronized (devices) {
            device = devices.get(eui64);
        }
        if (device != null) {
            device.facts().clear();
            device.peer().vanish("it is not on this network any more");
            device.lock().onDown();
            memory.forgetNode(eui64);
            host.emit(new DriverEvent.LocksChanged());
        }
    }

    /** Forgets everybody: the network is another one. */
    void forgetAll() {
        all().forEach(d -> forget(d.peer().eui64()));
    }

    // ---- what the network says

    void onMessage(IncomingMessage message) {
        if (message.aps().profile() == ZdoMessage.PROFILE && message.aps().destinationEndpoint() == 0) {
            onZdo(message);
            return;
        }
        if (message.type() > 1) {
            return; // locks speak to us alone; what is said to all is not about a lock of ours
        }
        Optional<Device> device = sender(message);
        if (device.isEmpty()) {
            identify(message.sender());
        } else if (message.aps().profile() == Clusters.PROFILE_HOME_AUTOMATION) {
            inbox.take(device.get(), message);
        } else {
            device.get().peer().heard();
        }
    }

    /** The device behind a short address; where the stick tells the EUI64 as well, both must agree. */
    private Optional<Device> sender(IncomingMessage message) {
        Optional<Device> byAddress = all().stream()
                .filter(d -> d.peer().nodeId() == message.sender())
                .findFirst();
        Eui64 told = message.senderEui64();
        if (told.equals(Eui64.NONE) || told.equals(Eui64.ANY)) {
            return byAddress;
        }
        return byAddress.filter(d -> d.peer().eui64().equals(told));
    }

    private void onZdo(IncomingMessage message) {
        try {
            ZdoMessage.Frame frame = ZdoMessage.Frame.decode(
                    message.aps().cluster(), message.message().toByteArray());
            if (frame.message() instanceof ZdoRequest.DeviceAnnounce announce) {
                onAnnounce(announce);
            } else {
                zdo.onAnswer(message.sender(), frame);
                sender(message).ifPresent(d -> d.peer().heard());
            }
        } catch (MalformedFrameException e) {
            log.debug("dropped a ZDO message: {}", e.getMessage());
        }
    }

    private void onAnnounce(ZdoRequest.DeviceAnnounce announce) {
        Device device = device(announce.eui64(), Facts.none());
        device.facts().put(Facts.SLEEPY, announce.isSleepy());
        moved(device, announce.nodeId());
        device.peer().heard();
        onAwake(device);
    }

    void onJoin(TrustCenterJoin join) {
        if (join.decision() == TrustCenterJoin.DENY) {
            log.warn("the Zigbee device {} was kept out: it has no install code here", join.eui64());
            return;
        }
        Device device = device(join.eui64(), Facts.none());
        switch (join.update()) {
            case TrustCenterJoin.LEFT -> {
                host.emit(new DriverEvent.Reachability(join.eui64().toString(), false, "it left the network"));
                return;
            }
            case TrustCenterJoin.UNSECURED_JOIN -> {
                // It came as a stranger: whatever it was to us before, this is a new pairing (D7).
                boolean known = device.facts().flag(Facts.KNOWN);
                device.facts().forgetPairing();
                device.facts().put(Facts.JOINED, host.timers().now().toString());
                if (known) {
                    host.emit(new DriverEvent.DescriptionChanged(
                            join.eui64().toString(), "it joined anew, as after a factory reset"));
                }
            }
            default -> {}
        }
        moved(device, join.nodeId());
        interviewSoon(device);
    }

    private void moved(Device device, int nodeId) {
        for (Device other : all()) {
            if (other.peer().nodeId() == nodeId
                    && !other.peer().eui64().equals(device.peer().eui64())) {
                other.peer().moveTo(UNKNOWN); // the address has a new owner
            }
        }
        device.peer().moveTo(nodeId);
        device.peer().attachIfUp(radio);
        device.facts().put(Facts.NODE_ID, nodeId);
        memory.keepNode(device.peer().eui64(), device.facts());
    }

    /** Somebody speaks whom nobody introduced: the stick may know who it is. */
    private void identify(int nodeId) {
        Optional<ZigbeeLock.Up> up = host.up();
        if (up.isEmpty() || nodeId == 0 || !asking.add(nodeId)) {
            return;
        }
        up.get().coordinator().eui64Of(nodeId).whenComplete((eui64, failure) -> {
            asking.remove(nodeId);
            if (failure == null && eui64.isPresent()) {
                Device device = device(eui64.get(), Facts.none());
                moved(device, nodeId);
                device.peer().heard();
            }
        });
    }

    /** A device that was let in is interviewed when it has settled, or as soon as it speaks: it may be asleep after that. */
    private void interviewSoon(Device device) {
        Eui64 eui64 = device.peer().eui64();
        if (!closed && !device.facts().flag(Facts.KNOWN) && !interviewing.contains(eui64)) {
            strangers.computeIfAbsent(eui64, e -> lane.schedule(host.timers(), SETTLE, () -> onAwake(device)));
        }
    }

    /** A device is awake and listens: now is the time to ask it what was not asked yet. */
    private void onAwake(Device device) {
        Eui64 eui64 = device.peer().eui64();
        Timers.Cancellable waiting = strangers.remove(eui64);
        if (waiting != null) {
            waiting.cancel();
        }
        if (closed || radio == null) {
            return;
        }
        if (device.facts().flag(Facts.KNOWN)) {
            device.lock().onHeard();
        } else if (interviewing.add(eui64)) {
            device.peer().engage();
            device.lock()
                    .describe(Call.read(INTERVIEW))
                    .whenComplete((described, failure) -> lane.executeOrRun(() -> {
                        device.peer().release();
                        interviewing.remove(eui64);
                        if (device.facts().number(Facts.ENDPOINT).isPresent()) {
                            host.emit(new DriverEvent.LocksChanged());
                        }
                    }));
        }
    }
}
