// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.interop.DriverHost;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * zigbee-herdsman, which nobody here wrote, as the host of our simulated coordinator: what it does not understand, no real host
 * would. Each version of EZSP it speaks; the line damaged too.
 */
@RequiresPeer(Peer.ZIGBEE)
class HerdsmanIT {

    /** A lock that speaks without being asked to: herdsman does not write event masks. */
    private static final LockModel TALKATIVE = LockModel.REFERENCE.with(Quirk.NO_MASKS);

    private static PeerProcess host(SimulatedStick stick, Path state) {
        return PeerProcess.start(
                Peer.ZIGBEE, "host.mjs", "--port", Integer.toString(stick.port()), "--state", state.toString());
    }

    private static JsonNode ask(PeerProcess host, String op) {
        return host.post("/do", PeerProcess.body().put("op", op)).get("result");
    }

    /** Opens, lets the lock join, waits for the interview. */
    private static JsonNode join(PeerProcess host, SimulatedStick stick) {
        host.post("/do", PeerProcess.body().put("op", "permit").put("seconds", 60));
        assertThat(stick.call(stick.lock::join)).isEqualTo("joined");
        return ask(host, "interviewed");
    }

    private static JsonNode script(PeerProcess host) {
        JsonNode report = host.post("/script", PeerProcess.body().put("known", true));
        List<String> failed = new ArrayList<>();
        report.get("tasks").properties().forEach(task -> {
            if (!task.getValue().get("ok").asBoolean()) {
                failed.add(task.getKey() + ": " + task.getValue().get("error"));
            }
        });
        assertThat(failed).isEmpty();
        assertThat(report.get("passed").asInt()).isGreaterThanOrEqualTo(23);
        return report;
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17, 18, 19})
    void formsInterviewsCommandsHearsAndResumes(int version, @TempDir Path state) throws Exception {
        try (var stick = new SimulatedStick(version, TALKATIVE)) {
            try (PeerProcess host = host(stick, state)) {
                assertThat(host.facts().get("start").asText()).isEqualTo("reset");
                JsonNode device = join(host, stick);
                assertThat(device.get("model").asText()).isEqualTo("Reference");
                assertThat(device.get("endpoints").get(0).get("input"))
                        .map(JsonNode::asInt)
                        .contains(0x0101);

                JsonNode report = script(host);

                assertThat(notifications(report)).contains("commandProgrammingEventNotification", "attributeReport");
                host.post("/do", setPin(7, "482913"));
                stick.run(() -> stick.lock.type("482913"));
                DriverHost.until("the keypad event", () -> heardKeypad(host, 7));
            }
            try (PeerProcess host = host(stick, state)) {
                assertThat(host.facts().get("start").asText()).isEqualTo("resumed");
                host.post("/do", setPin(8, "305816"));
                assertThat(stick.call(() -> stick.lock.digits(8))).contains("305816");
                assertThat(stick.call(() -> stick.lock.digits(7))).contains("482913");
            }
        }
    }

    private static ObjectNode setPin(int user, String pin) {
        return PeerProcess.body().put("op", "setPin").put("user", user).put("pin", pin);
    }

    private static List<String> notifications(JsonNode report) {
        List<String> types = new ArrayList<>();
        report.get("notifications").forEach(n -> types.add(n.get("type").asText()));
        return types;
    }

    private static boolean heardKeypad(PeerProcess host, int user) {
        for (JsonNode event : host.get("/events")) {
            JsonNode data = event.get("data");
            if (data != null && data.has("opereventsrc") && data.get("userid").asInt(-1) == user) {
                return data.get("opereventsrc").asInt() == 0;
            }
        }
        return false;
    }

    @Test
    void recoversWhenEveryNinthFrameIsDamaged(@TempDir Path state) {
        try (var stick = new SimulatedStick(13, TALKATIVE);
                PeerProcess host = host(stick, state)) {
            join(host, stick);
            stick.run(() -> stick.sim.line().corruptEvery(9));

            script(host);
        }
    }

    @Test
    void recoversWhenEveryNinthFrameIsLost(@TempDir Path state) {
        try (var stick = new SimulatedStick(14, TALKATIVE);
                PeerProcess host = host(stick, state)) {
            join(host, stick);
            stick.run(() -> stick.sim.line().dropEvery(9));

            script(host);
        }
    }

    @Test
    void findsALockOnEndpoint11AndReachesOneThatSleeps(@TempDir Path state) {
        try (var stick = new SimulatedStick(14, LockModel.ONESTI);
                PeerProcess host = host(stick, state)) {
            JsonNode device = join(host, stick);
            assertThat(device.get("type").asText()).isEqualTo("EndDevice");

            JsonNode set = host.post("/do", setPin(5, "482913"));

            assertThat(set.get("result").get("status").asInt()).isZero();
            assertThat(stick.call(() -> stick.lock.digits(5))).contains("482913");
        }
    }
}
