// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one command, or one person at the door, causes: the Door Lock cluster's events and changed attributes, in their order.
 * Numbers are the cluster's. Confined to the run loop.
 */
final class LockEvents {

    /** Who asks: a fabric as the lock numbers it, and the node in it. */
    record Asker(int fabric, long node) {}

    /** An event of the cluster. */
    record Event(int id, ObjectNode data) {}

    /** What a command gives: its answer, the events it causes, the attributes it changes. */
    record Effect(JsonNode answer, List<Event> events, Map<Integer, JsonNode> attributes) {

        /** Nothing but an answer. */
        static Effect only(JsonNode answer) {
            return new Effect(answer, List.of(), Map.of());
        }
    }

    private final List<Event> events = new ArrayList<>();
    private final TreeMap<Integer, JsonNode> attributes = new TreeMap<>();

    /** All of this since the last time, with the answer to what caused it. */
    Effect with(JsonNode answer) {
        var all = new Effect(answer, List.copyOf(events), new TreeMap<>(attributes));
        events.clear();
        attributes.clear();
        return all;
    }

    /** All of this since the last time, where nobody waits for an answer or it is a refusal. */
    Effect withoutAnswer() {
        return with(NullNode.getInstance());
    }

    void attribute(int id, int value) {
        attributes.put(id, JsonNodeFactory.instance.numberNode(value));
    }

    /** DoorLockAlarm. */
    void alarm(int code) {
        events.add(new Event(0, object().put("alarmCode", code)));
    }

    /** DoorStateChange. */
    void door(int state) {
        events.add(new Event(1, object().put("doorState", state)));
    }

    /** LockOperation; no asker for what is done at the door. */
    void operation(
            int operation, int source, @Nullable Integer user, @Nullable Asker asker, @Nullable ArrayNode credentials) {
        ObjectNode data = object().put("lockOperationType", operation).put("operationSource", source);
        data.put("userIndex", user);
        asker(data, asker);
        data.set("credentials", credentials == null ? NullNode.getInstance() : credentials);
        events.add(new Event(2, data));
    }

    /** LockOperationError: the credential is invalid. */
    void operationError(int operation, int source, @Nullable Asker asker) {
        ObjectNode data = object().put("lockOperationType", operation).put("operationSource", source);
        data.put("operationError", 1);
        data.putNull("userIndex");
        asker(data, asker);
        data.putNull("credentials");
        events.add(new Event(3, data));
    }

    /** LockUserChange; no asker for what is done at the lock's own menu. */
    void userChange(
            int dataType, int operation, @Nullable Integer user, @Nullable Integer data, @Nullable Asker asker) {
        ObjectNode event = object().put("lockDataType", dataType).put("dataOperationType", operation);
        event.put("operationSource", asker == null ? 3 : 7).put("userIndex", user);
        asker(event, asker);
        event.put("dataIndex", data);
        events.add(new Event(4, event));
    }

    private static void asker(ObjectNode data, @Nullable Asker asker) {
        if (asker == null) {
            data.putNull("fabricIndex").putNull("sourceNode");
        } else {
            data.put("fabricIndex", asker.fabric()).put("sourceNode", asker.node());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
