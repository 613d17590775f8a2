// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Commands;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What an interview learned of a lock, one fact by one, so that it can stop anywhere and go on later, and nothing is asked
 * twice. Immutable. Holds no code and no key.
 */
final class LockFacts {

    static final LockFacts NONE = new LockFacts(new TreeMap<>());

    private final TreeMap<String, String> values;

    private LockFacts(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /** Reads what {@link #toBytes} wrote; anything else is "nothing known". */
    static LockFacts of(byte[] bytes) {
        var values = new TreeMap<String, String>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new LockFacts(values);
    }

    byte[] toBytes() {
        var text = new StringBuilder();
        values.forEach((k, v) -> text.append(k).append('=').append(v).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private LockFacts with(String key, String value) {
        var copy = new TreeMap<>(values);
        copy.put(key, value);
        return new LockFacts(copy);
    }

    // ---- the node

    LockFacts protocol(String hex) {
        return with("protocol", hex);
    }

    Optional<String> protocol() {
        return Optional.ofNullable(values.get("protocol"));
    }

    LockFacts granted(SecurityClass securityClass) {
        return with("granted", securityClass.name());
    }

    Optional<SecurityClass> granted() {
        String name = values.get("granted");
        for (SecurityClass c : SecurityClass.values()) {
            if (c.name().equals(name)) {
                return Optional.of(c);
            }
        }
        return Optional.empty();
    }

    LockFacts classes(List<Integer> ids) {
        return with(
                "classes", String.join(",", ids.stream().map(String::valueOf).toList()));
    }

    /** The command classes it supports under its granted class; empty when not known yet. */
    Optional<List<Integer>> classes() {
        return Optional.ofNullable(values.get("classes")).map(LockFacts::numbers);
    }

    boolean has(int commandClass) {
        return classes().map(c -> c.contains(commandClass)).orElse(false);
    }

    /** Listed in clear by a node whose secure list is not known yet. */
    LockFacts listedInClear(List<Integer> ids) {
        return with("clear", String.join(",", ids.stream().map(String::valueOf).toList()));
    }

    Optional<List<Integer>> listedInClear() {
        return Optional.ofNullable(values.get("clear")).map(LockFacts::numbers);
    }

    /** When the node was included by us, an arbitrary number; distinguishes it from another one with the same id. */
    LockFacts stamp(long stamp) {
        return with("stamp", Long.toHexString(stamp));
    }

    Optional<String> stamp() {
        return Optional.ofNullable(values.get("stamp"));
    }

    // ---- answers of the lock, kept as they came

    /** Keeps an answer under a name. */
    LockFacts answer(String name, Command command) {
        return with("answer." + name, HexFormat.of().formatHex(command.encode().toByteArray()));
    }

    /** Notes that the lock does not answer this. */
    LockFacts silent(String name) {
        return with("answer." + name, "");
    }

    /** Whether it was asked, with or without success. */
    boolean asked(String name) {
        return values.containsKey("answer." + name);
    }

    <C extends Command> Optional<C> answer(String name, Class<C> type) {
        String hex = values.get("answer." + name);
        if (hex == null || hex.isEmpty()) {
            return Optional.empty();
        }
        try {
            Command command = Commands.decode(Octets.ofHex(hex));
            return type.isInstance(command) ? Optional.of(type.cast(command)) : Optional.empty();
        } catch (MalformedFrameException | IllegalArgumentException e) {
            return Optional.empty(); // written by another version: to be asked again
        }
    }

    LockFacts note(String name, int value) {
        return with("note." + name, String.valueOf(value));
    }

    OptionalInt note(String name) {
        String text = values.get("note." + name);
        return text == null ? OptionalInt.empty() : OptionalInt.of(number(text));
    }

    private static List<Integer> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(LockFacts::number).toList();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1; // written by another version
        }
    }

    Map<String, String> asMap() {
        return Map.copyOf(values);
    }
}
