// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Some local days, by the number of the day since 1970-01-01; ordered, so that the next one is found quickly. */
final class DaySet {

    static final DaySet NONE = new DaySet(new long[0]);

    private final long[] days; // ascending, distinct, never written

    private DaySet(long[] days) {
        this.days = days;
    }

    /** These days and some more. */
    DaySet plus(Set<LocalDate> more) {
        return new DaySet(LongStream.concat(Arrays.stream(days), more.stream().mapToLong(LocalDate::toEpochDay))
                .sorted()
                .distinct()
                .toArray());
    }

    boolean isEmpty() {
        return days.length == 0;
    }

    boolean contains(long day) {
        return Arrays.binarySearch(days, day) >= 0;
    }

    /** The first of the days that is not before the given one, or {@link Long#MAX_VALUE}. */
    long atOrAfter(long day) {
        int found = Arrays.binarySearch(days, day);
        int index = found >= 0 ? found : -found - 1;
        return index < days.length ? days[index] : Long.MAX_VALUE;
    }

    void forEach(LongConsumer action) {
        Arrays.stream(days).forEach(action);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DaySet other && Arrays.equals(days, other.days);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(days);
    }

    @Override
    public String toString() {
        return Arrays.stream(days).mapToObj(LocalDate::ofEpochDay).toList().toString();
    }
}
