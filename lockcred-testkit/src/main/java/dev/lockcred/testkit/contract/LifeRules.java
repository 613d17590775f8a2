// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.CredentialSupport.Settle;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.LockOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a driver lives, who its locks are, and what happens when one is away. */
public interface LifeRules {

    /** The bench of the running test. */
    Bench bench();

    @Test
    @DisplayName("LIFE-1: a driver starts, and says how its link is")
    default void starts() {
        Bench bench = bench();

        bench.settle(bench.driver().start(bench.host()));

        bench.require(
                bench.driver().health().state() == LinkHealth.State.UP,
                "after the start the link is " + bench.driver().health(),
                "complete start() when the link is open, and report UP in health()");
        bench.require(
                bench.driver().discovered().stream()
                        .anyMatch(d -> d.address().equals(bench.subject().address())),
                "discovered() does not list the lock at " + bench.subject().address(),
                "list every lock the driver knows of when start() completes");
    }

    @Test
    @DisplayName("LIFE-2: what is no lock here is said so, and costs nothing")
    default void strangersAreNotThere() {
        Bench bench = bench().started();

        Described described;
        try {
            described = bench.settle(bench.driver()
                    .lock("no-such-lock-4711", LockOptions.of(Bench.ZONE))
                    .describe(bench.call()));
        } catch (IllegalArgumentException expected) {
            return; // not even an address of this driver
        }
        bench.require(
                !(described instanceof Described.Known),
                "a lock nobody ever saw is described as " + described,
                "refuse the address with IllegalArgumentException, or answer NotThere");
    }

    @Test
    @DisplayName("LIFE-3: closing in the middle of a write completes every open stage")
    default void closesInTheMiddle() {
        Bench bench = bench().started();
        CompletionStage<BatchResult> writing =
                bench.lock().apply(List.of(Change.Put.plain(bench.slot(0), bench.pin(0))), bench.call());
        CompletionStage<BatchResult> waiting =
                bench.lock().apply(List.of(Change.Put.plain(bench.slot(1), bench.pin(1))), bench.call());
        bench.time().runUntilIdle();

        bench.settle(bench.driver().closeAsync());
        bench.time().runUntilIdle();

        for (CompletableFuture<BatchResult> stage :
                List.of(writing.toCompletableFuture(), waiting.toCompletableFuture())) {
            bench.require(
                    stage.isDone() && !stage.isCompletedExceptionally(),
                    "after the close a call is " + (stage.isDone() ? "failed" : "still open"),
                    "end every call in closeAsync(): NotSent(CLOSING) for what waits, Ambiguous for what is on the air");
        }
        bench.require(
                waiting.toCompletableFuture().join().results().get(0).outcome() instanceof ChangeOutcome.NotSent
                        || Bench.isDone(writing.toCompletableFuture()
                                .join()
                                .results()
                                .get(0)
                                .outcome()),
                "a call that was still waiting came to "
                        + waiting.toCompletableFuture().join().results().get(0).outcome(),
                "what was not sent is NotSent(CLOSING)");
    }

    @Test
    @DisplayName("LIFE-4: a closed driver leaves no timer, and closing twice is harmless")
    default void closesCleanly() {
        Bench bench = bench().started();
        bench.description();

        bench.settle(bench.driver().closeAsync());
        bench.settle(bench.driver().closeAsync());
        bench.driver().close();
        bench.time().runUntilIdle();

        bench.require(
                bench.time().pendingTimers() == 0,
                "after the close there is still " + bench.time().pending(),
                "cancel every timer in closeAsync(), and complete it afterwards");
        bench.require(
                bench.driver().health().state() == LinkHealth.State.CLOSED,
                "after the close the link is " + bench.driver().health(),
                "report CLOSED");
    }

    @Test
    @DisplayName("DESC-1 (D7): a lock is described, has one identity, and is asked once")
    default void describesItself() {
        Bench bench = bench().started();
        Call call = Call.read(bench.subject().patience());

        Described first = bench.settle(bench.lock().describe(call));
        bench.require(
                first instanceof Described.Known,
                "a lock in reach is described as " + first,
                "interview the lock in describe() and answer Known");
        long messages = bench.subject().messages();
        Described second = bench.settle(bench.lock().describe(call));

        LockIdentity identity = ((Described.Known) first).description().identity();
        bench.require(
                second instanceof Described.Known again
                        && again.description().identity().equals(identity),
                "the second answer differs: " + second,
                "an identity is stable for one pairing of one device (D7)");
        bench.require(
                bench.subject().messages() == messages,
                "the second describe() cost " + (bench.subject().messages() - messages) + " messages",
                "remember the interview");
    }

