// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Proof;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.Ecdh;
import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The driver on a minimal stick: who a lock is, how calls end, how locks come and go. */
class ZWaveLifeTest extends ZWaveBench {

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

    /** A guard is the host's code. Its mistake is told to the caller; the lock goes on serving others. */
    @Test
    void aGuardThatFailsAtItsTurnOnTheAirEndsItsCallOnly() {
        var codes = new FakeCodes(2, 20);
        var node = FakeNode.plain(2, codes);
        DriverLock lock = open(node);
        describe(lock);
        int[] asked = {0};
        var call = new Call(Call.Priority.GRANT, Duration.ofSeconds(60), change -> {
            if (++asked[0] > 1) {
                throw new IllegalStateException("a mistake of the host's");
            }
            return true;
        });
        var failed = lock.apply(List.of(put(3, "735190")), call).toCompletableFuture();
        var waiting = lock.apply(List.of(put(4, "735191")), grant());
        time.advance(Duration.ofSeconds(5));

        assertThat(failed).isCompletedExceptionally();
        assertThat(outcomes(time.result(waiting)).get(0)).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(codes.codes).containsOnlyKeys(4);
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
}
