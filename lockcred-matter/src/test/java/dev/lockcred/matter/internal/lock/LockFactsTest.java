// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.CredentialKind;
import dev.lockcred.matter.internal.bridge.BridgeAnswers;
import dev.lockcred.matter.internal.bridge.BridgeNode;
import dev.lockcred.matter.internal.bridge.Captures;
import dev.lockcred.spi.LockCapabilities;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The four recorded locks as the driver sees them. */
class LockFactsTest {

    private static List<LockFacts> recorded() throws Exception {
        var dump = Captures.exchanges(json -> json.path("command").asText().equals("start_listening")).stream()
                .filter(e -> e.request().name().equals("02-scenario: start_listening"))
                .findFirst()
                .orElseThrow();
        var locks = new ArrayList<LockFacts>();
        for (BridgeNode node :
                BridgeAnswers.nodes(dump.answer().json().get("result")).nodes()) {
            locks.addAll(LockFacts.locksOf(node));
        }
        return locks;
    }

    private static LockCapabilities can(LockFacts facts) {
        return Capabilities.of(facts, new Learned(), false).value();
    }

    @Test
    void locksAreFoundByDeviceTypeOnAnyEndpoint() throws Exception {
        assertThat(recorded()).extracting(f -> f.address().toString()).containsExactly("1/1", "2/1", "3/1", "4/3");
        assertThat(recorded().get(3).bridged()).isTrue();
        assertThat(recorded().get(3).hub()).isEqualTo("Hub Vendor Virtual Hub");
        assertThat(recorded().get(0).hub()).isNull();
        assertThat(recorded().get(0).batteryPercent()).isEqualTo(75);
    }

    @Test
    void capabilitiesFollowTheFeatureMap() throws Exception {
        LockCapabilities full = can(recorded().get(0));
        LockCapabilities pinsOnly = can(recorded().get(1));

        assertThat(full.credentials())
                .containsKeys(CredentialKind.PIN, CredentialKind.RFID, CredentialKind.FINGERPRINT);
        assertThat(full.schedules()).hasSize(2);
        assertThat(pinsOnly.credentials()).containsOnlyKeys(CredentialKind.PIN);
        assertThat(pinsOnly.schedules()).isEmpty();
        assertThat(pinsOnly.remotePin()).isEqualTo(LockCapabilities.RemotePin.NOT_SUPPORTED);
        assertThat(can(recorded().get(2)).unmanageable().orElseThrow().code()).isEqualTo("LOCK_WITHOUT_USER_FEATURE");
        assertThat(can(recorded().get(3)).unmanageable().orElseThrow().code())
                .isEqualTo("BRIDGED_WITHOUT_USER_FEATURE");
    }

    @Test
    void recordedFeaturesAndCommandsAgree() throws Exception {
        for (LockFacts facts : recorded()) {
            assertThat(Capabilities.of(facts, new Learned(), false).remarks())
                    .as(facts.address().toString())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1/",
                "/1",
                "1/70000",
                "-1/1",
                "a/b",
                "1/1/1",
                "99999999999999999999999/1",
                "1/99999999999"
            })
    void whatIsNoAddressIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> LockAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1/1");
    }

    @Test
    void addressesOfBigNodesSurvive() {
        assertThat(LockAddress.parse("18446744069414584321/3")).hasToString("18446744069414584321/3");
    }
}
