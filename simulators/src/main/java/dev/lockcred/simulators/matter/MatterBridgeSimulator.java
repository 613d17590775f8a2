// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.Timers;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Matter controller server with simulated locks behind it. Give {@link #attach} to {@code Wires.peer}; add locks with {@link
 * #node}; make trouble through {@link #faults()}. Counts the invokes that reach its locks. Confined to the run loop.
 */
public final class MatterBridgeSimulator {

    /** A bridge keeps this many events for {@code diagnostics}. */
    private static final int KEPT_EVENTS = 25;

    private static final Duration ANSWER = Duration.ofMillis(10);
    private static final Duration REPORT = Duration.ofMillis(50);
    private static final long CONTROLLER = 112_233;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Timers time;
    private final Dialect dialect;
    private final Faults faults = new Faults();
    private final TreeMap<BigInteger, SimulatedNode> nodes = new TreeMap<>();
    private final List<Client> clients = new ArrayList<>();
    private final ArrayDeque<ObjectNode> recent = new ArrayDeque<>();
    private final Map<String, List<String>> merging = new HashMap<>();
    private final List<String> invokes = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private long compressedFabric = 6942762819156400843L;
    private int fabricOnLocks = 1;
    private int schema;
    private int oldestSchema = 11;

    public MatterBridgeSimulator(Timers time, Dialect dialect) {
        this.time = time;
        this.dialect = dialect;
        this.schema = dialect == Dialect.JS ? 13 : 11;
    }

    private static final class Client {
        final TextChannel channel;
        boolean listening;
        boolean gone;

        Client(TextChannel channel) {
            this.channel = channel;
        }

        void say(JsonNode message) {
            if (!gone) {
                channel.send(message.toString());
            }
        }
    }

    /** A client has connected. */
    public void attach(TextChannel channel) {
        var client = new Client(channel);
        clients.add(client);
        channel.listen(text -> received(client, text), lost -> {
            client.gone = true;
            clients.remove(client);
        });
        if (!faults.silentGreeting) {
            client.say(serverInfo());
        }
    }

    /** Adds a node with one lock. The id is decimal. */
    public SimulatedNode node(String id, LockProfile profile) {
        var node = new SimulatedNode(id, profile, "vlock-" + id, fabricOnLocks);
        nodes.put(new BigInteger(id), node);
        ObjectNode event = event("node_added");
        event.set("data", node.json());
        broadcast(event);
        return node;
    }

    /** Gives a node a clock of its own. */
    public void clock(String id) {
        node(id).clock(new SimulatedClock(time));
    }

