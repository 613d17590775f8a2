// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.AccessOperation;
import dev.lockcred.Pin;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LockCapabilities.Clock;
import dev.lockcred.spi.LockCapabilities.RemotePin;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.spi.UserFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Schedules, the clock, the door itself, and what the lock tells of its use. */
public interface UseRules {

    /** The bench of the running test. */
    Bench bench();

    @Test
    @DisplayName("SCHEDULE-1 (R33): entries of each declared kind are written and shown as they are")
    default void writesSchedules() {
        Bench bench = bench().started();
        bench.onlyIf(!bench.can().schedules().isEmpty(), "schedules of its own");
        bench.needsSet();
        int n = 0;
        for (ScheduleSupport table : bench.can().schedules()) {
            CredentialRef ref = bench.slot(n);
            List<ScheduleEntry> entries = List.of(RefusalRules.entry(table.kind(), 1));
            var put = new Change.Put(
                    ref, OptionalInt.empty(), bench.pin(n), UserFacts.PLAIN, true, entries, Change.Basis.EMPTY);

            ChangeOutcome outcome = bench.settled(bench.apply(put).outcome());

            bench.require(
                    Bench.isDone(outcome),
                    "a code with a " + table.kind() + " entry came to " + outcome,
                    "write the schedule, then the code: it must not be valid outside its window for a moment");
            Optional<List<ScheduleEntry>> shown = shown(bench, ref);
            bench.require(
                    shown.isEmpty() || shown.get().equals(entries),
                    "written was " + entries + ", a read shows " + shown.orElse(List.of()),
                    "translate an entry exactly; the core has fitted it to what the lock can hold (R35)");
            n++;
        }
    }

    private static Optional<List<ScheduleEntry>> shown(Bench bench, CredentialRef ref) {
        return bench.readable() ? Optional.of(bench.read(ref)).flatMap(SlotReading::schedules) : Optional.empty();
    }

