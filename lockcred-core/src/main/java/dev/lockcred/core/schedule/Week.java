// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of minutes of the local week, which begins on Monday at 00:00 and is a circle. Immutable. */
final class Week {

    static final int DAY = 1440;
    static final int MINUTES = 7 * DAY;
    static final Week EMPTY = new Week(new BitSet());
    static final Week FULL = EMPTY.complement();

    private final BitSet minutes;

    private Week(BitSet minutes) {
        this.minutes = minutes;
    }

    /** A half-open stretch, which may be longer than what is left of its week and then goes on in the next. */
    record Stretch(int start, int length) {}

    /** A stretch of a day. */
    record Hours(int start, int end) {}

    static Week of(int days, int start, int length) {
        var minutes = new BitSet(MINUTES);
        for (int day = 0; day < 7; day++) {
            if ((days >> day & 1) != 0) {
                set(minutes, day * DAY + start, length);
            }
        }
        return new Week(minutes);
    }

    static Week of(List<Stretch> stretches) {
        var minutes = new BitSet(MINUTES);
        stretches.forEach(s -> set(minutes, s.start(), s.length()));
        return new Week(minutes);
    }

    private static void set(BitSet minutes, int start, int length) {
        int end = start + Math.min(length, MINUTES);
        minutes.set(start, Math.min(end, MINUTES));
        if (end > MINUTES) {
            minutes.set(0, end - MINUTES);
        }
    }

    Week complement() {
        var result = (BitSet) minutes.clone();
        result.flip(0, MINUTES);
        return new Week(result);
    }

    Week or(Week other) {
        var result = (BitSet) minutes.clone();
        result.or(other.minutes);
        return new Week(result);
    }

    Week and(Week other) {
        var result = (BitSet) minutes.clone();
        result.and(other.minutes);
        return new Week(result);
    }

    boolean isFull() {
        return minutes.cardinality() == MINUTES;
    }

    boolean isEmpty() {
        return minutes.isEmpty();
    }

    /** The longest stretches, each once; one over the end of the week is told as a whole. */
    List<Stretch> stretches() {
        if (isFull()) {
            return List.of(new Stretch(0, MINUTES));
        }
        var result = new ArrayList<Stretch>();
        int from = minutes.nextClearBit(0); // what runs over from Sunday is told at the end
        for (int start = minutes.nextSetBit(from); start >= 0; start = minutes.nextSetBit(start + 1)) {
            int end = minutes.nextClearBit(start);
            int length = end - start;
            result.add(new Stretch(start, end == MINUTES ? length + from : length));
            start = end;
        }
        if (from > 0 && !minutes.get(MINUTES - 1)) {
            result.add(0, new Stretch(0, from));
        }
        return result;
    }

    /** The stretches cut at every midnight, joined over the days that have the same hours, in order of the week. */
    Map<Hours, Set<DayOfWeek>> hours() {
        var result = new LinkedHashMap<Hours, Set<DayOfWeek>>();
        for (DayOfWeek day : DayOfWeek.values()) {
            int midnight = (day.getValue() - 1) * DAY;
            int start = minutes.nextSetBit(midnight);
            while (start >= 0 && start < midnight + DAY) {
                int end = Math.min(minutes.nextClearBit(start), midnight + DAY);
                result.computeIfAbsent(
                                new Hours(start - midnight, end - midnight), hours -> EnumSet.noneOf(DayOfWeek.class))
                        .add(day);
                start = minutes.nextSetBit(end);
            }
        }
        return result;
    }

    /** As a rule of the wall clock. */
    Rule rule() {
        if (isFull()) {
            return Rule.ALWAYS;
        }
        var windows = new ArrayList<Rule>();
        hours().forEach((hours, days) -> {
            int mask = days.stream().mapToInt(day -> 1 << day.getValue() - 1).sum();
            windows.add(new Rule.Window(mask, hours.start(), hours.end() - hours.start(), DaySet.NONE));
        });
        return new Rule.Any(List.copyOf(windows));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Week other && minutes.equals(other.minutes);
    }

    @Override
    public int hashCode() {
        return minutes.hashCode();
    }

    @Override
    public String toString() {
        return hours().toString();
    }
}
