// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The 715 frames recorded between a JS server 1.4.1-alpha (matter.js 0.17.9) with four virtual locks and a client
 * ({@code matter-captures.json}).
 */
public final class Captures {

    /** One frame. The text is the JSON of the frame as it is in the file. */
    public record Frame(int number, String name, String direction, long millis, JsonNode json) {
        public String scenario() {
            return name.substring(0, name.indexOf(':'));
        }

        public boolean fromServer() {
            return direction.equals("server->client");
        }

        public boolean fromClient() {
            return direction.equals("client->server");
        }

        @Override
        public String toString() {
            return number + " " + name;
        }
    }

    /** A request and its answer. */
    public record Exchange(Frame request, Frame answer) {
        @Override
        public String toString() {
            return request.toString();
        }
    }

    private Captures() {}

    public static List<Frame> frames() {
        try (var in = Captures.class.getResourceAsStream("/dev/lockcred/matter/matter-captures.json")) {
            // Not through Json: a node dump inside this file sits two levels deeper than on the wire.
            var tree = new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            var frames = new ArrayList<Frame>();
            for (JsonNode f : tree) {
                frames.add(new Frame(
                        frames.size(),
                        f.get("name").textValue(),
                        f.get("direction").textValue(),
                        f.get("t_ms").longValue(),
                        f.get("json")));
            }
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The requests that were answered, with their answers: message ids are unique within one connection. */
    public static List<Exchange> exchanges(Predicate<JsonNode> request) {
        var exchanges = new ArrayList<Exchange>();
        Map<String, Frame> open = new HashMap<>();
        for (Frame frame : frames()) {
            JsonNode id = frame.json().get("message_id");
            if (id == null || id.asText().isEmpty()) {
                continue;
            }
            String key = frame.scenario() + id.asText();
            if (frame.fromClient()) {
                open.put(key, frame);
            } else {
                Frame asked = open.remove(key);
                if (asked != null && request.test(asked.json())) {
                    exchanges.add(new Exchange(asked, frame));
                }
            }
        }
        return exchanges;
    }

    /** The answered invokes of one door lock command. */
    public static List<Exchange> invokes(String commandName) {
        return exchanges(json -> json.path("args").path("command_name").asText().equals(commandName));
    }
}
