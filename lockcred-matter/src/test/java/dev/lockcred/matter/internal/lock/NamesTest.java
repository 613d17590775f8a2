// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void aNameIsCutAtTenBytesAndMadePlainerStepByStep() {
        assertThat(Names.forms("Zoë Łuczka"))
                .containsExactly(
                        Optional.of("Zoë Łucz"), Optional.of("Zoe uczka"), Optional.of("Zoeuczka"), Optional.empty());
    }

    @Test
    void whatSomeFirmwareRefusesIsLeftOutFromTheStart() {
        // lock_code_manager pull 1246: a colon is refused; its TODO.md: so is a space
        assertThat(Names.forms("LCM: Anna"))
                .containsExactly(Optional.of("LCM Anna"), Optional.of("LCMAnna"), Optional.empty());
    }

    @Test
    void anAcceptableNameIsTakenAsItIs() {
        assertThat(Names.forms("Anna")).containsExactly(Optional.of("Anna"), Optional.empty());
    }

    @Test
    void nothingUsableIsNoName() {
        assertThat(Names.forms(":-) \u0007")).containsExactly(Optional.empty());
    }

    @Property
    void everyFormFitsAndTheLastIsNone(@ForAll String name) {
        var forms = Names.forms(name);

        assertThat(forms).doesNotHaveDuplicates();
        assertThat(forms.get(forms.size() - 1)).isEmpty();
        assertThat(forms.subList(0, forms.size() - 1)).allSatisfy(form -> {
            assertThat(form.orElseThrow().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 10);
            assertThat(form.orElseThrow()).isEqualTo(form.orElseThrow().trim()).doesNotContain(":");
        });
    }
}
