// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.CredentialKind;
import dev.lockcred.CredentialRule;
import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.UserType;
import dev.lockcred.matter.Holiday;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.matter.MatterOptions;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real Matter driver on the simulated bridge. */
class MatterDriverTest {

    private static final URI BRIDGE = URI.create("ws://localhost:5580/ws");
    private static final LockOptions BERLIN = LockOptions.of(ZoneId.of("Europe/Berlin"));

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final Seed seed = new Seed(11);
    private final Wires wires = new Wires(time, seed);
    private final TestHost host = new TestHost("hub", time, seed).ports(wires);
    private final MatterDriver driver = new MatterDriver(MatterOptions.of(BRIDGE));
    private MatterBridgeSimulator bridge = new MatterBridgeSimulator(time, Dialect.JS);

    @AfterEach
    void nothingIsLeftBehind() {
        time.result(driver.closeAsync());
        time.result(driver.closeAsync());
        time.advance(Duration.ofMinutes(3)); // the simulated lock finishes what it was at
        assertThat(time.pendingTimers()).as("%s", time.pending()).isZero();
        assertThat(wires.open()).isZero();
    }

    private void start() {
        wires.peer(BRIDGE, channel -> bridge.attach(channel));
        time.result(driver.start(host));
        time.runUntilIdle();
    }

    /** A started driver on one lock. */
    private DriverLock lock(LockProfile profile) {
        bridge.node("1", profile);
        start();
        DriverLock lock = driver.lock("1/" + profile.endpoint(), BERLIN);
        time.runUntilIdle();
        return lock;
    }

    private static Call call() {
        return Call.interactive(Duration.ofMinutes(5));
    }

    private static Pin pin(String digits) {
        return Pin.of(digits.toCharArray());
    }

    private ChangeResult apply(DriverLock lock, Change change) {
        return time.result(lock.apply(List.of(change), call())).results().get(0);
    }

    private ReadResult readAll(DriverLock lock) {
        return time.result(lock.read(new ReadRequest.Everything(), call()));
    }

    private LockDescription describe(DriverLock lock) {
        return ((Described.Known) time.result(lock.describe(call()))).description();
    }

    private static Change.Put put(int slot, String digits, String name) {
        return new Change.Put(
                CredentialRef.pin(slot),
                OptionalInt.empty(),
                pin(digits),
                UserFacts.PLAIN.withName(name).withMark(7000 + slot),
                true,
                List.of(),
                Change.Basis.EMPTY);
    }

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

    private int cost(Runnable work) {
        int before = bridge.invokes().size();
        work.run();
        return bridge.invokes().size() - before;
    }

    private static void assertConfirmed(ChangeResult result) {
        assertThat(result.outcome()).isInstanceOf(ChangeOutcome.Confirmed.class);
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

    // ---- writing in the safe order

    @Test
    void aScheduledCodeIsNeverValidOutsideItsWindow() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.forgetInvokes();
        var weekly = new ScheduleEntry.WeekDay(
                Set.of(DayOfWeek.TUESDAY, DayOfWeek.FRIDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));
        var range = new ScheduleEntry.YearDay(LocalDateTime.of(2030, 1, 1, 9, 0), LocalDateTime.of(2030, 1, 1, 12, 0));

        ChangeResult result = apply(lock, scheduled(4, "4711", List.of(weekly, range)));

        assertConfirmed(result);
        assertThat(bridge.invokes())
                .containsExactly(
                        "SetUser 1/1", "SetWeekDaySchedule 1/1", "SetYearDaySchedule 1/1", "SetCredential 1/1");
        assertThat(bridge.node("1").lock().dump()).containsExactly("1:Cleaner type 8 enabled [pin 4] week 1 year 1");
        assertThat(bridge.node("1").lock().weekDay(1, 1)).contains("\"daysMask\":36");
        assertThat(bridge.node("1").lock().yearDay(1, 1))
                .contains("\"localStartTime\":946803600")
                .contains("\"localEndTime\":946814400");
        assertThat(result.userIndex()).hasValue(1);
    }

    private static Change.Put scheduled(int slot, String digits, List<ScheduleEntry> entries) {
        return new Change.Put(
                CredentialRef.pin(slot),
                OptionalInt.empty(),
                pin(digits),
                UserFacts.PLAIN.withName("Cleaner"),
                true,
                entries,
                Change.Basis.EMPTY);
    }

    @Test
    void firmwareThatTakesOneDayPerEntryGetsOneDayPerEntry() {
        DriverLock lock = lock(LockProfile.sdk().withOneDayPerEntry());
        readAll(lock);
        var weekly = new ScheduleEntry.WeekDay(
                Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));

        assertConfirmed(apply(lock, scheduled(1, "4711", List.of(weekly))));

