// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.zwave.internal.serialapi.NodeInfo;

/** Told of what becomes of the link and the network, besides what nodes say; called on the lane. */
public interface NetworkListener extends NodeListener {

    /** The chip is there and has told all about itself. */
    void onUp(ControllerFacts facts);

    /**
     * The chip is gone, or was never there.
     *
     * @param why for people: what happened and what to do
     * @param hopeless whether it needs a person; else it is tried again by itself
     */
    void onDown(String why, boolean hopeless);

    /** A node has told what it is, asked or unasked. */
    void onNodeInfo(int node, NodeInfo info);

    /** A lock with this network-wide inclusion home id asks to be let in (SmartStart). */
    default void onSmartStart(long nwiHomeId) {}

    /** A node has come to the network, or left it. */
    void onNodesChanged();
}
