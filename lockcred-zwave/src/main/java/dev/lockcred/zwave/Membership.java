// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

/** What became of an inclusion or exclusion. */
public sealed interface Membership {

    /**
     * The node is in the network and speaks under this class from now on.
     *
     * @param node its id: the address of the lock
     * @param security for people: {@code "S2 Access Control"}
     */
    record Included(int node, String security) implements Membership {}

    /** The node has left the network; {@code node} is 0 when it belonged to another one. */
    record Excluded(int node) implements Membership {}

    /**
     * It did not work.
     *
     * @param node the node that is in the network without the security asked for and is to be excluded; 0 for none
     * @param text for people: what happened and what to do
     */
    record Failed(int node, String text) implements Membership {}
}