        assertThat(bridge.node("1").lock().dump()).containsExactly("1:Cleaner type 8 enabled [pin 1] week 2 year 0");
        assertThat(describe(lock).capabilities().schedules().get(0).oneDayPerEntry())
                .isTrue();
        assertThat(host.heard(DriverEvent.DescriptionChanged.class)).isNotEmpty();
    }

    @Test
    void liftingARestrictionComesLast() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        var weekly = new ScheduleEntry.WeekDay(Set.of(DayOfWeek.MONDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));
        apply(lock, scheduled(1, "4711", List.of(weekly)));
        bridge.forgetInvokes();

        assertConfirmed(apply(
                lock,
                new Change.Put(
                        CredentialRef.pin(1),
                        OptionalInt.empty(),
                        pin("9753"),
                        UserFacts.PLAIN.withName("Cleaner"),
                        true,
                        List.of(),
                        Change.Basis.OURS)));

        assertThat(bridge.invokes()).containsExactly("SetCredential 1/1", "SetUser 1/1");
        assertThat(bridge.node("1").lock().dump()).containsExactly("1:Cleaner type 0 enabled [pin 1] week 1 year 0");
    }

    @Test
    void aNameNeverFailsACode() {
        DriverLock lock = lock(LockProfile.sdk().withChoosyNames());
        readAll(lock);

        assertConfirmed(apply(lock, put(1, "4711", "Jörg: Büro")));

        assertThat(bridge.node("1").lock().dump()).containsExactly("1:JorgBuro type 0 enabled [pin 1] week 0 year 0");
        assertThat(bridge.node("1").lock().uniqueId(1)).isEqualTo(7001);
    }

    @Test
    void aTypeTheLockRefusesIsLearned() {
        DriverLock lock = lock(LockProfile.sdk().withPlainTypesOnly());
        readAll(lock);
        var disposable = new Change.Put(
                CredentialRef.pin(1),
                OptionalInt.empty(),
                pin("4711"),
                UserFacts.PLAIN.withName("Once").withType(UserType.DISPOSABLE),
                true,
                List.of(),
                Change.Basis.EMPTY);

        assertThat(apply(lock, disposable).outcome()).isInstanceOf(ChangeOutcome.Rejected.class);

        assertThat(bridge.node("1").lock().dump()).isEmpty();
        assertThat(describe(lock).capabilities().users().types()).doesNotContain(UserType.DISPOSABLE);
        int before = bridge.invokes().size();
        assertThat(apply(lock, disposable).outcome()).isInstanceOf(ChangeOutcome.Unsupported.class);
        assertThat(bridge.invokes()).hasSize(before);
    }

    @Test
    void whatTheLockCannotDoIsAnsweredAtOnce() {
        DriverLock lock = lock(LockProfile.lenient());
        readAll(lock);
        bridge.forgetInvokes();
        var weekly = new ScheduleEntry.WeekDay(Set.of(DayOfWeek.MONDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));

        assertThat(apply(lock, scheduled(1, "4711", List.of(weekly))).outcome())
                .isInstanceOf(ChangeOutcome.Unsupported.class);
        assertThat(apply(lock, put(11, "4711", "Far")).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.NOT_FOUND));
        assertThat(apply(lock, put(1, "471", "Short")).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.LENGTH));
        assertThat(apply(
                                lock,
                                new Change.SetUser(
                                        CredentialRef.pin(1),
                                        OptionalInt.empty(),
                                        new UserFacts(
                                                Optional.empty(),
                                                OptionalLong.empty(),
                                                UserType.REGULAR,
                                                CredentialRule.TRIPLE,
                                                Optional.empty()),
                                        List.of()))
                        .outcome())
                .isInstanceOf(ChangeOutcome.Unsupported.class);
        assertThat(bridge.invokes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aDuplicateIsRejectedAndNothingIsLeft(Dialect dialect) {
        bridge = new MatterBridgeSimulator(time, dialect);
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(1, "4711", "Anna"));

        assertThat(apply(lock, put(2, "4711", "Ben")).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.DUPLICATE));

        assertThat(bridge.node("1").lock().dump()).hasSize(1);
    }

    @Test
    void anOccupiedPlaceIsSaidToBeOccupiedByEitherFamily() {
        for (LockProfile profile : List.of(LockProfile.sdk(), LockProfile.lenient())) {
            String node = profile.strict() ? "5" : "6";
            bridge.node(node, profile);
        }
        start();
        for (String node : List.of("5", "6")) {
            DriverLock lock = driver.lock(node + "/1", BERLIN);
            readAll(lock);
            apply(lock, put(1, "4711", "Anna"));

            assertThat(apply(lock, put(1, "2580", "Ben")).outcome())
                    .isInstanceOfSatisfying(
                            ChangeOutcome.Rejected.class,
                            r -> assertThat(r.reason()).isEqualTo(Rejection.OCCUPIED));
            assertThat(bridge.node(node).lock().dump()).hasSize(1);
        }
    }

    @Test
    void aLenientLockGetsItsUsersAllTheSame() {
        DriverLock lock = lock(LockProfile.lenient());

        assertConfirmed(apply(lock, Change.Put.plain(CredentialRef.pin(1), pin("4711"))));
        assertConfirmed(apply(lock, put(2, "2580", "Ben")));
        assertConfirmed(apply(lock, Change.Clear.of(CredentialRef.pin(1))));

        assertThat(bridge.node("1").lock().dump()).containsExactly("2:Ben type 0 enabled [pin 2] week 0 year 0");
    }

    @Test
    void aTakenUserIndexIsReadAndAnotherOneChosen() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.faults().eventsStuck(true);
        bridge.localUser("1", 1, "1357", 9); // and nobody tells us
        time.advance(Duration.ofSeconds(1));

        ChangeResult result = apply(lock, put(1, "4711", "Anna"));

        assertConfirmed(result);
        assertThat(result.userIndex()).hasValue(2);
    }

    @Test
    void clearingWhatIsNotThereIsNoChange() {
        DriverLock lock = lock(LockProfile.sdk());

        assertThat(apply(lock, Change.Clear.of(CredentialRef.pin(5))).outcome())
                .isEqualTo(new ChangeOutcome.NoChange());
    }

    @Test
    void oneOfTwoCodesOfAUserIsClearedAlone() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(1, "4711", "Anna"));
        var second = new Change.Put(
                CredentialRef.pin(2),
                OptionalInt.of(1),
                pin("2580"),
                UserFacts.PLAIN.withName("Anna").withMark(7001),
                true,
                List.of(),
                Change.Basis.EMPTY);
        assertConfirmed(apply(lock, second));

        assertConfirmed(apply(lock, Change.Clear.of(CredentialRef.pin(1))));

        assertThat(bridge.node("1").lock().dump()).containsExactly("1:Anna type 0 enabled [pin 2] week 0 year 0");
    }

    @Test
    void r14TheGuardHasTheLastWordAndIsAskedOnce() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.forgetInvokes();
        int[] asked = {0};
        var deny = new Call(Call.Priority.GRANT, Duration.ofMinutes(1), change -> {
            asked[0]++;
            return false;
        });

        var result = time.result(lock.apply(List.of(put(1, "4711", "Anna")), deny))
                .results()
                .get(0);

        assertThat(((ChangeOutcome.NotSent) result.outcome()).why()).isEqualTo(ChangeOutcome.NotSent.Why.WITHDRAWN);
        assertThat(asked[0]).isEqualTo(1);
        assertThat(bridge.invokes()).isEmpty();
    }

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

    // ---- the door and the settings

    @Test
    void operatesTheDoorAndWaitsForTheLockToSaySo() {
        DriverLock lock = lock(LockProfile.sdk());

        assertThat(time.result(lock.operate(new Operation.Unlock(), Optional.empty(), call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));
        assertThat(time.result(lock.operate(new Operation.Lock(), Optional.empty(), call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));
        bridge.faults().eventsStuck(true);
        assertThat(time.result(lock.operate(new Operation.Unlock(), Optional.empty(), call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    @Test
    void unsupportedAccessIsTriedOnceMoreAfterAPause() {
        DriverLock lock = lock(LockProfile.sdk());
        bridge.faults().fail("lockDoor", 126, 1);
        assertThat(time.result(lock.operate(new Operation.Lock(), Optional.empty(), call())))
                .isInstanceOf(ChangeOutcome.Confirmed.class);

        bridge.faults().fail("lockDoor", 126, 2);
        assertThat(time.result(lock.operate(new Operation.Lock(), Optional.empty(), call())))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.NOT_PERMITTED));
    }

    @Test
    void aRequiredPinIsAskedForAndAPinIsNotSentWhereItCannotBeChecked() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(1, "4711", "Anna"));
        assertThat(time.result(lock.writeSetting(LockSetting.REMOTE_PIN_REQUIRED, 1, call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(time.result(lock.operate(new Operation.Unlock(), Optional.empty(), call())))
                .isInstanceOf(ChangeOutcome.Unsupported.class);
        assertThat(time.result(lock.operate(new Operation.Unlock(), Optional.of(pin("4711")), call())))
                .isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(describe(lock).capabilities().remotePin()).isEqualTo(LockCapabilities.RemotePin.REQUIRED);
    }

    @Test
    void settingsAreReadFromTheBridgeAndWritesAreReadBack() {
        DriverLock lock = lock(LockProfile.sdk());
        assertThat(time.result(lock.readSettings(call())))
                .containsEntry(LockSetting.WRONG_CODE_LIMIT, 3L)
                .containsEntry(LockSetting.EXPIRING_USER_MINUTES, 60L)
                .doesNotContainKey(LockSetting.FIXED_PIN_LENGTH);

        assertThat(time.result(lock.writeSetting(LockSetting.AUTO_RELOCK_SECONDS, 30, call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        bridge.faults().writesLie(true);
        assertThat(time.result(lock.writeSetting(LockSetting.AUTO_RELOCK_SECONDS, 60, call())))
                .isInstanceOf(ChangeOutcome.Rejected.class);
        assertThat(time.result(lock.writeSetting(LockSetting.OPERATING_MODE, 4, call())))
                .isInstanceOf(ChangeOutcome.Unsupported.class);
    }

    // ---- nodes

    @Test
    void commissionsSharesListsAndRemoves() {
        start();
        var progress = new java.util.ArrayList<String>();

        var added = time.result(driver.commission("MT:Y.K90AFN00KA0648G00", progress::add));
        assertThat(added).isEqualTo(new MatterDriver.Result.Done<>(List.of("1/1")));
        assertThat(driver.discovered()).hasSize(1);
        var failed = time.result(driver.commission("MT:WRONG", progress::add));
        assertThat(((MatterDriver.Result.Failed<List<String>>) failed).text()).contains("pairing mode");
        assertThat(progress).anySatisfy(p -> assertThat(p).contains("still at it"));
        var codes = time.result(driver.share("1/1", Duration.ofMinutes(5)));
        assertThat(codes.toString()).doesNotContain("10222609477");
        assertThat(((MatterDriver.Result.Done<List<MatterDriver.Fabric>>) time.result(driver.fabrics("1/1"))).value())
                .extracting(MatterDriver.Fabric::label)
                .containsExactly("Lockcred");
        assertThat(time.result(driver.remove("1/1"))).isInstanceOf(MatterDriver.Result.Done.class);
        assertThat(driver.discovered()).isEmpty();
    }

    @Test
    void holidaysOfALockAreSetListedAndCleared() {
        lock(LockProfile.sdk());
        var christmas = new Holiday(
                2, LocalDateTime.of(2031, 12, 24, 12, 0), LocalDateTime.of(2031, 12, 27, 8, 0), Holiday.Mode.NO_REMOTE);

        assertThat(time.result(driver.holidays("1/1"))).isEqualTo(new MatterDriver.Result.Done<>(List.of()));
        assertThat(time.result(driver.setHoliday("1/1", christmas)))
                .isEqualTo(new MatterDriver.Result.Done<>(christmas));
        assertThat(time.result(driver.holidays("1/1"))).isEqualTo(new MatterDriver.Result.Done<>(List.of(christmas)));
        assertThat(time.result(driver.clearHoliday("1/1", 2))).isInstanceOf(MatterDriver.Result.Done.class);
        assertThat(time.result(driver.holidays("1/1"))).isEqualTo(new MatterDriver.Result.Done<>(List.of()));

        var beyond = new Holiday(9, christmas.start(), christmas.end(), christmas.mode());
        assertThat(time.result(driver.setHoliday("1/1", beyond)))
                .isInstanceOfSatisfying(
                        MatterDriver.Result.Failed.class,
                        failed -> assertThat(failed.text()).contains("places 1 to 4"));
        assertThat(time.result(driver.holidays("7/1")))
                .isInstanceOfSatisfying(
                        MatterDriver.Result.Failed.class,
                        failed -> assertThat(failed.text()).contains("no node 7"));
    }

    @Test
    void aLockWithoutHolidaysSaysSo() {
        lock(LockProfile.plain());

        assertThat(time.result(driver.holidays("1/1")))
                .isInstanceOfSatisfying(
                        MatterDriver.Result.Failed.class,
                        failed -> assertThat(failed.text()).contains("has no holidays"));
    }

    @Test
    void closingInTheMiddleEndsEverything() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.faults().slow("setUser", Duration.ofSeconds(5));
        var pending = lock.apply(List.of(put(1, "4711", "Anna"), put(2, "2580", "Ben")), call())
                .toCompletableFuture();
        time.advance(Duration.ofSeconds(1));

        time.result(driver.closeAsync());
        time.runUntilIdle();

        assertThat(pending).isCompleted();
        var results = time.result(pending).results();
        assertThat(results.get(0).outcome()).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(results.get(1).outcome()).isInstanceOf(ChangeOutcome.NotSent.class);
    }
}
