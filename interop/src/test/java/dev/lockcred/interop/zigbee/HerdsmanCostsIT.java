// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What zigbee-herdsman spends on our simulated coordinator, for the table in {@code docs/zigbee-costs.md}; {@code
 * -Ddocs.write=true} notes the figures anew.
 */
@RequiresPeer(Peer.ZIGBEE)
class HerdsmanCostsIT {

    private static final String FIGURES =
            "simulators/src/test/resources/dev/lockcred/simulators/zigbee/herdsman-costs.properties";
    private static final long EVENTS_MILLIS = 300;

    private final Map<String, String> figures = new TreeMap<>();

    @Test
    void theFiguresAreTheOnesOfThePage(@TempDir Path state) throws Exception {
        try (var stick = new SimulatedStick(13, LockModel.REFERENCE.with(Quirk.NO_MASKS))) {
            try (PeerProcess host = host(stick, state)) {
                host.post("/do", PeerProcess.body().put("op", "permit").put("seconds", 60));
                host.post("/counters/reset", PeerProcess.body());
                stick.call(stick.lock::join);
                host.post("/do", PeerProcess.body().put("op", "interviewed"));
                note(host, "interview");
                host.post("/do", PeerProcess.body().put("op", "bind"));
                measure(host, "set", op("setPin", 1).put("pin", "482913"));
                measure(host, "change", op("setPin", 1).put("pin", "305816"));
                measure(host, "get", op("getPin", 1));
                measure(host, "status", op("setUserStatus", 1).put("status", 3));
                measure(host, "clear", op("clearPin", 1));
                measure(host, "unlock", PeerProcess.body().put("op", "unlock"));
                host.post("/counters/reset", PeerProcess.body());
                for (int slot = 1; slot <= 20; slot++) {
                    host.post("/do", op("setPin", slot).put("pin", Integer.toString(481_000 + slot)));
                }
                note(host, "set20");
                host.post("/counters/reset", PeerProcess.body());
                for (int slot = 1; slot <= 30; slot++) {
                    host.post("/do", op("getPin", slot));
                }
                note(host, "read30");
            }
            try (PeerProcess host = host(stick, state)) {
                assertThat(host.facts().get("start").asText()).isEqualTo("resumed");
                figures.put(
                        "start",
                        Integer.toString(host.get("/counters").get("commands").asInt()));
            }
        }
        Path file = Peer.ZIGBEE.folder().resolve("../..").resolve(FIGURES).normalize();
        String text = figures.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(
                        "\n", "# zigbee-herdsman 11.1.1, EZSP 13: commands to start, unicast/incoming\n", "\n"));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(file, text);
        }

        assertThat(text).isEqualTo(Files.readString(file));
    }

    private static PeerProcess host(SimulatedStick stick, Path state) {
        return PeerProcess.start(
                Peer.ZIGBEE, "host.mjs", "--port", Integer.toString(stick.port()), "--state", state.toString());
    }

    private static ObjectNode op(String name, int user) {
        return PeerProcess.body().put("op", name).put("user", user);
    }

    private void measure(PeerProcess host, String task, ObjectNode operation) throws InterruptedException {
        host.post("/counters/reset", PeerProcess.body());
        host.post("/do", operation);
        note(host, task);
    }

    private void note(PeerProcess host, String task) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(EVENTS_MILLIS); // the lock's own events, and what they are owed
        JsonNode counts = host.get("/counters");
        figures.put(
                task,
                counts.get("unicast").asInt() + "/" + counts.get("incoming").asInt());
    }
}
