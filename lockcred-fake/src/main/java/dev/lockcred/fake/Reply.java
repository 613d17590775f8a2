// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.Rejection;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.SlotReading;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the fake lock answers to a {@link Message}. */
sealed interface Reply {

    /**
     * Done.
     *
     * @param changed whether anything is different now
     * @param user the lock-side user it concerned, where users are separate
     * @param before the checksum over all codes before it
     * @param after the checksum as it is now
     */
    record Done(boolean changed, OptionalInt user, long before, long after) implements Reply {}

    record Refused(Rejection reason, String nativeAnswer) implements Reply {}

    record Codes(List<SlotReading> slots, List<LockUser> users, long checksum) implements Reply {}

    record Checksum(long value) implements Reply {}

    /** The lock's wall clock; absent when it is not set. */
    record Clock(Optional<LocalDateTime> local) implements Reply {}

    /**
     * Records of its log.
     *
     * @param gap whether older ones were overwritten
     */
    record Log(List<LogRecord> records, boolean gap) implements Reply {}

    record Settings(Map<LockSetting, Long> values) implements Reply {}
}
