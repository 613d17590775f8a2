// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.bridge.AttributePath;
import dev.lockcred.matter.internal.bridge.BridgeAnswers;
import dev.lockcred.matter.internal.bridge.BridgeEvent.NodeEvent;
import dev.lockcred.matter.internal.bridge.BridgeNode;
import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.matter.internal.bridge.NodeId;
import dev.lockcred.matter.internal.bridge.ServerInfo;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.session.BridgeSession;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bridge's nodes as far as locks are concerned: which there are, what changes, and which events belong to whom. Confined
 * to the driver's lane.
 */
public final class Nodes {

    /** Attributes of the lock cluster that decide what the lock can do. */
    private static final Set<Long> DESCRIBING =
            Set.copyOf(List.of(17L, 18L, 19L, 20L, 21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 51L, 53L, 65_529L, 65_532L));

    private final DriverContext context;
    private final Lane lane;
    private final BridgeSession session;
    private final Map<LockAddress, MatterLock> locks;
    private final Consumer<List<DiscoveredLock>> onLocks;
    private final TreeMap<NodeId, EventOrder> orders = new TreeMap<>();
    private final TreeMap<NodeId, List<BridgeAnswers.Fabric>> fabrics = new TreeMap<>();
    private String fabricKey = "";

    /**
     * @param locks the locks somebody has asked for
     * @param onLocks told the locks the bridge knows, whenever they may have changed
     */
    public Nodes(
            DriverContext context,
            Lane lane,
            BridgeSession session,
            Map<LockAddress, MatterLock> locks,
            Consumer<List<DiscoveredLock>> onLocks) {
        this.context = context;
        this.lane = lane;
        this.session = session;
        this.locks = locks;
        this.onLocks = onLocks;
    }

    /** The locks of a node, for people. */
    public static List<DiscoveredLock> locksOf(BridgeNode node) {
        return LockFacts.locksOf(node).stream()
                .map(facts -> new DiscoveredLock(facts.address().toString(), label(facts)))
                .toList();
    }

    private static String label(LockFacts facts) {
        String hub = facts.hub();
        return hub == null ? facts.label() : facts.label() + " behind " + hub;
    }

    private void tellLocks() {
        var all = new ArrayList<DiscoveredLock>();
        session.nodes().forEach(node -> all.addAll(locksOf(node)));
        onLocks.accept(List.copyOf(all));
    }

    // ---- the connection

    /**
     * The bridge is there, its nodes are known.
     *
     * @param again whether it was there before in this run
     */
    public void connected(ServerInfo info, boolean again) {
        fabricKey = info.fabricKey();
        tellLocks();
        // The bridge remembers its last events: if the last one we know is among them, all later ones are too.
        session.request(new BridgeRequest.Diagnostics(), reply -> caughtUp(reply, again));
    }

    private void caughtUp(Reply reply, boolean again) {
        List<NodeEvent> recent = List.of();
        if (reply instanceof Reply.Done done) {
            try {
                recent = BridgeAnswers.recentEvents(done.result());
            } catch (MalformedFrameException e) {
                recent = List.of(); // as good as a bridge that remembers nothing
            }
        }
        for (BridgeNode node : session.nodes()) {
            if (!LockFacts.locksOf(node).isEmpty()) {
                catchUp(node.id(), recent, again);
            }
        }
    }

    private void catchUp(NodeId node, List<NodeEvent> recent, boolean again) {
        EventOrder order = order(node);
        Long last = order.highest();
        if (last != null && recent.stream().anyMatch(e -> e.node().equals(node) && last.equals(e.number()))) {
            recent.stream()
                    .filter(e -> e.node().equals(node) && Long.compareUnsigned(e.number(), last) > 0)
                    .forEach(this::event);
            return;
        }
        if (last == null && !again) {
            return; // first contact: nobody knows anything yet that could have changed
        }
        locksOn(node).forEach(lock -> {
            lock.mayHaveMissed();
            context.events()
                    .accept(new DriverEvent.EventsMissed(
                            lock.address(), "the bridge does not remember what happened while it was not connected"));
        });
    }

    /** The bridge is not there. */
    public void disconnected() {
        // What is known stays known until the bridge is back and can be compared with.
    }

    public void close() {
        orders.values().forEach(EventOrder::close);
    }

    // ---- nodes

