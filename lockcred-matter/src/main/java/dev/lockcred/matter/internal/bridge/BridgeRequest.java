// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What we ask of a bridge. Field names are the CHIP labels and command names are Pascal case: the Python server takes
 * nothing else, the JS server takes these too.
 */
public sealed interface BridgeRequest {

    /** The API's name of the command. */
    String command();

    /** Adds the arguments; leaves the object empty when there are none. */
    void writeArgs(ObjectNode args);

    /** The frame for this request. The id is any string; the answer carries it again. */
    default String encode(String messageId) {
        ObjectNode frame = Json.object();
        frame.put("message_id", messageId);
        frame.put("command", command());
        ObjectNode args = Json.object();
        writeArgs(args);
        if (!args.isEmpty()) {
            frame.set("args", args);
        }
        return Json.write(frame);
    }

    record GetServerInfo() implements BridgeRequest {
        @Override
        public String command() {
            return "server_info";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            // none
        }
    }

    /** All nodes now, events from now on. Once per connection: the Python server fails on a second one. */
    record StartListening() implements BridgeRequest {
        @Override
        public String command() {
            return "start_listening";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            // none
        }
    }

    record GetNode(NodeId node) implements BridgeRequest {
        @Override
        public String command() {
            return "get_node";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.set("node_id", node.json());
        }
    }

    /**
     * Reads from the device, not from the bridge's cache.
     *
     * @param paths attribute paths; {@code *} stands for any endpoint, cluster or attribute
     */
    record ReadAttributes(NodeId node, List<String> paths) implements BridgeRequest {
        public ReadAttributes {
            paths = List.copyOf(paths);
            if (paths.isEmpty()) {
                throw new IllegalArgumentException("nothing to read");
            }
        }

        @Override
        public String command() {
            return "read_attribute";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.set("node_id", node.json());
            if (paths.size() == 1) {
                args.put("attribute_path", paths.get(0));
            } else {
                var list = args.putArray("attribute_path");
                paths.forEach(list::add);
            }
        }
    }

    record WriteAttribute(NodeId node, AttributePath path, JsonNode value) implements BridgeRequest {
        @Override
        public String command() {
            return "write_attribute";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.set("node_id", node.json());
            args.put("attribute_path", path.toString());
            args.set("value", value);
        }
    }

    /**
     * Invokes a cluster command on the device. Never prints its payload: that is where the PINs are.
     *
     * @param timedMillis the window of a timed interaction, for commands that need one; null for the others
     */
    record DeviceCommand(
            NodeId node,
            int endpoint,
            long cluster,
            String name,
            ObjectNode payload,
            @Nullable Integer timedMillis) implements BridgeRequest {

        @Override
        public String command() {
            return "device_command";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.set("node_id", node.json());
            args.put("endpoint_id", endpoint);
            args.put("cluster_id", cluster);
            args.put("command_name", name);
            args.set("payload", payload);
            if (timedMillis != null) {
                args.put("timed_request_timeout_ms", timedMillis);
            }
        }

        @Override
        public String toString() {
            return "DeviceCommand[" + name + " on " + node + "/" + endpoint + "]";
        }
    }

    /** Asks the device for its fabrics: which index belongs to whom. */
    record GetFabrics(NodeId node) implements BridgeRequest {
        @Override
        public String command() {
            return "get_matter_fabrics";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.set("node_id", node.json());
        }
    }

    /**
     * Opens the device for another controller.
     *
     * @param seconds how long, 180..900 by the Matter core specification
     */
    record OpenCommissioningWindow(NodeId node, int seconds) implements BridgeRequest {
        public OpenCommissioningWindow {
            if (seconds < 180 || seconds > 900) {
                throw new IllegalArgumentException("a commissioning window lasts 180 to 900 seconds, not " + seconds);
            }
        }

        @Override
        public String command() {
            return "open_commissioning_window";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.set("node_id", node.json());
            args.put("timeout", seconds);
        }
    }

    /**
     * Brings a device into the bridge's fabric. The code opens the device for anybody who has it: never printed.
     *
     * @param networkOnly whether to leave Bluetooth alone
     */
    record CommissionWithCode(String code, boolean networkOnly) implements BridgeRequest {
        public CommissionWithCode {
            Objects.requireNonNull(code, "code");
        }

        @Override
        public String command() {
            return "commission_with_code";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.put("code", code);
            args.put("network_only", networkOnly);
        }

        @Override
        public String toString() {
            return "CommissionWithCode[code hidden, networkOnly=" + networkOnly + "]";
        }
    }

    record RemoveNode(NodeId node) implements BridgeRequest {
        @Override
        public String command() {
            return "remove_node";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.set("node_id", node.json());
        }
    }

    /** Has the bridge read everything of the node again. */
    record InterviewNode(NodeId node) implements BridgeRequest {
        @Override
        public String command() {
            return "interview_node";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.set("node_id", node.json());
        }
    }

    /** Whether the device sleeps (JS server only). */
    record GetIcdState(NodeId node) implements BridgeRequest {
        @Override
        public String command() {
            return "get_icd_state";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            args.set("node_id", node.json());
        }
    }

    /** Server information, nodes and the last 25 events. */
    record Diagnostics() implements BridgeRequest {
        @Override
        public String command() {
            return "diagnostics";
        }

        @Override
        public void writeArgs(ObjectNode args) {
            // none
        }
    }
}
