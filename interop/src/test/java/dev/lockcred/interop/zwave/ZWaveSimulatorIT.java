// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zwave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.simulators.zwave.Series;
import dev.lockcred.simulators.zwave.SimulatedHouse;
import dev.lockcred.simulators.zwave.StickServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** zwave-js as the host of our simulated stick: what the simulator says must be what an independent host understands. */
@RequiresPeer(Peer.ZWAVE)
class ZWaveSimulatorIT {

    private static final List<Integer> LOCKS = List.of(2, 3, 4, 5, 6, 7);

    private StickServer server;

    @BeforeEach
    void plugIn() throws IOException {
        server = new StickServer(0, Series.SERIES_700, 1, SimulatedHouse::furnish);
    }

    @AfterEach
    void unplug() {
        server.close();
    }

    /** Interview, codes set, changed, listed, disabled, cleared, schedules and the bolt, as the script of the peer has them. */
    @Test
    void everyTaskOfTheLockScriptSucceedsOnEveryKindOfLock(@TempDir Path folder) throws Exception {
        Path report = folder.resolve("report.json");
        Process host = new ProcessBuilder(
                        "node",
                        "host.mjs",
                        "--port",
                        String.valueOf(server.port()),
                        "--script",
                        "locks",
                        "--out",
                        report.toString())
                .directory(Peer.ZWAVE.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("host.log").toFile())
                .start();
        host.getOutputStream().close();

        boolean ended = host.waitFor(4, TimeUnit.MINUTES);
        if (!ended) {
            host.destroyForcibly();
        }
        assertThat(ended).as(() -> read(folder.resolve("host.log"))).isTrue();
        JsonNode result = new ObjectMapper().readTree(report.toFile());
        assertThat(result.get("failed").intValue()).as(result.toPrettyString()).isZero();
        assertThat(result.get("passed").intValue()).isGreaterThan(40);
        for (int lock : LOCKS) {
            assertThat(result.get("nodes").has(String.valueOf(lock))).isTrue();
        }
        assertThat(result.at("/nodes/6/info/securityClass").intValue()).isEqualTo(2); // S2 Access Control
        assertThat(result.at("/nodes/5/info/securityClass").intValue()).isEqualTo(7); // S0
    }

    @Test
    void keypadEventsOfPlainS0AndS2LocksReachTheHost() throws InterruptedException {
        try (PeerProcess host = PeerProcess.start(Peer.ZWAVE, "host.mjs", "--port", String.valueOf(server.port()))) {
            host.post("/interviewed", "{}");
            host.post("/events/clear", "{}");

            for (int lock : List.of(2, 5, 6)) {
                server.on(stick -> stick.node(lock).prepared(3, "735190").type("735190"));
                assertThat(keypadUser(host, lock)).isEqualTo(3);
            }
        }
    }

    private static int keypadUser(PeerProcess host, int lock) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            for (JsonNode event : host.get("/events")) {
                if (event.path("node").intValue() == lock
                        && event.path("number").intValue() == 6) {
                    return event.at("/parameters/userId").intValue();
                }
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no keypad event of node " + lock + ": " + host.get("/events"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
