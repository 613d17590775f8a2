// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Proof;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Locks that sleep: what is for them waits, is not repeated, and holds nobody else. */
class SleepyLockTest {

    private final Bench bench = new Bench(14);
    private final SimulatedZigbeeLock sleeper = bench.member(LockModel.YALE);
    private final SimulatedZigbeeLock neighbour = bench.member(LockModel.REFERENCE);

    private void begin() {
        bench.start();
        bench.describe(sleeper);
        bench.describe(neighbour);
    }

    private CompletableFuture<ChangeOutcome> clearing(SimulatedZigbeeLock lock, int slot, Duration patience) {
        return bench.applying(lock, Change.Clear.of(CredentialRef.pin(slot)), patience)
                .toCompletableFuture();
    }

    @Test
    void aLockThatPollsEveryFewSecondsAnswersWithinItsPoll() {
        begin();
        Duration before = bench.time.elapsed();

        assertThat(bench.put(sleeper, 1, "482913")).isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));

        assertThat(bench.time.elapsed().minus(before)).isLessThan(Duration.ofSeconds(6));
        bench.close();
    }

    @Test
    void aRevocationWaitsForASleeperAndIsProvedWhenItWakes() {
        begin();
        bench.put(sleeper, 1, "482913");
        bench.time.advance(Duration.ofMinutes(5));
        sleeper.sleepDeeply();
        // The first order finds out that it sleeps: it left, and its fate is unknown until somebody looks.
        ChangeOutcome first =
                bench.settle(bench.applying(sleeper, Change.Clear.of(CredentialRef.pin(1)), Duration.ofSeconds(40)));
        assertThat(first).isInstanceOf(ChangeOutcome.Ambiguous.class);
        int writes = sleeper.writes();

        CompletableFuture<ChangeOutcome> waiting = clearing(sleeper, 1, Duration.ofHours(2));
        bench.time.advance(Duration.ofMinutes(30));
        assertThat(waiting).isNotDone();
        assertThat(sleeper.occupied()).containsExactly(1);
        sleeper.wakeUp();
        bench.time.advance(Duration.ofSeconds(10));

        assertThat(waiting).isCompletedWithValue(new ChangeOutcome.Confirmed(Proof.EVENT));
        assertThat(sleeper.occupied()).isEmpty();
        assertThat(sleeper.writes())
                .as("the order went out once more, and once only")
                .isEqualTo(writes + 1);
        assertThat(sleeper.checkInAnswered()).isTrue();
        bench.close();
    }

    @Test
    void aSleeperHoldsNobodyElse() {
        begin();
        bench.put(sleeper, 1, "482913");
        bench.time.advance(Duration.ofMinutes(5));
        sleeper.sleepDeeply();
        CompletableFuture<ChangeOutcome> waiting = clearing(sleeper, 1, Duration.ofMinutes(10));
        Duration before = bench.time.elapsed();

        for (int slot = 1; slot <= 5; slot++) {
            assertThat(bench.put(neighbour, slot, "30581" + slot)).isInstanceOf(ChangeOutcome.Confirmed.class);
        }

        assertThat(bench.time.elapsed().minus(before)).isLessThan(Duration.ofSeconds(2));
        assertThat(waiting).isNotDone();
        bench.time.advance(Duration.ofMinutes(11));
        assertThat(waiting).isDone();
        bench.close();
    }

    @Test
    void aHandAtTheKeypadIsEnoughToDeliverWhatWaits() {
        begin();
        bench.put(sleeper, 1, "482913");
        bench.put(sleeper, 2, "305816");
        bench.time.advance(Duration.ofMinutes(5));
        sleeper.sleepDeeply();
        bench.settle(bench.applying(sleeper, Change.Clear.of(CredentialRef.pin(1)), Duration.ofSeconds(40)));
        CompletableFuture<ChangeOutcome> waiting = clearing(sleeper, 1, Duration.ofHours(2));
        bench.time.advance(Duration.ofMinutes(1));

        sleeper.type("305816");
        bench.time.advance(Duration.ofSeconds(15));

        assertThat(waiting).isDone();
        assertThat(sleeper.occupied()).containsExactly(2);
        bench.close();
    }

    @Test
    void reachabilityIsToldBothWays() {
        begin();
        bench.time.advance(Duration.ofMinutes(1));
        sleeper.sleepDeeply();
        bench.host.forgetEvents();

        bench.settle(bench.applying(sleeper, Change.Clear.of(CredentialRef.pin(1)), Duration.ofSeconds(40)));
        assertThat(bench.host.heard(DriverEvent.Reachability.class))
                .last()
                .satisfies(e -> assertThat(e.reachable()).isFalse());
        sleeper.wakeUp();
        bench.time.advance(Duration.ofSeconds(2));

        assertThat(bench.host.heard(DriverEvent.Reachability.class))
                .last()
                .satisfies(e -> assertThat(e.reachable()).isTrue());
        bench.close();
    }

    @Test
    void aCheckInWithNothingToSayLetsTheLockSleepOn() {
        begin();
        bench.time.advance(Duration.ofMinutes(1));

        sleeper.checkIn();
        bench.time.advance(Duration.ofSeconds(8));

        assertThat(sleeper.checkInAnswered()).isTrue();
        assertThat(sleeper.isPollingFast()).isFalse();
        bench.close();
    }

    @Test
    void fastPollIsEndedWhenTheMailboxIsEmpty() {
        begin();
        bench.time.advance(Duration.ofMinutes(1));
        sleeper.sleepDeeply();
        bench.settle(bench.applying(
                sleeper, Change.Put.plain(CredentialRef.pin(1), Bench.pin("482913")), Duration.ofSeconds(40)));
        CompletableFuture<ChangeOutcome> waiting = bench.applying(
                        sleeper, Change.Put.plain(CredentialRef.pin(2), Bench.pin("305816")), Duration.ofHours(1))
                .toCompletableFuture();
        bench.time.advance(Duration.ofMinutes(1));

        sleeper.wakeUp();
        bench.time.advance(Duration.ofSeconds(6));

        assertThat(waiting).isDone();
        assertThat(sleeper.isPollingFast())
                .as("told to stop before the 10 s are over")
                .isFalse();
        bench.close();
    }

    @Test
    void aLockThatWasAwayIsKeptAwakeForThoseWhoAreOnlyNowBeingTold() {
        SimulatedZigbeeLock sound = bench.member(LockModel.YALE.withSleep(LockModel.Sleep.SOUND));
        begin();
        bench.describe(sound);
        bench.time.advance(Duration.ofMinutes(1));
        bench.put(sound, 1, "482913");
        sound.sleepDeeply();
        bench.settle(bench.applying(sound, Change.Clear.of(CredentialRef.pin(1)), Duration.ofSeconds(40)));
        bench.time.advance(Duration.ofMinutes(10));

        sound.wakeUp();
        bench.time.advance(Duration.ofMillis(400));
        CompletableFuture<ChangeOutcome> told = clearing(sound, 1, Duration.ofMinutes(1));
        bench.time.advance(Duration.ofSeconds(1));

        assertThat(told).isCompletedWithValue(new ChangeOutcome.Confirmed(Proof.EVENT));
        bench.time.advance(Duration.ofSeconds(3));
        assertThat(sound.isPollingFast()).as("nobody has more to say").isFalse();
        bench.close();
    }
}
