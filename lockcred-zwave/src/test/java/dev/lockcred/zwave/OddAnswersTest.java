// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Proof;
import dev.lockcred.SlotState;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.S2Keys;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers that are late, padded, missing or lies: none of them may become a fact (zwave.md 3.7, 4.1, 4.2, 4.9). */
class OddAnswersTest extends ZWaveBench {

    private static final Octets KEYPAD_UNLOCK_BY_3 = Octets.ofHex("7105000000ff06060103");

    // ---- reading

    /** The report of slot 7 answers a question that was given up; taken for ours, it would say that nothing else is there. */
    @Test
    void aLateReportOfAnotherSlotDoesNotEndTheWalk() {
        var codes = new FakeCodes(2, 20).with(1, "735190").with(5, "735191").with(7, "735192");
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);

        var stage = lock.read(new ReadRequest.Everything(), Call.read(Duration.ofSeconds(60)));
        time.advance(Duration.ofMillis(2));
        time.executor().execute(() -> node.say(report(7, "735192")));
        ReadResult all = time.result(stage);

        assertThat(all.complete()).isTrue();
        assertThat(all.slots().stream().filter(s -> s.state() == SlotState.KNOWN))
                .extracting(SlotReading::ref)
                .containsExactly(CredentialRef.pin(1), CredentialRef.pin(5), CredentialRef.pin(7));
    }

    /** zwave.md 4.2: asked from slot 1 on, a lock answers {3, 4} and 9 for the next: what it passes over is empty. */
    @Test
    void aReportOfSeveralCodesMayPassOverTheSlotAskedFor() {
        var codes = new FakeCodes(2, 20).with(5, "735190").with(7, "735191").with(9, "735192");
        codes.multipleReport = true;
        codes.checksum = false;
        codes.passesOverEmpty = true;
        var node = FakeNode.plain(2, codes);
        node.supervision = false;
        DriverLock lock = open(node);
        describe(lock);

        ReadResult all = read(lock, new ReadRequest.Everything());
        assertThat(all.complete()).isTrue();
        assertThat(all.slots())
                .extracting(SlotReading::ref)
                .containsExactly(CredentialRef.pin(5), CredentialRef.pin(7), CredentialRef.pin(9));

        assertThat(outcomes(apply(lock, Change.Clear.of(CredentialRef.pin(5)), Change.Clear.of(CredentialRef.pin(7)))))
                .containsExactly(
                        new ChangeOutcome.Confirmed(Proof.READ_BACK), new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    /** Nobody can tell its report from a late one; so while a late one may come, only what names the slot is taken. */
    @Test
    void aLateReportIsNotTakenForOneThatPassesOverTheSlot() {
        var codes = new FakeCodes(2, 20).with(5, "735190").with(7, "735191");
        codes.multipleReport = true;
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);
        node.dumb = true;
        assertThat(read(lock, ReadRequest.slot(CredentialRef.pin(7))).complete())
                .isFalse();
        node.dumb = false;

        var stage = lock.read(new ReadRequest.Everything(), Call.read(Duration.ofSeconds(60)));
        time.advance(Duration.ofMillis(2));
        time.executor().execute(() -> node.say(report(7, "735191")));
        ReadResult all = time.result(stage);

        assertThat(all.complete()).isTrue();
        assertThat(all.slots().stream().filter(s -> s.state() == SlotState.KNOWN))
                .hasSize(2);
    }

    @Test
    void aPaddedCodeOfVersion2IsTheCodeWithoutItsPadding() {
        var codes = new FakeCodes(2, 20);
        codes.zeroPads = true;
        var node = FakeNode.plain(2, codes);
        node.supervision = false;
        DriverLock lock = open(node);
        describe(lock);

        assertThat(outcomes(apply(lock, put(3, "735190"))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(read(lock, ReadRequest.slot(CredentialRef.pin(3)))
                        .slots()
                        .get(0)
                        .state())
                .isEqualTo(SlotState.KNOWN);
    }

    /** A code that version 2 locks report on their own after a change at the keypad. */
    @Test
    void anUnaskedExtendedReportPutsTheSlotInDoubt() {
        var codes = new FakeCodes(2, 20);
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);
        apply(lock, put(3, "735190"));
        time.advance(Duration.ofMinutes(1));
        codes.with(3, "864297");

        time.executor().execute(() -> node.say(report(3, "864297")));
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Programmed.class))
                .singleElement()
                .satisfies(p -> assertThat(p.what()).isEqualTo(DriverEvent.Programmed.Edit.CHANGED));
        apply(lock, put(3, "735190"));
        assertThat(codes.code(3)).isEqualTo("735190");
    }

    // ---- proving

    /** Whoever was refused at the keypad, without a slot being named, was refused then and is nobody's proof later. */
    @Test
    void aDuplicateRefusedLongAgoDoesNotCondemnALaterWrite() {
        var codes = new FakeCodes(1, 20);
        codes.staleReads = 1;
        var node = FakeNode.plain(3, codes);
        node.supervision = false;
        DriverLock lock = open(node);
        describe(lock);
        time.executor().execute(() -> node.say(Octets.ofHex("7105000000ff060f00")));
        time.advance(Duration.ofHours(1));

        assertThat(outcomes(apply(lock, put(3, "735190"))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    /** Such a lock says "available" of slots that hold a code: that it says so after a clear proves nothing (R19). */
    @Test
    void aClearIsNotProvedByALockThatAlwaysSaysEmpty() {
        host.profile(DeviceProfile.of("ultraloq", Map.of("match.manufacturer", "0x0129", "readBack.lies", "true")));
        var codes = new FakeCodes(1, 20).with(3, "735190");
        codes.ignoresWrites = true;
        codes.saysAvailable = true;
        var node = FakeNode.plain(3, codes);
        node.supervision = false;
        DriverLock lock = open(node);
        describe(lock);

        assertThat(outcomes(apply(lock, Change.Clear.of(CredentialRef.pin(3)))).get(0))
                .isInstanceOf(ChangeOutcome.Accepted.class);
    }

    @Test
    void aBoltIsWhereTheLockSaysItIsAlsoAfterSupervisionSaidFail() {
        var codes = new FakeCodes(2, 20);
        var node = FakeNode.plain(2, codes);
        node.supervisionLies = true;
        DriverLock lock = open(node);
        describe(lock);

        assertThat(time.result(lock.operate(
                        new Operation.Unlock(), Optional.empty(), Call.interactive(Duration.ofSeconds(20)))))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    // ---- which version, which class

    /** A version 2 lock must be written with extended commands, also when its capabilities were lost on the air twice. */
    @Test
    void aVersion2LockIsNotTakenForVersion1BecauseAnswersGotLost() {
        var codes = new FakeCodes(2, 20);
        var node = FakeNode.plain(2, new FakeNode.Device() {
            private int lost = 2;

            @Override
            public Optional<List<Octets>> on(Command command) {
                return command instanceof UserCode.CapabilitiesGet && lost-- > 0
                        ? Optional.of(List.of())
                        : codes.on(command);
            }

            @Override
            public List<Integer> classes() {
                return codes.classes();
            }
        });
        node.supervision = false;
        DriverLock lock = open(node);

        assertThat(time.result(lock.describe(Call.read(Duration.ofSeconds(60)))))
                .isInstanceOf(Described.NotNow.class);
        describe(lock);
        apply(lock, put(3, "735190"));

        assertThat(node.heard).anyMatch(h -> h.at(0) == 0x63 && h.at(1) == 0x0B);
        assertThat(node.heard).noneMatch(h -> h.at(0) == 0x63 && h.at(1) == 0x01);
    }

    /** Disabling a code of User Code sends its digits again: that too is writing a PIN in clear. */
    @Test
    void disablingInClearNeedsTheSameConsentAsWriting() {
        var codes = new FakeCodes(2, 20).with(3, "735190");
        var node = FakeNode.plain(2, codes);
        open(node);
        DriverLock lock = lock(2, false);
        describe(lock);
        int before = node.frames;

        assertThat(outcomes(apply(
                                lock,
                                new Change.SetEnabled(CredentialRef.pin(3), java.util.OptionalInt.empty(), false)))
                        .get(0))
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.INSECURE));
        assertThat(node.frames).isEqualTo(before);
    }

    @Test
    void afterARestartASecuredLockIsNotBelievedInClearNotEvenItsFirstWord() {
        var node = new FakeNode(6, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(2, 20));
        describe(open(node));
        restart(6);
        host.forgetEvents();

        time.executor().execute(() -> node.transmit(KEYPAD_UNLOCK_BY_3));
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Operated.class)).isEmpty();
    }

    @Test
    void aLockWhoseClassIsNotKnownYetIsNotBelievedInClear() {
        var node = new FakeNode(6, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(2, 20));
        open(node);

        time.executor().execute(() -> node.transmit(KEYPAD_UNLOCK_BY_3));
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Operated.class)).isEmpty();
    }

    /** The lock asks for a nonce before anybody has asked it anything; without an answer the event would be lost. */
    @Test
    void afterARestartTheFirstEventOfASecuredLockIsHeard() {
        var node = new FakeNode(6, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(2, 20));
        describe(open(node));
        restart(6);
        host.forgetEvents();
        node.s2.rekey(S2Keys.of(KEY));

        time.executor().execute(() -> node.say(KEYPAD_UNLOCK_BY_3));
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Operated.class))
                .singleElement()
                .satisfies(o -> assertThat(o.who()).isEqualTo(DriverEvent.Who.slot(CredentialRef.pin(3))));
    }

    private static Octets report(int slot, String digits) {
        return new UserCode.ExtendedReport(
                        List.of(new UserCode.Entry(slot, UserCode.ENABLED, FakeCodes.text(digits))), 0)
                .encode();
    }
}
