// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.matter.internal.bridge.Json;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;

/** The far end of a channel: remembers what is asked and says what the test tells it to. */
final class ScriptedBridge {

    static final String HELLO = "{\"fabric_id\":1,\"compressed_fabric_id\":6942762819156400843,\"fabric_index\":1,"
            + "\"schema_version\":13,\"min_supported_schema_version\":11,\"sdk_version\":\"matter-server/1.4.1\","
            + "\"controller_node_id\":112233}";

    static final String NODES = "[{\"node_id\":1,\"available\":true,\"is_bridge\":false,\"attributes\":"
            + "{\"1/257/0\":1,\"1/257/3\":0}},{\"node_id\":18446744069414584321,\"available\":true,\"attributes\":{}}]";

    final List<JsonNode> asked = new ArrayList<>();
    final List<TextChannel> channels = new ArrayList<>();
    boolean greets = true;
    String nodes = NODES;

    void attach(TextChannel channel) {
        channels.add(channel);
        channel.listen(this::received, lost -> {});
        if (greets) {
            channel.send(HELLO);
        }
    }

    private void received(String text) {
        try {
            JsonNode request = Json.parse(text);
            asked.add(request);
            if (request.path("command").asText().equals("start_listening") && !nodes.isEmpty()) {
                say("{\"message_id\":" + request.get("message_id") + ",\"result\":" + nodes + "}");
            }
        } catch (MalformedFrameException e) {
            say("{\"message_id\":\"\",\"error_code\":0,\"details\":\"Unexpected token\"}"); // as the JS server does
        }
    }

    TextChannel channel() {
        return channels.get(channels.size() - 1);
    }

    void say(String text) {
        channel().send(text);
    }

    /** The requests other than start_listening. */
    List<JsonNode> requests() {
        return asked.stream()
                .filter(r -> r.has("message_id") && !r.path("command").asText().equals("start_listening"))
                .toList();
    }

    JsonNode last() {
        return requests().get(requests().size() - 1);
    }

    void answer(JsonNode request, String result) {
        say("{\"message_id\":" + request.get("message_id") + ",\"result\":" + result + "}");
    }

    void fail(JsonNode request, int code, String details) {
        say("{\"message_id\":" + request.get("message_id") + ",\"error_code\":" + code + ",\"details\":\"" + details
                + "\"}");
    }
}
