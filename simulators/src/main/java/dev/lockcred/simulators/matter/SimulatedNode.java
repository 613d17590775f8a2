// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One simulated node: its lock, its attributes, its event counter. Confined to the run loop. */
public final class SimulatedNode {

    final String id;
    final LockProfile profile;
    final SimulatedLock lock;
    final Map<String, JsonNode> attributes = new TreeMap<>();
    long nextEvent;
    private @Nullable SimulatedClock clock;
    boolean available = true;
    boolean reachable = true;

    SimulatedNode(String id, LockProfile profile, String serial, int fabricIndex) {
        this.id = id;
        this.profile = profile;
        this.lock = new SimulatedLock(profile);
        this.nextEvent = 1001;
        root(serial, fabricIndex);
        if (profile.bridged()) {
            types(1, 14);
            bridged(serial);
        }
        doorLock();
        power();
    }

    void clock(SimulatedClock newClock) {
        clock = newClock;
        newClock.show(attributes);
    }

    @Nullable
    SimulatedClock clock() {
        return clock;
    }

    /** The lock on it. */
    public SimulatedLock lock() {
        return lock;
    }

    private void root(String serial, int fabricIndex) {
        types(0, 22);
        set("0/40/1", "Lockcred Labs");
        set("0/40/2", 65_521);
        set("0/40/3", profile.bridged() ? "Virtual Hub" : "Virtual Lock");
        set("0/40/4", 32_768);
        set("0/40/5", "");
        set("0/40/10", "1.0");
        set("0/40/15", serial);
        set("0/40/18", "unique-" + serial);
        set("0/62/5", fabricIndex);
    }

    private void bridged(String serial) {
        set("3/57/1", "Old Locks");
        set("3/57/3", "Model U");
        set("3/57/5", "Back door");
        set("3/57/17", true);
        set("3/57/18", "bridged-" + serial);
    }

    private void types(int endpoint, int... types) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int type : types) {
            list.addObject().put("0", type).put("1", 1);
        }
        attributes.put(endpoint + "/29/0", list);
    }

    private void doorLock() {
        int endpoint = profile.endpoint();
        if (profile.bridged()) {
            types(endpoint, 10, 19);
        } else {
            types(endpoint, 10, 17);
        }
        lock(65_532, profile.featureMap());
        lock(65_533, 10);
        lock(0, lock.lockState());
        lock(1, 0);
        set(endpoint + "/257/2", true);
        lock(37, 0);
        lock(38, 65_526);
        lock(35, 0);
        if (profile.has(8)) {
            lock(17, profile.users());
            lock(27, 1);
            lock(28, 5);
            lock(53, 60);
        }
        if (profile.has(0)) {
            lock(18, profile.pins());
            lock(23, 8);
            lock(24, 4);
            lock(48, 3);
            lock(49, 10);
        }
        if (profile.has(1)) {
            lock(19, profile.rfids());
            lock(25, 20);
            lock(26, 4);
        }
        if (profile.has(4)) {
            lock(20, 4);
        }
        if (profile.has(5)) {
            lock(3, 1);
            lock(4, 1);
            lock(5, 0);
        }
        if (profile.has(7)) {
            set(endpoint + "/257/51", false);
        }
        if (profile.has(10)) {
            lock(21, 4);
        }
        if (profile.has(11)) {
            lock(22, 4);
        }
        ArrayNode commands = JsonNodeFactory.instance.arrayNode();
        profile.acceptedCommands().forEach(commands::add);
        attributes.put(endpoint + "/257/65529", commands);
    }

    private void power() {
        int endpoint = profile.endpoint();
        set(endpoint + "/47/12", 150);
        set(endpoint + "/47/14", 0);
        set(endpoint + "/47/15", false);
    }

    private void lock(int attribute, long value) {
        attributes.put(profile.endpoint() + "/257/" + attribute, JsonNodeFactory.instance.numberNode((int) value));
    }

    void set(String path, int value) {
        attributes.put(path, JsonNodeFactory.instance.numberNode(value));
    }

    private void set(String path, String value) {
        attributes.put(path, JsonNodeFactory.instance.textNode(value));
    }

    void set(String path, boolean value) {
        attributes.put(path, JsonNodeFactory.instance.booleanNode(value));
    }

    boolean hasEndpoint(int endpoint) {
        return attributes.containsKey(endpoint + "/29/0");
    }

    /** Attributes that may be written, by number. */
    boolean writable(int attribute) {
        return List.of(35, 37, 48, 49, 51, 53).contains(attribute);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("node_id", number(id));
        node.put("date_commissioned", "2029-12-01T09:12:44.052000");
        node.put("last_interview", "2029-12-01T09:30:29.751000");
        node.put("interview_version", 6);
        node.put("available", available);
        node.put("is_bridge", profile.bridged());
        ObjectNode all = node.putObject("attributes");
        attributes.forEach(all::set);
        node.putArray("attribute_subscriptions");
        return node;
    }

    static JsonNode number(String digits) {
        return JsonNodeFactory.instance.numberNode(new java.math.BigInteger(digits));
    }
}