    public SimulatedNode node(String id) {
        SimulatedNode node = nodes.get(new BigInteger(id));
        if (node == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return node;
    }

    /** What goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** The bridge introduces itself as another schema. */
    public void schema(int version, int oldest) {
        schema = version;
        oldestSchema = oldest;
    }

    /** The bridge belongs to another fabric, and its locks number that fabric so. */
    public void fabric(long compressed, int indexOnLocks) {
        compressedFabric = compressed;
        fabricOnLocks = indexOnLocks;
        nodes.values().forEach(node -> node.set("0/62/5", indexOnLocks));
    }

    /** Which commands reached a lock, in order: {@code "GetUser 1/1"}. */
    public List<String> invokes() {
        return List.copyOf(invokes);
    }

    public void forgetInvokes() {
        invokes.clear();
        requests.clear();
    }

    /** The bridge commands asked for, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Stops and is there again at once: {@code server_shutdown}, then every connection closes. */
    public void restart(boolean forgetEvents) {
        ObjectNode event = event("server_shutdown");
        event.set("data", JsonNodeFactory.instance.objectNode());
        broadcast(event);
        for (Client client : List.copyOf(clients)) {
            client.gone = true;
            client.channel.close();
        }
        clients.clear();
        merging.clear();
        if (forgetEvents) {
            recent.clear();
        }
    }

    // ---- people at the doors

    /** Somebody types digits at a lock's keypad. */
    public void keypad(String node, String digits) {
        happen(node(node), node(node).lock().keypad(ascii(digits)));
    }

    public void manual(String node, boolean lock) {
        happen(node(node), node(node).lock().manual(lock));
    }

    public void autoRelock(String node) {
        happen(node(node), node(node).lock().autoRelock());
    }

    public void alarm(String node, int code) {
        happen(node(node), node(node).lock().alarm(code));
    }

    public void door(String node, int state) {
        happen(node(node), node(node).lock().door(state));
    }

    /** Somebody adds a user with a PIN at the lock itself. */
    public void localUser(String node, int index, String digits, int credential) {
        happen(node(node), node(node).lock().localUser(index, ascii(digits), credential));
    }

    public void localRemoval(String node, int index) {
        happen(node(node), node(node).lock().localRemoval(index));
    }

    /** The battery as attributes tell it: percent times two, level 0 to 2. */
    public void battery(String node, int halfPercents, int level) {
        SimulatedNode n = node(node);
        attribute(n, n.profile.endpoint() + "/47/12", JsonNodeFactory.instance.numberNode(halfPercents));
        attribute(n, n.profile.endpoint() + "/47/14", JsonNodeFactory.instance.numberNode(level));
    }

    /** The bridge learns that a node is there or not. */
    public void available(String node, boolean available) {
        SimulatedNode n = node(node);
        n.available = available;
        ObjectNode event = event("node_updated");
        event.set("data", n.json());
        broadcast(event);
    }

    /** Another program on this bridge asks a lock to do something. */
    public void otherProgram(String node, String command, ObjectNode payload) {
        try {
            SimulatedNode n = node(node);
            String name = Payloads.command(command, Dialect.JS);
            if (name == null) {
                throw new IllegalArgumentException("no command " + command);
            }
            happen(n, n.lock().invoke(name, Payloads.normal(name, payload, Dialect.JS), asker()));
        } catch (Payloads.Refused | Refusal e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The bridge sends its remembered events again, as after a lost subscription. */
    public void replay(boolean backwards) {
        var all = new ArrayList<>(recent);
        if (backwards) {
            java.util.Collections.reverse(all);
        }
        all.forEach(data -> {
            ObjectNode event = event("node_event");
            event.set("data", data);
            broadcast(event);
        });
    }

    // ---- requests

    private void received(Client client, String text) {
        JsonNode request;
        try {
            request = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            if (dialect == Dialect.PYTHON) {
                client.gone = true;
                clients.remove(client);
                client.channel.close();
            } else {
                char first = text.isEmpty() ? ' ' : text.charAt(0);
                fail(
                        client,
                        JsonNodeFactory.instance.textNode(""),
                        0,
                        "Unexpected token '" + first + "', \"" + text + "\" is not valid JSON");
            }
            return;
        }
        JsonNode id = request.has("message_id") ? request.get("message_id") : JsonNodeFactory.instance.textNode("");
        String command =
                request.path("command").isTextual() ? request.get("command").textValue() : "undefined";
        JsonNode args = request.path("args");
        requests.add(command);
        switch (command) {
            case "server_info" -> answer(client, id, serverInfo());
            case "start_listening" -> startListening(client, id);
            case "get_nodes" -> answer(client, id, allNodes());
            case "get_node" -> {
                SimulatedNode node = find(args);
                if (node == null) {
                    noNode(client, id, args);
                } else {
                    answer(client, id, node.json());
                }
            }
            case "read_attribute" -> readAttribute(client, id, args);
            case "write_attribute" -> writeAttribute(client, id, args);
            case "device_command" -> deviceCommand(client, id, args);
            case "diagnostics" -> diagnostics(client, id);
            case "interview_node" -> interview(client, id, args);
            case "get_icd_state" -> answer(client, id, noIcd());
            case "get_matter_fabrics" -> answer(client, id, fabrics());
            case "open_commissioning_window" -> {
                ObjectNode window = JsonNodeFactory.instance.objectNode();
                window.put("setup_pin_code", 15_517_874).put("setup_manual_code", "10222609477");
                answer(client, id, window.put("setup_qr_code", "MT:Y.K90YDA139POL4HC00"));
            }
            case "commission_with_code" -> commission(client, id, args);
            case "remove_node" -> remove(client, id, args);
            case "set_default_fabric_label" -> answer(client, id, NullNode.getInstance());
            case "get_fabric_label" ->
                answer(client, id, JsonNodeFactory.instance.objectNode().put("fabric_label", "Lockcred"));
            default -> fail(client, id, 9, "Unknown command: " + command);
        }
    }

    private void startListening(Client client, JsonNode id) {
        if (client.listening && dialect == Dialect.PYTHON) {
            fail(client, id, 0, "");
            return;
        }
        client.listening = true;
        answer(client, id, allNodes());
    }

    private ArrayNode allNodes() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        nodes.values().forEach(node -> list.add(node.json()));
        return list;
    }

    private ObjectNode serverInfo() {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("fabric_id", 1);
        info.set("compressed_fabric_id", SimulatedNode.number(Long.toUnsignedString(compressedFabric)));
        if (dialect == Dialect.JS) {
            info.put("fabric_index", 1);
        }
        info.put("schema_version", schema).put("min_supported_schema_version", oldestSchema);
        info.put("sdk_version", dialect == Dialect.JS ? "matter-server/1.4.1 (matter.js/0.17.9)" : "2025.7.0");
        info.put("wifi_credentials_set", false).put("thread_credentials_set", false);
        info.put("bluetooth_enabled", false);
        if (dialect == Dialect.JS) {
            info.put("ble_proxy_enabled", false).put("controller_node_id", CONTROLLER);
        }
        return info;
    }

    private void readAttribute(Client client, JsonNode id, JsonNode args) {
        SimulatedNode node = find(args);
        if (node == null) {
            noNode(client, id, args);
            return;
        }
        if (!node.reachable) {
            unreachable(client, id, node, null);
            return;
        }
        SimulatedClock clock = node.clock();
        if (clock != null) {
            clock.show(node.attributes);
        }
        var patterns = new ArrayList<String>();
        JsonNode path = args.path("attribute_path");
        if (path.isTextual()) {
            patterns.add(path.textValue());
        } else {
            path.forEach(p -> patterns.add(p.asText()));
        }
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        patterns.forEach(pattern -> node.attributes.forEach((key, value) -> {
            if (key.matches(pattern.replace("*", "\\d+"))) {
                values.set(key, value);
            }
        }));
        later(ANSWER, () -> {
            if (values.isEmpty()) {
                fail(client, id, 7, "Failed to read attribute: no values returned");
            } else {
                answer(client, id, values);
            }
        });
    }

    private void writeAttribute(Client client, JsonNode id, JsonNode args) {
        SimulatedNode node = find(args);
        if (node == null) {
            noNode(client, id, args);
            return;
        }
        List<String> path = List.of(args.path("attribute_path").asText().split("/", 3));
        JsonNode value = args.path("value");
        JsonNode old = node.attributes.get(args.path("attribute_path").asText());
        int attribute = Integer.parseInt(path.get(2));
        boolean fits = old == null || old.getNodeType() == value.getNodeType();
        if (fits && !faults.writesLie) {
            // A bridge was seen to say the same of a read-only attribute: success, and an update that is not true.
            attribute(node, args.path("attribute_path").asText(), value);
            if (attribute == 51) {
                node.lock().pinRequired(value.booleanValue());
            }
        }
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        ObjectNode entry = result.addObject();
        entry.putObject("Path")
                .put("EndpointId", Integer.parseInt(path.get(0)))
                .put("ClusterId", Integer.parseInt(path.get(1)))
                .put("AttributeId", attribute);
        entry.put("Status", fits ? 0 : 141);
        later(ANSWER, () -> answer(client, id, result));
    }

    private void deviceCommand(Client client, JsonNode id, JsonNode args) {
        if (!args.has("command_name") || !args.has("cluster_id")) {
            fail(client, id, 0, "Cannot read properties of undefined (reading 'length')");
            return;
        }
        SimulatedNode node = find(args);
        if (node == null) {
            noNode(client, id, args);
            return;
        }
        int endpoint = args.path("endpoint_id").intValue();
        int cluster = args.path("cluster_id").intValue();
        String asked = args.path("command_name").asText();
        if (cluster == 56 && endpoint == 0 && node.clock() != null) {
            invokes.add(asked + " " + node.id + "/" + endpoint);
            boolean known = node.clock().set(asked, args.path("payload"));
            later(ANSWER, () -> {
                if (known) {
                    answer(client, id, NullNode.getInstance());
                } else {
                    fail(client, id, 0, "Invalid command (code 133)");
                }
            });
            return;
        }
        if (cluster != 257 && cluster != 6) {
            fail(client, id, 8, "Cluster Id \"" + cluster + "\" unknown");
            return;
        }
        if (!node.hasEndpoint(endpoint)) {
            fail(client, id, 0, "Endpoint " + endpoint + " does not exist (code 139)");
            return;
        }
        String camel = asked.isEmpty() ? "" : Character.toLowerCase(asked.charAt(0)) + asked.substring(1);
        if (cluster == 6 || endpoint != node.profile.endpoint()) {
            fail(client, id, 0, "Cannot read properties of undefined (reading '" + camel + "')");
            return;
        }
        String command = Payloads.command(asked, dialect);
        if (command == null) {
            fail(client, id, 0, "Cluster DoorLock does not define command " + camel);
            return;
        }
        ObjectNode payload;
        try {
            payload = Payloads.normal(command, args.get("payload"), dialect);
        } catch (Payloads.Refused e) {
            fail(client, id, 0, String.valueOf(e.getMessage()));
            return;
        }
        boolean timedGiven = args.path("timed_request_timeout_ms").asInt() > 0;
        if (dialect == Dialect.PYTHON && Payloads.timed(command) && !timedGiven) {
            fail(client, id, 0, "InteractionModelError: NeedsTimedInteraction (0xc6)");
            return;
        }
        if (dialect == Dialect.JS
                && args.has("timed_request_timeout_ms")
                && args.get("timed_request_timeout_ms").asInt() < 2) {
            later(ANSWER, () -> fail(client, id, 0, "Received error status: Timeout(148) (InvokeResponse)"));
            return;
        }
        String key = node.id + command + payload;
        if (dialect == Dialect.JS && merging.containsKey(key)) {
            merging.get(key).add(id.toString());
            mergedClients.put(id.toString(), client);
            return; // the first one's answer is this one's too
        }
        merging.put(key, new ArrayList<>());
        invokes.add(asked + " " + node.id + "/" + endpoint);
        carryOut(client, id, node, command, payload, key);
    }

    private final Map<String, Client> mergedClients = new HashMap<>();

    private void carryOut(
            Client client, JsonNode id, SimulatedNode node, String command, ObjectNode payload, String key) {
        if (!node.reachable) {
            unreachable(client, id, node, key);
            return;
        }
        Faults.Injected injected = faults.next(command);
        Duration work = faults.slow(command).plus(ANSWER);
        boolean aborted = dialect == Dialect.JS && work.compareTo(Duration.ofMillis(11_400)) > 0;
        if (aborted) {
            later(Duration.ofMillis(11_400), () -> say(client, id, key, error(0, "Operation aborted")));
        }
        boolean lost = faults.losesAnswer(command);
        later(work, () -> {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            LockEvents.Effect effect = LockEvents.Effect.only(NullNode.getInstance());
            try {
                if (injected != null) {
                    throw new Refusal(injected.status(), injected.clusterStatus());
                }
                if (!node.profile.acceptedCommands().contains(Payloads.id(command))) {
                    throw new Refusal(129);
                }
                effect = faults.pretends(command)
                        ? LockEvents.Effect.only(SimulatedLock.success(command))
                        : node.lock().invoke(command, payload, asker());
                answer.set("result", dialectal(effect.answer()));
            } catch (Refusal e) {
                answer = error(0, status(e));
                effect = node.lock().refused();
            }
            if (!lost && !aborted) {
                say(client, id, key, answer);
            } else {
                merging.remove(key);
            }
            LockEvents.Effect caused = effect;
            later(REPORT, () -> happen(node, caused));
        });
    }

    private void say(Client client, JsonNode id, String key, ObjectNode answer) {
        List<String> merged = merging.remove(key);
        ObjectNode own = answer.deepCopy();
        own.set("message_id", id);
        client.say(own);
        if (faults.duplicateAnswers) {
            client.say(own);
        }
        if (merged != null) {
            for (String other : merged) {
                Client asker = mergedClients.remove(other);
                ObjectNode copy = answer.deepCopy();
                copy.put("message_id", other.substring(1, other.length() - 1));
                if (asker != null) {
                    asker.say(copy);
                }
            }
        }
    }

    private JsonNode dialectal(JsonNode answer) {
        if (dialect == Dialect.PYTHON && answer instanceof ObjectNode object && object.has("userUniqueId")) {
            ObjectNode copy = object.deepCopy();
            copy.remove("userUniqueId");
            return copy;
        }
        return answer;
    }

    private String status(Refusal refusal) {
        if (dialect == Dialect.PYTHON) {
            return "InteractionModelError: " + StatusNames.pascal(refusal.status) + " (0x"
                    + Integer.toHexString(refusal.status) + ")";
        }
        return StatusNames.words(refusal.status) + " (code " + refusal.status
                + (refusal.clusterStatus == null ? "" : "; cluster code " + refusal.clusterStatus) + ")";
    }

    private void unreachable(Client client, JsonNode id, SimulatedNode node, @Nullable String key) {
        Runnable abort = () -> {
            if (key != null) {
                say(client, id, key, error(0, "Operation aborted"));
            } else {
                fail(client, id, 0, "Operation aborted");
            }
        };
        if (dialect == Dialect.PYTHON) {
            if (key != null) {
                merging.remove(key);
            }
            fail(client, id, 3, "Node " + node.id + " is not (yet) available.");
        } else {
            later(
                    node.available && !faults.givenUp.contains(node.id) ? Duration.ofSeconds(90) : Duration.ofMillis(2),
                    () -> {
                        faults.givenUp.add(node.id);
                        abort.run();
                    });
        }
    }

    private void diagnostics(Client client, JsonNode id) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("info", serverInfo());
        result.set("nodes", allNodes());
        ArrayNode events = result.putArray("events");
        recent.forEach(events::add);
        answer(client, id, result);
    }

    private void interview(Client client, JsonNode id, JsonNode args) {
        SimulatedNode node = find(args);
        if (node == null) {
            noNode(client, id, args);
            return;
        }
        ObjectNode event = event("node_updated");
        event.set("data", node.json());
        broadcast(event);
        answer(client, id, NullNode.getInstance());
    }

    private static ObjectNode noIcd() {
        ObjectNode icd = JsonNodeFactory.instance.objectNode();
        icd.put("supported", false).put("lit_supported", false).put("registered", false);
        return icd.putNull("operating_mode")
                .putNull("awake")
                .putNull("available")
                .putNull("next_expected_checkin");
    }

    private ArrayNode fabrics() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        list.addObject()
                .put("fabric_id", 1)
                .put("vendor_id", 65_521)
                .put("fabric_index", 1)
                .put("fabric_label", fabricOnLocks == 1 ? "Lockcred" : "HomeAssistant")
                .put("vendor_name", "[Test vendor #1]");
        if (fabricOnLocks != 1) {
            list.addObject()
                    .put("fabric_id", 2)
                    .put("vendor_id", 65_522)
                    .put("fabric_index", fabricOnLocks)
                    .put("fabric_label", "")
                    .put("vendor_name", "[Test vendor #2]");
        }
        return list;
    }

