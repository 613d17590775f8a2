// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.interop.DriverHost;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.interop.ZWaveKeys;
import dev.lockcred.interop.zigbee.SimulatedStick;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stories S5 and S6 as somebody lives them who writes no Java: a site file and the command, against a Z-Wave and a Matter lock
 * nobody here wrote, a simulated Zigbee lock that other hosts have judged, and a fake one. Judged by what the locks hold.
 */
@RequiresPeer({Peer.ZWAVE, Peer.MATTER})
class HouseByCommandIT {
    private static final String ANNA = "471108";
    private static final String BEN = "582913";
    private static final String CLEANER = "640281";
    private static final String PLUMBER = "795316";

    @TempDir
    private Path folder;

    private PeerProcess zwave;
    private PeerProcess matter;
    private SimulatedStick zigbee;
    private Command lockcred;

    @BeforeEach
    void start() throws Exception {
        zwave = PeerProcess.start(Peer.ZWAVE, "peer.mjs");
        matter = PeerProcess.start(Peer.MATTER, "peer.mjs", "--locks", "spec", "--grace", "3000");
        zigbee = new SimulatedStick(13, LockModel.REFERENCE).settled();
        lockcred = new Command(
                folder, Map.of("LOCKCRED_KEY_FILE", folder.resolve("keys/vault").toString()));
        Files.createDirectory(folder.resolve("keys"));
        ZWaveKeys.settings(zwave, folder);
        List.of(ANNA, BEN, CLEANER, PLUMBER).forEach(digits -> Pins.pin(digits).close());
        site("anna", "ben", "cleaner", "plumber");
    }

    @AfterEach
    void stop() throws IOException {
        Files.writeString(Path.of("target", "house-by-command.txt"), lockcred.transcript());
        zigbee.close();
        matter.close();
        zwave.close();
    }

    private void site(String... grants) throws Exception {
        var text = new StringBuilder(
                """
                site: { name: Home, zone: Europe/Stockholm }
                drivers:
                  hall:   { type: zwave, port: "tcp://127.0.0.1:%d", keys: keys.json }
                  thread: { type: matter, url: "ws://127.0.0.1:%d/ws" }
                  attic:  { type: zigbee, port: "tcp://127.0.0.1:%d" }
                  toy:    { type: fake, kind: zigbee, state: toy.txt }
                locks:
                  front:  { driver: hall, address: 6 }
                  back:   { driver: thread, address: 1/1 }
                  shed:   { driver: attic, address: "%s" }
                  garage: { driver: toy, address: garage }
                groups:
                  everywhere: [front, back, shed, garage]
                users:
                  anna:    { name: Anna }
                  ben:     { name: Ben }
                  cleaner: { name: Cleaning service }
                  plumber: { name: Plumber }
                grants:
                """.formatted(zwave.port("serial"), matter.port("ws"), zigbee.port(), zigbee.address()));
        for (String grant : grants) {
            text.append(
                    switch (grant) {
                        case "cleaner" ->
                            "  - { id: cleaner, user: cleaner, locks: back, weekly: \"daily 00:00-24:00\" }\n";
                        case "plumber" -> "  - { id: plumber, user: plumber, locks: back, uses: 1 }\n";
                        default -> "  - { id: %s, user: %s, locks: everywhere }\n".formatted(grant, grant);
                    });
        }
        Files.writeString(folder.resolve("site.yaml"), text);
    }

    private List<String> atFront() {
        return StreamSupport.stream(zwave.get("/codes?node=6").spliterator(), false)
                .map(code -> code.get("code").textValue())
                .sorted()
                .toList();
    }

    private List<String> atBack() {
        JsonNode held = matter.post("/lock", "{\"lock\":\"spec\",\"path\":\"/dump\"}");
        return StreamSupport.stream(held.at("/credentials").spliterator(), false)
                .map(credential -> credential.get("data").textValue())
                .sorted()
                .toList();
    }

    private Command.Result expect(int code, Command.Result result) {
        assertThat(result.code()).as(result.toString()).isEqualTo(code);
        return result;
    }

    @Test
    void aHouseFromItsSiteFileToTheLastRevocation() throws Exception {
        expect(0, lockcred.run("check"));
        expect(0, lockcred.run("doctor"));
        assertThat(expect(0, lockcred.run("plan")).out()).contains("lockcred pin anna");
        expect(1, lockcred.run("apply"));
        assertThat(atFront()).isEmpty();

        for (var pin : Map.of("anna", ANNA, "ben", BEN, "cleaner", CLEANER, "plumber", PLUMBER)
                .entrySet()) {
            expect(3, lockcred.typing(pin.getValue() + "\n", "pin", pin.getKey(), "--pin-stdin", "--no-wait"));
        }

        // The power fails while the codes are on their way.
        Command.Running broken = lockcred.start("", "apply", "--accept-host-enforcement");
        DriverHost.until("a first code", () -> !atFront().isEmpty() || !atBack().isEmpty());
        broken.kill();

        expect(0, lockcred.run("apply", "--accept-host-enforcement"));
        assertThat(atFront()).containsExactly(ANNA, BEN);
        assertThat(atBack()).containsExactly(ANNA, BEN, CLEANER, PLUMBER);
        assertThat(zigbee.codes()).containsExactly(ANNA, BEN);
        assertThat(expect(0, lockcred.run("plan")).out()).doesNotContain("  +  ");

        Command.Running watching = lockcred.start("", "apply", "--watch");
        DriverHost.until("the watch", () -> watching.said().contains("Watching"));
        zwave.post("/keypad", "{\"node\":6,\"code\":\"" + ANNA + "\",\"form\":\"report\"}");
        matter.post("/lock", "{\"lock\":\"spec\",\"path\":\"/keypad\",\"body\":{\"pin\":\"" + BEN + "\"}}");
        zigbee.type(ANNA);
        matter.post("/lock", "{\"lock\":\"spec\",\"path\":\"/keypad\",\"body\":{\"pin\":\"" + PLUMBER + "\"}}");
        DriverHost.until("the plumber's one time is over", () -> !atBack().contains(PLUMBER));
        watching.stop();
        assertThat(expect(0, lockcred.run("history")).out())
                .containsPattern("front +Anna")
                .containsPattern("shed +Anna")
                .containsPattern("back +Ben")
                .containsPattern("back +Plumber");

        // The front door's lock is off while Anna leaves the file and Ben is sent away by hand.
        zwave.post("/quirks", "{\"node\":6,\"quirks\":{\"deaf\":true}}");
        site("ben", "cleaner", "plumber");
        expect(3, lockcred.run("apply", "--accept-host-enforcement", "--wait", "45"));
        assertThat(atBack()).containsExactly(BEN, CLEANER);
        assertThat(zigbee.codes()).containsExactly(BEN);
        assertThat(lockcred.run("status").out()).contains("at risk", "Anna");
        assertThat(lockcred.run("explain", "anna", "front").out()).contains("may still");

        zwave.post("/quirks", "{\"node\":6,\"quirks\":{}}");
        expect(0, lockcred.run("revoke", "ben"));
        expect(0, lockcred.run("apply", "--accept-host-enforcement"));
        assertThat(atFront()).isEmpty();
        assertThat(atBack()).containsExactly(CLEANER);
        assertThat(zigbee.codes()).isEmpty();
        assertThat(lockcred.run("status").out()).contains("No door is at risk");

        assertThat(expect(0, lockcred.run("audit", "verify")).out()).contains("intact");
        Pins.inspectFiles(folder.resolve("data"));
    }
}
