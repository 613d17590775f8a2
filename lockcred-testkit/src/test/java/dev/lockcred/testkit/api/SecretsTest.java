// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.CredentialKind;
import dev.lockcred.Password;
import dev.lockcred.Pin;
import dev.lockcred.TagId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

/** R6 and R7 of the values themselves. */
class SecretsTest {

    @Property
    void digitsComeBackAsTheyWere(@ForAll @NumericChars @StringLength(min = 1, max = 32) String digits) {
        Pin pin = Pin.of(digits.toCharArray());

        assertThat(new String(pin.copyBytes(), StandardCharsets.US_ASCII)).isEqualTo(digits); // R6: 0042 is not 42
        assertThat(pin.length()).isEqualTo(digits.length());
        assertThat(Pin.ofAscii(pin.copyBytes())).isEqualTo(pin);
        assertThat(pin).hasToString("Pin[hidden]").hasSameHashCodeAs(Pin.of(new char[] {'0'})); // R7
    }

    @Property
    void equalMeansTheSameDigits(
            @ForAll @NumericChars @StringLength(min = 1, max = 12) String a,
            @ForAll @NumericChars @StringLength(min = 1, max = 12) String b) {
        assertThat(Pin.of(a.toCharArray()).equals(Pin.of(b.toCharArray()))).isEqualTo(a.equals(b));
    }

    @Property
    void whatIsNoPinIsRefusedWithoutBeingQuoted(@ForAll String text) {
        boolean valid =
                text.length() >= 1 && text.length() <= 32 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!valid) {
            assertThatThrownBy(() -> Pin.of(text.toCharArray()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> assertThat(
                                    List.of("a PIN has 1 to 32 digits", "a PIN consists of the digits 0 to 9 only"))
                            .contains(e.getMessage()));
        }
    }

    @Example
    void aClosedSecretIsWipedAndEqualsNothing() {
        Pin pin = Pin.of("918273".toCharArray());
        Pin copy = pin.copy();

        pin.close();
        pin.close();

        assertThat(pin.isClosed()).isTrue();
        assertThatThrownBy(pin::copyBytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wiped");
        assertThat(pin).isNotEqualTo(copy).isEqualTo(pin);
        assertThat(copy.isClosed()).isFalse();
    }

    @Example
    void theCallersArrayStaysTheCallers() {
        char[] typed = "918273".toCharArray();
        Pin pin = Pin.of(typed);
        typed[0] = '0';
        pin.copyBytes()[1] = '0';

        assertThat(pin).isEqualTo(Pin.of("918273".toCharArray()));
    }

    @Example
    void noKindOfSecretPrintsItself() {
        Password password = Password.of("correct horse".toCharArray());
        TagId tag = TagId.of(new byte[] {4, 1, 2, 3});

        assertThat(password).hasToString("Password[hidden]");
        assertThat(tag).hasToString("TagId[hidden]");
        assertThat(List.of(password.hashCode(), tag.hashCode())).containsOnly(0);
        assertThat(List.of(password.kind(), tag.kind())).containsExactly(CredentialKind.PASSWORD, CredentialKind.RFID);
        assertThatThrownBy(() -> Password.of("h\u00e4st".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("st\"");
        assertThatThrownBy(() -> TagId.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
