// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zwave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.interop.DriverHost;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.interop.ZWaveKeys;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.testkit.Pins;
import dev.lockcred.zwave.InclusionChoice;
import dev.lockcred.zwave.InclusionGuide;
import dev.lockcred.zwave.Membership;
import dev.lockcred.zwave.ZWaveDriver;
import dev.lockcred.zwave.ZWaveNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks of zwave-js' emulated network that are let in, and let go, by our stick: the key exchange against code nobody here wrote. */
@RequiresPeer(Peer.ZWAVE)
class ZWaveInclusionIT {
    private static final int NEW = 20;

    @TempDir
    private Path folder;

    private PeerProcess peer;
    private DriverHost host;
    private ZWaveNetwork network;

    @BeforeEach
    void start() throws Exception {
        peer = PeerProcess.start(Peer.ZWAVE, "peer.mjs");
        host = new DriverHost("zwave", ZWaveKeys.settings(peer, folder), folder);
        network = ((ZWaveDriver) host.driver()).network();
    }

    @AfterEach
    void stop() {
        host.close();
        peer.close();
    }

    private JsonNode node(int id) {
        return StreamSupport.stream(peer.get("/info").get("nodes").spliterator(), false)
                .filter(node -> node.get("id").intValue() == id)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the peer knows no node " + id));
    }

    /** Somebody at the lock, who reads these digits off its label; absent for the right ones. */
    private final class AtTheLock implements InclusionGuide {
        private final List<String> seen = new ArrayList<>();
        private final String reads;

        AtTheLock(String reads) {
            this.reads = reads;
        }

        @Override
        public void ready() {
            seen.add("ready");
        }

        @Override
        public CompletionStage<String> dskPin(String rest) {
            seen.add(rest);
            return CompletableFuture.completedFuture(
                    reads.isEmpty() ? node(NEW).get("s2Pin").textValue() : reads);
        }
    }

    private void holdsWhatIsWritten() {
        DriverLock lock = host.lock(Integer.toString(NEW));
        host.describe(lock);
        assertThat(host.outcome(lock, Change.Put.plain(CredentialRef.pin(1), Pins.pin("735190"))))
                .isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(peer.get("/codes?node=" + NEW).findValuesAsText("code")).containsExactly("735190");
    }

    @Test
    void aLockIsIncludedUnderS2WithThePinFromItsLabelAndExcludedAgain() {
        peer.post("/include", "{\"id\":20,\"kind\":\"s2\"}");
        var person = new AtTheLock("");

        Membership result = host.await(network.include(InclusionChoice.S2_ONLY, person));

        assertThat(result).isEqualTo(new Membership.Included(NEW, "S2 Access Control"));
        assertThat(person.seen)
                .containsExactly("ready", node(NEW).get("dsk").textValue().substring(6));
        holdsWhatIsWritten();

        peer.post("/exclude", "{\"id\":20}");
        assertThat(host.await(network.exclude(person))).isEqualTo(new Membership.Excluded(NEW));
    }

    @Test
    void aWrongPinIsSaidToBeWrong() {
        peer.post("/include", "{\"id\":20,\"kind\":\"s2\"}");

        Membership result = host.await(network.include(InclusionChoice.S2_ONLY, new AtTheLock("00001")));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Membership.Failed.class,
                        failed -> assertThat(failed.text()).contains("PIN"));
    }

    @Test
    void anOldLockIsIncludedUnderS0WhenThatIsAllowed() {
        peer.post("/include", "{\"id\":20,\"kind\":\"s0\"}");

        Membership result = host.await(network.include(new InclusionChoice(true, false), new AtTheLock("")));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Membership.Included.class,
                        included -> assertThat(included.security()).contains("S0"));
        holdsWhatIsWritten();
    }
}
