// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.matter.internal.bridge.BridgeError;

/** What became of a request. */
public sealed interface Reply {

    /** Carried out. Does not print the result: it is whatever the bridge sent. */
    record Done(JsonNode result) implements Reply {
        @Override
        public String toString() {
            return "Done";
        }
    }

    /** Answered with an error. */
    record Failed(BridgeError error) implements Reply {}

    /** Never left: there was no connection, or its turn did not come. */
    record NotSent(Why why, String text) implements Reply {
        /** Why. */
        public enum Why {
            LINK_DOWN,
            /** Whoever asked took it back. */
            WITHDRAWN,
            CLOSED
        }
    }

    /** Sent, and not answered before the deadline or before the connection went: it may have been carried out. */
    record Lost(String text) implements Reply {}
}
