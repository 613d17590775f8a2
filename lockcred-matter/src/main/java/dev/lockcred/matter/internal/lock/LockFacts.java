// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.matter.internal.bridge.BridgeNode;
import dev.lockcred.matter.internal.bridge.ServerInfo;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLock.Feature;
import dev.lockcred.spi.LockIdentity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the bridge's node dump tells of one lock. Pure; any thread.
 *
 * @param featureMap null when the lock does not tell
 * @param accepted the command ids of AcceptedCommandList; null when the lock does not tell
 */
public record LockFacts(
        LockAddress address,
        BridgeNode node,
        @Nullable Long featureMap,
        @Nullable SortedSet<Integer> accepted) {

    static final int DESCRIPTOR = 29;
    static final int BASIC = 40;
    static final int POWER_SOURCE = 47;
    static final int TIME_SYNC = 56;
    static final int BRIDGED_BASIC = 57;
    static final int OPERATIONAL_CREDENTIALS = 62;
    static final int ICD = 70;

    public LockFacts {
        accepted = accepted == null ? null : Collections.unmodifiableSortedSet(new TreeSet<>(accepted));
    }

    /** The endpoints of the node that are door locks: device type 10 with the Door Lock cluster on it. */
    public static List<LockFacts> locksOf(BridgeNode node) {
        var locks = new ArrayList<LockFacts>();
        node.attributes().keySet().stream()
                .filter(path -> path.cluster() == DoorLock.CLUSTER && path.attribute() == DoorLock.FEATURE_MAP)
                .map(path -> path.endpoint())
                .distinct()
                .filter(endpoint -> deviceTypes(node, endpoint).contains(DoorLock.DEVICE_TYPE))
                .forEach(endpoint -> locks.add(of(node, endpoint)));
        return locks;
    }

    /** The facts of one endpoint, whatever it is. */
    public static LockFacts of(BridgeNode node, int endpoint) {
        JsonNode list = node.attribute(endpoint, DoorLock.CLUSTER, DoorLock.ACCEPTED_COMMANDS);
        TreeSet<Integer> accepted = null;
        if (list != null && list.isArray()) {
            accepted = new TreeSet<>();
            for (JsonNode id : list) {
                if (id.isInt()) {
                    accepted.add(id.intValue());
                }
            }
        }
        return new LockFacts(
                new LockAddress(node.id(), endpoint),
                node,
                node.number(endpoint, DoorLock.CLUSTER, DoorLock.FEATURE_MAP),
                accepted);
    }

    private static SortedSet<Integer> deviceTypes(BridgeNode node, int endpoint) {
        var types = new TreeSet<Integer>();
        JsonNode list = node.attribute(endpoint, DESCRIPTOR, 0);
        if (list != null && list.isArray()) {
            for (JsonNode entry : list) {
                JsonNode type = entry.path("0");
                if (type.isInt()) {
                    types.add(type.intValue());
                }
            }
        }
        return types;
    }

    public boolean has(Feature feature) {
        return featureMap != null && feature.in(featureMap);
    }

    /** Whether the lock lists the command; true when it does not say. */
    public boolean accepts(int command) {
        return accepted == null || accepted.contains(command);
    }

    /** A whole number of the Door Lock cluster; null when the lock does not tell. */
    public @Nullable Integer number(int attribute) {
        Long value = node.number(address.endpoint(), DoorLock.CLUSTER, attribute);
        return value == null || value < 0 || value > Integer.MAX_VALUE ? null : Integer.valueOf(value.intValue());
    }

    public @Nullable Boolean flag(int attribute) {
        return node.flag(address.endpoint(), DoorLock.CLUSTER, attribute);
    }

    /** Whether the lock speaks another technology and a hub passes it on. */
    public boolean bridged() {
        return deviceTypes(node, address.endpoint()).contains(DoorLock.BRIDGED_NODE);
    }

    /** Our fabric's index on this lock; null when the lock does not tell. */
    public @Nullable Integer ownFabric() {
        Long index = node.number(0, OPERATIONAL_CREDENTIALS, 5);
        return index == null ? null : Integer.valueOf(index.intValue());
    }

    public @Nullable String vendor() {
        String own = bridged() ? node.text(address.endpoint(), BRIDGED_BASIC, 1) : null;
        return own == null && !bridged() ? node.text(0, BASIC, 1) : own;
    }

    public @Nullable String product() {
        String own = bridged() ? node.text(address.endpoint(), BRIDGED_BASIC, 3) : null;
        return own == null && !bridged() ? node.text(0, BASIC, 3) : own;
    }

    public @Nullable String firmware() {
        return bridged() ? node.text(address.endpoint(), BRIDGED_BASIC, 10) : node.text(0, BASIC, 10);
    }

    /** What people call it: its label, else vendor and product, else the address. */
    public String label() {
        String label = bridged() ? node.text(address.endpoint(), BRIDGED_BASIC, 5) : node.text(0, BASIC, 5);
        if (label != null) {
            return label;
        }
        String maker = vendor();
        String product = product();
        if (product == null) {
            return maker == null ? "lock " + address : maker + " lock " + address;
        }
        return maker == null || product.startsWith(maker) ? product : maker + " " + product;
    }

    /** The hub a bridged lock is behind; null for a lock of its own. */
    public @Nullable String hub() {
        if (!bridged()) {
            return null;
        }
        String maker = node.text(0, BASIC, 1);
        String product = node.text(0, BASIC, 3);
        String label = node.text(0, BASIC, 5);
        String model = product == null ? "hub of node " + node.id() : maker == null ? product : maker + " " + product;
        return label == null ? model : label + " (" + model + ")";
    }

    /** Whether the hub says that it reaches the lock; true when it does not say. */
    public boolean reachable() {
        Boolean told = bridged() ? node.flag(address.endpoint(), BRIDGED_BASIC, 17) : null;
        return node.available() && (told == null || told);
    }

    /** The battery in percent, from the lock's own power source or another of the node; null when not told. */
    public @Nullable Integer batteryPercent() {
        Integer endpoint = powerEndpoint();
        Long half = endpoint == null ? null : node.number(endpoint, POWER_SOURCE, 12);
        return half == null ? null : Integer.valueOf((int) Math.max(0, Math.min(100, half / 2)));
    }

    /** Whether the battery wants changing. */
    public boolean batteryLow() {
        Integer endpoint = powerEndpoint();
        if (endpoint == null) {
            return false;
        }
        Long level = node.number(endpoint, POWER_SOURCE, 14);
        return level != null && level >= 1 || Boolean.TRUE.equals(node.flag(endpoint, POWER_SOURCE, 15));
    }

    // The lock's own endpoint first. Another endpoint's only where the node is this one lock: a hub's battery is not
    // its.
    private @Nullable Integer powerEndpoint() {
        if (tellsBattery(address.endpoint())) {
            return address.endpoint();
        }
        if (bridged()) {
            return null;
        }
        return node.attributes().keySet().stream()
                .filter(path -> path.cluster() == POWER_SOURCE)
                .map(path -> path.endpoint())
                .distinct()
                .filter(this::tellsBattery)
                .findFirst()
                .orElse(null);
    }

    private boolean tellsBattery(int endpoint) {
        return node.number(endpoint, POWER_SOURCE, 12) != null || node.number(endpoint, POWER_SOURCE, 14) != null;
    }

    /** How long the lock may sleep, in seconds; 0 when it listens or does not tell. */
    public long sleepSeconds() {
        Long mode = node.number(0, ICD, 8);
        Long idle = node.number(0, ICD, 0);
        return mode != null && mode == 1 && idle != null && idle > 0 && idle <= 86_400 ? idle : 0;
    }

    /** Whether the node has a clock we can set. */
    public boolean hasClock() {
        return node.attribute(0, TIME_SYNC, DoorLock.FEATURE_MAP) != null;
    }

    /** Whether that clock knows of time zones. */
    public boolean hasTimeZone() {
        Long features = node.number(0, TIME_SYNC, DoorLock.FEATURE_MAP);
        return features != null && (features & 1) == 1;
    }

    /** Who the lock is: fabric, node and endpoint, with the facts that go with the device (D7). */
    public LockIdentity identity(ServerInfo info) {
        var evidence = new TreeMap<String, String>();
        int own = address.endpoint();
        put(evidence, "uniqueId", bridged() ? node.text(own, BRIDGED_BASIC, 18) : node.text(0, BASIC, 18));
        put(evidence, "serial", bridged() ? node.text(own, BRIDGED_BASIC, 15) : node.text(0, BASIC, 15));
        put(evidence, "vendorId", text(bridged() ? node.number(own, BRIDGED_BASIC, 2) : node.number(0, BASIC, 2)));
        put(evidence, "productId", text(bridged() ? null : node.number(0, BASIC, 4)));
        return new LockIdentity("matter:" + info.fabricKey() + ":" + address, evidence);
    }

    private static void put(TreeMap<String, String> evidence, String name, @Nullable String value) {
        if (value != null) {
            evidence.put(name, value);
        }
    }

    private static @Nullable String text(@Nullable Long value) {
        return value == null ? null : value.toString();
    }
}
