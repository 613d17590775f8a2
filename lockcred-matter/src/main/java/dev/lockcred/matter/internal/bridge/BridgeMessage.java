// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.lockcred.spi.support.MalformedFrameException;

/** One message of a bridge. */
public sealed interface BridgeMessage {

    /** The greeting after the upgrade, recognised by its {@code schema_version}. */
    record Hello(ServerInfo info) implements BridgeMessage {}

    /** A request was carried out. Does not print the result: the bridge sends what it likes. */
    record Result(String messageId, JsonNode result) implements BridgeMessage {
        @Override
        public String toString() {
            return "Result[" + messageId + "]";
        }
    }

    /** A request failed. */
    record Failure(String messageId, BridgeError error) implements BridgeMessage {}

    record Pushed(BridgeEvent event) implements BridgeMessage {}

    /**
     * Reads one text message.
     *
     * @throws MalformedFrameException when it is none of the known kinds or a field is not what it must be; the connection
     *     can go on after it
     */
    static BridgeMessage decode(String message) throws MalformedFrameException {
        JsonNode tree = Json.parse(message);
        var in = JsonFields.of(tree, "message");
        if (in.has("event")) {
            JsonNode data = in.anyOrNull("data");
            return new Pushed(BridgeEvent.decode(in.text("event"), data == null ? NullNode.getInstance() : data));
        }
        if (in.has("message_id")) {
            String id = messageId(in.any("message_id"));
            if (in.has("error_code")) {
                JsonNode details = in.anyOrNull("details");
                String text = details != null && details.isTextual() ? details.textValue() : "";
                return new Failure(id, new BridgeError(in.u31("error_code"), text));
            }
            JsonNode result = in.anyOrNull("result");
            return new Result(id, result == null ? NullNode.getInstance() : result);
        }
        if (in.has("schema_version")) {
            return new Hello(ServerInfo.decode(tree));
        }
        throw new MalformedFrameException("message: neither an answer, nor an event, nor server information");
    }

    private static String messageId(JsonNode id) throws MalformedFrameException {
        if (id.isTextual()) {
            return id.textValue();
        }
        if (id.isIntegralNumber()) {
            return id.asText(); // the JS server echoes a number as a number
        }
        throw new MalformedFrameException("message.message_id: expected a string");
    }
}
