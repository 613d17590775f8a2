// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.net;

/** What became of a message on the air. */
public sealed interface Delivery {

    /** The destination's radio acknowledged it, or no acknowledgement was asked for and it left. */
    record Delivered() implements Delivery {}

    /** No acknowledgement came. The destination may have got it all the same. */
    record Unacknowledged(String why) implements Delivery {}

    /** It never left. */
    record NotSent(String why) implements Delivery {}
}