    @Test
    @DisplayName("CLOCK-1 (R27, R36): a clock that was set shows the time of the lock's zone")
    default void setsTheClock() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().clock() == Clock.READ_WRITE, "a clock that can be read and set");

        ChangeOutcome set = bench.settled(bench.settle(bench.lock().setClock(bench.call())));
        ClockReading reading = bench.settle(bench.lock().readClock(bench.call()));

        bench.require(Bench.isDone(set), "setting the clock came to " + set, "send the host's time in the lock's zone");
        bench.require(
                reading instanceof ClockReading.Read read && read.skew().abs().compareTo(Duration.ofMinutes(2)) < 0,
                "right after it was set the clock reads " + reading,
                "locks keep local time: use LockOptions.zone(), for writing and for telling the skew");
    }

    @Test
    @DisplayName("DOOR-1: the door is operated as declared")
    default void operatesTheDoor() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().operations().contains(Operation.Kind.UNLOCK), "that it can be unlocked from afar");
        Optional<Pin> pin = Optional.empty();
        if (bench.can().remotePin() == RemotePin.REQUIRED) {
            bench.give(bench.slot(0), bench.pin(0));
            pin = Optional.of(bench.pin(0));
        }

        ChangeOutcome outcome = bench.settle(bench.lock().operate(new Operation.Unlock(), pin, bench.call()));

        bench.require(
                outcome instanceof ChangeOutcome.Confirmed || outcome instanceof ChangeOutcome.Accepted,
                "unlocking came to " + outcome,
                "answer Confirmed when the lock says it has moved, Accepted when it only took the order");
    }

    @Test
    @DisplayName(
            "EVENT-1 (R39, R41): the use of a code is told once, with its place if the lock tells, else with nobody")
    default void tellsWhoCame() {
        Bench bench = bench().started();
        bench.give(bench.slot(0), bench.pin(0));
        bench.time().advance(Duration.ofSeconds(1));
        bench.host().forgetEvents();
        bench.subject().type(bench.pin(0));
        bench.time().advance(Duration.ofSeconds(5));

        List<DriverEvent.Operated> uses = uses(bench);

        bench.require(
                uses.size() == 1,
                "a code was typed once, and the driver told of " + uses.size() + " uses",
                "report each use once: drop the copies of retransmissions, not real second uses (R40)");
        DriverEvent.Who who = uses.get(0).who();
        if (bench.can().reportsUser().value()) {
            bench.require(
                    who.credential().map(bench.slot(0)::equals).orElse(false)
                            || who.credential().isEmpty() && who.userIndex().isPresent(),
                    "the code of " + bench.slot(0) + " was typed, and the event names " + who,
                    "tell the slot or the user as the lock numbers it");
        } else {
            bench.require(
                    who.isNobody(),
                    "the lock is declared not to tell who it was, and the event names " + who,
                    "never guess: Who.NOBODY, or declare reportsUser");
        }
    }

    private static List<DriverEvent.Operated> uses(Bench bench) {
        return bench.host().heard(DriverEvent.Operated.class).stream()
                .filter(event -> event.operation() == AccessOperation.UNLOCK
                        && event.failure().isEmpty())
                .toList();
    }

    @Test
    @DisplayName("EVENT-2 (R41): the thumbturn has no user, and inherits none")
    default void theThumbturnIsNobody() {
        Bench bench = bench().started();
        bench.give(bench.slot(0), bench.pin(0));
        bench.subject().type(bench.pin(0));
        bench.time().advance(Duration.ofSeconds(5));
        bench.host().forgetEvents();
        bench.subject().turnByHand();
        bench.time().advance(Duration.ofSeconds(5));

        bench.require(
                uses(bench).stream().allMatch(event -> event.who().isNobody()),
                "somebody turned the thumbturn, and the driver told of " + uses(bench),
                "name nobody for a manual operation; do not carry the last user over");
    }

    @Test
    @DisplayName("EVENT-3 (R44): what we wrote ourselves is told as our own, what others did is not")
    default void tellsOwnFromForeign() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().reportsProgramming().value(), "that it reports changes at its keypad");
        bench.give(bench.slot(0), bench.pin(0));
        bench.time().advance(Duration.ofSeconds(5));
        List<DriverEvent.Programmed> ours = bench.host().heard(DriverEvent.Programmed.class);
        bench.require(
                ours.stream().allMatch(DriverEvent.Programmed::own),
                "our own write was told as a foreign change: " + ours,
                "match the lock's report with the write that is under way");

        bench.host().forgetEvents();
        bench.subject().program(bench.slot(2), bench.pin(2));
        bench.time().advance(Duration.ofSeconds(5));
        List<DriverEvent.Programmed> theirs = bench.host().heard(DriverEvent.Programmed.class);
        bench.require(
                !theirs.isEmpty() && theirs.stream().noneMatch(DriverEvent.Programmed::own),
                "somebody programmed a code at the door, and the driver told of " + theirs,
                "report changes at the keypad with own = false, or do not declare reportsProgramming");
    }

    @Test
    @DisplayName("LOG-1 (R37): the lock's log is replayed from the cursor on, and no record twice")
    default void replaysTheLog() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().log(), "a log");
        bench.give(bench.slot(0), bench.pin(0));
        LogPage first = bench.settle(bench.lock().replayLog(LogCursor.START, bench.call()));
        bench.subject().type(bench.pin(0));
        bench.time().advance(Duration.ofSeconds(5));

        LogPage second = bench.settle(bench.lock().replayLog(first.next(), bench.call()));
        LogPage third = bench.settle(bench.lock().replayLog(second.next(), bench.call()));

        long uses = second.events().stream()
                .filter(event -> event instanceof DriverEvent.Operated)
                .count();
        bench.require(
                uses == 1,
                "one use happened since the cursor, and the log told of " + uses,
                "begin after the record of the cursor, and end with the newest");
        bench.require(
                third.events().isEmpty() && third.next().equals(second.next()),
                "nothing happened since, and the log told of " + third.events(),
                "return the cursor after the last record, and the same one when there is no newer");
        bench.require(
                second.events().stream()
                        .allMatch(event -> !(event instanceof DriverEvent.Operated use)
                                || use.stamp().replayed()),
                "a replayed event is not marked as such",
                "set Stamp.replayed");
    }
}
