// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.Ecdh;
import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver on a minimal stick: radio budgets, proofs and habits of locks. */
class ZWaveDriverTest {

    private static final String KEYS = """
            {"S0_Legacy": "33333333333333333333333333333333", "S2_AccessControl": "33333333333333333333333333333333"}""";
    private static final NetworkKey KEY = NetworkKey.ofHex("33".repeat(16));
    private static final PortSpec PORT = PortSpec.parse("/dev/ttyUSB0");

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final Wires wires = new Wires(time, new Seed(1));
    private final TestHost host = new TestHost("hall", time, new Seed(2)).ports(wires);
    private FakeStick stick = new FakeStick(time);
    private ZWaveDriver driver;

    private DriverLock open(FakeNode... nodes) {
        for (FakeNode node : nodes) {
            stick.add(node);
        }
        wires.device(PORT, far -> stick.attach(far));
        return restart(nodes[0].id);
    }

    private DriverLock restart(int node) {
        if (driver != null) {
            time.result(driver.closeAsync());
        }
        driver = ZWaveDriver.create(new ZWaveOptions(PORT, keys()));
        time.result(driver.start(host));
        assertThat(driver.health().state()).isEqualTo(LinkHealth.State.UP);
        return lock(node, true);
    }

    private static NetworkKeys keys() {
        try {
            return NetworkKeys.parse(KEYS, "test");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private DriverLock lock(int node, boolean plain) {
        return driver.lock(
                String.valueOf(node), new LockOptions(ZoneId.of("Europe/Stockholm"), Optional.empty(), plain));
    }

    @AfterEach
    void nothingIsLeftBehind() {
        if (driver != null) {
            time.result(driver.closeAsync());
            time.advance(Duration.ofSeconds(30));
            assertThat(time.pendingTimers())
                    .as(() -> "timers " + time.pending())
                    .isZero();
            assertThat(wires.open()).isZero();
            assertThat(driver.health().state()).isEqualTo(LinkHealth.State.CLOSED);
        }
    }

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
        assertThat(outcomes(apply(lock, off))).containsExactly(new ChangeOutcome.Confirmed(Proof.SUPERVISED));

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

    // ---- identity, life

    @Test
    void theInterviewIsRememberedAndResumed() {
        var node = FakeNode.plain(2, new FakeCodes(2, 20));
        DriverLock lock = open(node);
        node.dumb = true;
        assertThat(time.result(lock.describe(Call.read(Duration.ofSeconds(60)))))
                .isInstanceOf(Described.NotNow.class);
        node.dumb = false;
        int before = node.frames;
        Described.Known known = describe(lock);
        assertThat(node.frames - before).isEqualTo(6); // product, count, capabilities; not the node information again

        DriverLock later = restart(2);
        int after = node.frames;
        assertThat(describe(later).description().identity())
                .isEqualTo(known.description().identity());
        assertThat(node.frames).isEqualTo(after);
    }

    @Test
    void anotherDeviceAtTheSameAddressIsAnotherLock() {
        var node = FakeNode.plain(2, new FakeCodes(2, 20));
        DriverLock lock = open(node);
        var first = describe(lock).description().identity();
        stick = new FakeStick(time);
        var other = FakeNode.plain(2, new FakeCodes(2, 20));
        other.flirs = true;
        stick.add(other);

        var second = describe(restart(2)).description().identity();

        assertThat(second.agreesWith(first)).isFalse();
    }

    @Test
    void aLockIncludedWithOtherKeysIsSaidToBe() {
        var node = new FakeNode(
                6, SecurityClass.S2_ACCESS_CONTROL, NetworkKey.ofHex("44".repeat(16)), new FakeCodes(2, 20));
        DriverLock lock = open(node);

        assertThat(time.result(lock.describe(Call.read(Duration.ofSeconds(60)))))
                .isInstanceOfSatisfying(
                        Described.NotNow.class, n -> assertThat(n.text()).contains("other keys"));
        assertThat(outcomes(apply(lock, put(3, "735190"))).get(0))
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.INSECURE));
        assertThat(node.raw).noneMatch(r -> r.at(0) == 0x63 || r.at(0) == 0x6C);
    }

