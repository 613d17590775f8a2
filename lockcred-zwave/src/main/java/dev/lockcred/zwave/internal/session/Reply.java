// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

/** What became of an {@link Exchange}. */
public sealed interface Reply<R> {

    /** The node answered. */
    record Got<R>(R value) implements Reply<R> {}

    /** Delivered to the node's radio; no answer came, or none was asked for. */
    record Silent<R>() implements Reply<R> {}

    /** Given to the radio and not acknowledged: the node may have it all the same. */
    record Unclear<R>(String text) implements Reply<R> {}

    /** The node did not get it, or could provably not understand it. */
    record NotSent<R>(Why why, String text) implements Reply<R> {}

    /** Why the node did not get it. */
    enum Why {
        /** The radio of the node does not answer. */
        UNREACHABLE,
        /** It answers, but not with what a secure link needs. */
        NO_ANSWER,
        /** It was included with other keys, or we have none. */
        KEYS,
        LINK_DOWN,
        /** The guard said no, or the call was over, when its turn came. */
        WITHDRAWN
    }
}