    private void commission(Client client, JsonNode id, JsonNode args) {
        boolean known = args.path("code").asText().equals("MT:Y.K90AFN00KA0648G00");
        later(Duration.ofSeconds(known ? 12 : 101), () -> {
            if (known) {
                String next = nodes.isEmpty()
                        ? "1"
                        : nodes.lastKey().add(BigInteger.ONE).toString();
                answer(client, id, node(next, LockProfile.sdk()).json());
            } else {
                fail(client, id, 1, "Commission with code failed.");
            }
        });
    }

    private void remove(Client client, JsonNode id, JsonNode args) {
        SimulatedNode node = find(args);
        if (node == null) {
            noNode(client, id, args);
            return;
        }
        nodes.remove(new BigInteger(node.id));
        ObjectNode event = event("node_removed");
        event.set("data", SimulatedNode.number(node.id));
        broadcast(event);
        answer(client, id, NullNode.getInstance());
    }

    // ---- what happens

    private void happen(SimulatedNode node, LockEvents.Effect effect) {
        int endpoint = node.profile.endpoint();
        effect.attributes().forEach((attribute, value) -> attribute(node, endpoint + "/257/" + attribute, value));
        for (LockEvents.Event e : effect.events()) {
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            data.set("node_id", SimulatedNode.number(node.id));
            data.put("endpoint_id", endpoint).put("cluster_id", 257).put("event_id", e.id());
            data.put("event_number", node.nextEvent).put("priority", e.id() == 4 ? 1 : 2);
            data.put("timestamp", time.now().toEpochMilli()).put("timestamp_type", 1);
            data.set("data", e.data());
            node.nextEvent++;
            recent.add(data);
            while (recent.size() > KEPT_EVENTS) {
                recent.remove();
            }
            if (!faults.eventsStuck) {
                ObjectNode event = event("node_event");
                event.set("data", data);
                broadcast(event);
            }
        }
    }

