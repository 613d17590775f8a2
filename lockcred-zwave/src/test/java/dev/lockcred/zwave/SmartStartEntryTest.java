// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.zwave.internal.session.MembershipChange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Codes on labels. */
class SmartStartEntryTest {

    private static final String DSK = "51525-35455-41424-34445-31323-33435-21222-32425";
    private static final String BODY = "003" + DSK.replace("-", "") + "0010051538802012345";

    /** Puts the checksum in front, as the standard has it: the first two bytes of the SHA-1 over what follows it. */
    static String qr(String body) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1").digest(body.getBytes(StandardCharsets.US_ASCII));
            return String.format(Locale.ROOT, "9001%05d", (sum[0] & 0xFF) << 8 | sum[1] & 0xFF) + body;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsTheDskOutOfAQrCode() {
        SmartStartEntry entry = SmartStartEntry.parse("  " + qr(BODY) + "\n");

        assertThat(entry.pin() + "-" + entry.name()).isEqualTo(DSK);
        assertThat(entry).isEqualTo(SmartStartEntry.parse(DSK));
        assertThat(SmartStartEntry.ofBytes(entry.toBytes())).isEqualTo(entry);
    }

    @Test
    void neverShowsTheFiveDigitsThatAreThePin() {
        SmartStartEntry entry = SmartStartEntry.parse(DSK);

        assertThat(entry.toString()).doesNotContain("51525").contains("35455-41424");
        assertThat(entry.key()).doesNotContain(String.format(Locale.ROOT, "%04x", 51525));
    }

    @Test
    void saysWhatIsWrongWithACodeWithoutRepeatingIt() {
        String right = qr(BODY);

        for (int i = 4; i < right.length(); i++) {
            char other = right.charAt(i) == '9' ? '0' : (char) (right.charAt(i) + 1);
            String wrong = right.substring(0, i) + other + right.substring(i + 1);
            assertThatThrownBy(() -> SmartStartEntry.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("51525");
        }
        assertThatThrownBy(() -> SmartStartEntry.parse("9000" + right.substring(4)))
                .hasMessageContaining("include it with its five-digit PIN");
        assertThatThrownBy(() -> SmartStartEntry.parse("65536-35455-41424-34445-31323-33435-21222-32425"))
                .hasMessageContaining("65535");
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            SmartStartEntry.parse(text);
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessageMatching("(?s).+");
        }
    }

    @Test
    void derivesTheHomeIdUnderWhichTheLockAsks() {
        byte[] dsk = SmartStartEntry.parse(DSK).dsk(); // bytes 9 to 12: 31323 = 7A5B, 33435 = 829B

        assertThat(MembershipChange.nwiHomeId(dsk)).isEqualTo(0xFA5B829AL);
    }
}