    @Test
    void closingInTheMiddleOfAnythingCompletesEverything() {
        var node = FakeNode.plain(2, new FakeCodes(2, 20));
        DriverLock lock = open(node);
        describe(lock);
        node.dumb = true;
        var stage = lock.apply(List.of(put(3, "735190"), put(4, "735191")), grant());
        time.advance(Duration.ofMillis(100));

        time.result(driver.closeAsync());

        assertThat(stage.toCompletableFuture()).isDone();
        assertThat(outcomes(time.result(stage)).get(0)).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(outcomes(time.result(stage)).get(1)).isInstanceOf(ChangeOutcome.NotSent.class);
    }

    @Test
    void patienceEndsTheCall() {
        var node = FakeNode.plain(2, new FakeCodes(2, 20));
        DriverLock lock = open(node);
        describe(lock);
        node.dumb = true;
        var stage = lock.apply(
                List.of(put(3, "735190"), put(4, "735191")),
                new Call(Call.Priority.GRANT, Duration.ofMillis(500), Call.Guard.OPEN));

        time.advance(Duration.ofMillis(501));

        assertThat(stage.toCompletableFuture()).isDone();
        assertThat(outcomes(time.result(stage)).get(0)).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(outcomes(time.result(stage)).get(1))
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.NO_TIME));
    }

    @Test
    void anAddressThatIsNoneSaysWhatOneLooksLike() {
        open(FakeNode.plain(2, new FakeCodes(2, 20)));

        assertThatThrownBy(() -> driver.lock("front", LockOptions.of(ZoneId.of("UTC"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node id, such as 12");
        assertThat(time.result(lock(9, false).describe(Call.read(Duration.ofSeconds(5)))))
                .isInstanceOf(Described.NotThere.class);
    }

    // ---- windows

    @Test
    void aCodeWithWindowsIsNeverValidOutsideThem() {
        var codes = new FakeCodes(2, 20);
        codes.schedules = true;
        var node = new FakeNode(6, SecurityClass.S2_ACCESS_CONTROL, KEY, codes);
        DriverLock lock = open(node);
        assertThat(describe(lock).description().capabilities().schedules()).hasSize(3);
        ScheduleEntry window =
                new ScheduleEntry.WeekDay(Set.of(DayOfWeek.MONDAY), LocalTime.of(8, 0), LocalTime.of(17, 30));
        var put = put(3, "735190");
        var scheduled = new Change.Put(
                put.ref(), put.userIndex(), put.secret(), put.facts(), true, List.of(window), Change.Basis.EMPTY);

        assertThat(outcomes(apply(lock, scheduled))).containsExactly(new ChangeOutcome.Confirmed(Proof.SUPERVISED));

        // Stored disabled, given its window (zwave.md 4.3), and only then made valid.
        var statuses = node.heard.stream()
                .filter(h -> h.at(0) == 0x6C && h.at(4) == 0x63)
                .map(h -> h.at(9))
                .toList();
        assertThat(statuses).containsExactly(UserCode.DISABLED, UserCode.ENABLED);
        assertThat(codes.scheduleCommands)
                .containsExactly(Octets.ofHex("4e03010301010800111e"), Octets.ofHex("4e010301"));
        assertThat(outcomes(apply(lock, scheduled))).containsExactly(new ChangeOutcome.NoChange());

        // Without windows again: the old ones are erased and do not count any more.
        assertThat(outcomes(apply(lock, put.withBasis(Change.Basis.OURS))))
                .allMatch(o -> !(o instanceof ChangeOutcome.Ambiguous));
        assertThat(codes.scheduleCommands).endsWith(Octets.ofHex("4e03000301ffffffffff"), Octets.ofHex("4e010300"));
    }

    // ---- inclusion

    @Test
    void aNewLockIsIncludedUnderS2AndManagedAtOnce() {
        var first = FakeNode.plain(2, new FakeCodes(2, 20));
        open(first);
        var codes = new FakeCodes(2, 20);
        var joining = new FakeNode(9, SecurityClass.S2_ACCESS_CONTROL, NetworkKey.ofHex("00".repeat(16)), codes);
        joining.joinWith = 0x86;
        stick.pressed = joining;
        var asked = new ArrayList<String>();

        Membership result = time.result(driver.network().include(InclusionChoice.S2_ONLY, guide(asked, joining, 0)));

        assertThat(result).isEqualTo(new Membership.Included(9, "S2 Access Control"));
        assertThat(asked).singleElement().satisfies(rest -> assertThat(rest).matches("([0-9]{5}-){6}[0-9]{5}"));
        DriverLock lock = lock(9, false);
        describe(lock);
        assertThat(outcomes(apply(lock, put(3, "735190"))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.SUPERVISED));
        assertThat(codes.code(3)).isEqualTo("735190");
        assertThat(driver.discovered()).hasSize(2);
    }

    @Test
    void aWrongPinEndsTheInclusionWithTheReason() {
        var first = FakeNode.plain(2, new FakeCodes(2, 20));
        open(first);
        var joining = new FakeNode(
                9, SecurityClass.S2_ACCESS_CONTROL, NetworkKey.ofHex("00".repeat(16)), new FakeCodes(2, 20));
        joining.joinWith = 0x86;
        stick.pressed = joining;

        Membership result =
                time.result(driver.network().include(InclusionChoice.S2_ONLY, guide(new ArrayList<>(), joining, 1)));

        joining.joinWith = 0;
        time.advance(Duration.ofSeconds(1));
        assertThat(result).isInstanceOfSatisfying(Membership.Failed.class, f -> {
            assertThat(f.node()).isEqualTo(9);
            assertThat(f.text()).contains("PIN", "exclude");
        });
        assertThat(joining.raw).contains(Octets.ofHex("9f0705"));
    }

    @Test
    void aLockWithoutSecurityIsNotTakenUnlessToldTo() {
        open(FakeNode.plain(2, new FakeCodes(2, 20)));
        stick.pressed = FakeNode.plain(9, new FakeCodes(2, 20));

        assertThat(time.result(
                        driver.network().include(InclusionChoice.S2_ONLY, guide(new ArrayList<>(), stick.pressed, 0))))
                .isInstanceOf(Membership.Failed.class);
        assertThat(time.result(driver.network()
                        .include(new InclusionChoice(false, true), guide(new ArrayList<>(), stick.pressed, 0))))
                .isEqualTo(new Membership.Included(9, "not secured"));
    }

    @Test
    void aLockIsExcluded() {
        var node = FakeNode.plain(2, new FakeCodes(2, 20));
        DriverLock lock = open(node);
        describe(lock);
        stick.pressed = node;

        assertThat(time.result(driver.network().exclude(guide(new ArrayList<>(), node, 0))))
                .isEqualTo(new Membership.Excluded(2));

        assertThat(driver.discovered()).isEmpty();
        assertThat(time.result(lock.describe(Call.read(Duration.ofSeconds(5))))).isInstanceOf(Described.NotThere.class);
    }

    private static InclusionGuide guide(List<String> asked, FakeNode joining, int off) {
        return new InclusionGuide() {
            @Override
            public void ready() {}

            @Override
            public CompletionStage<String> dskPin(String rest) {
                asked.add(rest);
                String dsk = Ecdh.dsk(Ecdh.publicBytes(joining.ownPair));
                int pin = (Integer.parseInt(dsk.substring(0, 5)) + off) % 65_536;
                return CompletableFuture.completedFuture(String.format("%05d", pin));
            }
        };
    }

    // ---- helpers

    private Described.Known describe(DriverLock lock) {
        return (Described.Known) time.result(lock.describe(Call.read(Duration.ofSeconds(60))));
    }

    private ReadResult read(DriverLock lock, ReadRequest request) {
        return time.result(lock.read(request, Call.read(Duration.ofSeconds(60))));
    }

    private BatchResult apply(DriverLock lock, Change... changes) {
        return apply(lock, List.of(changes));
    }

    private BatchResult apply(DriverLock lock, List<Change> changes) {
        return time.result(lock.apply(changes, grant()));
    }

    private static Call grant() {
        return new Call(Call.Priority.GRANT, Duration.ofMinutes(5), Call.Guard.OPEN);
    }

    private static Change.Put put(int slot, String digits) {
        return Change.Put.plain(CredentialRef.pin(slot), Pins.pin(digits));
    }

    private static List<Change> twenty() {
        var all = new ArrayList<Change>();
        for (int i = 1; i <= 20; i++) {
            all.add(put(i, String.valueOf(7300 + 13 * i)));
        }
        return all;
    }

    private static List<Change> clears() {
        var all = new ArrayList<Change>();
        for (int i = 1; i <= 20; i++) {
            all.add(Change.Clear.of(CredentialRef.pin(i)));
        }
        return all;
    }

    private static List<ChangeOutcome> outcomes(BatchResult result) {
        return result.results().stream().map(r -> r.outcome()).toList();
    }
}
