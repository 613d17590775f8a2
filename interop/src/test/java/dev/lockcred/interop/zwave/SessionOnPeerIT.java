// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zwave;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Notification;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.KeyRing;
import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.SecurityClass;
import dev.lockcred.zwave.internal.session.ControllerFacts;
import dev.lockcred.zwave.internal.session.Node;
import dev.lockcred.zwave.internal.session.Reply;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our frames, link, S0 and S2 against those of zwave-js, which nobody here wrote: what both ends of a test of ours
 * misunderstand alike is found here and nowhere else.
 */
@RequiresPeer(Peer.ZWAVE)
class SessionOnPeerIT {
    private static final int PLAIN_V2 = 2;
    private static final int PLAIN_V1 = 3;
    private static final int S0_LOCK = 5;
    private static final int S2_LOCK = 6;
    private static final int FLIRS = 7;
    private static final int EXECUTED = 0xFF;
    private static final Octets CODE = Octets.of("4711".getBytes(US_ASCII));

    private PeerProcess peer;
    private SessionHost host;

    @BeforeEach
    void start() {
        peer = PeerProcess.start(Peer.ZWAVE, "peer.mjs");
    }

    @AfterEach
    void stop() {
        host.close();
        peer.close();
    }

    private Map<SecurityClass, NetworkKey> keys() {
        JsonNode hex = peer.get("/info").get("keys");
        Map<SecurityClass, NetworkKey> keys = new EnumMap<>(SecurityClass.class);
        keys.put(SecurityClass.S0, key(hex, "S0_Legacy"));
        keys.put(SecurityClass.S2_UNAUTHENTICATED, key(hex, "S2_Unauthenticated"));
        keys.put(SecurityClass.S2_AUTHENTICATED, key(hex, "S2_Authenticated"));
        keys.put(SecurityClass.S2_ACCESS_CONTROL, key(hex, "S2_AccessControl"));
        return keys;
    }

    private static NetworkKey key(JsonNode keys, String name) {
        return NetworkKey.ofHex(keys.get(name).textValue());
    }

    private ControllerFacts up() throws Exception {
        return up(keys());
    }

    private ControllerFacts up(Map<SecurityClass, NetworkKey> keys) throws Exception {
        host = new SessionHost(peer.port("serial"), new KeyRing(keys));
        ControllerFacts facts = host.nextUp();
        grant(S0_LOCK, SecurityClass.S0);
        grant(S2_LOCK, SecurityClass.S2_ACCESS_CONTROL);
        return facts;
    }

    private void grant(int node, SecurityClass securityClass) throws Exception {
        host.with(node, n -> {
            n.grant(securityClass);
            return n;
        });
    }

    private static Command setting(int node, Octets code) {
        return node == PLAIN_V1 || node == S0_LOCK
                ? new UserCode.Set(1, 1, code)
                : new UserCode.ExtendedSet(List.of(new UserCode.Entry(1, 1, code)));
    }

    private void set(int node) throws Exception {
        if (node == S2_LOCK) {
            assertThat(host.supervised(node, setting(node, CODE)))
                    .isInstanceOfSatisfying(
                            Reply.Got.class,
                            got -> assertThat(((Supervision.Report) got.value()).status())
                                    .isEqualTo(EXECUTED));
        } else {
            assertThat(host.order(node, setting(node, CODE))).isInstanceOf(Reply.Silent.class);
        }
    }

    private void readsTheCode(int node) throws Exception {
        assertThat(host.ask(node, new UserCode.Get(1), UserCode.Report.class))
                .isEqualTo(new Reply.Got<>(new UserCode.Report(1, 1, CODE)));
    }

