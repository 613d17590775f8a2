// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Proof;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockDriverException;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zigbee.fake.FakeLock;
import dev.lockcred.zigbee.fake.FakeStick;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback;
import dev.lockcred.zigbee.internal.ezsp.SendCommand;
import dev.lockcred.zigbee.network.Eui64;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that say nothing, addresses that are gone, hosts that make mistakes: none of them may become a fact. */
class OddAnswersTest {

    private static final PortSpec PORT = PortSpec.parse("tcp://stick:6638");
    private static final int ADDRESS = 0x5AD1;

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final TestHost host = new TestHost("hall", time, new Seed(2));
    private final FakeLock lock = new FakeLock(Eui64.parse("000d6f00deadbeef"), ADDRESS);
    private final FakeStick stick = new FakeStick(time, 13).onNetwork().with(lock);
    private final ZigbeeDriver driver = ZigbeeDriver.create(ZigbeeOptions.of(PORT));
    private DriverLock handle;

    @BeforeEach
    void describe() {
        host.ports(new Wires(time, new Seed(1)).device(PORT, stick::plug));
        time.result(driver.start(host));
        handle = driver.lock(
                lock.eui64().toString(), new LockOptions(ZoneId.of("Europe/Stockholm"), Optional.empty(), true));
        assertThat(time.result(handle.describe(Call.read(Duration.ofMinutes(2)))))
                .isInstanceOf(Described.Known.class);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        time.result(driver.closeAsync());
        time.advance(Duration.ofSeconds(30));
        assertThat(time.pendingTimers()).isZero();
    }

    private ChangeOutcome apply(Change change, Call.Guard guard) {
        var call = new Call(Call.Priority.GRANT, Duration.ofSeconds(60), guard);
        return time.result(handle.apply(List.of(change), call)).results().get(0).outcome();
    }

    private ChangeOutcome apply(Change change) {
        return apply(change, Call.Guard.OPEN);
    }

    private static Change.Put put(int slot, String digits) {
        return Change.Put.plain(CredentialRef.pin(slot), Pins.pin(digits));
    }

    /** An answer without its status says neither yes nor no: what is in the slot says it. */
    @Test
    void anAnswerThatCannotBeReadIsNoRefusal() {
        lock.answersNothing = true;

        assertThat(apply(put(3, "735190"))).isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(apply(new Change.SetEnabled(CredentialRef.pin(3), java.util.OptionalInt.empty(), false)))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(apply(Change.Clear.of(CredentialRef.pin(3))))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    @Test
    void anAnswerThatCannotBeReadAndASlotThatStayedEmptyLeaveItOpen() {
        lock.answersNothing = true;
        lock.pretendNext();

        assertThat(apply(put(3, "735190"))).isInstanceOf(ChangeOutcome.Ambiguous.class);
    }

    /** The bolt moves, the answer is lost: the lock is asked where the bolt is. */
    @Test
    void aBoltWhoseAnswerGotLostIsLookedAt() {
        lock.programmingEvents = false;
        lock.operationEvents = false;
        lock.loseNextAnswer();

        assertThat(time.result(handle.operate(
                        new Operation.Unlock(), Optional.empty(), Call.interactive(Duration.ofMinutes(2)))))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    /** FFFF is everybody: a code must not be sent there, and a lock without an address is one that is away. */
    @Test
    void aLockWhoseShortAddressIsGoneIsAwayAndNothingIsSentToAll() {
        Eui64 other = Eui64.parse("000d6f0000c0ffee");
        time.executor().execute(() -> stick.callback(new EzspCallback.TrustCenterJoin(ADDRESS, other, 0, 0, 0)));
        time.advance(Duration.ofMillis(500));
        int writes = lock.writes();

        assertThat(apply(put(3, "735190")))
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.UNREACHABLE));

        assertThat(lock.writes()).isEqualTo(writes);
        assertThat(stick.commands().stream()
                        .filter(SendCommand.Unicast.class::isInstance)
                        .map(SendCommand.Unicast.class::cast))
                .noneMatch(u -> u.destination() >= 0xFFF8);
    }

    /** A guard is the host's code. Its mistake is told to the caller; the lock goes on serving others. */
    @Test
    void aGuardThatFailsEndsItsCallOnly() {
        var call = new Call(Call.Priority.GRANT, Duration.ofSeconds(60), change -> {
            throw new IllegalStateException("a mistake of the host's");
        });
        var failed = handle.apply(List.of(put(3, "735190")), call).toCompletableFuture();
        var waiting = handle.apply(
                List.of(put(4, "735191")), new Call(Call.Priority.GRANT, Duration.ofSeconds(60), Call.Guard.OPEN));

        time.advance(Duration.ofMinutes(2));

        assertThat(failed).isCompletedExceptionally();
        assertThatThrownBy(failed::get).hasCauseInstanceOf(LockDriverException.class);
        assertThat(time.result(waiting).results().get(0).outcome()).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(lock.digits(3)).isEmpty();
    }
}
