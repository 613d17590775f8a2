// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.Objects;

/** The answer to {@link DriverLock#describe}. */
public sealed interface Described {

    /** The lock is known. */
    record Known(LockDescription description) implements Described {
        public Known {
            Objects.requireNonNull(description, "description");
        }
    }

    /**
     * The lock is not known yet and cannot be asked now; worth asking again.
     *
     * @param text for people
     */
    record NotNow(ReadResult.Failure.Why why, String text) implements Described {
        public NotNow {
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * There is no such lock on this network; the text says what is there and what to do.
     *
     * @param text for people
     */
    record NotThere(String text) implements Described {
        public NotThere {
            Objects.requireNonNull(text, "text");
        }
    }
}
