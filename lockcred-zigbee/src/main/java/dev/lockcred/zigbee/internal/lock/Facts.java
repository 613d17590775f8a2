// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is remembered of one device over restarts: short facts by name, none of them secret. Kept as lines of text, so that a
 * new fact needs no new format. Confined to the lane.
 */
public final class Facts {

    public static final String NODE_ID = "nodeId";
    public static final String ENDPOINT = "endpoint";
    public static final String INPUTS = "inputs";
    public static final String OUTPUTS = "outputs";
    public static final String SLEEPY = "sleepy";
    public static final String MANUFACTURER = "manufacturer";
    public static final String MODEL = "model";
    public static final String FIRMWARE = "firmware";
    /** When the device last joined as a stranger: a new pairing. */
    public static final String JOINED = "joined";
    /** Whether the interview is complete. */
    public static final String KNOWN = "known";
    /** Whether the lock's cluster is bound to us: without it no event may come. */
    public static final String SET_UP = "setUp";
    /** The coordinator its events go to. */
    public static final String BOUND_TO = "boundTo";
    /** Whether all is asked that nobody waits for: reports, other bindings, the battery. */
    public static final String SETTLED = "settled";

    /** Whether the lock answers what is in a slot; absent while it was not asked. */
    public static final String TELLS_CODES = "tellsCodes";

    public static final String BATTERY = "battery";
    /** Whether programming events come: {@code yes}, {@code no}, or absent. */
    public static final String PROGRAMMING_EVENTS = "programmingEvents";
    /** How often in a row one was waited for in vain. */
    public static final String MISSED_EVENTS = "missedEvents";

    private final TreeMap<String, String> values;

    private Facts(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    public static Facts none() {
        return new Facts(new TreeMap<>());
    }

    public static Facts of(byte[] stored) {
        var values = new TreeMap<String, String>();
        new String(stored, StandardCharsets.UTF_8).lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return new Facts(values);
    }

    public byte[] toBytes() {
        return values.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public OptionalInt number(String name) {
        String value = values.get(name);
        try {
            return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            return OptionalInt.empty(); // written by another version of ours: asked for again
        }
    }

    public boolean flag(String name) {
        return "true".equals(values.get(name));
    }

    public List<Integer> numbers(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty()
                ? List.of()
                : Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
    }

    /** Sets a fact; line breaks a device may have put into a name become spaces. */
    public Facts put(String name, String value) {
        values.put(name, value.replaceAll("\\R|\\p{Cntrl}", " ").trim());
        return this;
    }

    public Facts put(String name, long value) {
        return put(name, Long.toString(value));
    }

    public Facts put(String name, boolean value) {
        return put(name, Boolean.toString(value));
    }

    public Facts put(String name, List<Integer> value) {
        return put(name, value.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    public Facts remove(String name) {
        values.remove(name);
        return this;
    }

    /** Whether a question of the interview was answered, or refused. */
    boolean wasAsked(String question) {
        return flag("asked." + question);
    }

    void asked(String question) {
        put("asked." + question, true);
    }

    /** Its bindings lead to a coordinator that is no more. */
    void unbound() {
        Interview.BINDINGS.forEach(step -> remove("asked." + step));
        remove(BOUND_TO).remove(SETTLED);
    }

    /** An attribute of the door lock as last read; absent when unsupported or never read. */
    public OptionalInt attribute(int id) {
        return number("attribute." + Integer.toHexString(id));
    }

    public Facts putAttribute(int id, long value) {
        return put("attribute." + Integer.toHexString(id), value);
    }

    /** Forgets everything. */
    public void clear() {
        values.clear();
    }

    /** Forgets everything but where the device is: after it joined as a stranger. */
    public void forgetPairing() {
        Map<String, String> kept = new TreeMap<>();
        text(NODE_ID).ifPresent(v -> kept.put(NODE_ID, v));
        values.clear();
        values.putAll(kept);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
