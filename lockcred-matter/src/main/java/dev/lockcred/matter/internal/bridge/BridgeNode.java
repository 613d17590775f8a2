// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One node as the bridge caches it.
 *
 * @param available the bridge's slow opinion: it lags the truth by minutes either way
 * @param bridge whether the node carries devices of another technology
 * @param attributes every cached attribute with its raw value; null values are kept as JSON null
 * @param problems what of the node could not be read, in words
 */
public record BridgeNode(
        NodeId id,
        boolean available,
        boolean bridge,
        SortedMap<AttributePath, JsonNode> attributes,
        List<String> problems) {

    public BridgeNode {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        problems = List.copyOf(problems);
    }

    static BridgeNode decode(JsonNode tree) throws MalformedFrameException {
        var in = JsonFields.of(tree, "node");
        var id = new NodeId(in.u64("node_id"));
        JsonNode raw = in.any("attributes");
        if (!raw.isObject()) {
            throw new MalformedFrameException("node.attributes: expected an object");
        }
        var attributes = new TreeMap<AttributePath, JsonNode>();
        var problems = new ArrayList<String>();
        for (var entry : raw.properties()) {
            try {
                attributes.put(AttributePath.parse(entry.getKey()), entry.getValue());
            } catch (MalformedFrameException e) {
                problems.add("node " + id + ": " + e.getMessage());
            }
        }
        return new BridgeNode(id, in.bool("available", true), in.bool("is_bridge", false), attributes, problems);
    }

    /** The raw value; null when the bridge has none or the value is null. */
    public @Nullable JsonNode attribute(int endpoint, long cluster, long attribute) {
        JsonNode value = attributes.get(new AttributePath(endpoint, cluster, attribute));
        return value == null || value.isNull() ? null : value;
    }

    /** The value when it is a whole number that fits a long. */
    public @Nullable Long number(int endpoint, long cluster, long attribute) {
        JsonNode value = attribute(endpoint, cluster, attribute);
        return value != null && value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
    }

    /** The value when it is a non-blank string. */
    public @Nullable String text(int endpoint, long cluster, long attribute) {
        JsonNode value = attribute(endpoint, cluster, attribute);
        return value != null && value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
    }

    /** The value when it is true or false. */
    public @Nullable Boolean flag(int endpoint, long cluster, long attribute) {
        JsonNode value = attribute(endpoint, cluster, attribute);
        return value != null && value.isBoolean() ? value.booleanValue() : null;
    }

    /** The same node with one attribute replaced. */
    public BridgeNode with(AttributePath path, JsonNode value) {
        var changed = new TreeMap<>(attributes);
        changed.put(path, value);
        return new BridgeNode(id, available, bridge, changed, problems);
    }

    /** Which attributes differ from the older state of the same node, removed ones included. */
    public List<AttributePath> changesSince(BridgeNode older) {
        var changed = new ArrayList<AttributePath>();
        attributes.forEach((path, value) -> {
            if (!value.equals(older.attributes.get(path))) {
                changed.add(path);
            }
        });
        older.attributes.keySet().stream()
                .filter(path -> !attributes.containsKey(path))
                .forEach(changed::add);
        Collections.sort(changed);
        return changed;
    }

    @Override
    public String toString() {
        return "BridgeNode[" + id + ", available=" + available + ", bridge=" + bridge + ", " + attributes.size()
                + " attributes]";
    }
}
