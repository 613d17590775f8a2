// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.Pin;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.SlotReading;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of codes that are set and cleared. */
public interface WriteRules {

    /** The bench of the running test. */
    Bench bench();

    @Test
    @DisplayName("SET-1 (R19): a code that was set stands there")
    default void setsACode() {
        Bench bench = bench().started();
        CredentialRef ref = bench.slot(0);

        ChangeResult result = bench.apply(Change.Put.plain(ref, bench.pin(0)));

        bench.require(
                result.outcome() instanceof ChangeOutcome.Confirmed
                        || result.outcome() instanceof ChangeOutcome.Accepted,
                "setting a PIN in an empty place came to " + result.outcome(),
                "send it, prove it, and answer Confirmed with the proof, or Accepted when only time will tell");
        bench.settled(result.outcome());
        bench.require(
                !bench.readable() || bench.read(ref).state().isOccupied(),
                "the driver said " + result.outcome() + ", and the place reads "
                        + bench.read(ref).state(),
                "Confirmed is for what was proved: read back, or wait for the lock's own word");
        bench.require(result.ref().equals(ref), "the result names " + result.ref(), "name the place of the change");
    }

    @Test
    @DisplayName("SET-2 (R6): any digits of any allowed length arrive as they are, leading zeros included")
    default void digitsAreNotANumber() {
        Bench bench = bench().started();
        CredentialSupport.Length length = bench.pins().length().value();
        CredentialRef ref = bench.slot(0);
        bench.needsSet();

        for (int digits : new TreeSet<>(
                List.of(length.fixed().orElse(length.min()), length.fixed().orElse(length.max())))) {
            ChangeOutcome outcome = bench.settled(
                    bench.apply(Change.Put.plain(ref, bench.pin("00", digits))).outcome());
            boolean same = Bench.isDone(outcome) && arrived(bench, ref, bench.pin("00", digits));
            bench.require(
                    same,
                    "a PIN of " + digits + " digits with leading zeros did not arrive as it was",
                    "a PIN is a sequence of digits, never a number: copy the bytes, do not parse them");
            bench.settled(bench.apply(Change.Clear.of(ref)).outcome());
        }
    }

    private static boolean arrived(Bench bench, CredentialRef ref, Pin pin) {
        return bench.pins().readBack().value() == CredentialSupport.ReadBack.READABLE
                ? bench.read(ref).secret().map(pin::equals).orElse(false)
                : bench.subject().holds(ref, pin);
    }

    @Test
    @DisplayName("SET-3 (R1): the index given is the index on the wire, from the first to the last")
    default void indexIsTheWiresIndex() {
        Bench bench = bench().started();
        List<Integer> places = bench.places();
        var first = CredentialRef.pin(places.get(0));
        var last = CredentialRef.pin(places.get(places.size() - 1));
        bench.needsSet();

        for (CredentialRef ref : List.of(first, last)) {
            int n = ref.equals(first) ? 0 : 1;
            ChangeOutcome outcome = bench.settled(
                    bench.apply(Change.Put.plain(ref, bench.pin(n))).outcome());
            bench.require(
                    Bench.isDone(outcome) && bench.subject().holds(ref, bench.pin(n)),
                    "a code for " + ref + " does not stand there inside the lock (" + outcome + ")",
                    "add and subtract nothing: CredentialRef.index() is the number on the wire");
        }
    }

    @Test
    @DisplayName("SET-4 (R19, R21): an answer that was lost is ambiguous, or settled by looking")
    default void lostAnswersAreAmbiguous() {
        Bench bench = bench().started();
        Change change = Change.Put.plain(bench.slot(0), bench.pin(0));
        bench.subject().loseNextAnswer();

        ChangeOutcome outcome = bench.apply(change).outcome();

        bench.require(
                outcome instanceof ChangeOutcome.Ambiguous
                        || outcome instanceof ChangeOutcome.Accepted
                        || outcome instanceof ChangeOutcome.Confirmed,
                "the lock carried the change out, its answer was lost, and the driver said " + outcome,
                "once the first byte has left, no answer means Ambiguous, unless a look settles it");
    }

    @Test
    @DisplayName("SET-5 (R21): a change whose answer was lost is not sent again")
    default void nothingIsSentTwice() {
        Bench bench = bench().started();
        Change change = Change.Put.plain(bench.slot(0), bench.pin(0));
        long before = bench.subject().writes();
        bench.subject().loseNextAnswer();

        bench.apply(change);

        bench.require(
                bench.subject().writes() - before <= 1,
                "the lock got the change " + (bench.subject().writes() - before) + " times",
                "never repeat a state-changing command whose first copy may have been executed; the core decides");
    }

