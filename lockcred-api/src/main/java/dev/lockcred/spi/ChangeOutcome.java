// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What became of one change, as the driver knows it. The core makes {@link dev.lockcred.Outcome}s of these. */
public sealed interface ChangeOutcome {

    /**
     * Done, and proved.
     *
     * @param recheckAfter look once more after so long, as this model is known to forget
     */
    record Confirmed(Proof proof, Optional<Duration> recheckAfter) implements ChangeOutcome {
        public Confirmed {
            Objects.requireNonNull(proof, "proof");
            Objects.requireNonNull(recheckAfter, "recheckAfter");
        }

        public Confirmed(Proof proof) {
            this(proof, Optional.empty());
        }
    }

    /** It was so already, as far as the lock tells. */
    record NoChange() implements ChangeOutcome {}

    /** The lock took the order; whether it carried it out can be seen after so long. */
    record Accepted(Duration recheckAfter) implements ChangeOutcome {
        public Accepted {
            Objects.requireNonNull(recheckAfter, "recheckAfter");
        }
    }

    /**
     * The lock refused, and the place is as it was before; a half-state was cleared away.
     *
     * @param nativeAnswer for people, such as {@code "Matter status 0x02"}
     */
    record Rejected(Rejection reason, String nativeAnswer) implements ChangeOutcome {
        public Rejected {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(nativeAnswer, "nativeAnswer");
        }
    }

    /** This lock cannot do it; nothing was sent. The text says what, and what would work instead. */
    record Unsupported(String what) implements ChangeOutcome {
        public Unsupported {
            Objects.requireNonNull(what, "what");
        }
    }

    /**
     * No byte of it left, or the lock's radio provably never got it.
     *
     * @param why for programs
     * @param retryAfter when it makes sense to try again, if the driver can tell
     * @param text for people
     */
    record NotSent(Why why, Optional<Duration> retryAfter, String text) implements ChangeOutcome {
        /** Why nothing was sent. */
        public enum Why {
            /** The {@link Call.Guard} said no. */
            WITHDRAWN,
            /** The lock does not answer. */
            UNREACHABLE,
            /** The stick, bridge or network is away. */
            LINK_DOWN,
            /** Patience ended in the queue. */
            NO_TIME,
            /** The driver is closing. */
            CLOSING,
            /** A change before it in the batch failed, and this one needs it. */
            AFTER_FAILURE,
            /** Nothing goes out unencrypted without the lock's consent, or below its granted class. */
            INSECURE
        }

        public NotSent {
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(retryAfter, "retryAfter");
            Objects.requireNonNull(text, "text");
        }

        public NotSent(Why why, String text) {
            this(why, Optional.empty(), text);
        }
    }

    /** Sent, and nobody knows whether it was carried out. */
    record Ambiguous(String text) implements ChangeOutcome {
        public Ambiguous {
            Objects.requireNonNull(text, "text");
        }
    }
}
