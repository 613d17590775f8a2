// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.vault.World;
import dev.lockcred.testkit.Pins;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R12: generated PINs are uniform over what passes on every lock, and there are enough or it says so")
class PinGeneratorTest {

    private final PinGenerator generator = new PinGenerator(World.seeded());

    private static String digits(Pin pin) {
        return new String(pin.copyBytes(), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void everyPinThatPassesIsAsLikelyAsAnyOther(int length) {
        // Five symbols: 625 values are listed one by one, 15,625 as well; both ways are held to the same measure below.
        var space = PinSpaceTest.space(length, length, "13579");
        Predicate<Pin> endsOdd = pin -> pin.copyBytes()[length - 1] >= '5';
        var counts = new TreeMap<String, Integer>();
        int draws = length == 4 ? 20_000 : 2_000;
        for (int i = 0; i < draws; i++) {
            counts.merge(
                    digits(generator.generate(space, length, length == 4 ? endsOdd : pin -> true))
                            .substring(length - 4),
                    1,
                    Integer::sum);
        }

        int values = length == 4 ? 375 : 625;
        double expected = (double) draws / values;
        double chiSquare = counts.values().stream()
                        .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                        .sum()
                + (values - counts.size()) * expected;
        // Degrees of freedom plus six standard deviations: a fair source passes for any seed, a skewed one does not.
        assertThat(chiSquare).isLessThan(values - 1 + 6 * Math.sqrt(2.0 * (values - 1)));
        assertThat(counts.keySet()).allMatch(d -> d.chars().allMatch(c -> "13579".indexOf(c) >= 0));
    }

    @Test
    void sampledPinsAreEvenInEveryPlace() {
        var space = PinSpaceTest.space(6, 6, "0123456789");
        var counts = new int[6][10];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            byte[] pin = generator.generate(space, 6, p -> true).copyBytes();
            for (int place = 0; place < 6; place++) {
                counts[place][pin[place] - '0']++;
            }
        }

        for (int[] place : counts) {
            for (int count : place) {
                assertThat(count).isBetween(draws / 10 - 300, draws / 10 + 300); // seven standard deviations
            }
        }
    }

    @Test
    void policyIsAskedAndWeakOrTakenPinsNeverComeOut() {
        var vault = new World().vault;
        var front = LockId.of("front");
        var known = new ArrayList<KnownPin>();
        var space = PinSpaceTest.space(4, 4, "0123456789");
        Predicate<Pin> passes = pin -> PinPolicy.DEFAULT
                .judge(
                        new PinCandidate(
                                pin, vault.traits(pin), UserId.of("new"), false, Set.of(front), false, List.of()),
                        space,
                        known)
                .isGood();

        var seen = new HashSet<String>();
        for (int i = 0; i < 5; i++) {
            try (Pin pin = Pins.watch(generator.generate(space, 4, passes))) {
                assertThat(seen.add(digits(pin))).as("nobody else has it").isTrue();
                assertThat(Weakness.of(pin, List.of())).isEmpty();
                known.add(KnownPin.present(vault.traits(pin), UserId.of("u" + i), Set.of(front)));
            }
        }
    }

    @Test
    void tooSmallASpaceFailsLoudlyInsteadOfLooping() {
        var space = PinSpaceTest.space(2, 2, "0123456789");
        var asked = new AtomicInteger();

        assertThatThrownBy(() -> generator.generate(space, 6, pin -> asked.incrementAndGet() % 2 == 0))
                .isInstanceOf(PinSpaceTooSmallException.class)
                .hasMessageContaining("only 50 PINs of 2 digits can still be given");
        assertThat(asked).hasValue(100);
    }

    @Test
    void spaceThatIsUsedUpFailsAfterABoundedNumberOfDraws() {
        var space = PinSpaceTest.space(8, 8, "0123456789");
        var asked = new AtomicInteger();

        assertThatThrownBy(() -> generator.generate(space, 8, pin -> asked.incrementAndGet() < 0))
                .isInstanceOf(PinSpaceTooSmallException.class)
                .hasMessageContaining("use longer PINs");
        assertThat(asked).hasValueLessThan(10_000);
    }

    @Test
    @DisplayName("R6: what was looked at and not taken is wiped")
    void rejectedPinsAreWiped() {
        var looked = new ArrayList<Pin>();

        Pin taken = generator.generate(PinSpaceTest.space(6, 6, "0123456789"), 6, pin -> {
            looked.add(pin);
            return looked.size() == 5;
        });

        assertThat(taken.isClosed()).isFalse();
        assertThat(looked.subList(0, 4)).allMatch(Pin::isClosed);
        Pins.watch(taken).close();
    }

    @Test
    void randomnessComesFromTheSourceHandedIn() {
        var space = PinSpaceTest.space(6, 6, "0123456789");
        var zeros = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) {
                return 0;
            }
        };

        assertThat(digits(new PinGenerator(zeros).generate(space, 6, pin -> true)))
                .isEqualTo("0".repeat(6));
    }
}
