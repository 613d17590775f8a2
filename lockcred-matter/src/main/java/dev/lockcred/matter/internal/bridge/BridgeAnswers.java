// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The results of the requests that have one. */
public final class BridgeAnswers {

    private BridgeAnswers() {}

    /**
     * The nodes of a dump.
     *
     * @param nodes all that could be read
     * @param problems what could not, in words; one bad node does not hide the others
     */
    public record Nodes(List<BridgeNode> nodes, List<String> problems) {
        public Nodes {
            nodes = List.copyOf(nodes);
            problems = List.copyOf(problems);
        }
    }

    /** The answer to {@code start_listening}. */
    public static Nodes nodes(JsonNode result) throws MalformedFrameException {
        var nodes = new ArrayList<BridgeNode>();
        var problems = new ArrayList<String>();
        for (JsonNode element : JsonFields.list(result, "nodes")) {
            try {
                var node = BridgeNode.decode(element);
                nodes.add(node);
                problems.addAll(node.problems());
            } catch (MalformedFrameException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return new Nodes(nodes, problems);
    }

    /** The answer to {@code get_node} and the commissioning commands. */
    public static BridgeNode node(JsonNode result) throws MalformedFrameException {
        return BridgeNode.decode(result);
    }

    /** The answer to {@code read_attribute}. */
    public static SortedMap<AttributePath, JsonNode> attributes(JsonNode result) throws MalformedFrameException {
        if (!result.isObject()) {
            throw new MalformedFrameException("read_attribute result: expected an object");
        }
        var values = new TreeMap<AttributePath, JsonNode>();
        for (var entry : result.properties()) {
            values.put(AttributePath.parse(entry.getKey()), entry.getValue());
        }
        return values;
    }

    /**
     * The status of a single {@code write_attribute}. A refusal is not an error answer but a status here; and status 0 does
     * not prove the write either (a read-only attribute was seen to give 0), so read it again.
     */
    public static int writeStatus(JsonNode result) throws MalformedFrameException {
        List<JsonNode> statuses = JsonFields.list(result, "write_attribute result");
        if (statuses.size() != 1) {
            throw new MalformedFrameException("write_attribute result: expected one status, got " + statuses.size());
        }
        return JsonFields.of(statuses.get(0), "write_attribute result").u31("Status");
    }

    /**
     * A fabric that a node belongs to.
     *
     * @param index its number on that node, 1..254
     * @param label what its owner calls it; may be empty
     * @param vendorName who made the controller; may be empty
     */
    public record Fabric(long fabricId, int index, int vendorId, String label, String vendorName) {}

    /** The answer to {@code get_matter_fabrics}. */
    public static List<Fabric> fabrics(JsonNode result) throws MalformedFrameException {
        var fabrics = new ArrayList<Fabric>();
        for (JsonNode element : JsonFields.list(result, "fabrics")) {
            var in = JsonFields.of(element, "fabric");
            fabrics.add(new Fabric(
                    in.u64("fabric_id"),
                    in.u31("fabric_index"),
                    in.u31("vendor_id"),
                    orEmpty(in.textOrNull("fabric_label")),
                    orEmpty(in.textOrNull("vendor_name"))));
        }
        return List.copyOf(fabrics);
    }

    /** The codes of an open commissioning window. They let anybody in who has them: never printed. */
    public record Window(String manualCode, String qrCode) {
        @Override
        public String toString() {
            return "Window[codes hidden]";
        }
    }

    /** The answer to {@code open_commissioning_window}. */
    public static Window window(JsonNode result) throws MalformedFrameException {
        var in = JsonFields.of(result, "commissioning window");
        return new Window(in.text("setup_manual_code"), orEmpty(in.textOrNull("setup_qr_code")));
    }

    /**
     * How a node sleeps.
     *
     * @param longIdle whether it takes commands only at its check-ins
     * @param awake null when the bridge does not know
     */
    public record IcdState(
            boolean supported, boolean longIdle, @Nullable Boolean awake) {}

    /** The answer to {@code get_icd_state}. */
    public static IcdState icdState(JsonNode result) throws MalformedFrameException {
        var in = JsonFields.of(result, "ICD state");
        JsonNode mode = in.anyOrNull("operating_mode");
        return new IcdState(
                in.bool("supported", false),
                mode != null && mode.isIntegralNumber() && mode.longValue() == 1,
                in.has("awake") ? Boolean.valueOf(in.bool("awake")) : null);
    }

    /** The events in the answer to {@code diagnostics}: the last 25 the bridge saw, oldest first. */
    public static List<BridgeEvent.NodeEvent> recentEvents(JsonNode result) throws MalformedFrameException {
        var events = new ArrayList<BridgeEvent.NodeEvent>();
        for (JsonNode element : JsonFields.of(result, "diagnostics").listOrEmpty("events")) {
            events.add(BridgeEvent.NodeEvent.decode(element));
        }
        return List.copyOf(events);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
