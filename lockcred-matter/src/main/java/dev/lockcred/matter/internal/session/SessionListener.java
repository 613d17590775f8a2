// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.session;

import dev.lockcred.matter.internal.bridge.AttributePath;
import dev.lockcred.matter.internal.bridge.BridgeEvent;
import dev.lockcred.matter.internal.bridge.BridgeNode;
import dev.lockcred.matter.internal.bridge.NodeId;
import dev.lockcred.matter.internal.bridge.ServerInfo;
import dev.lockcred.spi.LinkHealth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Told by a {@link BridgeSession}, on its lane. */
public interface SessionListener {

    /**
     * The bridge is there and its nodes are known; the changes against before have been told.
     *
     * @param before the bridge as it was before the connection was lost; null for the first time or another fabric
     */
    void connected(ServerInfo info, @Nullable ServerInfo before);

    /** The connection is not usable, or usable again. */
    void healthChanged(LinkHealth health);

    /**
     * A node is new, or differs from what it was.
     *
     * @param before null for a node that is new
     * @param changed which attributes differ; may be empty when only the availability did
     */
    void nodeChanged(@Nullable BridgeNode before, BridgeNode now, List<AttributePath> changed);

    void nodeRemoved(NodeId node);

    void deviceEvent(BridgeEvent.NodeEvent event);

    /** For the trace: what went over the wire, without secrets. */
    void sent(String text);

    /** For the trace. */
    void received(String text);

    /** Something could not be read; work goes on. */
    void problem(String text);
}
