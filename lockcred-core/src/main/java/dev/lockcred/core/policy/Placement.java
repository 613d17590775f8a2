// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.Assignment;
import dev.lockcred.spi.Change;
import java.util.Objects;
import java.util.Optional;

/** Where a credential goes. */
public sealed interface Placement {

    /**
     * It stays where it is (R1).
     *
     * @param index where
     * @param remark why it is not where a person asked for it, if it is not
     */
    record Keep(int index, Optional<String> remark) implements Placement {
        public Keep {
            Objects.requireNonNull(remark, "remark");
        }
    }

    /** A person asked for another slot, which is free: clear, confirm, set, confirm (R16). */
    record Move(int from, int to, Change.Basis basis) implements Placement {
        public Move {
            Objects.requireNonNull(basis, "basis");
        }
    }

    /** It gets a slot, which is empty by the lock's word or given away by a person's. */
    record Take(int index, Change.Basis basis) implements Placement {
        public Take {
            Objects.requireNonNull(basis, "basis");
        }
    }

    /** Nothing can be said before this slot was read: unknown is not free, and not full either (R2). */
    record ReadFirst(int index) implements Placement {}

    /** Nothing can be said before the lock told which slots it has: unknown is not zero. */
    record AskFirst() implements Placement {}

    /** The slot becomes free when a credential of ours that is leaving it is proved gone. */
    record Wait(int index) implements Placement {}

    /** It cannot be placed. */
    record Blocked(Assignment.Blocked reason, String words, String advice) implements Placement {
        public Blocked {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(words, "words");
            Objects.requireNonNull(advice, "advice");
        }
    }
}