    @Test
    @DisplayName("DESC-2 (D7): the identity survives a restart of the host")
    default void keepsItsIdentity() {
        Bench bench = bench().started();
        LockIdentity before = bench.description().identity();

        bench.restart();

        LockIdentity after = bench.description().identity();
        bench.require(
                before.equals(after),
                "before the restart the lock was " + before + ", after it " + after,
                "make the identity of facts of the pairing (EUI64, home id and node id, fabric), of nothing else");
    }

    @Test
    @DisplayName("DESC-3 (R2): a silent lock never seen before is NotNow, not guessed")
    default void doesNotGuess() {
        Bench bench = bench().started();
        bench.subject().goSilent();

        Described described =
                bench.settle(bench.lock().describe(Call.read(bench.subject().patience())));

        bench.require(
                !(described instanceof Described.NotThere),
                "a lock that is merely silent is NotThere",
                "NotThere is for addresses nobody is paired with; answer NotNow(UNREACHABLE)");
        if (described instanceof Described.NotNow notNow) {
            bench.require(!notNow.text().isBlank(), "NotNow says nothing", "say in the text what was tried");
        }
    }

    @Test
    @DisplayName("DESC-4 (R21): what a lock says of itself fits together")
    default void isConsistent() {
        Bench bench = bench().started();
        CredentialSupport pins = bench.pins();
        boolean readable = pins.readBack().value() == ReadBack.READABLE;

        bench.require(
                readable || pins.settle() != Settle.READ,
                "digits are " + pins.readBack().value()
                        + ", and a write of unknown fate is to be settled by reading them",
                "declare how such a lock settles it: REPEAT, CLEAR_THEN_SET, DUPLICATE_ON_OWN_SLOT_MEANS_PRESENT or NONE");
        bench.require(
                pins.settle() != Settle.DUPLICATE_ON_OWN_SLOT_MEANS_PRESENT
                        || pins.refusesDuplicates().map(e -> e.value()).orElse(false),
                "settling by a duplicate refusal is declared for a lock that is not declared to refuse duplicates",
                "declare refusesDuplicates, or another way to settle");
        bench.require(
                pins.range().map(e -> !e.source().isBlank()).orElse(true)
                        && !pins.length().source().isBlank(),
                "the places or lengths have no source",
                "say on what a capability rests");
    }

    @Test
    @DisplayName("AWAY-1 (R19, R24): a write to a silent lock is not sent or ambiguous, never done and never refused")
    default void unreachableIsNoRefusal() {
        Bench bench = bench().started();
        Change change = Change.Put.plain(bench.slot(0), bench.pin(0));
        bench.subject().goSilent();

        ChangeOutcome outcome = bench.apply(change).outcome();

        bench.require(
                outcome instanceof ChangeOutcome.NotSent || outcome instanceof ChangeOutcome.Ambiguous,
                "a lock that does not answer gave " + outcome,
                "answer NotSent(UNREACHABLE) when the lock provably never got it, else Ambiguous");
    }

    @Test
    @DisplayName("AWAY-2: a call ends within its patience")
    default void keepsItsPatience() {
        Bench bench = bench().started();
        Change change = Change.Put.plain(bench.slot(0), bench.pin(0));
        bench.subject().goSilent();
        Duration patience = Duration.ofMillis(700);

        CompletableFuture<BatchResult> stage = bench.lock()
                .apply(List.of(change), new Call(Call.Priority.GRANT, patience, Call.Guard.OPEN))
                .toCompletableFuture();
        bench.time().advance(patience.plusMillis(50));

        bench.require(
                stage.isDone(),
                "a call with a patience of " + patience + " was still open 50 ms after its end",
                "set a timer for Call.patience() when the call comes in, and end the call with what is known then");
    }

    @Test
    @DisplayName("AWAY-3: a lock that comes back works again")
    default void recovers() {
        Bench bench = bench().started();
        bench.needsSet();
        Change first = Change.Put.plain(bench.slot(0), bench.pin(0));
        bench.subject().goSilent();
        bench.settle(bench.lock().apply(List.of(first), bench.call()));
        bench.subject().comeBack();
        bench.time().advance(bench.can().wake().plusMinutes(5));

        ChangeOutcome outcome =
                bench.apply(Change.Put.plain(bench.slot(0), bench.pin(0))).outcome();

        bench.require(
                Bench.isDone(outcome),
                "five minutes after the lock came back a write came to " + outcome,
                "do not remember a lock as dead for longer than a back-off");
    }
}
