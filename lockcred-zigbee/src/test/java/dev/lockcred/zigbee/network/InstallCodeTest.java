// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.zigbee.Vectors;
import dev.lockcred.zigbee.Vectors.Vector;
import dev.lockcred.zigbee.internal.wire.AesMmo;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InstallCodeTest {

    static Stream<Vector> installCodes() {
        return Vectors.matching(n -> n.startsWith("zb.installCode"));
    }

    @ParameterizedTest
    @MethodSource("installCodes")
    void derivesTheLinkKeyOfTheVector(Vector v) {
        InstallCode code =
                InstallCode.parse(v.inputs().get("installCodeWithCrc").asText());

        assertThat(code.linkKey().copyBytes()).isEqualTo(v.bytes());
    }

    @Test
    void thereAreFourLengths() {
        assertThat(installCodes()).hasSize(4);
    }

    @Test
    void hashesTheEmptyBlockOfTheVector() {
        Vector v = Vectors.matching("zb.aesMmo.empty16zero"::equals).findFirst().orElseThrow();

        byte[] data = HexFormat.of().parseHex(v.inputs().get("data").asText());

        assertThat(AesMmo.hash(data)).isEqualTo(v.bytes());
    }

    @Test
    void theWellKnownKeyIsTheOneEverybodyKnows() {
        Vector v = Vectors.matching("zb.wellKnownLinkKey"::equals).findFirst().orElseThrow();

        assertThat(ZigbeeKey.WELL_KNOWN.copyBytes()).isEqualTo(v.bytes());
        assertThat(v.inputs().get("ascii").asText().getBytes(StandardCharsets.US_ASCII))
                .isEqualTo(v.bytes());
    }

    @Test
    void oneWrongDigitIsFoundByTheCheck() {
        assertThatThrownBy(() -> InstallCode.parse("83FE D340 7A93 9723 A5C6 39B2 6916 D505 C3B4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("check bytes")
                .hasMessageNotContaining("83FE");
    }

    @Test
    void aCodeOfAnotherLengthIsRefusedWithoutQuotingIt() {
        assertThatThrownBy(() -> InstallCode.parse("83FED3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("83FED3");
    }

    @Test
    void neitherCodeNorKeyPrintsItself() {
        InstallCode code = InstallCode.parse("83fed3407a939723a5c639b26916d505c3b5");

        assertThat(code).hasToString("InstallCode[hidden]");
        assertThat(code.linkKey()).hasToString("ZigbeeKey[hidden]");
    }
}
