// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import dev.lockcred.zwave.internal.serialapi.NodeIdWidth;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R7 at the level of bytes: no dump shows digits, a key, or an unkeyed sum over them. */
class SecretSpansTest {

    @ParameterizedTest
    @CsvSource({
        "6301030131323334, 63010301[..]",
        "6303030131323334, 63030301[..]",
        "630b010003010431323334, 630b01[..]",
        "630d020003010431323334000402063938373635340009, 630d02[..]",
        "630e06313233343536, 630e[..]",
        "6312b033, 6312[..]",
        "63030400, 63030400",
        "630203, 630203",
        "6c0181086301030131323334, 6c01810863010301[..]",
        "600d00016301030131323334, 600d000163010301[..]",
        "5601630103013132333412ab, 560163010301[..]",
        "7105000000ff0606086303030135363738, 7105000000ff060608[..]",
        "4c040507ea0b142e1e0f02030431323334, 4c040507ea0b142e1e0f0203[..]",
        "830a00010100010006313233343536, 830a[..]",
        "830c0000010100018006313233343536020001000000, 830c[..]",
        "831a0439393939, 831a[..]",
        "8315abcd, 8315[..]",
        "98060102030405060708090a0b0c0d0e0f10, 9806[..]",
        "9f0a0433333333333333333333333333333333, 9f0a04[..]",
        "55c03250000102030405060708, 55c03250[..]"
    })
    void commands(String hex, String dump) {
        assertThat(SecretSpans.dump(Octets.ofHex(hex))).isEqualTo(dump);
    }

    @Test
    void serialFramesHideTheCommandsSecretAndTheirOwnChecksum() throws Exception {
        assertThat(dump("010f00130308630101013132333425 01aa")).isEqualTo("010f0013030863010101[..]2501[..]");
        assertThat(dump("010e000400030863030101313233349a")).isEqualTo("010e0004000308" + "63030101[..]");
        assertThat(dump("010a001302036302032507a7")).isEqualTo("010a001302036302032507a7");
    }

    @Test
    void messagesDoNotPrintTheirDigits() throws Exception {
        var set = new UserCode.Set(3, 1, Octets.ofHex("31323334"));

        assertThat(set.toString()).doesNotContain("1234", "31323334", "49, 50");
        assertThat(new UserCode.ChecksumReport(0xB033).toString()).doesNotContain("45107", "b033");
        assertThat(new ChecksumRecords.UserReport(1, 0x6B9A).toString()).doesNotContain("27546");
    }

    private static String dump(String hex) throws Exception {
        var frame = SerialFrame.Data.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
        return SecretSpans.dump(frame, NodeIdWidth.ONE_BYTE);
    }
}
