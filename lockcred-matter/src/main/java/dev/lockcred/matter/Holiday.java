// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import java.time.LocalDateTime;
import java.util.Objects;

/**
 * A holiday in a lock (Door Lock cluster, SetHolidaySchedule): between two moments of the lock's own wall clock it is in another
 * mode. It belongs to the lock, not to a user, and says nothing about who may open.
 *
 * @param index its place in the lock, 1..253; how many a lock has it tells itself
 * @param start local time, to the second; years 2000 to 2136
 * @param end after the start
 * @param mode what the lock does meanwhile
 */
public record Holiday(int index, LocalDateTime start, LocalDateTime end, Mode mode) {

    public Holiday {
        place(index);
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(mode, "mode");
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException("a holiday from " + start + " to " + end + " ends before it starts");
        }
    }

    static int place(int index) {
        if (index < 1 || index > 253) {
            throw new IllegalArgumentException("a holiday's place is 1 to 253, not " + index);
        }
        return index;
    }

    /** OperatingModeEnum of the cluster, in its order. Which a lock has it tells itself; it refuses the others. */
    public enum Mode {
        NORMAL,
        /** Only some users, as the lock's maker has it. */
        VACATION,
        /** Nobody opens from outside, whatever code they have. */
        PRIVACY,
        /** Nobody opens from afar. */
        NO_REMOTE,
        /** It stays unlocked. */
        PASSAGE
    }
}
