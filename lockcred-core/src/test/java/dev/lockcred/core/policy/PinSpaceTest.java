// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.lockcred.LockId;
import dev.lockcred.spi.CredentialSupport.Alphabet;
import dev.lockcred.spi.CredentialSupport.Length;
import dev.lockcred.spi.Evidenced;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R9: the PIN policy is the intersection over all target locks")
class PinSpaceTest {

    static PinSpace space(int min, int max, String digits) {
        var set = new BitSet();
        digits.chars().forEach(set::set);
        return new PinSpace(min, max, set);
    }

    private static LockPins lock(String id, Length length, String characters) {
        return new LockPins(
                LockId.of(id),
                Evidenced.reported(length, "capability report"),
                Evidenced.assumed(Alphabet.of(characters), "the specification"));
    }

    private static LockPins lock(String id, int min, int max) {
        return lock(id, Length.between(min, max), "0123456789");
    }

    @Test
    void lengthsAndDigitsAreIntersected() {
        var space = PinSpace.of(List.of(
                lock("front", Length.between(4, 10), "0123456789ABCDEF"),
                lock("garage", 6, 8),
                lock("back", Length.between(4, 9), "123456")));

        assertThat(space).isEqualTo(space(6, 8, "123456"));
    }

    @Test
    void fixedLengthOfALockHoldsForAll() {
        var fixed = lock("front", new Length(4, 8, OptionalInt.of(6)), "0123456789");

        assertThat(PinSpace.of(List.of(fixed, lock("garage", 4, 10)))).isEqualTo(space(6, 6, "0123456789"));
    }

    @Test
    void contradictionOfLengthsNamesTheTwoLocksAndHowWeKnow() {
        var locks = List.of(
                lock("garage", 4, 10),
                lock("front", new Length(4, 8, OptionalInt.of(4)), "0123456789"),
                lock("back", 6, 8));

        assertThatThrownBy(() -> PinSpace.of(locks))
                .isInstanceOf(PinContradictionException.class)
                .hasMessage(
                        "no PIN opens both back and front: back takes 6 to 8 digits (capability report), front takes"
                                + " exactly 4 digits (capability report)")
                .asInstanceOf(type(PinContradictionException.class))
                .satisfies(e -> assertThat(List.of(e.one(), e.other()))
                        .containsExactlyInAnyOrder(LockId.of("front"), LockId.of("back")));
    }

    @Test
    void contradictionOfDigitsNamesTheTwoLocks() {
        var locks = List.of(
                lock("garage", 4, 8),
                lock("front", Length.between(4, 8), "12345"),
                lock("back", Length.between(4, 8), "67890"));

        assertThatThrownBy(() -> PinSpace.of(locks))
                .isInstanceOf(PinContradictionException.class)
                .hasMessageStartingWith("no PIN opens both front and back: front takes the digits 12345")
                .hasMessageContaining("back takes the digits 06789");
    }

    @Test
    void lockWithoutDigitsContradictsItself() {
        assertThatThrownBy(() -> PinSpace.of(List.of(lock("front", Length.between(4, 8), "ABCD"))))
                .isInstanceOf(PinContradictionException.class)
                .hasMessageStartingWith("no PIN opens front: front takes no digits");
    }

    @Test
    void withoutLocksTheSpecificationsHold() {
        assertThat(PinSpace.of(List.of())).isEqualTo(space(4, 10, "0123456789"));
    }

    @Test
    void preferredLengthIsTakenOrTheNearest() {
        assertThat(space(4, 8, "01").lengthNear(6)).isEqualTo(6);
        assertThat(space(7, 8, "01").lengthNear(6)).isEqualTo(7);
        assertThat(space(4, 5, "01").lengthNear(6)).isEqualTo(5);
    }
}
