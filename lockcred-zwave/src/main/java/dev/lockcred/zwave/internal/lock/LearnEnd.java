// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

/** What became of learning a credential; {@code why} is meaningless when it was learned. */
public record LearnEnd(boolean done, Why why, String text) {

    /** Why it was not learned. */
    public enum Why {
        REFUSED,
        BUSY,
        CANCELLED,
        TIMED_OUT,
        NOT_SENT,
        SILENT
    }

    static LearnEnd learned() {
        return new LearnEnd(true, Why.REFUSED, "learned");
    }

    /** Not learned, for this reason. */
    public static LearnEnd of(Why why, String text) {
        return new LearnEnd(false, why, text);
    }
}