    @Test
    void theControllerTellsItsNetwork() throws Exception {
        ControllerFacts facts = up();

        assertThat(facts.homeId()).isEqualTo(0x7E570001);
        assertThat(facts.nodes()).containsOnlyKeys(2, 3, 4, 5, 6, 7);
        assertThat(facts.nodes().get(FLIRS).flirsMillis()).isEqualTo(1000);
        assertThat(facts.nodes().get(PLAIN_V2).listening()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {PLAIN_V2, PLAIN_V1, S0_LOCK, S2_LOCK, FLIRS})
    void aCodeIsSetAndReadBack(int node) throws Exception {
        up();

        set(node);

        readsTheCode(node);
        assertThat(peer.get("/codes?node=" + node).toString())
                .isEqualTo("[{\"user\":1,\"status\":1,\"code\":\"4711\"}]");
    }

    @ParameterizedTest
    @ValueSource(ints = {PLAIN_V2, S0_LOCK, S2_LOCK})
    void aKeypadEventIsHeard(int node) throws Exception {
        up();
        set(node);

        peer.post("/keypad", "{\"node\": %d, \"code\": \"4711\", \"form\": \"id\"}".formatted(node));

        SessionHost.Heard heard = host.nextHeard();
        assertThat(heard.node()).isEqualTo(node);
        assertThat(heard.command()).isInstanceOf(Notification.Report.class);
    }

    @Test
    void aSupervisedEventIsAnswered() throws Exception {
        up();
        set(S2_LOCK);

        JsonNode sent = peer.post("/event", "{\"node\":6,\"event\":5,\"user\":1,\"form\":\"id\",\"supervised\":true}");

        assertThat(sent.get("answered").booleanValue()).isTrue();
        assertThat(host.nextHeard().node()).isEqualTo(S2_LOCK);
    }

    @Test
    void whatASecureLockSaysInClearIsDroppedAndCounted() throws Exception {
        up();
        set(S2_LOCK);

        peer.post("/event", "{\"node\":6,\"event\":6,\"user\":1,\"form\":\"id\",\"clear\":true}");

        assertThat(host.heardNothingWithin(Duration.ofMillis(500))).isTrue();
        assertThat(host.with(S2_LOCK, Node::downgrades)).isEqualTo(1L);
    }

    @Test
    void aLockThatLostItsNoncesIsUnderstoodAgain() throws Exception {
        up();
        set(S2_LOCK);

        peer.post("/forget-nonces", "{\"node\":6}");

        readsTheCode(S2_LOCK);
    }

    @Test
    void otherKeysAreToldApartFromSilence() throws Exception {
        Map<SecurityClass, NetworkKey> others = keys();
        others.put(SecurityClass.S2_ACCESS_CONTROL, NetworkKey.ofHex("44".repeat(NetworkKey.LENGTH)));
        up(others);

        assertThat(host.ask(S2_LOCK, new UserCode.Get(1), UserCode.Report.class))
                .isInstanceOfSatisfying(
                        Reply.NotSent.class, not -> assertThat(not.why()).isEqualTo(Reply.Why.KEYS));
    }

    @Test
    void aChipThatRestartsIsStartedAnew() throws Exception {
        up();
        set(S2_LOCK);

        peer.post("/chip", "{\"restart\":true}");

        host.nextUp();
        readsTheCode(S2_LOCK);
    }

    @Test
    void aPortThatVanishesIsOpenedAgain() throws Exception {
        up();
        set(S0_LOCK);

        peer.post("/chip", "{\"vanish\":1500}");

        assertThat(host.nextDown()).contains("closed");
        host.nextUp();
        readsTheCode(S0_LOCK);
    }

    @ParameterizedTest
    @CsvSource({"can", "nak", "swallow", "corrupt", "duplicate", "noise"})
    void aDisturbedLineLosesNothing(String fault) throws Exception {
        up();
        set(PLAIN_V2);

        peer.post("/chip", "{\"fault\":\"%s\"}".formatted(fault));

        readsTheCode(PLAIN_V2);
    }

    @Test
    void aBusyOrJammedChipIsAskedAgain() throws Exception {
        up();
        set(PLAIN_V2);

        peer.post("/chip", "{\"refuse\":2}");
        readsTheCode(PLAIN_V2);
        peer.post("/chip", "{\"jam\":2}");
        readsTheCode(PLAIN_V2);
    }

    @Test
    void aDeafLockDoesNotHoldTheOthers() throws Exception {
        up();
        set(PLAIN_V2);
        peer.post("/quirks", "{\"node\":3,\"quirks\":{\"deaf\":true}}");

        assertThat(host.ask(PLAIN_V1, new UserCode.Get(1), UserCode.Report.class))
                .isInstanceOfSatisfying(
                        Reply.NotSent.class, not -> assertThat(not.why()).isEqualTo(Reply.Why.UNREACHABLE));

        readsTheCode(PLAIN_V2);
    }
}
