// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.lockcred.spi.support.MalformedFrameException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a bridge pushes after {@code start_listening}. */
public sealed interface BridgeEvent {

    record AttributeUpdated(NodeId node, AttributePath path, JsonNode value) implements BridgeEvent {}

    /**
     * An event record of a device.
     *
     * @param number the device's own event number, unsigned 64 bits, growing; bursts after an outage bring old ones again
     * @param priority 0 debug, 1 info, 2 critical
     * @param timestamp in the unit {@code timestampType} says
     * @param timestampType 0 = milliseconds since the device started, 1 = milliseconds since 1970, 2 = when the bridge got it
     * @param data the fields by name; JSON null for an event without fields
     */
    record NodeEvent(
            NodeId node,
            int endpoint,
            long cluster,
            long eventId,
            long number,
            int priority,
            long timestamp,
            int timestampType,
            JsonNode data)
            implements BridgeEvent {

        /** When it happened by the device's clock, if the device told a date. Uptime is not a date. */
        public Optional<Instant> deviceTime() {
            return timestampType == 1 ? instant() : Optional.empty();
        }

        /** When the bridge got it, for events the device did not date. */
        public Optional<Instant> bridgeTime() {
            return timestampType == 2 ? instant() : Optional.empty();
        }

        // Outside the years Java's formatter can print it is no date but a broken clock.
        private Optional<Instant> instant() {
            return timestamp > 0 && timestamp < 253_402_300_800_000L
                    ? Optional.of(Instant.ofEpochMilli(timestamp))
                    : Optional.empty();
        }

        /** Reads one event record. */
        public static NodeEvent decode(JsonNode tree) throws MalformedFrameException {
            var in = JsonFields.of(tree, "node_event");
            JsonNode data = in.anyOrNull("data");
            Integer priority = in.u31OrNull("priority");
            Integer type = in.u31OrNull("timestamp_type");
            Long timestamp = in.u64OrNull("timestamp");
            return new NodeEvent(
                    new NodeId(in.u64("node_id")),
                    in.u31("endpoint_id"),
                    in.u32("cluster_id"),
                    in.u32("event_id"),
                    in.u64("event_number"),
                    priority == null ? 1 : priority,
                    timestamp == null ? 0 : timestamp,
                    type == null ? 2 : type,
                    data == null ? NullNode.getInstance() : data);
        }
    }

    record NodeAdded(BridgeNode node) implements BridgeEvent {}

    /** The node changed as a whole: availability, structure, or it was interviewed again. */
    record NodeUpdated(BridgeNode node) implements BridgeEvent {}

    record NodeRemoved(NodeId node) implements BridgeEvent {}

    record EndpointAdded(NodeId node, int endpoint) implements BridgeEvent {}

    record EndpointRemoved(NodeId node, int endpoint) implements BridgeEvent {}

    record ServerInfoUpdated(ServerInfo info) implements BridgeEvent {}

    /** The server goes down now; requests under way will get no answer. */
    record ServerShutdown() implements BridgeEvent {}

    /** An event this client does not know; servers add some. */
    record Unknown(String name) implements BridgeEvent {}

    /** Reads an event by its name. */
    static BridgeEvent decode(String name, JsonNode data) throws MalformedFrameException {
        return switch (name) {
            case "attribute_updated" -> attributeUpdated(data);
            case "node_event" -> NodeEvent.decode(data);
            case "node_added" -> new NodeAdded(BridgeNode.decode(data));
            case "node_updated" -> new NodeUpdated(BridgeNode.decode(data));
            case "node_removed" -> new NodeRemoved(NodeId.of(data, "node_removed"));
            case "endpoint_added" -> {
                var in = JsonFields.of(data, name);
                yield new EndpointAdded(new NodeId(in.u64("node_id")), in.u31("endpoint_id"));
            }
            case "endpoint_removed" -> {
                var in = JsonFields.of(data, name);
                yield new EndpointRemoved(new NodeId(in.u64("node_id")), in.u31("endpoint_id"));
            }
            case "server_info_updated" -> new ServerInfoUpdated(ServerInfo.decode(data));
            case "server_shutdown" -> new ServerShutdown();
            default -> new Unknown(name);
        };
    }

    private static AttributeUpdated attributeUpdated(JsonNode data) throws MalformedFrameException {
        List<JsonNode> parts = JsonFields.list(data, "attribute_updated");
        if (parts.size() != 3 || !parts.get(1).isTextual()) {
            throw new MalformedFrameException("attribute_updated: expected [node, path, value]");
        }
        return new AttributeUpdated(
                NodeId.of(parts.get(0), "attribute_updated node"),
                AttributePath.parse(parts.get(1).textValue()),
                parts.get(2));
    }
}
