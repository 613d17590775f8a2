// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.Pin;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;

/** What goes over the fake lock's air: one message, one answer. None prints a PIN, as {@link Pin} does not. */
sealed interface Message {

    /** Whether it changes the lock's codes: such a message is never sent twice. */
    default boolean changes() {
        return true;
    }

    /**
     * Changes a user: the given one, else the one behind the slot, else (if it may) a new one of the lock's choosing.
     * {@code fresh}: the slot was seen empty, and a user found behind it is somebody else.
     */
    record SetUser(OptionalInt user, int slot, boolean mayCreate, boolean fresh, UserFacts facts, boolean enabled)
            implements Message {}

    record ClearUser(int user) implements Message {}

    /**
     * Without a user the lock chooses: the slot's own, or a new one. Where the slot is the user, no more than so many entries of
     * its schedule stay: a write that ended half way may have left others in an empty slot.
     */
    record SetCode(
            int index, OptionalInt user, Pin pin, boolean enabled, UserType type, Change.Basis basis, int entries)
            implements Message {}

    record ClearCode(int index, boolean userToo) implements Message {}

    record SetStatus(int index, boolean enabled) implements Message {}

    /** Writes one entry of a user's schedule. */
    record SetSchedule(int user, int entry, ScheduleEntry value) implements Message {}

    /** Removes a user's entries from this one on. */
    record TrimSchedules(int user, int from) implements Message {}

    /** Asks for so many slots from an index on, with the users behind them. */
    record ReadCodes(int from, int count) implements Message {
        @Override
        public boolean changes() {
            return false;
        }
    }

    record ReadChecksum() implements Message {
        @Override
        public boolean changes() {
            return false;
        }
    }

    record Operate(Operation operation, Optional<Pin> pin) implements Message {}

    record ReadClock() implements Message {
        @Override
        public boolean changes() {
            return false;
        }
    }

    record SetClock(ZoneId zone) implements Message {}

    record ReadLog(long after) implements Message {
        @Override
        public boolean changes() {
            return false;
        }
    }

    record ReadSettings() implements Message {
        @Override
        public boolean changes() {
            return false;
        }
    }

    record WriteSetting(LockSetting setting, long value) implements Message {}
}
