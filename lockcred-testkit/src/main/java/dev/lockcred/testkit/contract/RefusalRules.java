// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.CredentialKind;
import dev.lockcred.CredentialRule;
import dev.lockcred.Password;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.TagId;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.LockCapabilities.Clock;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.testkit.Pins;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is not declared is refused at once and in words (promise 8: never by a timeout). */
public interface RefusalRules {

    /** The bench of the running test. */
    Bench bench();

    @Test
    @DisplayName("NOT-1 (promise 8): a kind of credential that is not declared is refused at once")
    default void undeclaredKinds() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().unmanageable().isEmpty(), "anything but that it cannot be managed, see NOT-10");
        CredentialRef somewhere =
                bench.can().credential(CredentialKind.PIN).isPresent() ? bench.slot(0) : CredentialRef.pin(1);
        List<Secret> secrets = List.of(
                Pins.pin("918273"), Password.of("correct horse".toCharArray()), TagId.of(new byte[] {4, 1, 2, 3, 4, 5, 6
                }));
        int tried = 0;
        for (Secret secret : secrets) {
            boolean declared = bench.can()
                    .credential(secret.kind())
                    .map(CredentialSupport::writable)
                    .orElse(false);
            if (!declared) {
                tried++;
                var ref = new CredentialRef(secret.kind(), somewhere.index());
                bench.refusesAtOnce("a " + secret.kind(), Change.Put.plain(ref, secret));
            }
        }
        bench.onlyIf(tried > 0, "fewer than all kinds, so that one is left to try");
    }

    @Test
    @DisplayName("NOT-2 (R4): a place outside the declared range is refused at once")
    default void placesOutsideTheRange() {
        Bench bench = bench().started();
        List<Integer> places = bench.places();
        CredentialSupport.Range range = bench.pins().range().orElseThrow().value();
        Pin pin = bench.pin(0);

        List<Integer> outside = new ArrayList<>(List.of(range.last() + 1));
        if (range.first() > 0) {
            outside.add(range.first() - 1);
        }
        outside.addAll(range.reserved());
        for (int index : outside) {
            CredentialRef ref = CredentialRef.pin(index);
            bench.refusesAtOnce(
                    ref + " (places are " + places.get(0) + ".." + range.last() + ")", Change.Put.plain(ref, pin));
            bench.refusesAtOnce("clearing " + ref, Change.Clear.of(ref));
        }
    }

    @Test
    @DisplayName("NOT-3 (R9): a PIN of a length that is not declared is refused at once")
    default void lengthsOutsideTheRange() {
        Bench bench = bench().started();
        CredentialSupport.Length length = bench.pins().length().value();

        for (int digits : List.of(length.min() - 1, length.max() + 1)) {
            if (digits >= Pin.MIN_LENGTH && digits <= Pin.MAX_LENGTH) {
                bench.refusesAtOnce(
                        "a PIN of " + digits + " digits", Change.Put.plain(bench.slot(0), bench.pin("9182", digits)));
            }
        }
    }

    @Test
    @DisplayName("NOT-4 (R33): a user type or rule that is not declared is refused, never ignored")
    default void undeclaredUserTypes() {
        Bench bench = bench().started();
        CredentialRef ref = bench.slot(0);
        EnumSet<UserType> missing =
                EnumSet.complementOf(EnumSet.copyOf(bench.can().users().types()));
        missing.add(UserType.PROGRAMMING);

        for (UserType type : missing) {
            UserFacts facts = type == UserType.EXPIRING
                    ? new UserFacts(
                            Optional.empty(),
                            OptionalLong.empty(),
                            type,
                            CredentialRule.SINGLE,
                            Optional.of(Duration.ofMinutes(60)))
                    : UserFacts.PLAIN.withType(type);
            bench.refusesAtOnce("a " + type + " user", put(ref, bench.pin(0), facts, List.of()));
        }
        for (CredentialRule rule : CredentialRule.values()) {
            if (!bench.can().users().rules().contains(rule)) {
                var facts =
                        new UserFacts(Optional.empty(), OptionalLong.empty(), UserType.REGULAR, rule, Optional.empty());
                bench.refusesAtOnce("the rule " + rule, put(ref, bench.pin(0), facts, List.of()));
            }
        }
    }

    @Test
    @DisplayName("NOT-5 (R33, R35): a schedule the lock cannot hold is refused, never dropped or widened")
    default void undeclaredSchedules() {
        Bench bench = bench().started();
        CredentialRef ref = bench.slot(0);
        for (ScheduleEntry.Kind kind : ScheduleEntry.Kind.values()) {
            Optional<ScheduleSupport> table = bench.can().schedule(kind);
            if (table.isEmpty()) {
                bench.refusesAtOnce(
                        "a " + kind + " schedule", put(ref, bench.pin(0), UserFacts.PLAIN, List.of(entry(kind, 0))));
            } else if (table.get().entriesPerUser() < 20) {
                List<ScheduleEntry> many = new ArrayList<>();
                for (int i = 0; i <= table.get().entriesPerUser(); i++) {
                    many.add(entry(kind, i));
                }
                bench.refusesAtOnce(
                        many.size() + " " + kind + " entries", put(ref, bench.pin(0), UserFacts.PLAIN, many));
            }
        }
    }

    private static Change.Put put(CredentialRef ref, Pin pin, UserFacts facts, List<ScheduleEntry> schedules) {
        return new Change.Put(ref, OptionalInt.empty(), pin, facts, true, schedules, Change.Basis.EMPTY);
    }

    /** An entry of a kind; different for each number. */
    static ScheduleEntry entry(ScheduleEntry.Kind kind, int n) {
        var day = EnumSet.of(DayOfWeek.of(n % 7 + 1));
        return switch (kind) {
            case WEEK_DAY -> new ScheduleEntry.WeekDay(day, LocalTime.of(9, 0), LocalTime.of(13, 0));
            case YEAR_DAY ->
                new ScheduleEntry.YearDay(
                        LocalDateTime.of(2030, 2, 1 + n, 9, 0), LocalDateTime.of(2030, 2, 1 + n, 18, 0));
            case DAILY_REPEATING -> new ScheduleEntry.DailyRepeating(day, LocalTime.of(9, 0), Duration.ofHours(4));
        };
    }

    @Test
    @DisplayName("NOT-6 (R18): disabling is refused where the lock has no such status")
    default void undeclaredDisabling() {
        Bench bench = bench().started();
        bench.onlyIf(bench.pins().disable() == CredentialSupport.Disable.NONE, "that codes cannot be disabled");
        bench.give(bench.slot(0), bench.pin(0));

        bench.refusesAtOnce("disabling a code", new Change.SetEnabled(bench.slot(0), OptionalInt.empty(), false));
    }

    @Test
    @DisplayName("NOT-7 (promise 8): operations that are not declared are refused at once")
    default void undeclaredOperations() {
        Bench bench = bench().started();
        List<Operation> all = List.of(
                new Operation.Lock(),
                new Operation.Unlock(),
                new Operation.Unlatch(),
                new Operation.UnlockFor(Duration.ofSeconds(5)));
        for (Operation operation : all) {
            if (!bench.can().operations().contains(operation.kind())) {
                bench.refusesAtOnce(
                        "the operation " + operation.kind(),
                        () -> bench.lock().operate(operation, Optional.empty(), bench.call()));
            }
        }
    }

    @Test
    @DisplayName("NOT-8 (R36): a clock that is not declared is neither read nor set")
    default void undeclaredClock() {
        Bench bench = bench().started();
        Clock clock = bench.can().clock();
        if (clock == Clock.NONE || clock == Clock.READ) {
            bench.refusesAtOnce("setting the clock", () -> bench.lock().setClock(bench.call()));
        }
        if (clock == Clock.NONE || clock == Clock.WRITE) {
            long messages = bench.subject().messages();
            ClockReading reading = bench.settle(bench.lock().readClock(bench.call()));
            bench.require(
                    reading instanceof ClockReading.Unavailable
                            && bench.subject().messages() == messages,
                    "a clock that is not declared reads " + reading,
                    "answer Unavailable without a message");
        }
    }

    @Test
    @DisplayName("NOT-9 (promise 8): a check or a log that is not declared is refused at once")
    default void undeclaredCheckAndLog() {
        Bench bench = bench().started();
        long messages;
        if (!bench.can().checksChanges()) {
            messages = bench.subject().messages();
            ChangeCheck check = bench.settle(bench.lock().checkChanged(bench.call()));
            bench.require(
                    check == ChangeCheck.UNSUPPORTED && bench.subject().messages() == messages,
                    "a check for changes that is not declared says " + check,
                    "answer UNSUPPORTED without a message");
        }
        if (!bench.can().log()) {
            messages = bench.subject().messages();
            LogPage page = bench.settle(bench.lock().replayLog(LogCursor.START, bench.call()));
            bench.require(
                    page.failure().isPresent()
                            && page.events().isEmpty()
                            && bench.subject().messages() == messages,
                    "a log that is not declared reads " + page,
                    "answer LogPage.UNSUPPORTED");
        }
    }

    @Test
    @DisplayName("NOT-10 (S2): a lock whose codes cannot be managed says so at once, and what to do instead")
    default void unmanageableLocks() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().unmanageable().isPresent(), "that its codes cannot be managed");
        var why = bench.can().unmanageable().orElseThrow();

        bench.require(
                !why.text().isBlank() && !why.instead().isEmpty(),
                "the lock is unmanageable, and nobody learns what to do instead",
                "fill in Unmanageable.instead()");
        bench.refusesAtOnce("a PIN", Change.Put.plain(CredentialRef.pin(1), Pins.pin("918273")));
    }
}
