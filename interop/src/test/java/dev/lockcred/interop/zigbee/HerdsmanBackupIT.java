// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.interop.DriverHost;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import dev.lockcred.simulators.zigbee.SimulatedZigbeeLock;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.zigbee.ZigbeeDriver;
import dev.lockcred.zigbee.ZigbeeNetwork;
import dev.lockcred.zigbee.network.Consent;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.Joining;
import dev.lockcred.zigbee.network.NetworkBackup;
import dev.lockcred.zigbee.network.NetworkInfo;
import dev.lockcred.zigbee.network.NetworkSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether a network moves between zigbee-herdsman and this driver by a backup file, to another stick each time: a format is open
 * only if somebody else's files can be read, and ours by somebody else.
 */
@RequiresPeer(Peer.ZIGBEE)
class HerdsmanBackupIT {

    private static final LockModel LOCK = LockModel.REFERENCE.with(Quirk.NO_MASKS);
    private static final Eui64 OTHER_STICK = Eui64.parse("000d6f000b0b0b02");

    /** Not the same read from its other end. */
    private static final String NAME = "0102030405060708";

    private static PeerProcess herdsman(SimulatedStick stick, Path state, String... options) {
        var all = new ArrayList<>(List.of("--port", Integer.toString(stick.port()), "--state", state.toString()));
        all.addAll(List.of(options));
        return PeerProcess.start(Peer.ZIGBEE, "host.mjs", all.toArray(String[]::new));
    }

    private static DriverHost ours(SimulatedStick stick, Path folder) {
        return new DriverHost("zigbee", Map.of("port", "tcp://127.0.0.1:" + stick.port()), folder);
    }

    private static ZigbeeNetwork network(DriverHost host) {
        return ((ZigbeeDriver) host.driver()).network();
    }

    private static ChangeOutcome clear(DriverHost host, SimulatedZigbeeLock lock, int slot) {
        return host.outcome(host.lock(lock.eui64().toString()), Change.Clear.of(CredentialRef.pin(slot)));
    }

    @Test
    void aNetworkOfHerdsmanIsTakenOver(@TempDir Path state) throws Exception {
        try (var stick = new SimulatedStick(13, LOCK)) {
            String file;
            try (PeerProcess host = herdsman(stick, state, "--extended", NAME)) {
                host.post("/do", PeerProcess.body().put("op", "permit").put("seconds", 60));
                assertThat(stick.call(stick.lock::join)).isEqualTo("joined");
                host.post("/do", PeerProcess.body().put("op", "interviewed"));
                host.post(
                        "/do",
                        PeerProcess.body().put("op", "setPin").put("user", 7).put("pin", "482913"));
                file = host.post("/do", PeerProcess.body().put("op", "backup"))
                        .get("result")
                        .get("path")
                        .asText();
            }
            Eui64 name = stick.call(stick.sim::extendedPanId);
            long counter = stick.call(stick.sim::frameCounter);
            NetworkBackup backup = NetworkBackup.parse(Files.readString(Path.of(file)));
            stick.run(() -> stick.sim.replaceStick(OTHER_STICK));

            try (DriverHost host = ours(stick, state)) {
                NetworkInfo restored = host.await(network(host).restore(backup, Consent.KEEP_EXISTING));
                host.describe(host.lock(stick.lock.eui64().toString()));

                assertThat(restored.extendedPanId()).isEqualTo(name);
                assertThat(stick.call(stick.sim::extendedPanId)).isEqualTo(name);
                assertThat(stick.call(stick.sim::frameCounter)).isGreaterThan(counter);
                assertThat(clear(host, stick.lock, 7)).isInstanceOf(ChangeOutcome.Confirmed.class);
                assertThat(stick.call(stick.lock::occupied)).isEmpty();
            }
        }
    }

    @Test
    void aNetworkOfOursIsTakenOver(@TempDir Path state) throws Exception {
        try (var stick = new SimulatedStick(14, LOCK)) {
            try (DriverHost host = ours(stick, state)) {
                var settings = new NetworkSettings(20, OptionalInt.of(0x0B2A), Optional.of(Eui64.parse(NAME)));
                host.await(network(host).form(settings, Consent.KEEP_EXISTING));
                host.await(network(host).permit(new Joining.WithWellKnownKey(Duration.ofSeconds(30))));
                assertThat(stick.call(stick.lock::join)).isEqualTo("joined");
                host.describe(host.lock(stick.lock.eui64().toString()));
                Files.writeString(
                        state.resolve("coordinator.json"),
                        host.await(network(host).backup()).toJson());
            }
            stick.run(() -> stick.sim.replaceStick(OTHER_STICK));

            String backup = state.resolve("coordinator.json").toString();
            try (PeerProcess host = herdsman(stick, state, "--like", backup)) {
                assertThat(host.facts().get("start").asText()).isEqualTo("restored");
                assertThat(stick.call(stick.sim::panId)).isEqualTo(0x0B2A);
            }
        }
    }
}
