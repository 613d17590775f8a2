// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.history;

import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names of those who act. The name of an operating system's user is often a person's; the audit log, which cannot be changed,
 * therefore holds {@code actor-1}, and the name stands in {@link Table#NAME}, where it can be erased. {@code system} is nobody
 * and stands for itself.
 *
 * <p>Confined to the engine's lane.
 */
public final class ActorNames {

    private static final String SYSTEM = "system";
    private static final String PREFIX = "actor-";
    private static final String KEY = "@"; // before the pseudonym in the table; no id of a user has it

    private final NavigableMap<Integer, String> byNumber = new TreeMap<>();
    private int highest;

    /** Takes a document of {@link Table#NAME} if it is about an actor. */
    public boolean takes(Table table, String key, byte[] value) {
        Optional<Integer> number =
                table == Table.NAME && key.startsWith(KEY) ? number(key.substring(KEY.length())) : Optional.empty();
        number.ifPresent(n -> {
            highest = Math.max(highest, n);
            if (value.length > 0) {
                byNumber.put(n, new String(value, StandardCharsets.UTF_8));
            }
        });
        return number.isPresent();
    }

    /** The pseudonym of an actor; a new one is added to the commit. */
    public String pseudonym(Commit.Builder commit, String name) {
        if (name.equals(SYSTEM)) {
            return SYSTEM;
        }
        for (var known : byNumber.entrySet()) {
            if (known.getValue().equals(name)) {
                return PREFIX + known.getKey();
            }
        }
        int number = ++highest;
        byNumber.put(number, name);
        commit.put(Table.NAME, KEY + PREFIX + number, name.getBytes(StandardCharsets.UTF_8));
        return PREFIX + number;
    }

    /** How a pseudonym is shown: the name, or the pseudonym itself once the name is erased. */
    public String show(String pseudonym) {
        return number(pseudonym)
                .flatMap(n -> Optional.ofNullable(byNumber.get(n)))
                .orElse(pseudonym);
    }

    /** Erases a name. The number is not given to anybody else; whoever acts under that name again gets a new one. */
    public void erase(Commit.Builder commit, String name) {
        byNumber.entrySet().removeIf(known -> {
            boolean same = known.getValue().equals(name);
            if (same) {
                commit.put(Table.NAME, KEY + PREFIX + known.getKey(), new byte[0]);
            }
            return same;
        });
    }

    private static Optional<Integer> number(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String digits = text.substring(PREFIX.length());
        boolean plain =
                !digits.isEmpty() && digits.length() < 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Optional.of(Integer.parseInt(digits)) : Optional.empty();
    }
}