    private void attribute(SimulatedNode node, String path, JsonNode value) {
        node.attributes.put(path, value);
        ObjectNode event = event("attribute_updated");
        event.putArray("data").add(SimulatedNode.number(node.id)).add(path).add(value);
        broadcast(event);
    }

    private LockEvents.Asker asker() {
        return new LockEvents.Asker(fabricOnLocks, CONTROLLER);
    }

    private void broadcast(ObjectNode event) {
        for (Client client : List.copyOf(clients)) {
            if (client.listening) {
                client.say(event);
            }
        }
    }

    private static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }

    private @Nullable SimulatedNode find(JsonNode args) {
        String digits = args.path("node_id").asText();
        return digits.matches("\\d{1,20}") ? nodes.get(new BigInteger(digits)) : null;
    }

    private void noNode(Client client, JsonNode id, JsonNode args) {
        fail(client, id, 5, "Node " + args.path("node_id").asText() + " does not exist");
    }

    private void answer(Client client, JsonNode id, JsonNode result) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.set("message_id", id);
        message.set("result", result);
        client.say(message);
    }

    private static ObjectNode error(int code, String details) {
        return JsonNodeFactory.instance.objectNode().put("error_code", code).put("details", details);
    }

    private static void fail(Client client, JsonNode id, int code, String details) {
        ObjectNode message = error(code, details);
        message.set("message_id", id);
        client.say(message);
    }

    private void later(Duration delay, Runnable task) {
        time.schedule(delay, task);
    }

    private static byte[] ascii(String digits) {
        return digits.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
