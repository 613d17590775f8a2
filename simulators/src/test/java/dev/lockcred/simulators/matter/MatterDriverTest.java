// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.CredentialKind;
import dev.lockcred.Proof;
import dev.lockcred.SlotState;
import dev.lockcred.UserType;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real Matter driver on the simulated bridge: what it finds, what it costs, what it reads. */
class MatterDriverTest extends MatterBench {

    // ---- being there

    @Test
    void findsTheLocksOnAnyEndpointAndSaysWhatTheyAre() {
        bridge.node("1", LockProfile.sdk());
        bridge.node("4", LockProfile.bridgedPlain());
        bridge.node("18446744069414584321", LockProfile.lenient());
        start();

        assertThat(driver.discovered())
                .extracting(d -> d.address())
                .containsExactly("1/1", "4/3", "18446744069414584321/1");
        assertThat(driver.discovered().get(1).label()).isEqualTo("Back door behind Lockcred Labs Virtual Hub");
        assertThat(driver.health().state()).isEqualTo(LinkHealth.State.UP);
        assertThat(bridge.invokes()).isEmpty();
    }

    @Test
    void describesTheLockWithoutAskingIt() {
        DriverLock lock = lock(LockProfile.sdk());

        LockDescription description = describe(lock);

        LockCapabilities can = description.capabilities();
        assertThat(can.credential(CredentialKind.PIN)
                        .orElseThrow()
                        .range()
                        .orElseThrow()
                        .value()
                        .last())
                .isEqualTo(10);
        assertThat(can.credential(CredentialKind.PIN)
                        .orElseThrow()
                        .length()
                        .value()
                        .max())
                .isEqualTo(8);
        assertThat(can.credential(CredentialKind.RFID)).isPresent();
        assertThat(can.credential(CredentialKind.FINGERPRINT).orElseThrow().writable())
                .isFalse();
        assertThat(can.users().separate()).isTrue();
        assertThat(can.users().types()).contains(UserType.DISPOSABLE, UserType.EXPIRING, UserType.REMOTE_ONLY);
        assertThat(can.schedules())
                .extracting(s -> s.kind())
                .containsExactly(ScheduleEntry.Kind.WEEK_DAY, ScheduleEntry.Kind.YEAR_DAY);
        assertThat(can.operations()).hasSize(4);
        assertThat(can.remotePin()).isEqualTo(LockCapabilities.RemotePin.OPTIONAL);
        assertThat(can.unmanageable()).isEmpty();
        assertThat(description.battery()).hasValue(75);
        assertThat(description.identity().key()).isEqualTo("matter:6059A5FFEB9B5ACB:1/1");
        assertThat(bridge.invokes()).isEmpty();
        assertThat(time.result(lock.describe(call()))).isEqualTo(time.result(lock.describe(call())));
    }

    @Test
    void anUnknownLockIsNotThereAndTheOthersAreNamed() {
        lock(LockProfile.sdk());

        Described answer = time.result(driver.lock("9/1", BERLIN).describe(call()));

        assertThat(((Described.NotThere) answer).text()).contains("no lock 9/1").contains("1/1");
        assertThat(apply(driver.lock("9/1", BERLIN), Change.Put.plain(CredentialRef.pin(1), pin("4711")))
                        .outcome())
                .isInstanceOf(ChangeOutcome.NotSent.class);
    }

    @Test
    void aFeatureMapAndACommandListThatDisagreeAreReported() {
        DriverLock lock = lock(LockProfile.sdk().withFeatureMap(1)); // PIN without USR, with all the commands

        LockDescription description = describe(lock);

        assertThat(description.capabilities().unmanageable().orElseThrow().code())
                .isEqualTo("LOCK_WITHOUT_USER_FEATURE");
        assertThat(description.remarks()).anySatisfy(r -> assertThat(r).contains("try-user-commands"));
    }

    // ---- story S2

