// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;

/** What a lock says of its clock. */
public sealed interface ClockReading {

    /**
     * The clock was read.
     *
     * @param local its wall clock, as far as it tells date and time
     * @param skew how far it runs ahead of the host's time in the lock's zone; negative: behind
     * @param tolerance how exact the skew is, given the lock's granularity and the time on the way
     */
    record Read(Optional<LocalDateTime> local, Duration skew, Duration tolerance) implements ClockReading {
        public Read {
            Objects.requireNonNull(local, "local");
            Objects.requireNonNull(skew, "skew");
            Objects.requireNonNull(tolerance, "tolerance");
        }
    }

    /** The lock says that its clock is not set. */
    record NotSet() implements ClockReading {}

    /** It could not be read: no such clock, or no answer. */
    record Unavailable(String why) implements ClockReading {
        public Unavailable {
            Objects.requireNonNull(why, "why");
        }
    }
}
