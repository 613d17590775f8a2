// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a read brought. Slots that were asked for and could not be read are there as {@code UNKNOWN}.
 *
 * @param slots by index; all that were asked for by name or range; of {@link ReadRequest.Everything} at least all that are
 *     not empty
 * @param users where users are separate
 * @param complete whether everything asked for was read; only then does a slot missing from an
 *     {@link ReadRequest.Everything} count as empty
 * @param failure why it was not complete
 * @param cost what it cost
 */
public record ReadResult(
        List<SlotReading> slots, List<LockUser> users, boolean complete, Optional<Failure> failure, Cost cost) {

    /**
     * Why a read did not bring everything.
     *
     * @param why for programs
     * @param text for people
     */
    public record Failure(Why why, String text) {
        /** Why. */
        public enum Why {
            UNREACHABLE,
            LINK_DOWN,
            /** The lock was there and did not answer this. */
            NO_ANSWER,
            /** This lock cannot be read. */
            UNSUPPORTED,
            NO_TIME,
            CLOSING,
            /** Nothing goes out below the lock's granted class. */
            INSECURE
        }

        public Failure {
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(text, "text");
        }
    }

    public ReadResult {
        slots = List.copyOf(slots);
        users = List.copyOf(users);
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(cost, "cost");
        if (complete == failure.isPresent()) {
            throw new IllegalArgumentException("a read is complete or says why not");
        }
    }

    public static ReadResult complete(List<SlotReading> slots, List<LockUser> users, Cost cost) {
        return new ReadResult(slots, users, true, Optional.empty(), cost);
    }

    public static ReadResult failed(
            List<SlotReading> slots, List<LockUser> users, Failure.Why why, String text, Cost cost) {
        return new ReadResult(slots, users, false, Optional.of(new Failure(why, text)), cost);
    }
}
