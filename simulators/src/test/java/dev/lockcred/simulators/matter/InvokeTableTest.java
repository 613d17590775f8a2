// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Pin;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.matter.MatterOptions;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.TextWire;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * What tasks cost in invokes on the simulated bridge: this driver, the algorithm of Home Assistant's lock services
 * (home-assistant/core, components/matter/lock_helpers.py), and the least the cluster allows. Holds {@code
 * docs/matter-invokes.md} to it; {@code -Ddocs.write=true} writes the page anew.
 */
class InvokeTableTest {

    private static final URI BRIDGE = URI.create("ws://localhost:5580/ws");

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");

    /** A lock of 10 users and 10 PINs, of which 1 to {@code used} are taken, and somebody who works on it. */
    private abstract class Side {
        final MatterBridgeSimulator bridge = new MatterBridgeSimulator(time, Dialect.JS);

        Side(int used) {
            bridge.node("1", LockProfile.sdk());
            for (int i = 1; i <= used; i++) {
                bridge.node("1").lock().preload(i, "user" + i, 1, 7000 + i, digits(i));
            }
        }

        int cost(Runnable work) {
            int before = bridge.invokes().size();
            work.run();
            return bridge.invokes().size() - before;
        }
    }

    private final class Ours extends Side {
        final DriverLock lock;

        Ours(int used) {
            super(used);
            var wires = new Wires(time, new Seed(1)).peer(BRIDGE, bridge::attach);
            var driver = new MatterDriver(MatterOptions.of(BRIDGE));
            time.result(driver.start(new TestHost("hub", time, new Seed(1)).ports(wires)));
            lock = driver.lock("1/1", LockOptions.of(ZoneOffset.UTC));
            list();
        }

        void list() {
            assertThat(time.result(lock.read(new ReadRequest.Everything(), call()))
                            .complete())
                    .isTrue();
        }

        void apply(Change change) {
            assertThat(time.result(lock.apply(List.of(change), call()))
                            .results()
                            .get(0)
                            .outcome())
                    .isInstanceOf(ChangeOutcome.Confirmed.class);
        }

        private Call call() {
            return Call.interactive(Duration.ofMinutes(2));
        }
    }

    /** Home Assistant's services, step by step. */
    private final class HomeAssistant extends Side {
        private final TextWire wire = TextWire.between(time, time.executor(), time.executor());
        private final List<JsonNode> heard = new ArrayList<>();
        private int id;

        HomeAssistant(int used) {
            super(used);
            wire.near().listen(text -> heard.add(parse(text)), lost -> {});
            bridge.attach(wire.far());
        }

        private JsonNode ask(String command, ObjectNode payload) {
            id++;
            heard.clear();
            ObjectNode request = object().put("message_id", "m" + id).put("command", "device_command");
            ObjectNode args = request.putObject("args");
            args.put("node_id", 1).put("endpoint_id", 1).put("cluster_id", 257).put("command_name", command);
            args.set("payload", payload);
            args.put("timed_request_timeout_ms", 10_000);
            wire.near().send(request.toString());
            time.advance(Duration.ofSeconds(1));
            return heard.stream()
                    .filter(h -> h.has("result"))
                    .findFirst()
                    .orElseThrow()
                    .get("result");
        }

        private JsonNode user(int index) {
            return ask("GetUser", object().put("userIndex", index));
        }

        /** set_lock_user without an index: the first free one, asked one by one. */
        int addUser(String name) {
            int index = 1;
            while (!user(index).get("userStatus").isNull()) {
                index++;
            }
            ask("SetUser", setUser(0, index, name));
            return index;
        }

        /** set_lock_user with an index: reads it, then writes every field. */
        void changeUser(int index, String name) {
            user(index);
            ask("SetUser", setUser(2, index, name));
        }

        /** set_lock_credential without an index: the first free one, asked one by one. */
        void addPin(int user, String digits) {
            int index = 1;
            while (status(index).get("credentialExists").booleanValue()) {
                index++;
            }
            ask("SetCredential", credential(0, index, digits, user));
        }

        /** set_lock_credential with an index: looks whether it is there, then writes. */
        void changePin(int index, int user, String digits) {
            status(index);
            ask("SetCredential", credential(2, index, digits, user));
        }

        void list() {
            JsonNode next = JsonNodeFactory.instance.numberNode(1);
            while (!next.isNull()) {
                next = user(next.intValue()).get("nextUserIndex");
            }
        }

        void remove(int index) {
            ask("ClearUser", object().put("userIndex", index));
        }

        private JsonNode status(int index) {
            ObjectNode payload = object();
            payload.putObject("credential").put("credentialType", 1).put("credentialIndex", index);
            return ask("GetCredentialStatus", payload);
        }