    @Test
    void aBridgedLockWithoutUserManagementIsRefusedBeforeAnythingIsSent() {
        DriverLock lock = lock(LockProfile.bridgedPlain());

        ChangeOutcome outcome = apply(lock, put(1, "4711", "Plumber")).outcome();

        String text = ((ChangeOutcome.Unsupported) outcome).what();
        assertThat(text)
                .contains("this bridge does not pass PIN management through")
                .contains("Back door")
                .contains("Lockcred Labs Virtual Hub")
                .contains("pair the lock directly")
                .contains("unlock with a timeout");
        assertThat(readAll(lock).failure().orElseThrow().why()).isEqualTo(ReadResult.Failure.Why.UNSUPPORTED);
        assertThat(bridge.invokes()).isEmpty();
        var unmanageable = describe(lock).capabilities().unmanageable().orElseThrow();
        assertThat(unmanageable.code()).isEqualTo("BRIDGED_WITHOUT_USER_FEATURE");
        assertThat(describe(lock).via()).contains("Lockcred Labs Virtual Hub");

        // What works instead: open for a while, and see that it locks again.
        ChangeOutcome opened =
                time.result(lock.operate(new Operation.UnlockFor(Duration.ofSeconds(30)), Optional.empty(), call()));
        assertThat(opened).isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));
        bridge.autoRelock("1");
        time.advance(Duration.ofSeconds(1));
        assertThat(host.heard(DriverEvent.Operated.class))
                .extracting(DriverEvent.Operated::operation, DriverEvent.Operated::source, DriverEvent.Operated::own)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(AccessOperation.UNLOCK, AccessSource.REMOTE, true),
                        org.assertj.core.groups.Tuple.tuple(AccessOperation.LOCK, AccessSource.AUTO_RELOCK, false));
    }

    // ---- the budgets of the issue

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void invokeBudgets(Dialect dialect) {
        bridge = new MatterBridgeSimulator(time, dialect);
        DriverLock lock = lock(LockProfile.sdk());
        describe(lock);
        assertThat(bridge.invokes()).as("capabilities, state, battery").isEmpty();
        readAll(lock);

        assertThat(cost(() -> assertConfirmed(apply(lock, put(1, "4711", "Anna")))))
                .as("user with PIN and name")
                .isEqualTo(2);
        assertThat(cost(() -> assertConfirmed(apply(lock, put(2, "2580", "Ben")))))
                .isEqualTo(2);
        assertThat(cost(() -> readAll(lock))).as("read all users").isEqualTo(2);
        assertThat(cost(() -> assertConfirmed(apply(lock, put(1, "9753", "Anna").withBasis(Change.Basis.OURS)))))
                .as("change PIN")
                .isEqualTo(1);
        assertThat(cost(() -> assertConfirmed(
                        apply(lock, new Change.SetEnabled(CredentialRef.pin(1), OptionalInt.empty(), false)))))
                .as("disable")
                .isEqualTo(1);
        assertThat(cost(() -> assertConfirmed(apply(
                        lock,
                        new Change.SetUser(
                                CredentialRef.pin(1),
                                OptionalInt.empty(),
                                UserFacts.PLAIN.withName("Annie").withMark(7001),
                                List.of())))))
                .as("rename")
                .isEqualTo(1);
        assertThat(cost(() -> assertConfirmed(apply(lock, Change.Clear.of(CredentialRef.pin(1))))))
                .as("delete")
                .isEqualTo(1);

        assertThat(bridge.node("1").lock().dump()).containsExactly("2:Ben type 0 enabled [pin 2] week 0 year 0");
        assertThat(bridge.node("1").lock().opens("4711")).isFalse();
    }

    @Test
    void costsAreWhatWasSaid() {
        DriverLock lock = lock(LockProfile.sdk());
        var changes = List.<Change>of(
                put(1, "4711", "Anna"),
                put(1, "9753", "Anna").withBasis(Change.Basis.OURS),
                new Change.SetEnabled(CredentialRef.pin(1), OptionalInt.empty(), false),
                Change.Clear.of(CredentialRef.pin(1)));
        assertThat(lock.costs().of(new ReadRequest.Everything()).typical()).isEqualTo(2);
        assertThat(readAll(lock).cost().messages()).isEqualTo(2);

        for (Change change : changes) {
            int said = lock.costs().of(List.of(change)).typical();
            assertThat(apply(lock, change).cost().messages()).as("%s", change).isEqualTo(said);
        }
    }

    // ---- reading

    @Test
    void readsUsersWithTheirCredentialsAndOwners() {
        DriverLock lock = lock(LockProfile.sdk());
        apply(lock, put(3, "4711", "Zoë Łuczka"));
        bridge.localUser("1", 8, "1357", 8);
        time.advance(Duration.ofSeconds(1));

        ReadResult read = readAll(lock);

        assertThat(read.complete()).isTrue();
        assertThat(read.slots()).extracting(s -> s.ref().index()).containsExactly(3, 8);
        assertThat(read.slots()).allSatisfy(s -> assertThat(s.state()).isEqualTo(SlotState.MASKED));
        LockUser ours = read.users().get(0);
        assertThat(ours.name()).contains("Zoë Łucz"); // ten bytes
        assertThat(ours.mark()).isEqualTo(OptionalLong.of(7003));
        assertThat(ours.owner()).isInstanceOf(LockUser.Owner.Ours.class);
        assertThat(read.users().get(1).owner()).isInstanceOf(LockUser.Owner.Unknown.class);
    }

    @Test
    void aChainThatEndsTooEarlyIsNotBelieved() {
        DriverLock lock = lock(LockProfile.sdk().withBrokenChain());
        for (int index = 1; index <= 3; index++) {
            bridge.localUser("1", index, "246" + index, index);
        }
        time.advance(Duration.ofSeconds(1));

        ReadResult read = readAll(lock);

        assertThat(read.complete()).isTrue();
        assertThat(read.users()).hasSize(3);
    }

    @Test
    void namedSlotsAreReadWithOneInvokeEach() {
        DriverLock lock = lock(LockProfile.sdk());
        apply(lock, put(1, "4711", "Anna"));
        bridge.forgetInvokes();

        ReadResult read = time.result(
                lock.read(new ReadRequest.Slots(List.of(CredentialRef.pin(1), CredentialRef.pin(2))), call()));

        assertThat(read.slots()).extracting(s -> s.state()).containsExactly(SlotState.MASKED, SlotState.EMPTY);
        assertThat(bridge.invokes()).containsExactly("GetUser 1/1", "GetCredentialStatus 1/1");
    }

    @Test
    void r2AReadThatFailsIsUnknown() {
        DriverLock lock = lock(LockProfile.sdk());
        bridge.faults().offline(bridge.node("1"));

        ReadResult read =
                time.result(lock.read(ReadRequest.slot(CredentialRef.pin(2)), Call.read(Duration.ofSeconds(30))));

        assertThat(read.complete()).isFalse();
        assertThat(read.slots().get(0).state()).isEqualTo(SlotState.UNKNOWN);
    }
}
