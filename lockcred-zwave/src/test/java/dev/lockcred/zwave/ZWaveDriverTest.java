// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.CredentialKind;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.testkit.Pins;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver on a minimal stick: radio budgets, proofs and habits of locks. */
class ZWaveDriverTest extends ZWaveBench {

    // ---- radio budgets

    @Test
    void firstContactWithAPlainLockUntilAllCodesAreKnownTakesAtMost20Frames() {
        var codes = new FakeCodes(2, 30);
        codes.schedules = true;
        for (int i = 1; i <= 5; i++) {
            codes.with(i, "1" + i + "2" + i);
        }
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);

        describe(lock);
        ReadResult all = read(lock, new ReadRequest.Everything());

        assertThat(all.complete()).isTrue();
        assertThat(all.slots()).hasSize(5).allMatch(s -> s.state() == SlotState.KNOWN);
        assertThat(node.frames).isLessThanOrEqualTo(20);
    }

    @Test
    void firstContactWithALargeLockWithBulkReportsTakesAtMost12Frames() {
        var codes = new FakeCodes(2, 250);
        codes.multipleReport = true;
        for (int i = 1; i <= 5; i++) {
            codes.with(i * 40, "1" + i + "2" + i);
        }
        var node = FakeNode.plain(7, codes);
        node.flirs = true;
        DriverLock lock = open(node);

        describe(lock);
        ReadResult all = read(lock, new ReadRequest.Everything());

        assertThat(all.slots().stream().filter(s -> s.state() == SlotState.KNOWN))
                .hasSize(5);
        assertThat(node.frames).isLessThanOrEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({"NONE,2", "S2_ACCESS_CONTROL,2", "S0,6"})
    void oneSupervisedCodeTakesTwoFrames(SecurityClass security, int frames) {
        var codes = new FakeCodes(2, 20);
        var node = new FakeNode(6, security, KEY, codes);
        DriverLock lock = open(node);
        describe(lock);

        BatchResult result = apply(lock, put(3, "735190"));

        assertThat(outcomes(result)).containsExactly(new ChangeOutcome.Confirmed(Proof.SUPERVISED));
        assertThat(codes.code(3)).isEqualTo("735190");
        assertThat(result.cost().messages()).isEqualTo(frames);
        assertThat(lock.costs().of(List.of(put(3, "735190"))).typical()).isEqualTo(frames);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void oneUnsupervisedCodeTakesThreeFrames(int version) {
        var codes = new FakeCodes(version, 20);
        var node = FakeNode.plain(3, codes);
        node.supervision = false;
        DriverLock lock = open(node);
        describe(lock);

        BatchResult result = apply(lock, put(3, "735190"));

        assertThat(outcomes(result)).containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(codes.code(3)).isEqualTo("735190");
        assertThat(result.cost().messages()).isEqualTo(3);
        assertThat(outcomes(apply(lock, Change.Clear.of(CredentialRef.pin(3)))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(codes.codes).isEmpty();
    }

    @Test
    void twentyCodesOnAPlainLockAreProvedByOneChecksum() {
        var codes = new FakeCodes(2, 30);
        var node = FakeNode.plain(2, codes);
        node.supervision = false;
        DriverLock lock = open(node);
        describe(lock);
        read(lock, new ReadRequest.Everything());

        BatchResult result = apply(lock, twenty());

        assertThat(outcomes(result)).hasSize(20).containsOnly(new ChangeOutcome.Confirmed(Proof.CHECKSUM));
        assertThat(result.cost().messages()).isLessThanOrEqualTo(24);
        assertThat(codes.codes).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({"false,6", "true,8"})
    void twentyCodesWithMultipleSetTakeSixToEightFrames(boolean supervision, int frames) {
        var codes = new FakeCodes(2, 30);
        codes.multipleSet = true;
        var node = FakeNode.plain(2, codes);
        node.supervision = supervision;
        DriverLock lock = open(node);
        describe(lock);
        read(lock, new ReadRequest.Everything());

        BatchResult result = apply(lock, twenty());

        assertThat(outcomes(result)).hasSize(20).allMatch(o -> o instanceof ChangeOutcome.Confirmed);
        assertThat(result.cost().messages()).isLessThanOrEqualTo(frames);
        assertThat(codes.codes).hasSize(20);
    }

    @Test
    void underS2ThreeCodesOfFourDigitsShareAFrame() {
        var codes = new FakeCodes(2, 30);
        codes.multipleSet = true;
        var node = new FakeNode(6, SecurityClass.S2_ACCESS_CONTROL, KEY, codes);
        DriverLock lock = open(node);
        describe(lock);

        BatchResult result = apply(lock, twenty());

        assertThat(outcomes(result)).hasSize(20).containsOnly(new ChangeOutcome.Confirmed(Proof.SUPERVISED));
        assertThat(result.cost().messages()).isEqualTo(14); // 2 * ceil(20 / 3)
    }

    @Test
    void theSameCodeAgainTakesNothing() {
        var node = new FakeNode(6, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(2, 30));
        DriverLock lock = open(node);
        describe(lock);
        apply(lock, put(3, "735190"));

        BatchResult again = apply(lock, put(3, "735190"));

        assertThat(outcomes(again)).containsExactly(new ChangeOutcome.NoChange()); // R23
        assertThat(again.cost().messages()).isZero();
    }

    @Test
    void nothingChangedTakesTwoFramesAlsoAfterOurOwnWritesAndARestart() {
        var codes = new FakeCodes(2, 30).with(7, "4711");
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);
        read(lock, new ReadRequest.Everything());
        apply(lock, put(3, "735190"), put(9, "2468"));
        apply(lock, Change.Clear.of(CredentialRef.pin(9)));
        int before = node.frames;

        assertThat(time.result(lock.checkChanged(Call.read(Duration.ofSeconds(30)))))
                .isEqualTo(ChangeCheck.UNCHANGED);
        assertThat(node.frames - before).isEqualTo(2);

        DriverLock later = restart(2);
        describe(later);
        assertThat(time.result(later.checkChanged(Call.read(Duration.ofSeconds(30)))))
                .isEqualTo(ChangeCheck.UNCHANGED);
        assertThat(node.frames - before).isEqualTo(4);
        codes.with(11, "9999");
        assertThat(time.result(later.checkChanged(Call.read(Duration.ofSeconds(30)))))
                .isEqualTo(ChangeCheck.CHANGED);
    }

    @Test
    void afterARestartAnS2LockIsCheckedWithFourFrames() {
        var node = new FakeNode(6, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(2, 30).with(7, "4711"));
        DriverLock lock = open(node);
        describe(lock);
        read(lock, new ReadRequest.Everything());
        DriverLock later = restart(6);
        int before = node.frames;

        describe(later);
        assertThat(time.result(later.checkChanged(Call.read(Duration.ofSeconds(30)))))
                .isEqualTo(ChangeCheck.UNCHANGED);

        assertThat(node.frames - before).isEqualTo(4);
    }

    @Test
    void threeLocksThatThinkAreServedTogether() {
        var nodes = new FakeNode[3];
        var one = new FakeStick(time);
        for (int i = 0; i < 3; i++) {
            nodes[i] = FakeNode.plain(2 + i, new FakeCodes(2, 60));
            nodes[i].think = Duration.ofMillis(100);
        }
        DriverLock first = open(nodes);
        List<DriverLock> locks = List.of(first, lock(3, true), lock(4, true));
        locks.forEach(this::describe);
        long alone = 0;
        for (DriverLock lock : locks) {
            long from = time.elapsed().toMillis();
            apply(lock, twenty());
            alone += time.elapsed().toMillis() - from;
        }
        long from = time.elapsed().toMillis();
        var stages = new ArrayList<CompletionStage<BatchResult>>();
        locks.forEach(lock -> stages.add(lock.apply(clears(), grant())));
        stages.forEach(
                stage -> assertThat(outcomes(time.result(stage))).allMatch(o -> o instanceof ChangeOutcome.Confirmed));
        long together = time.elapsed().toMillis() - from;

        assertThat(one).isNotNull();
        assertThat(together).isLessThanOrEqualTo(alone * 60 / 100);
    }

    // ---- habits of locks

    @Test
    void aMaskedCodeIsPresentAndNeverComparedNorRewritten() {
        var codes = new FakeCodes(1, 20);
        codes.masks = true;
        var node = FakeNode.plain(3, codes);
        node.supervision = false;
        DriverLock lock = open(node);
        describe(lock);

        assertThat(outcomes(apply(lock, put(3, "735190"))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.PRESENCE));
        assertThat(read(lock, ReadRequest.slot(CredentialRef.pin(3)))
                        .slots()
                        .get(0)
                        .state())
                .isEqualTo(SlotState.MASKED);
        assertThat(outcomes(apply(lock, put(3, "735190")))).hasSize(1);
        assertThat(node.heard.stream().filter(h -> h.at(0) == 0x63 && h.at(1) == 0x01))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aReportThatIsLateIsLookedAtAgainAfterFiveSeconds() {
        var codes = new FakeCodes(1, 20);
        codes.staleReads = 1;
        codes.zeroPads = true;
        var node = FakeNode.plain(3, codes);
        node.supervision = false;
        DriverLock lock = open(node);
        describe(lock);

        BatchResult result = apply(lock, put(3, "735190"));

        assertThat(outcomes(result)).containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(result.cost().messages()).isEqualTo(5);
    }

    @Test
    void aDuplicateIsRefusedOnceAndLeavesNothing() {
        var codes = new FakeCodes(2, 20).with(1, "735190");
        codes.refusesDuplicates = true;
        var node = new FakeNode(6, SecurityClass.S2_ACCESS_CONTROL, KEY, codes);
        DriverLock lock = open(node);
        describe(lock);
        read(lock, new ReadRequest.Everything());

        BatchResult result = apply(lock, put(3, "735190"));

        assertThat(outcomes(result).get(0))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.DUPLICATE));
        assertThat(codes.codes).containsOnlyKeys(1);
        assertThat(node.heard.stream().filter(h -> h.at(0) == 0x6C)).hasSize(1);
    }

    @Test
    void aLockThatSaysFailAndStoresAllTheSameIsBelievedByItsReport() {
        var codes = new FakeCodes(2, 20);
        var node = FakeNode.plain(2, codes);
        node.supervisionLies = true;
        DriverLock lock = open(node);
        describe(lock);

        assertThat(outcomes(apply(lock, put(3, "735190"))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    @Test
    void aLockThatIgnoresAWriteIsNotBelieved() {
        var codes = new FakeCodes(1, 20).with(5, "1111");
        codes.ignoresWrites = true;
        var node = FakeNode.plain(3, codes);
        node.supervision = false;
        DriverLock lock = open(node);
        describe(lock);

        assertThat(outcomes(apply(lock, put(3, "735190"))).get(0)).isInstanceOf(ChangeOutcome.Rejected.class);
        assertThat(outcomes(apply(lock, Change.Clear.of(CredentialRef.pin(5)))).get(0))
                .isInstanceOf(ChangeOutcome.Ambiguous.class); // R19: it may still open
    }

    @Test
    void aDeafLockIsUnreachableAndALostAnswerIsNotAConfirmation() {
        var codes = new FakeCodes(2, 20);
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);
        node.dumb = true;
        assertThat(outcomes(apply(lock, put(3, "735190"))).get(0)).isInstanceOf(ChangeOutcome.Ambiguous.class);
        node.deaf = true;
        time.advance(Duration.ofMinutes(2));

        assertThat(outcomes(apply(lock, put(4, "735191"))).get(0)).isNotInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(outcomes(apply(lock, put(4, "735191"))).get(0))
                .isInstanceOfSatisfying(ChangeOutcome.NotSent.class, n -> {
                    assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.UNREACHABLE);
                    assertThat(n.retryAfter()).isPresent();
                });
        assertThat(read(lock, ReadRequest.slot(CredentialRef.pin(3)))
                        .slots()
                        .get(0)
                        .state())
                .isEqualTo(SlotState.UNKNOWN); // R2
    }

    @Test
    void aPinIsNotWrittenInClearWithoutConsent() {
        var codes = new FakeCodes(2, 20).with(5, "1111");
        var node = FakeNode.plain(2, codes);
        open(node);
        DriverLock lock = lock(2, false);
        describe(lock);
        int before = node.frames;

        assertThat(outcomes(apply(lock, put(3, "735190"))).get(0))
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.INSECURE));
        assertThat(node.frames).isEqualTo(before);
        assertThat(outcomes(apply(lock, Change.Clear.of(CredentialRef.pin(5)))))
                .allMatch(o -> o instanceof ChangeOutcome.Confirmed);
    }

    @Test
    void theGuardHasTheLastWord() {
        var codes = new FakeCodes(2, 20);
        codes.multipleSet = true;
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);
        var call = new Call(
                Call.Priority.GRANT, Duration.ofSeconds(60), c -> c.ref().index() != 4);

        BatchResult result =
                time.result(lock.apply(List.of(put(3, "735190"), put(4, "735191"), put(5, "735192")), call));

        assertThat(outcomes(result).get(0)).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(outcomes(result).get(1))
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.WITHDRAWN)); // R14
        assertThat(outcomes(result).get(2)).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(codes.codes).containsOnlyKeys(3, 5);
    }

    @Test
    void whatTheLockCannotTakeIsRefusedWithoutTraffic() {
        var node = FakeNode.plain(2, new FakeCodes(2, 20));
        DriverLock lock = open(node);
        describe(lock);
        int before = node.frames;

        assertThat(outcomes(apply(lock, put(21, "735190"))).get(0))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.nativeAnswer()).contains("outside 1..20 (Users Number report)"));
        assertThat(outcomes(apply(lock, put(3, "123"))).get(0))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.LENGTH));
        assertThat(node.frames).isEqualTo(before);
    }

    @Test
    void disablingACodeSendsItAgainWithTheOtherStatus() {
        var codes = new FakeCodes(2, 20).with(3, "735190");
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        Described.Known known = describe(lock);
        assertThat(known.description()
                        .capabilities()
                        .credential(CredentialKind.PIN)
                        .orElseThrow()
                        .disable())
                .isEqualTo(CredentialSupport.Disable.RESEND);

        var off = new Change.SetEnabled(CredentialRef.pin(3), java.util.OptionalInt.empty(), false);
        int promised = lock.costs().of(List.of(off)).typical();
        int before = node.frames;
        assertThat(outcomes(apply(lock, off))).containsExactly(new ChangeOutcome.Confirmed(Proof.SUPERVISED));

        assertThat(node.frames - before).isEqualTo(promised).isEqualTo(4);
        assertThat(codes.codes.get(3).status()).isEqualTo(UserCode.DISABLED);
        assertThat(codes.code(3)).isEqualTo("735190");
        assertThat(read(lock, ReadRequest.slot(CredentialRef.pin(3)))
                        .slots()
                        .get(0)
                        .state())
                .isEqualTo(SlotState.DISABLED);
    }

    // ---- events, doors

    @ParameterizedTest
    @CsvSource({"NONE", "S0", "S2_ACCESS_CONTROL"})
    void whoOpenedTheDoorIsToldWithoutDigits(SecurityClass security) {
        Pins.pin("5678");
        var node = new FakeNode(6, security, KEY, new FakeCodes(2, 20));
        DriverLock lock = open(node);
        describe(lock);
        host.forgetEvents();

        time.executor().execute(() -> node.say(Octets.ofHex("7105000000ff0606086303030135363738")));
        time.advance(Duration.ofSeconds(2));

        assertThat(host.heard(DriverEvent.Operated.class)).singleElement().satisfies(o -> {
            assertThat(o.operation()).isEqualTo(AccessOperation.UNLOCK);
            assertThat(o.source()).isEqualTo(AccessSource.KEYPAD);
            assertThat(o.who()).isEqualTo(DriverEvent.Who.slot(CredentialRef.pin(3)));
        });
    }

    @Test
    void aChangeAtTheKeypadPutsTheSlotInDoubt() {
        var codes = new FakeCodes(2, 20);
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);
        apply(lock, put(3, "735190"));
        time.advance(Duration.ofMinutes(1));
        codes.with(3, "8642");

        time.executor().execute(() -> node.say(Octets.ofHex("7105000000ff060e0103")));
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Programmed.class)).singleElement().satisfies(p -> {
            assertThat(p.what()).isEqualTo(DriverEvent.Programmed.Edit.ADDED);
            assertThat(p.own()).isFalse();
        });
        assertThat(outcomes(apply(lock, put(3, "735190"))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.SUPERVISED));
        assertThat(codes.code(3)).isEqualTo("735190");
    }

    /** Each write answers for one announcement: whoever is at the keypad a moment later is not us. */
    @Test
    void aChangeAtTheKeypadRightAfterOurWriteIsNotItsEcho() {
        var codes = new FakeCodes(2, 20);
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);
        apply(lock, put(3, "735190"));
        host.forgetEvents();

        time.executor().execute(() -> node.say(Octets.ofHex("7105000000ff060e0103")));
        time.advance(Duration.ofSeconds(1));
        codes.with(3, "864297");
        time.executor().execute(() -> node.say(Octets.ofHex("7105000000ff060e0103")));
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Programmed.class))
                .extracting(DriverEvent.Programmed::own)
                .containsExactly(true, false);
    }

    @Test
    void theDoorIsOperatedAndItsEchoIsOurs() {
        var codes = new FakeCodes(2, 20);
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);

        assertThat(time.result(lock.operate(
                        new Operation.Unlock(), Optional.empty(), Call.interactive(Duration.ofSeconds(20)))))
                .isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(codes.mode).isZero();
        time.executor().execute(() -> node.say(Octets.ofHex("7105000000ff060400")));
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Operated.class)).singleElement().matches(DriverEvent.Operated::own);
    }
}
