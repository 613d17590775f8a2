// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Optional;

/** Told of what nodes send on their own; called on the lane. */
public interface NodeListener {

    /** A command that answered no question. */
    void onCommand(Node node, Command command);

    /** A node asks something of the host, such as the time: the answer, if there is one. */
    Optional<Octets> onRequest(Node node, Command command);

    /** The node began or ceased to answer. */
    void onReachability(Node node, boolean reachable, String text);
}
