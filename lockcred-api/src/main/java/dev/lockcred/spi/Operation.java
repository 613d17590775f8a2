// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.time.Duration;

/** What can be done to a door. */
public sealed interface Operation {

    /** The kinds, for {@link LockCapabilities#operations()}. */
    enum Kind {
        LOCK,
        UNLOCK,
        /** Draw the latch as well. */
        UNLATCH,
        /** Unlock and relock by itself. */
        UNLOCK_FOR
    }

    Kind kind();

    record Lock() implements Operation {
        @Override
        public Kind kind() {
            return Kind.LOCK;
        }
    }

    record Unlock() implements Operation {
        @Override
        public Kind kind() {
            return Kind.UNLOCK;
        }
    }

    record Unlatch() implements Operation {
        @Override
        public Kind kind() {
            return Kind.UNLATCH;
        }
    }

    /**
     * Unlock, and relock after a while.
     *
     * @param duration 1 s to 65535 s, whole seconds
     */
    record UnlockFor(Duration duration) implements Operation {
        public UnlockFor {
            if (duration.toSeconds() < 1 || duration.toSeconds() > 65_535 || duration.toNanosPart() != 0) {
                throw new IllegalArgumentException("unlock for 1 to 65535 whole seconds, not " + duration);
            }
        }

        @Override
        public Kind kind() {
            return Kind.UNLOCK_FOR;
        }
    }
}
