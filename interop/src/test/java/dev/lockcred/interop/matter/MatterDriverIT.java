// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.matter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.AccessSource;
import dev.lockcred.CredentialKind;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.UserType;
import dev.lockcred.interop.DriverHost;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.matter.Holiday;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.testkit.Pins;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The Matter driver on real matter.js locks behind a real matter.js controller; judged by the locks' own dumps. */
@RequiresPeer(Peer.MATTER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatterDriverIT {
    private static final String SPEC = "1/1";
    private static final String PIN_ONLY = "2/1";
    private static final String PINLESS = "3/1";
    private static final String BRIDGED = "4/3";
    private static final CredentialRef FIRST = CredentialRef.pin(1);

    /** How long a lock stays away; minutes are tried by hand: {@code -Dinterop.away=PT5M}. */
    private static final Duration AWAY = Duration.parse(System.getProperty("interop.away", "PT1S"));

    private static final CredentialRef SECOND = CredentialRef.pin(2);

    private PeerProcess peer;
    private DriverHost host;

    @BeforeAll
    void start(@TempDir Path folder) {
        peer = PeerProcess.start(Peer.MATTER, "peer.mjs", "--grace", "3000");
        host = new DriverHost("matter", Map.of("url", "ws://127.0.0.1:" + peer.port("ws") + "/ws"), folder);
    }

    @AfterAll
    void stop() {
        host.close();
        peer.close();
    }

    @BeforeEach
    void emptyTheLocks() throws Exception {
        for (int node = 1; node <= 2; node++) {
            int each = node;
            DriverHost.until("an empty lock on node " + node, () -> isEmptied(each));
        }
        order("spec", "/calm", "{}");
        host.forgetEvents();
    }

    /** False while the controller has not found the lock again that the test before turned off. */
    private boolean isEmptied(int node) {
        try {
            peer.post("/bridge/ask", """
                    {"command": "device_command", "args": {"node_id": %d, "endpoint_id": 1, "cluster_id": 257,
                     "command_name": "ClearUser", "payload": {"userIndex": 65534}, "timed_request_timeout_ms": 10000}}
                    """.formatted(node));
            return true;
        } catch (IllegalStateException refused) {
            if (!refused.getMessage().contains("Operation aborted")) {
                throw refused;
            }
            return false;
        }
    }

    private JsonNode order(String lock, String path, String body) {
        return peer.post("/lock", "{\"lock\":\"%s\",\"path\":\"%s\",\"body\":%s}".formatted(lock, path, body));
    }

    private JsonNode dump(String lock) {
        return peer.post("/lock", "{\"lock\":\"%s\",\"path\":\"/dump\"}".formatted(lock));
    }

    private static Change.Put put(CredentialRef ref, String digits, String name) {
        return new Change.Put(
                ref,
                OptionalInt.empty(),
                Pins.pin(digits),
                UserFacts.PLAIN.withName(name),
                true,
                List.of(),
                Change.Basis.EMPTY);
    }

    @Test
    void allFourLocksAreFoundAndKnowTheirLimits() {
        assertThat(host.driver().health().state()).isEqualTo(LinkHealth.State.UP);
        assertThat(host.driver().discovered())
                .extracting(lock -> lock.address())
                .containsExactlyInAnyOrder(SPEC, PIN_ONLY, PINLESS, BRIDGED);

        LockDescription spec = host.describe(host.lock(SPEC));
        assertThat(spec.capabilities().credential(CredentialKind.PIN)).isPresent();
        assertThat(spec.capabilities().schedule(ScheduleEntry.Kind.WEEK_DAY)).isPresent();
        assertThat(host.describe(host.lock(PINLESS)).capabilities().unmanageable())
                .isPresent();
        assertThat(host.describe(host.lock(BRIDGED)).capabilities().unmanageable())
                .isPresent();
    }

    @Test
    void aNamedCodeIsSetInTwoInvokesChangedAndCleared() {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        host.read(lock, new ReadRequest.Everything());

        BatchResult set = host.apply(lock, put(FIRST, "471108", "Anna"));
        assertThat(set.results().get(0).outcome()).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(set.cost().messages()).isLessThanOrEqualTo(2);
        JsonNode held = dump("spec");
        assertThat(held.at("/credentials/0/data").textValue()).isEqualTo("471108");
        assertThat(held.at("/users/0/userName").textValue()).isEqualTo("Anna");

        BatchResult changed = host.apply(lock, put(FIRST, "90210", "Anna").withBasis(Change.Basis.OURS));
        assertThat(changed.results().get(0).outcome()).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(dump("spec").at("/credentials/0/data").textValue()).isEqualTo("90210");

        assertThat(host.outcome(lock, Change.Clear.of(FIRST))).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(dump("spec").at("/credentials").size()).isZero();
        assertThat(dump("spec").at("/users").size()).isZero();
    }

    @Test
    void anUnmodifiedLibraryLockIsManagedToo() {
        DriverLock lock = host.lock(PIN_ONLY);
        host.describe(lock);

        assertThat(host.outcome(lock, put(FIRST, "2580", "Bo"))).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(dump("pinonly").at("/credentials/0/data").textValue()).isEqualTo("2580");

        assertThat(host.outcome(lock, Change.Clear.of(FIRST))).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(dump("pinonly").at("/credentials").size()).isZero();
    }

    @Test
    void aDuplicateIsRefusedAsOne() {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        host.apply(lock, put(FIRST, "4711", "Anna"));

        ChangeOutcome outcome = host.outcome(lock, put(SECOND, "4711", "Bo"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Rejection.DUPLICATE));
        assertThat(dump("spec").at("/credentials").size()).isEqualTo(1);
    }

    @Test
    void aScheduledCodeIsHeldWithItsSchedule() {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        var mornings = new ScheduleEntry.WeekDay(
                Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(8, 0), LocalTime.of(12, 30));

        ChangeOutcome outcome = host.outcome(
                lock,
                new Change.Put(
                        FIRST,
                        OptionalInt.empty(),
                        Pins.pin("1357"),
                        UserFacts.PLAIN.withName("Cleo"),
                        true,
                        List.of(mornings),
                        Change.Basis.EMPTY));

        assertThat(outcome).isInstanceOf(ChangeOutcome.Confirmed.class);
        JsonNode held = dump("spec");
        assertThat(held.at("/weekDaySchedules/0/startHour").intValue()).isEqualTo(8);
        assertThat(held.at("/weekDaySchedules/0/endMinute").intValue()).isEqualTo(30);
        assertThat(held.at("/users/0/userType").intValue())
                .as("schedule restricted, one way or the other")
                .isIn(2, 8);
    }

    @Test
    void aCodeWithDatesIsHeldWithThem() {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        var stay = new ScheduleEntry.YearDay(LocalDateTime.of(2031, 7, 1, 15, 0), LocalDateTime.of(2031, 7, 8, 11, 0));

        ChangeOutcome outcome = host.outcome(
                lock,
                new Change.Put(
                        FIRST,
                        OptionalInt.empty(),
                        Pins.pin("1357"),
                        UserFacts.PLAIN.withName("Guest"),
                        true,
                        List.of(stay),
                        Change.Basis.EMPTY));

        assertThat(outcome).isInstanceOf(ChangeOutcome.Confirmed.class);
        JsonNode held = dump("spec").at("/yearDaySchedules/0");
        assertThat(localTime(held.get("localStartTime"))).isEqualTo(stay.start());
        assertThat(localTime(held.get("localEndTime"))).isEqualTo(stay.end());
    }

    /** The wire counts seconds from 2000, the library that the lock is made of keeps them from 1970. */
    private static LocalDateTime localTime(JsonNode seconds) {
        return LocalDateTime.ofEpochSecond(seconds.longValue(), 0, ZoneOffset.UTC);
    }

    @Test
    void aHolidayIsHeldWithItsMode() {
        var driver = (MatterDriver) host.driver();
        var christmas = new Holiday(
                1, LocalDateTime.of(2031, 12, 24, 12, 0), LocalDateTime.of(2031, 12, 27, 8, 0), Holiday.Mode.NO_REMOTE);

        assertThat(host.await(driver.setHoliday(SPEC, christmas))).isEqualTo(new MatterDriver.Result.Done<>(christmas));
        JsonNode held = dump("spec").at("/holidaySchedules/0");
        assertThat(localTime(held.get("localStartTime"))).isEqualTo(christmas.start());
        assertThat(held.get("operatingMode").intValue()).isEqualTo(3);
        assertThat(host.await(driver.holidays(SPEC))).isEqualTo(new MatterDriver.Result.Done<>(List.of(christmas)));
        host.await(driver.clearHoliday(SPEC, 1));
        assertThat(dump("spec").at("/holidaySchedules")).isEmpty();
    }

    @Test
    void aUserIsRenamedDisabledAndEnabledInOneInvokeEach() throws Exception {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        ChangeOutcome set = host.outcome(lock, put(FIRST, "4711", "Anna"));
        assertThat(set).isInstanceOf(ChangeOutcome.Confirmed.class);
        // Told in order, so that the emptying before this test, which was none of the driver's, is behind us too.
        host.next(DriverEvent.Programmed.class, DriverEvent.Programmed::own);
        host.read(lock, new ReadRequest.Everything());
        OptionalInt user = OptionalInt.of(dump("spec").at("/users/0/userIndex").intValue());

        BatchResult renamed =
                host.apply(lock, new Change.SetUser(FIRST, user, UserFacts.PLAIN.withName("Anna Berg"), List.of()));
        BatchResult disabled = host.apply(lock, new Change.SetEnabled(FIRST, user, false));
        JsonNode held = dump("spec");
        BatchResult enabled = host.apply(lock, new Change.SetEnabled(FIRST, user, true));

        assertThat(List.of(renamed, disabled, enabled)).allSatisfy(result -> {
            assertThat(result.results().get(0).outcome()).isInstanceOf(ChangeOutcome.Confirmed.class);
            assertThat(result.cost().messages()).isEqualTo(1);
        });
        assertThat(held.at("/users/0/userName").textValue()).isEqualTo("Anna Berg");
        assertThat(held.at("/users/0/userStatus").intValue()).isEqualTo(3);
        assertThat(held.at("/credentials/0/data").textValue()).isEqualTo("4711");
        assertThat(dump("spec").at("/users/0/userStatus").intValue()).isEqualTo(1);
    }

    @Test
    void aPlaceThatSomebodyTookIsSaidToBeTaken() {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        order("spec", "/localUser", "{\"userIndex\":4,\"pin\":\"8642\",\"credentialIndex\":1}");

        ChangeOutcome outcome = host.outcome(lock, put(FIRST, "4711", "Anna"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Rejection.OCCUPIED));
        assertThat(dump("spec").at("/credentials/0/data").textValue()).isEqualTo("8642");
    }

    @Test
    void aKeypadEventNamesWhoCame() throws Exception {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        host.apply(lock, put(FIRST, "4711", "Anna"));
        int user = dump("spec").at("/users/0/userIndex").intValue();

        assertThat(order("spec", "/keypad", "{\"pin\":\"4711\"}").get("opened").booleanValue())
                .isTrue();

        DriverEvent.Operated came = host.next(
                DriverEvent.Operated.class,
                e -> e.source() == AccessSource.KEYPAD && e.failure().isEmpty());
        assertThat(came.address()).isEqualTo(SPEC);
        assertThat(came.who().userIndex()).hasValue(user);
        assertThat(came.who().credential()).contains(FIRST);
    }

    @Test
    void aUserMadeAtTheKeypadIsReportedAndRead() throws Exception {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        host.read(lock, new ReadRequest.Everything());
        host.forgetEvents();

        order("spec", "/localUser", "{\"userIndex\":4,\"pin\":\"8642\",\"credentialIndex\":7}");

        host.next(DriverEvent.Programmed.class, e -> !e.own());
        ReadResult read = host.read(lock, new ReadRequest.Everything());
        assertThat(read.complete()).isTrue();
        assertThat(read.slots()).anyMatch(slot -> slot.ref().equals(CredentialRef.pin(7)));
    }

    @Test
    void whatTheLockCannotDoIsRefusedBeforeAnythingIsSent() {
        for (String address : List.of(PINLESS, BRIDGED)) {
            DriverLock lock = host.lock(address);
            host.describe(lock);

            BatchResult result = host.apply(lock, put(FIRST, "4711", "Anna"));

            assertThat(result.results().get(0).outcome()).isInstanceOf(ChangeOutcome.Unsupported.class);
            assertThat(result.cost().messages()).isZero();
        }
    }

    @Test
    void aBusyLockIsServedInTheEnd() {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        order("spec", "/fail", "{\"command\":\"setCredential\",\"status\":156,\"times\":1}");

        ChangeOutcome outcome = host.outcome(lock, put(FIRST, "4711", "Anna"));

        assertThat(outcome).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(dump("spec").at("/credentials/0/data").textValue()).isEqualTo("4711");
    }

    @Test
    void aDisposableCodeIsToldToTheLock() {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);

        ChangeOutcome outcome = host.outcome(
                lock,
                new Change.Put(
                        FIRST,
                        OptionalInt.empty(),
                        Pins.pin("1122"),
                        UserFacts.PLAIN.withName("Once").withType(UserType.DISPOSABLE),
                        true,
                        List.of(),
                        Change.Basis.EMPTY));

        assertThat(outcome).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(dump("spec").at("/users/0/userType").intValue()).isEqualTo(6);
    }

    @Test
    void aLockThatWasAwayIsWrittenWhenItIsBack() throws Exception {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        peer.post("/lock/stop", "{\"lock\":\"spec\",\"how\":\"kill\"}");

        ChangeOutcome lost = host.outcome(lock, put(FIRST, "4711", "Anna"));
        assertThat(lost).isInstanceOfAny(ChangeOutcome.NotSent.class, ChangeOutcome.Ambiguous.class);
        Thread.sleep(AWAY.toMillis());

        peer.post("/lock/start", "{\"lock\":\"spec\"}");
        DriverHost.until(
                "the lock's return",
                () -> host.outcome(lock, put(FIRST, "4711", "Anna").withBasis(Change.Basis.CONSENT))
                        instanceof ChangeOutcome.Confirmed);
        assertThat(dump("spec").at("/credentials/0/data").textValue()).isEqualTo("4711");
    }

    @Test
    void aBridgeKilledInTheMiddleOfAWriteLeavesNoDoubt() throws Exception {
        DriverLock lock = host.lock(SPEC);
        host.describe(lock);
        order("spec", "/busy", "{\"ms\":1500}");
        var write = lock.apply(List.of(put(FIRST, "4711", "Anna")), Call.interactive(Duration.ofSeconds(40)));
        Thread.sleep(300);
        peer.post("/bridge/stop", "{\"how\":\"kill\"}");
        order("spec", "/calm", "{}");
        peer.post("/bridge/start", "{}");

        ChangeOutcome outcome = host.await(write).results().get(0).outcome();
        DriverHost.until("the link", () -> host.driver().health().state() == LinkHealth.State.UP);

        boolean held = dump("spec").at("/credentials").size() == 1;
        if (outcome instanceof ChangeOutcome.Confirmed) {
            assertThat(held).isTrue();
        } else {
            assertThat(outcome).isInstanceOfAny(ChangeOutcome.Ambiguous.class, ChangeOutcome.NotSent.class);
            if (outcome instanceof ChangeOutcome.NotSent) {
                assertThat(held).isFalse();
            }
        }
        DriverHost.until("what is read is what the lock holds", () -> {
            ReadResult read = host.read(lock, new ReadRequest.Everything());
            boolean seen = read.slots().stream()
                    .anyMatch(s ->
                            s.ref().equals(FIRST) && s.state() != SlotState.EMPTY && s.state() != SlotState.UNKNOWN);
            return read.complete() && seen == (dump("spec").at("/credentials").size() == 1);
        });
    }
}
