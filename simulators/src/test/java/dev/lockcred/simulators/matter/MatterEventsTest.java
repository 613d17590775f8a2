// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.UserFacts;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The real Matter driver on the simulated bridge: lost answers, other controllers, events. */
class MatterEventsTest extends MatterBench {

    // ---- trouble

    @Test
    void busyIsTriedAgainBecauseTheLockDidNothing() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.faults().fail("setCredential", 156, 2);

        assertConfirmed(apply(lock, put(1, "4711", "Anna")));
    }

    @Test
    void r19AnAddThatWasDoneWithoutAnAnswerIsSeenAndNotRepeated() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.forgetInvokes();
        bridge.faults().slow("setCredential", Duration.ofSeconds(12)); // the bridge gives up, the lock does it

        ChangeResult result = apply(lock, put(1, "4711", "Anna"));

        assertThat(result.outcome()).isEqualTo(new ChangeOutcome.Confirmed(Proof.PRESENCE));
        assertThat(bridge.invokes())
                .filteredOn(i -> i.startsWith("SetCredential"))
                .hasSize(1);
    }

    @Test
    void aChangedPinWithoutAnAnswerStaysOpen() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(1, "4711", "Anna"));
        bridge.faults().slow("setCredential", Duration.ofSeconds(12));

        var result = apply(lock, put(1, "9753", "Anna").withBasis(Change.Basis.OURS));

        assertThat(result.outcome()).isInstanceOf(ChangeOutcome.Ambiguous.class);
    }

    @Test
    void aClearWithoutAnAnswerIsLookedAt() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(1, "4711", "Anna"));
        bridge.faults().slow("clearUser", Duration.ofSeconds(12));

        assertThat(apply(lock, Change.Clear.of(CredentialRef.pin(1))).outcome())
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    @Test
    void patienceEndsACallInItsMiddle() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.faults().slow("setUser", Duration.ofSeconds(8));
        var hurried = new Call(Call.Priority.GRANT, Duration.ofSeconds(5), Call.Guard.OPEN);
        var before = time.elapsed();

        var results = time.result(lock.apply(List.of(put(1, "4711", "Anna"), put(2, "2580", "Ben")), hurried))
                .results();

        assertThat(time.elapsed().minus(before)).isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(results.get(0).outcome()).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(((ChangeOutcome.NotSent) results.get(1).outcome()).why())
                .isEqualTo(ChangeOutcome.NotSent.Why.NO_TIME);
    }

    @Test
    void aBridgeRestartedInMidWriteLeavesNothingInDoubtThatCanBeSeen() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        var pending = lock.apply(List.of(put(1, "4711", "Anna")), call()).toCompletableFuture();
        time.advance(Duration.ofMillis(25)); // the user is made, the code is on its way
        bridge.restart(true);
        time.advance(Duration.ofMinutes(2));

        assertThat(pending).isCompleted();
        ChangeOutcome outcome = time.result(pending).results().get(0).outcome();
        assertThat(outcome).isNotInstanceOf(ChangeOutcome.Rejected.class);
        assertThat(driver.health().state()).isEqualTo(LinkHealth.State.UP);
        assertThat(host.heard(DriverEvent.EventsMissed.class)).isNotEmpty();
    }

    @Test
    void aPythonServerWithoutTheNodeSaysSoAndNothingIsSent() {
        bridge = new MatterBridgeSimulator(time, Dialect.PYTHON);
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.faults().offline(bridge.node("1"));

        assertThat(apply(lock, put(1, "4711", "Anna")).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.UNREACHABLE));
    }

    /** What was read before a change whose answer got lost is not what is there now. */
    @Test
    void afterALostAnswerTheUserIsNotTakenForWhatItWas() {
        DriverLock lock = lock(LockProfile.sdk());
        apply(lock, put(1, "471147", "Anna"));
        bridge.faults().eventsStuck(true);
        bridge.faults().loseAnswer("setUser");
        var disabled = new Change.Put(
                CredentialRef.pin(1),
                OptionalInt.empty(),
                pin("258025"),
                UserFacts.PLAIN.withName("Anna").withMark(7001),
                false,
                List.of(),
                Change.Basis.OURS);
        assertThat(apply(lock, disabled).outcome()).isInstanceOf(ChangeOutcome.Ambiguous.class);

        ChangeOutcome enabled = apply(lock, put(1, "369036", "Anna").withBasis(Change.Basis.OURS))
                .outcome();

        assertThat(enabled).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(bridge.node("1").lock().opens("369036")).isTrue();
    }

    /** "Occupied" is what the reference lock says of a place and of a full table of users; only one of them has another place. */
    @Test
    void aFullTableOfUsersIsNotAnOccupiedPlace() {
        DriverLock lock = lock(LockProfile.sdk());
        for (int i = 1; i <= 9; i++) {
            bridge.node("1").lock().preload(i, "U" + i, 1, i, "73519" + i);
        }
        bridge.node("1").lock().preload(10, "U10", 1, 10);

        ChangeOutcome outcome = apply(lock, Change.Put.plain(CredentialRef.pin(10), pin("864297")))
                .outcome();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.CAPACITY));
    }

    /** A guard is the host's code. Its mistake is told to the caller; the lock goes on serving others. */
    @Test
    void aGuardThatFailsEndsItsCallOnly() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        var failing = new Call(Call.Priority.GRANT, Duration.ofMinutes(5), change -> {
            throw new IllegalStateException("a mistake of the host's");
        });
        var first = lock.apply(List.of(put(1, "471147", "Anna")), failing).toCompletableFuture();
        var second = lock.apply(List.of(put(2, "258025", "Ben")), call());
        time.advance(Duration.ofSeconds(20));

        assertThat(first).isCompletedExceptionally();
        assertThat(time.result(second).results().get(0).outcome()).isInstanceOf(ChangeOutcome.Confirmed.class);
    }

    // ---- fabrics

    @Test
    void usersOfAnotherFabricAreReadOnlyButCanBeDisabledAndRemoved() {
        DriverLock lock = lock(LockProfile.sdk());
        bridge.node("1").lock().preload(3, "Theirs", 7, 99, "8642");
        bridge.fabric(6942762819156400843L, 2); // we are the second controller of this lock
        bridge.node("1").lock().preload(4, "HA", 1, 100, "7531");
        time.advance(Duration.ofSeconds(1));
        bridge.restart(false);
        time.advance(Duration.ofMinutes(1));
        ReadResult read = readAll(lock);
        assertThat(read.users())
                .extracting(u -> u.owner())
                .containsExactly(new LockUser.Owner.Other("fabric 7"), new LockUser.Owner.Other("HomeAssistant"));
        assertThat(bridge.requests())
                .filteredOn(r -> r.equals("get_matter_fabrics"))
                .hasSize(1);
        readAll(lock);
        assertThat(bridge.requests())
                .filteredOn(r -> r.equals("get_matter_fabrics"))
                .hasSize(1);
        assertConfirmed(apply(lock, new Change.SetEnabled(CredentialRef.pin(4), OptionalInt.empty(), false)));
        assertConfirmed(apply(lock, Change.Clear.of(CredentialRef.pin(4))));
        var onTheirs = new Change.Put(
                CredentialRef.pin(6),
                OptionalInt.of(3),
                pin("4711"),
                UserFacts.PLAIN,
                true,
                List.of(),
                Change.Basis.EMPTY);

        assertThat(apply(lock, onTheirs).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.NOT_PERMITTED));
    }

    // ---- events

    @Test
    void aKeypadUnlockTellsWhoAndOwnWritesAreOwn() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(3, "4711", "Anna"));
        time.advance(Duration.ofSeconds(1));
        assertThat(host.heard(DriverEvent.Programmed.class))
                .hasSize(2)
                .allSatisfy(p -> assertThat(p.own()).isTrue());
        host.forgetEvents();

        bridge.keypad("1", "4711");
        bridge.keypad("1", "0000");
        time.advance(Duration.ofSeconds(1));

        var events = host.heard(DriverEvent.Operated.class);
        assertThat(events).hasSize(2);
        assertThat(events.get(0).who().userIndex()).hasValue(1);
        assertThat(events.get(0).who().credential()).contains(CredentialRef.pin(3));
        assertThat(events.get(0).source()).isEqualTo(AccessSource.KEYPAD);
        assertThat(events.get(0).stamp().sequence()).isPresent();
        assertThat(events.get(0).stamp().lockTime()).isPresent();
        assertThat(events.get(1).failure()).contains(AccessFailure.INVALID_CREDENTIAL);
        assertThat(time.result(lock.checkChanged(call()))).isEqualTo(ChangeCheck.UNCHANGED);
    }

    /** The simulated lock's own: a command that never reached it causes nothing, least of all what the one before did. */
    @Test
    void whatIsRefusedOnTheWayRepeatsNoEvent() {
        DriverLock lock = lock(LockProfile.sdk());
        apply(lock, put(3, "471147", "Anna"));
        bridge.keypad("1", "471147");
        time.advance(Duration.ofSeconds(1));
        int told = host.heard().size();
        bridge.faults().fail("clearUser", 1, 1);

        apply(lock, Change.Clear.of(CredentialRef.pin(3)));
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Operated.class)).hasSize(1);
        assertThat(host.heard()).hasSize(told);
    }

    @Test
    void r40ReplayedBurstsAreToldOnceAndInOrder() {
        DriverLock lock = lock(LockProfile.sdk());
        bridge.localUser("1", 1, "4711", 1);
        time.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 3; i++) {
            bridge.keypad("1", "4711");
            bridge.manual("1", true);
        }
        time.advance(Duration.ofSeconds(1));
        int told = host.heard().size();
        bridge.replay(true);
        time.advance(Duration.ofSeconds(1));
        assertThat(host.heard()).hasSize(told);

        // A burst that arrives backwards and was never told.
        bridge.faults().eventsStuck(true);
        bridge.keypad("1", "4711");
        bridge.manual("1", true);
        bridge.faults().eventsStuck(false);
        bridge.replay(true);
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Operated.class))
                .extracting(e -> e.stamp().sequence().orElseThrow())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(host.heard()).hasSize(told + 2);
        assertThat(lock.address()).isEqualTo("1/1");
    }

    @Test
    void anotherProgramOnTheSameBridgeIsNotUs() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        assertThat(time.result(lock.checkChanged(call()))).isEqualTo(ChangeCheck.UNCHANGED);
        var payload = JsonNodeFactory.instance.objectNode();
        payload.put("operationType", 0)
                .put("userIndex", 4)
                .put("userName", "HA")
                .putNull("userUniqueID");
        payload.putNull("userStatus").putNull("userType").putNull("credentialRule");

        bridge.otherProgram("1", "SetUser", payload);
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Programmed.class)).hasSize(1);
        assertThat(host.heard(DriverEvent.Programmed.class).get(0).own()).isFalse();
        assertThat(time.result(lock.checkChanged(call()))).isEqualTo(ChangeCheck.CHANGED);
    }

    @Test
    void afterAReconnectNothingIsReadWhenTheBridgeRemembersEverything() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(1, "4711", "Anna"));
        time.advance(Duration.ofSeconds(1));
        bridge.forgetInvokes();
        host.forgetEvents();

        wires.unplug(BRIDGE, "the cable");
        bridge.keypad("1", "4711"); // while we are away
        wires.plugIn(BRIDGE);
        time.advance(Duration.ofMinutes(1));

        assertThat(bridge.invokes()).isEmpty();
        assertThat(time.result(lock.checkChanged(call()))).isEqualTo(ChangeCheck.UNCHANGED);
        assertThat(host.heard(DriverEvent.Operated.class)).hasSize(1);
        assertThat(host.heard(DriverEvent.EventsMissed.class)).isEmpty();

        bridge.restart(true); // and this time it forgets
        time.advance(Duration.ofMinutes(1));
        assertThat(host.heard(DriverEvent.EventsMissed.class)).hasSize(1);
        assertThat(time.result(lock.checkChanged(call()))).isEqualTo(ChangeCheck.UNKNOWN);
        assertThat(cost(() -> readAll(lock)))
                .as("one user, and one question whether that is all")
                .isEqualTo(2);
    }

    @Test
    void alarmsDoorAndBatteryAreTold() {
        lock(LockProfile.sdk());

        bridge.alarm("1", 0);
        bridge.alarm("1", 4);
        bridge.door("1", 0);
        bridge.battery("1", 20, 1);
        bridge.available("1", false);
        time.advance(Duration.ofSeconds(1));

        assertThat(host.heard(DriverEvent.Alarm.class))
                .extracting(DriverEvent.Alarm::kind)
                .containsExactly(DriverEvent.Alarm.Kind.JAMMED, DriverEvent.Alarm.Kind.WRONG_CODE_LIMIT);
        assertThat(host.heard(DriverEvent.Operated.class))
                .extracting(DriverEvent.Operated::operation)
                .containsExactly(AccessOperation.DOOR_OPENED);
        assertThat(host.heard(DriverEvent.Battery.class)).last().satisfies(b -> {
            assertThat(b.percent()).hasValue(10);
            assertThat(b.low()).isTrue();
        });
        assertThat(host.heard(DriverEvent.Reachability.class)).hasSize(1);
    }
}
