// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.net;

import dev.lockcred.zigbee.internal.zcl.ZclFrame;

/** What an exchange with a device brought. */
public sealed interface Reply {

    /** The answer that belongs to the question. */
    record Answer(ZclFrame frame) implements Reply {}

    /**
     * A default response instead of an answer.
     *
     * @param status a ZCL status; 0 where the command has no answer of its own
     */
    record Default(int status) implements Reply {}

    /** No answer. */
    record Silent(Why why, String text) implements Reply {}

    /** Why there is none. */
    enum Why {
        /** Never left: the device sleeps or is away, and did not wake in time. */
        ASLEEP(false),
        /** Never left: the caller's guard said no. */
        WITHDRAWN(false),
        /** Never left: patience ended in the queue. */
        NO_TIME(false),
        /** Never left: the stick is away. */
        LINK_DOWN(false),
        /** Never left: the driver is closing. */
        CLOSING(false),
        /** Never left: the stick refused it. */
        REFUSED(false),
        /** Left, and no radio acknowledged it. */
        UNACKNOWLEDGED(true),
        /** Arrived at the radio, and nothing came back. */
        NO_ANSWER(true),
        /** Left, and then the stick or the driver went away. */
        CUT_OFF(true);

        private final boolean left;

        Why(boolean left) {
            this.left = left;
        }

        /** Whether it may have been carried out. */
        public boolean left() {
            return left;
        }
    }
}