    public void changed(@Nullable BridgeNode before, BridgeNode now, List<AttributePath> changed) {
        locksOn(now.id()).forEach(lock -> lock.node(now));
        if (before == null) {
            if (session.isUp()) {
                tellLocks();
            }
            return;
        }
        List<LockFacts> then = LockFacts.locksOf(before);
        List<LockFacts> there = LockFacts.locksOf(now);
        if (!then.stream()
                .map(LockFacts::address)
                .toList()
                .equals(there.stream().map(LockFacts::address).toList())) {
            tellLocks();
        }
        for (LockFacts facts : there) {
            then.stream()
                    .filter(old -> old.address().equals(facts.address()))
                    .findFirst()
                    .ifPresent(old -> compare(old, facts, changed));
        }
    }

    private void compare(LockFacts before, LockFacts now, List<AttributePath> changed) {
        String address = now.address().toString();
        if (before.reachable() != now.reachable()) {
            context.events()
                    .accept(new DriverEvent.Reachability(
                            address, now.reachable(), "the bridge says so; it may be minutes late"));
        }
        Integer percent = now.batteryPercent();
        boolean battery = percent != null && !percent.equals(before.batteryPercent());
        if (battery || before.batteryLow() != now.batteryLow()) {
            context.events()
                    .accept(new DriverEvent.Battery(
                            address,
                            percent == null ? OptionalInt.empty() : OptionalInt.of(percent),
                            now.batteryLow()));
        }
        boolean describes = changed.stream()
                .anyMatch(path -> path.endpoint() == now.address().endpoint()
                                && (path.cluster() == DoorLock.CLUSTER && DESCRIBING.contains(path.attribute())
                                        || path.cluster() == LockFacts.BRIDGED_BASIC && path.attribute() != 17)
                        || path.endpoint() == 0 && path.cluster() == LockFacts.BASIC && path.attribute() <= 18);
        if (describes) {
            context.events()
                    .accept(new DriverEvent.DescriptionChanged(
                            address, "the lock says other things of itself than before"));
        }
    }

    public void removed(NodeId node) {
        locksOn(node).forEach(lock -> lock.node(null));
        EventOrder order = orders.remove(node);
        if (order != null) {
            order.close();
        }
        fabrics.remove(node);
        if (session.isUp()) {
            tellLocks();
        }
    }

    private List<MatterLock> locksOn(NodeId node) {
        return new TreeSet<>(locks.keySet())
                .stream()
                        .filter(address -> address.node().equals(node))
                        .map(locks::get)
                        .filter(lock -> lock != null)
                        .toList();
    }

    // ---- events

    public void event(NodeEvent event) {
        boolean fresh = order(event.node()).add(event);
        if (fresh && event.cluster() == DoorLock.CLUSTER) {
            MatterLock lock = locks.get(new LockAddress(event.node(), event.endpoint()));
            if (lock != null) {
                lock.arrived(event);
            }
        }
    }

    private EventOrder order(NodeId node) {
        return orders.computeIfAbsent(node, n -> {
            var order = new EventOrder(context.timers(), lane, (event, old) -> told(event, old));
            context.state().get(key(n)).ifPresent(bytes -> {
                String digits = new String(bytes, StandardCharsets.US_ASCII);
                order.resumeAfter(Long.parseUnsignedLong(digits));
            });
            return order;
        });
    }

    private String key(NodeId node) {
        return "event/" + fabricKey + "/" + node;
    }

    private void told(NodeEvent event, boolean old) {
        if (!old) {
            byte[] digits = Long.toUnsignedString(event.number()).getBytes(StandardCharsets.US_ASCII);
            var unused = context.state().write(List.of(DriverState.Edit.put(key(event.node()), digits)));
        }
        if (event.cluster() != DoorLock.CLUSTER || event.endpoint() > 0xFFFF) {
            return;
        }
        MatterLock lock = locks.get(new LockAddress(event.node(), event.endpoint()));
        if (lock != null) {
            try {
                lock.happened(event, old);
            } catch (MalformedFrameException e) {
                context.events()
                        .accept(new DriverEvent.EventsMissed(
                                lock.address(), "an event of the lock cannot be read: " + e.getMessage()));
            }
        }
    }

    // ---- fabrics

    /** Remembers who is who on a node. */
    public void fabrics(NodeId node, List<BridgeAnswers.Fabric> list) {
        fabrics.put(node, list);
    }

    /** Whether the node has told. */
    public boolean fabricsAsked(NodeId node) {
        return fabrics.containsKey(node);
    }

    /** What a fabric is called on a node; from the node's own list if that is known. */
    public Optional<String> fabricName(NodeId node, int index) {
        return fabrics.getOrDefault(node, List.of()).stream()
                .filter(f -> f.index() == index)
                .map(f -> f.label().isEmpty()
                        ? f.vendorName().isEmpty() ? "fabric " + index : f.vendorName() + ", fabric " + index
                        : f.label())
                .findFirst();
    }
}
