// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.CredentialKind;
import dev.lockcred.SlotState;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a read may say. */
public interface ReadRules {

    /** The bench of the running test. */
    Bench bench();

    @Test
    @DisplayName("READ-1 (R2): places of which the lock says so are EMPTY")
    default void emptyIsEmpty() {
        Bench bench = bench().started();
        bench.onlyIf(bench.readable(), "that it can be read");

        ReadResult result = bench.settle(bench.lock().read(new ReadRequest.Everything(), bench.call()));

        bench.require(
                result.complete(),
                "reading everything of a fresh lock came to " + result.failure(),
                "read all places, however many messages it takes");
        bench.require(
                result.slots().stream().noneMatch(slot -> slot.state().isOccupied()),
                "a fresh lock shows " + result.slots(),
                "the lock's 'available' is EMPTY");
        bench.require(
                bench.read(bench.slot(0)).state() == SlotState.EMPTY,
                "the first place of a fresh lock reads "
                        + bench.read(bench.slot(0)).state(),
                "the lock's explicit 'available' is EMPTY, only silence is UNKNOWN");
    }

    @Test
    @DisplayName("READ-2 (R2): a read that fails is UNKNOWN, never EMPTY")
    default void failedReadIsUnknown() {
        Bench bench = bench().started();
        bench.onlyIf(bench.readable(), "that it can be read");
        CredentialRef ref = bench.slot(2);
        bench.subject().goSilent();

        ReadResult result = bench.settle(bench.lock().read(ReadRequest.slot(ref), bench.call()));

        bench.require(
                !result.complete() && result.failure().isPresent(),
                "a read that brought nothing counts as complete",
                "answer ReadResult.failed(...) with the reason");
        bench.require(
                result.slots().stream().allMatch(slot -> slot.state() == SlotState.UNKNOWN),
                "a lock that does not answer reads " + result.slots(),
                "a place that could not be read is UNKNOWN: an EMPTY one would be written to");
    }

    @Test
    @DisplayName("READ-3: a read shows what is declared: digits, or none")
    default void showsWhatIsDeclared() {
        Bench bench = bench().started();
        ReadBack declared = bench.pins().readBack().value();
        bench.give(bench.slot(0), bench.pin(0));

        SlotReading reading = bench.read(bench.slot(0));

        switch (declared) {
            case READABLE ->
                bench.require(
                        reading.state() == SlotState.KNOWN
                                && reading.secret().map(bench.pin(0)::equals).orElse(false),
                        "digits are declared READABLE, and the place reads " + reading.state(),
                        "return the digits as the lock sent them, or declare MASKED");
            case MASKED, WRITE_ONLY ->
                bench.require(
                        reading.secret().isEmpty() && reading.state() == SlotState.MASKED,
                        "digits are declared " + declared + ", and the place reads " + reading.state()
                                + (reading.secret().isPresent() ? " with digits" : ""),
                        "occupied without digits is MASKED; asterisks and zeros are no digits");
            case NONE -> {
                ReadResult result = bench.settle(bench.lock().read(ReadRequest.slot(bench.slot(0)), bench.call()));
                bench.require(
                        !result.complete()
                                && result.failure().get().why() == ReadResult.Failure.Why.UNSUPPORTED
                                && result.cost().messages() == 0,
                        "a lock that is declared not to be readable answers a read with " + result.failure(),
                        "answer UNSUPPORTED at once, without a message");
            }
        }
    }

    @Test
    @DisplayName("READ-4: a read answers what was asked for: each place once, in order, no other")
    default void answersWhatWasAsked() {
        Bench bench = bench().started();
        bench.onlyIf(bench.readable(), "that it can be read");
        List<Integer> places = bench.places();
        int from = places.get(0);
        int to = places.get(Math.min(3, places.size() - 1));

        ReadResult range =
                bench.settle(bench.lock().read(new ReadRequest.Range(CredentialKind.PIN, from, to), bench.call()));
        List<Integer> got =
                range.slots().stream().map(slot -> slot.ref().index()).toList();
        List<Integer> wanted = IntStream.rangeClosed(from, to).boxed().toList();
        bench.require(
                got.equals(wanted),
                "a read of " + from + ".." + to + " answered " + got,
                "answer each place of the request, ascending, and leave out what the lock sent besides");

        var picked = List.of(bench.slot(0), bench.slot(2));
        ReadResult slots = bench.settle(bench.lock().read(new ReadRequest.Slots(picked), bench.call()));
        bench.require(
                slots.slots().stream().map(SlotReading::ref).toList().equals(picked),
                "a read of " + picked + " answered "
                        + slots.slots().stream().map(SlotReading::ref).toList(),
                "answer each place of the request, ascending, and no other");
    }

    @Test
    @DisplayName("READ-5 (R3): a code that somebody programmed at the door shows as occupied")
    default void foreignCodesShow() {
        Bench bench = bench().started();
        bench.onlyIf(bench.readable(), "that it can be read");
        bench.subject().program(bench.slot(2), bench.pin(2));
        bench.time().runUntilIdle();

        SlotReading reading = bench.read(bench.slot(2));

        bench.require(
                reading.state().isOccupied(),
                "a place with a foreign code reads " + reading.state(),
                "what the lock calls occupied is KNOWN or MASKED, whoever put it there");
    }

    @Test
    @DisplayName("CHECK-1: after a read and after an own write, nothing has changed")
    default void ownWritesAreNoChange() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().checksChanges(), "a cheap check for changes");
        bench.settle(bench.lock().read(new ReadRequest.Everything(), bench.call()));

        ChangeCheck afterRead = bench.settle(bench.lock().checkChanged(bench.call()));
        bench.require(
                afterRead == ChangeCheck.UNCHANGED,
                "right after reading everything the check says " + afterRead,
                "remember with a full read what the check compares with");
        bench.give(bench.slot(0), bench.pin(0));
        ChangeCheck afterWrite = bench.settle(bench.lock().checkChanged(bench.call()));
        bench.require(
                afterWrite == ChangeCheck.UNCHANGED,
                "after an own write the check says " + afterWrite,
                "fold the own write into what the check compares with: else every write costs a full read");
    }

    @Test
    @DisplayName("CHECK-2: a change by somebody else is noticed")
    default void foreignChangesAreNoticed() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().checksChanges(), "a cheap check for changes");
        bench.settle(bench.lock().read(new ReadRequest.Everything(), bench.call()));
        bench.subject().program(bench.slot(2), bench.pin(2));
        bench.time().runUntilIdle();

        ChangeCheck check = bench.settle(bench.lock().checkChanged(bench.call()));

        bench.require(
                check != ChangeCheck.UNCHANGED && check != ChangeCheck.UNSUPPORTED,
                "somebody programmed a code, and the check says " + check,
                "UNCHANGED is a proof; when in doubt say UNKNOWN");
    }
}