    @Test
    @DisplayName("SET-6 (R19): a lock that says yes and does nothing is found out, where it can be read")
    default void pretendersAreFoundOut() {
        Bench bench = bench().started();
        CredentialRef ref = bench.slot(0);
        Change change = Change.Put.plain(ref, bench.pin(0));
        bench.subject().pretendNext();

        ChangeOutcome outcome = bench.settled(bench.apply(change).outcome());

        boolean readBased = outcome instanceof ChangeOutcome.Confirmed confirmed
                && switch (confirmed.proof()) {
                    case READ_BACK, PRESENCE, CHECKSUM, EVENT -> true;
                    case SUPERVISED, RESPONSE -> false;
                };
        bench.require(
                !readBased,
                "nothing was written, and the driver calls it " + outcome,
                "name the proof that was really seen: after a read-back compare the digits with those sent");
    }

    @Test
    @DisplayName("SET-7: secrets stay the caller's")
    default void secretsStayTheCallers() {
        Bench bench = bench().started();
        Pin pin = bench.pin(0);

        bench.apply(Change.Put.plain(bench.slot(0), pin));

        bench.require(!pin.isClosed(), "the driver wiped the caller's PIN", "wipe own copies only");
    }

    @Test
    @DisplayName("DUP-1 (section 4): a duplicate is REJECTED(DUPLICATE), and nothing changed")
    default void duplicatesAreRefused() {
        Bench bench = bench().started();
        bench.onlyIf(bench.pins().refusesDuplicates().map(e -> e.value()).orElse(false), "that it refuses duplicates");
        bench.give(bench.slot(0), bench.pin(0));

        ChangeOutcome outcome =
                bench.apply(Change.Put.plain(bench.slot(1), bench.pin(0))).outcome();

        bench.require(
                outcome instanceof ChangeOutcome.Rejected rejected && rejected.reason() == Rejection.DUPLICATE,
                "the same PIN in a second place came to " + outcome,
                "translate the lock's refusal to Rejected(DUPLICATE): the core then asks for another PIN");
        bench.require(
                !bench.readable() || bench.read(bench.slot(1)).state() == SlotState.EMPTY,
                "after the refusal the place reads " + bench.read(bench.slot(1)).state(),
                "clear away what the attempt left behind");
    }

    @Test
    @DisplayName("BATCH-1: one result per change, in the order of the changes")
    default void oneResultEach() {
        Bench bench = bench().started();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            changes.add(Change.Put.plain(bench.slot(2 - i), bench.pin(i)));
        }

        BatchResult batch = bench.settle(bench.lock().apply(changes, bench.call()));

