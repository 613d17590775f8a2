// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.EnforcementLevel;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.plan.Say;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What would be done, and why.
 *
 * @param at for which time
 * @param locks by id
 */
public record Plan(Instant at, List<OfLock> locks) {

    public Plan {
        locks = List.copyOf(locks);
    }

    /** What an item does. */
    public enum Sign {
        /** {@code +}: a code comes. */
        ADD,
        /** {@code -}: a code goes. */
        REMOVE,
        /** {@code ~}: a code or its limits change. */
        CHANGE,
        /** {@code !}: cannot be done. */
        REFUSED,
        /** Nothing is sent for it: already so, or not due. */
        NONE
    }

    /**
     * What would be done at one lock.
     *
     * @param lock which
     * @param items in the order in which they would be done
     * @param warnings what a person should know first
     * @param cost what it would typically cost, in {@code unit}
     * @param unit what is counted: frames, invokes
     * @param next when something changes next by itself
     * @param observed how old the oldest observation used is; absent: never read
     */
    public record OfLock(
            LockId lock,
            List<Item> items,
            List<String> warnings,
            int cost,
            String unit,
            Optional<Instant> next,
            Optional<Instant> observed) {
        public OfLock {
            items = List.copyOf(items);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * One step, or one reason for none.
     *
     * @param sign what it does
     * @param user whose
     * @param userName for people
     * @param slot in which slot, if known
     * @param level who enforces its limits
     * @param blocked why not, for {@link Sign#REFUSED}
     * @param reason why, in words
     * @param cost typical, in the lock's unit
     * @param due when; absent: now
     */
    public record Item(
            Sign sign,
            UserId user,
            String userName,
            OptionalInt slot,
            EnforcementLevel level,
            Optional<Assignment.Blocked> blocked,
            String reason,
            int cost,
            Optional<Instant> due) {}

    /**
     * For people, one line each, by lock: what to know first, then what would be done. {@code "front + Anna, slot 1: grant anna-1
     * holds now, enforced by the lock"}; the sign is that of {@link Sign}, {@code =} for what is as it should be, and {@code .} for
     * what is not due yet.
     */
    public List<String> lines() {
        return locks.stream()
                .flatMap(l -> Stream.concat(
                        l.warnings().stream().map(w -> l.lock() + " ! " + w),
                        l.items().stream().filter(i -> !warned(l, i)).map(i -> l.lock() + " " + line(i))))
                .toList();
    }

    // What is refused stands among the warnings, with what to do about it.
    private static boolean warned(OfLock lock, Item item) {
        return item.sign() == Sign.REFUSED && lock.warnings().stream().anyMatch(w -> w.contains(item.reason()));
    }

    private static String line(Item item) {
        String sign = switch (item.sign()) {
            case ADD -> "+";
            case REMOVE -> "-";
            case CHANGE -> "~";
            case REFUSED -> "!";
            case NONE -> item.due().isPresent() ? "." : "=";
        };
        String slot = item.slot().isPresent() ? ", slot " + item.slot().getAsInt() : "";
        String level = item.sign() == Sign.REMOVE || item.sign() == Sign.REFUSED ? "" : ", " + Say.level(item.level());
        return sign + " " + item.userName() + slot + ": " + item.reason() + level;
    }

    /** Whether anything would be sent that changes a lock. */
    public boolean hasChanges() {
        return locks.stream()
                .flatMap(l -> l.items().stream())
                .anyMatch(i -> i.due().isEmpty()
                        && (i.sign() == Sign.ADD || i.sign() == Sign.REMOVE || i.sign() == Sign.CHANGE));
    }
}