        private ObjectNode setUser(int operation, int index, String name) {
            return object().put("operationType", operation)
                    .put("userIndex", index)
                    .put("userName", name)
                    .putNull("userUniqueID")
                    .put("userStatus", 1)
                    .put("userType", 0)
                    .put("credentialRule", 0);
        }

        private ObjectNode credential(int operation, int index, String digits, int user) {
            ObjectNode payload = object().put("operationType", operation);
            payload.putObject("credential").put("credentialType", 1).put("credentialIndex", index);
            String base64 = Base64.getEncoder().encodeToString(digits.getBytes(StandardCharsets.US_ASCII));
            return payload.put("credentialData", base64)
                    .put("userIndex", user)
                    .putNull("userStatus")
                    .putNull("userType");
        }
    }

    @Test
    void thePageSaysWhatItCosts() throws Exception {
        Path page = repository().resolve("docs/matter-invokes.md");
        String table = page();
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, table);
        }

        assertThat(Files.readString(page)).isEqualTo(table);
    }

    private String page() {
        var ours = new Ours(5);
        var theirs = new HomeAssistant(5);
        var rows = new ArrayList<String>();
        rows.add(row(
                "add a user with PIN and name",
                ours.cost(() -> ours.apply(put(6, "Frida", Change.Basis.EMPTY))),
                theirs.cost(() -> theirs.addPin(theirs.addUser("Frida"), digits(6))),
                2));
        rows.add(row("list the users (6)", ours.cost(ours::list), theirs.cost(theirs::list), 6));
        rows.add(row(
                "change a PIN",
                ours.cost(() -> ours.apply(put(6, "Frida", Change.Basis.OURS, "97531"))),
                theirs.cost(() -> theirs.changePin(6, 6, "97531")),
                1));
        rows.add(row(
                "rename a user",
                ours.cost(() -> ours.apply(new Change.SetUser(
                        CredentialRef.pin(6),
                        OptionalInt.of(6),
                        UserFacts.PLAIN.withName("Freya").withMark(7006),
                        List.of()))),
                theirs.cost(() -> theirs.changeUser(6, "Freya")),
                1));
        rows.add(row(
                "disable a user",
                ours.cost(() -> ours.apply(new Change.SetEnabled(CredentialRef.pin(6), OptionalInt.of(6), false))),
                theirs.cost(() -> theirs.changeUser(6, "Freya")),
                1));
        rows.add(row(
                "delete a user with everything",
                ours.cost(() -> ours.apply(Change.Clear.of(CredentialRef.pin(6)))),
                theirs.cost(() -> theirs.remove(6)),
                1));
        var emptyOurs = new Ours(0);
        var emptyTheirs = new HomeAssistant(0);
        rows.add(row(
                "fill an empty lock: 10 users with PIN and name",
                emptyOurs.cost(() -> {
                    for (int i = 1; i <= 10; i++) {
                        emptyOurs.apply(put(i, "user" + i, Change.Basis.EMPTY));
                    }
                }),
                emptyTheirs.cost(() -> {
                    for (int i = 1; i <= 10; i++) {
                        emptyTheirs.addPin(emptyTheirs.addUser("user" + i), digits(i));
                    }
                }),
                20));
        return """
                # Matter: invokes per task

                A lock with 10 user and 10 PIN places, of which 1 to 5 are taken, behind the simulated bridge. *Ours* is this driver
                after its first read; *Home Assistant* is the algorithm of its lock services (home-assistant/core,
                `components/matter/lock_helpers.py`), which asks place by place; *minimum* is the least the cluster allows. An invoke
                takes 1 to 3 seconds on Thread.

                | task | ours | Home Assistant | minimum |
                | --- | --- | --- | --- |
                """ + String.join("\n", rows) + """


                This page is written by
                `./mvnw test -pl simulators -am -Dtest=InvokeTableTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true` and
                checked by every build.
                """;
    }

    private static String row(String task, int ours, int theirs, int minimum) {
        assertThat(ours).as(task).isGreaterThanOrEqualTo(minimum).isLessThanOrEqualTo(theirs);
        return "| " + task + " | " + ours + " | " + theirs + " | " + minimum + " |";
    }

    private static Change.Put put(int place, String name, Change.Basis basis) {
        return put(place, name, basis, digits(place));
    }

    private static Change.Put put(int place, String name, Change.Basis basis, String digits) {
        return new Change.Put(
                CredentialRef.pin(place),
                OptionalInt.empty(),
                Pin.of(digits.toCharArray()),
                UserFacts.PLAIN.withName(name).withMark(7000 + place),
                true,
                List.of(),
                basis);
    }

    private static String digits(int n) {
        return String.valueOf(24_680 + n * 1_111);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode parse(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder with the wrapper in it; builds run in the module's. */
    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