        List<CredentialRef> answered =
                batch.results().stream().map(ChangeResult::ref).toList();
        bench.require(
                answered.equals(changes.stream().map(Change::ref).toList()),
                "changes of " + changes.stream().map(Change::ref).toList() + " were answered for " + answered,
                "order the results as the changes, in whichever order they were carried out");
    }

    @Test
    @DisplayName("BATCH-2 (R16): a PIN moves when its old place is cleared before it")
    default void clearsBeforeSets() {
        Bench bench = bench().started();
        bench.give(bench.slot(0), bench.pin(0));

        List<ChangeResult> results = bench.apply(
                        List.of(Change.Clear.of(bench.slot(0)), Change.Put.plain(bench.slot(1), bench.pin(0))),
                        bench.call())
                .results();

        bench.require(
                Bench.isDone(results.get(0).outcome())
                        && Bench.isDone(results.get(1).outcome()),
                "moving a PIN came to " + results.get(0).outcome() + ", then "
                        + results.get(1).outcome(),
                "carry a clear out before the sets that follow it in the list");
    }

    @Test
    @DisplayName("GUARD-1 (R14): nothing leaves that the guard forbids")
    default void theGuardHasTheLastWord() {
        Bench bench = bench().started();
        CredentialRef ref = bench.slot(0);
        Change change = Change.Put.plain(ref, bench.pin(0));
        var call = new Call(Call.Priority.GRANT, bench.subject().patience(), c -> false);

        ChangeOutcome outcome =
                bench.apply(List.of(change), call).results().get(0).outcome();

        bench.require(
                outcome instanceof ChangeOutcome.NotSent notSent
                        && notSent.why() == ChangeOutcome.NotSent.Why.WITHDRAWN,
                "the guard said no, and the change came to " + outcome,
                "ask call.guard().permits(change) on the lane immediately before the first byte, and obey");
    }

    @Test
    @DisplayName("GUARD-2 (R14): the guard is asked for each change")
    default void theGuardIsAskedForEach() {
        Bench bench = bench().started();
        bench.needsSet();
        CredentialRef forbidden = bench.slot(1);
        List<Change> changes =
                List.of(Change.Put.plain(bench.slot(0), bench.pin(0)), Change.Put.plain(forbidden, bench.pin(1)));
        var call = new Call(
                Call.Priority.GRANT, bench.subject().patience(), c -> !c.ref().equals(forbidden));

        List<ChangeResult> results = bench.apply(changes, call).results();

        bench.require(
                Bench.isDone(results.get(0).outcome()) && results.get(1).outcome() instanceof ChangeOutcome.NotSent,
                "with the second of two forbidden they came to "
                        + results.get(0).outcome() + " and " + results.get(1).outcome(),
                "ask the guard for every change of a batch, not once for all");
    }

    @Test
    @DisplayName("CLEAR-1 (section 2, consequence 2): a clear takes its own place and no other")
    default void clearsOneAlone() {
        Bench bench = bench().started();
        bench.onlyIf(bench.readable(), "that it can be read");
        bench.give(bench.slot(0), bench.pin(0));
        bench.give(bench.slot(1), bench.pin(1));
        bench.give(bench.slot(2), bench.pin(2));

        ChangeOutcome outcome =
                bench.settled(bench.apply(Change.Clear.of(bench.slot(1))).outcome());

        bench.require(
                Bench.isDone(outcome) && bench.read(bench.slot(1)).state() == SlotState.EMPTY,
                "a clear came to " + outcome + ", and the place reads "
                        + bench.read(bench.slot(1)).state(),
                "a clear is Confirmed when the lock proved that the place is empty");
        bench.require(
                bench.read(bench.slot(0)).state().isOccupied()
                        && bench.read(bench.slot(2)).state().isOccupied(),
                "clearing one place cleared others",
                "make 'clear everything' unreachable from here: it is one value away in most protocols");
    }

    @Test
    @DisplayName("CLEAR-2 (section 2, consequence 2): clearing the first place does not clear everything")
    default void clearsTheFirstAlone() {
        Bench bench = bench().started();
        bench.onlyIf(bench.readable(), "that it can be read");
        bench.give(bench.slot(0), bench.pin(0));
        bench.give(bench.slot(1), bench.pin(1));

        bench.settled(bench.apply(Change.Clear.of(bench.slot(0))).outcome());

        bench.require(
                bench.read(bench.slot(1)).state().isOccupied(),
                "clearing the first place cleared another",
                "look at the lowest index: on many wires 0, or no index, means all");
    }

    @Test
    @DisplayName("CLEAR-3 (section 4): clearing an empty place is done already")
    default void clearingNothingIsFine() {
        Bench bench = bench().started();

        ChangeOutcome outcome = bench.apply(Change.Clear.of(bench.slot(0))).outcome();

        bench.require(
                Bench.isDone(outcome),
                "clearing an empty place came to " + outcome,
                "answer NoChange where the lock says 'not found', or Confirmed when a read says EMPTY");
    }

    @Test
    @DisplayName("DISABLE-1 (R18): a disabled code stays and can be enabled again")
    default void disablesAndEnables() {
        Bench bench = bench().started();
        bench.onlyIf(bench.pins().disable() != CredentialSupport.Disable.NONE, "that codes can be disabled");
        bench.onlyIf(bench.readable(), "that it can be read");
        CredentialRef ref = bench.slot(0);
        bench.give(ref, bench.pin(0));

        ChangeOutcome off = bench.settled(bench.apply(new Change.SetEnabled(ref, OptionalInt.empty(), false))
                .outcome());
        bench.require(
                Bench.isDone(off) && bench.read(ref).state() == SlotState.DISABLED,
                "disabling came to " + off + ", and the place reads "
                        + bench.read(ref).state(),
                "use the lock's status; a code that is removed instead cannot come back");
        ChangeOutcome on = bench.settled(bench.apply(new Change.SetEnabled(ref, OptionalInt.empty(), true))
                .outcome());
        bench.require(
                Bench.isDone(on)
                        && (bench.read(ref).state() == SlotState.KNOWN
                                || bench.read(ref).state() == SlotState.MASKED),
                "enabling came to " + on + ", and the place reads "
                        + bench.read(ref).state(),
                "enable with the same status command; where the code has to be sent again, read it first");
    }

    @Test
    @DisplayName("USER-1 (D3): where users are separate, a set tells the user, and the lock shows it")
    default void tellsTheUser() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().users().separate(), "separate users");
        bench.needsSet();

        ChangeResult result = bench.apply(Change.Put.plain(bench.slot(0), bench.pin(0)));
        bench.settled(result.outcome());

        bench.require(
                result.userIndex().isPresent(),
                "a code was set for a new user, and the result names none",
                "return the user index that the lock or the driver chose, in ChangeResult.userIndex()");
        if (bench.readable()) {
            SlotReading reading = bench.read(bench.slot(0));
            bench.require(
                    reading.userIndex().equals(result.userIndex()),
                    "the set named user " + result.userIndex() + ", a read names " + reading.userIndex(),
                    "tell the same user index from writes and reads");
        }
    }
}
