// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What became of a request to change a lock. Every answer that can be foreseen is a value. */
public sealed interface Outcome {

    /** The lock proved it. */
    record Confirmed(Instant provedAt, Proof proof) implements Outcome {
        public Confirmed {
            Objects.requireNonNull(provedAt, "provedAt");
            Objects.requireNonNull(proof, "proof");
        }
    }

    /** The protocol acknowledged; the proof is pending. */
    record Accepted() implements Outcome {}

    /** It was so already. */
    record NoChange() implements Outcome {}

    /**
     * The lock refused.
     *
     * @param reason for programs
     * @param nativeAnswer for people, such as {@code "Matter status 0x02"}
     */
    record Rejected(Rejection reason, String nativeAnswer) implements Outcome {
        public Rejected {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(nativeAnswer, "nativeAnswer");
        }
    }

    /** The lock, or the way to it, cannot do this; nothing was sent. */
    record Unsupported(String what) implements Outcome {
        public Unsupported {
            Objects.requireNonNull(what, "what");
        }
    }

    /** The lock did not answer at all. */
    record Unreachable(Instant since, String why) implements Outcome {
        public Unreachable {
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(why, "why");
        }
    }

    /** Sent, and nobody knows whether it was executed. Not a success (R19). */
    record TimeoutAmbiguous() implements Outcome {}

    /** Withdrawn before anything was sent. */
    record Cancelled() implements Outcome {}

    /** Our own mistake or a broken environment; the message says what and what next. */
    record Failed(String what) implements Outcome {
        public Failed {
            Objects.requireNonNull(what, "what");
        }
    }

    /** Whether the lock is known to be in the wanted state. */
    default boolean isSettled() {
        return this instanceof Confirmed || this instanceof NoChange;
    }

    /** Whether the slot has to be looked at before anything else is done to it. */
    default boolean needsVerification() {
        return this instanceof Accepted || this instanceof TimeoutAmbiguous;
    }

    /** Why it was refused, if it was. */
    default Optional<Rejection> rejection() {
        return this instanceof Rejected r ? Optional.of(r.reason()) : Optional.empty();
    }
}
