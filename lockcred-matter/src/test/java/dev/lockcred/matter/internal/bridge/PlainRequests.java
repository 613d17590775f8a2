// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recorded requests other than invokes, as values. */
final class PlainRequests {

    private PlainRequests() {}

    /** The request; null when it is one the driver never makes. */
    static @Nullable BridgeRequest read(JsonNode frame) {
        JsonNode args = frame.path("args");
        JsonNode id = args.path("node_id");
        boolean node = id.isIntegralNumber();
        return switch (frame.path("command").asText()) {
            case "server_info" -> new BridgeRequest.GetServerInfo();
            case "start_listening" -> new BridgeRequest.StartListening();
            case "get_node" -> node ? new BridgeRequest.GetNode(node(id)) : null; // one was sent as a string
            case "read_attribute" -> new BridgeRequest.ReadAttributes(node(id), paths(args.get("attribute_path")));
            case "write_attribute" ->
                new BridgeRequest.WriteAttribute(
                        node(id), path(args.get("attribute_path").textValue()), args.get("value"));
            case "get_matter_fabrics" -> new BridgeRequest.GetFabrics(node(id));
            case "open_commissioning_window" ->
                new BridgeRequest.OpenCommissioningWindow(
                        node(id), args.get("timeout").intValue());
            case "commission_with_code" ->
                new BridgeRequest.CommissionWithCode(
                        args.get("code").textValue(), args.get("network_only").booleanValue());
            case "remove_node" -> new BridgeRequest.RemoveNode(node(id));
            case "interview_node" -> new BridgeRequest.InterviewNode(node(id));
            case "get_icd_state" -> new BridgeRequest.GetIcdState(node(id));
            case "diagnostics" -> new BridgeRequest.Diagnostics();
            default -> null;
        };
    }

    /** "args":{} and no args are the same request. */
    static JsonNode withoutEmptyArgs(JsonNode frame) {
        ObjectNode copy = frame.deepCopy();
        if (copy.path("args").isEmpty()) {
            copy.remove("args");
        }
        return copy;
    }

    private static NodeId node(JsonNode id) {
        return NodeId.parse(id.asText());
    }

    private static AttributePath path(String text) {
        try {
            return AttributePath.parse(text);
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> paths(JsonNode value) {
        var paths = new ArrayList<String>();
        if (value.isTextual()) {
            paths.add(value.textValue());
        } else {
            value.forEach(v -> paths.add(v.textValue()));
        }
        return paths;
    }
}
