// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import static dev.lockcred.core.policy.PinVerdict.Audience.ADMINISTRATOR;
import static dev.lockcred.core.policy.PinVerdict.Audience.UNTRUSTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.policy.PinCheck.Severity;
import dev.lockcred.core.vault.SecretTraits;
import dev.lockcred.core.vault.Vault;
import dev.lockcred.core.vault.World;
import dev.lockcred.testkit.Pins;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PinPolicyTest {

    private static final LockId FRONT = LockId.of("front");
    private static final LockId GARAGE = LockId.of("garage");
    private static final UserId ANNA = UserId.of("anna");
    private static final UserId BEN = UserId.of("ben");
    private static final PinSpace SIX = PinSpaceTest.space(4, 8, "0123456789");

    private final Vault vault = new World().vault;

    private SecretTraits traits(String digits) {
        try (Pin pin = Pins.pin(digits)) {
            return vault.traits(pin);
        }
    }

    private KnownPin known(String digits, UserId owner, LockId... locks) {
        return KnownPin.present(traits(digits), owner, Set.of(locks));
    }

    private KnownPin known(String digits, KnownPin.Kind kind, boolean standing, boolean present, boolean grouped) {
        return new KnownPin(traits(digits), Optional.of(BEN), kind, Set.of(FRONT), standing, present, grouped);
    }

    private PinVerdict judge(String digits, KnownPin... known) {
        return judge(PinPolicy.DEFAULT, digits, false, false, Set.of(FRONT), List.of(), known);
    }

    private PinVerdict judge(
            PinPolicy policy,
            String digits,
            boolean duress,
            boolean grouped,
            Set<LockId> locks,
            List<String> numbers,
            KnownPin... known) {
        try (Pin pin = Pins.pin(digits)) {
            var candidate = new PinCandidate(pin, vault.traits(pin), ANNA, duress, locks, grouped, numbers);
            PinVerdict verdict = policy.judge(candidate, SIX, List.of(known));
            Pins.inspect("a verdict", verdict, verdict.texts(ADMINISTRATOR), verdict.texts(UNTRUSTED), candidate);
            Pins.inspect("what it was compared with", (Object[]) known);
            return verdict;
        }
    }

    private static List<PinCheck> checks(PinVerdict verdict) {
        return verdict.remarks().stream().map(PinVerdict.Remark::check).toList();
    }

    @Test
    @DisplayName("R10: a PIN that nothing is to be said against is good")
    void goodPinHasNoRemarks() {
        var verdict = judge("918273", known("827364", BEN, FRONT));

        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict.refused()).isFalse();
        assertThat(verdict.texts(UNTRUSTED)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PinCheck.class)
    @DisplayName("R10: each check has the severity it was decided with")
    void eachCheckHasItsSeverity(PinCheck check) {
        var rejects = Set.of(
                PinCheck.LENGTH,
                PinCheck.DIGITS,
                PinCheck.DUPLICATE_ON_LOCK,
                PinCheck.DUPLICATE_WHERE_BOTH_MAY_OPEN,
                PinCheck.PROGRAMMING_CODE,
                PinCheck.DURESS_PAIR);

        assertThat(check.byDefault()).isEqualTo(rejects.contains(check) ? Severity.REJECT : Severity.WARN);
    }

    @Test
    @DisplayName("R10: severities can be changed, but not those where a lock would refuse or two people be mixed up")
    void severitiesCanBeChangedWithinReason() {
        var strict = PinPolicy.DEFAULT.with(PinCheck.WEAK, Severity.REJECT);
        var lax = PinPolicy.DEFAULT.with(PinCheck.PREFIX, Severity.ALLOW);

        assertThat(judge(strict, "111111", false, false, Set.of(FRONT), List.of())
                        .refused())
                .isTrue();
        assertThat(judge(lax, "9182", false, false, Set.of(FRONT), List.of(), known("918273", BEN, FRONT))
                        .isGood())
                .isTrue();
        assertThatThrownBy(() -> PinPolicy.DEFAULT.with(PinCheck.DUPLICATE_ON_LOCK, Severity.WARN))
                .hasMessageContaining("DUPLICATE_ON_LOCK");
    }

    @Test
    @DisplayName("R10: length and digits are rejected, and such a PIN is compared with nobody's (R11)")
    void whatNoLockTakesIsRejectedWithoutComparing() {
        var tooLong = judge("918273645", known("918273645", BEN, FRONT));

        assertThat(checks(tooLong)).containsExactly(PinCheck.LENGTH);
        assertThat(tooLong.refused()).isTrue();
        assertThat(tooLong.texts(UNTRUSTED)).containsExactly("these locks take 4 to 8 digits");
    }

    @Test
    @DisplayName("R10: digits the keypad does not have are rejected")
    void foreignDigitsAreRejected() {
        try (Pin pin = Pins.pin("918273")) {
            var candidate = new PinCandidate(pin, vault.traits(pin), ANNA, false, Set.of(FRONT), false, List.of());

            var verdict = PinPolicy.DEFAULT.judge(candidate, PinSpaceTest.space(4, 8, "12345"), List.of());

            assertThat(checks(verdict)).containsExactly(PinCheck.DIGITS);
            assertThat(verdict.texts(UNTRUSTED)).containsExactly("these locks take the digits 12345 only");
        }
    }

    @Test
    @DisplayName("R10: the same PIN on the same lock is rejected, whoever has it")
    void duplicateOnTheLockIsRejected() {
        assertThat(checks(judge("918273", known("918273", BEN, FRONT)))).containsExactly(PinCheck.DUPLICATE_ON_LOCK);
        assertThat(checks(judge("918273", known("918273", ANNA, FRONT))))
                .as("an own second code")
                .containsExactly(PinCheck.DUPLICATE_ON_LOCK);
        assertThat(judge("918273", known("918273", BEN, FRONT)).refused()).isTrue();
    }

    @Test
    @DisplayName("domain.md 4: the same PIN at the same lock at other times is rejected while both grants live (R10)")
    void duplicateAtOtherTimesIsRejected() {
        var verdict = judge("918273", known("918273", KnownPin.Kind.ORDINARY, true, false, false));

        assertThat(checks(verdict)).containsExactly(PinCheck.DUPLICATE_WHERE_BOTH_MAY_OPEN);
        assertThat(verdict.refused()).isTrue();
    }

    @Test
    @DisplayName(
            "domain.md 4: the same PIN at disjoint locks is allowed, with a warning if a group may join them (R10)")
    void duplicateElsewhereIsAllowed() {
        var elsewhere = known("918273", BEN, GARAGE);
        var elsewhereInAGroup = new KnownPin(
                traits("918273"), Optional.of(BEN), KnownPin.Kind.ORDINARY, Set.of(GARAGE), true, true, true);
        var ownElsewhere = new KnownPin(
                traits("918273"), Optional.of(ANNA), KnownPin.Kind.ORDINARY, Set.of(GARAGE), true, true, true);

        assertThat(judge("918273", elsewhere).isGood()).isTrue();
        assertThat(checks(judge("918273", elsewhereInAGroup))).containsExactly(PinCheck.DUPLICATE_THAT_COULD_MEET);
        assertThat(judge("918273", elsewhereInAGroup).refused()).isFalse();
        assertThat(judge("918273", ownElsewhere).isGood()).as("one's own").isTrue();
        assertThat(checks(judge(PinPolicy.DEFAULT, "918273", false, true, Set.of(FRONT), List.of(), elsewhere)))
                .containsExactly(PinCheck.DUPLICATE_THAT_COULD_MEET);
    }

    @Test
    @DisplayName("R10: a PIN that opens the lock's menu is rejected")
    void programmingCodeIsRejected() {
        var verdict = judge("918273", known("918273", KnownPin.Kind.PROGRAMMING, true, true, false));

        assertThat(checks(verdict)).containsExactly(PinCheck.PROGRAMMING_CODE);
        assertThat(verdict.refused()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"9182, 918273", "918273, 9182"})
    @DisplayName("R10, domain.md 4: a PIN that begins another, or begins with one, is warned of")
    void prefixIsWarnedOf(String digits, String other) {
        var verdict = judge(digits, known(other, BEN, FRONT));

        assertThat(checks(verdict)).containsExactly(PinCheck.PREFIX);
        assertThat(verdict.refused()).isFalse();
        assertThat(judge(digits, known(other, BEN, GARAGE)).isGood())
                .as("at another lock")
                .isTrue();
    }

    @Test
    @DisplayName("R10: the silent-alarm code and the ordinary one of a lock differ")
    void duressPairIsRejected() {
        var duress = known("918273", KnownPin.Kind.DURESS, true, true, false);
        var ordinary = known("918273", ANNA, FRONT);

        assertThat(checks(judge("918273", duress))).containsExactly(PinCheck.DURESS_PAIR);
        var verdict = judge(PinPolicy.DEFAULT, "918273", true, false, Set.of(FRONT), List.of(), ordinary);
        assertThat(checks(verdict)).containsExactly(PinCheck.DURESS_PAIR);
        assertThat(verdict.refused()).isTrue();
        assertThat(verdict.texts(UNTRUSTED))
                .as("R11: not even that there is a silent-alarm code")
                .containsExactly("choose another PIN");
    }

    @Test
    @DisplayName("R10: a PIN that somebody else had here lately is warned of")
    void recentlyUsedIsWarnedOf() {
        var gone = known("918273", KnownPin.Kind.ORDINARY, false, false, false);
        var ownGone = new KnownPin(
                traits("918273"), Optional.of(ANNA), KnownPin.Kind.ORDINARY, Set.of(FRONT), false, false, false);

        assertThat(checks(judge("918273", gone))).containsExactly(PinCheck.RECENTLY_USED);
        assertThat(judge("918273", gone).refused()).isFalse();
        assertThat(judge("918273", ownGone).isGood()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0000, ALL_EQUAL",
        "777777, ALL_EQUAL",
        "1234, RUN",
        "9876, RUN",
        "7890, RUN",
        "2468, RUN",
        "0123456, RUN",
        "1212, REPEAT",
        "123123, REPEAT",
        "121212, REPEAT",
        "12121, REPEAT",
        "1987, YEAR",
        "2026, YEAR",
        "2580, COMMON",
        "112233, COMMON",
        "159753, COMMON",
        "445566, OWN_NUMBER",
        "7744, OWN_NUMBER"
    })
    @DisplayName("R10: weak PINs are warned of, with the reason")
    void weakPinsAreWarnedOf(String digits, Weakness why) {
        var verdict = judge(PinPolicy.DEFAULT, digits, false, false, Set.of(FRONT), List.of("+49 (177) 44-55 66"));

        assertThat(checks(verdict)).containsExactly(PinCheck.WEAK);
        assertThat(verdict.texts(UNTRUSTED)).containsExactly(why.words());
        assertThat(verdict.refused()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"9182", "4071", "918273", "1793", "042617", "19870"})
    void otherPinsAreNotWeak(String digits) {
        assertThat(judge(digits).isGood()).isTrue();
    }

    @Test
    @DisplayName("R6: a PIN is digits, not a number: 0042 is not 42 and 00917 does not equal 917")
    void leadingZerosCount() {
        assertThat(checks(judge("009172", known("9172", BEN, FRONT)))).isEmpty();
    }

    @Test
    @DisplayName(
            "R11: an untrusted caller learns neither whose a PIN is nor that it is anybody's, an administrator does")
    void refusalIsNoOracle() {
        var duplicate = judge("918273", known("918273", BEN, FRONT));
        var menu = judge("918273", known("918273", KnownPin.Kind.PROGRAMMING, true, true, false));
        var begins = judge("9182", known("918273", BEN, FRONT));

        assertThat(Stream.of(duplicate, menu).map(v -> v.texts(UNTRUSTED)))
                .as("the same words, whatever the reason")
                .containsOnly(List.of("choose another PIN"));
        assertThat(begins.texts(UNTRUSTED))
                .as("a warning would tell that another code begins so")
                .isEmpty();
        assertThat(duplicate.tellsOfOthers()).isTrue();
        assertThat(begins.tellsOfOthers()).isFalse();
        assertThat(duplicate.texts(ADMINISTRATOR)).containsExactly("the same code stands here already (front, ben)");
        assertThat(begins.texts(ADMINISTRATOR)).hasSize(1).first().asString().contains("front, ben");
    }

    @Test
    @DisplayName("R11: with a refusal that tells of others comes nothing else, not even that the PIN is weak")
    void refusalStandsAlone() {
        var verdict = judge("111111", known("111111", BEN, FRONT));

        assertThat(verdict.texts(UNTRUSTED)).containsExactly("choose another PIN");
        assertThat(verdict.texts(ADMINISTRATOR)).hasSize(2);
    }

    @Test
    void severitiesAreComplete() {
        assertThat(new PinPolicy(Map.of()).severities().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(PinCheck.values()));
    }
}
