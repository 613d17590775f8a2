// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeOutcome.NotSent.Why;
import dev.lockcred.spi.support.Backoff;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.Turns;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final Lane lane = time.lane("link");
    private final List<String> log = new ArrayList<>();

    @Test
    void tasksRunInOrderAndNeverInsideExecute() {
        lane.execute(() -> {
            lane.execute(() -> log.add("third"));
            log.add("first");
        });
        lane.execute(() -> log.add("second"));
        assertThat(log).isEmpty();

        time.runUntilIdle();

        assertThat(log).containsExactly("first", "second", "third");
    }

    @Test
    void executeOrRunRunsAtOnceOnTheLane() {
        lane.execute(() -> {
            lane.executeOrRun(() -> log.add("inside"));
            log.add("after");
        });
        time.runUntilIdle();

        assertThat(log).containsExactly("inside", "after");
    }

    @Test
    void aTaskThatFailsDoesNotStopTheLane() {
        List<Throwable> failures = new ArrayList<>();
        var tough = new Lane("tough", time.executor(), failures::add);
        tough.execute(() -> {
            throw new IllegalStateException("bug");
        });
        tough.execute(() -> log.add("next"));

        time.runUntilIdle();

        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(log).containsExactly("next");
    }

    @Test
    void aCancelOnTheLaneIsFinalEvenIfTheTimerHasFired() {
        var timer = lane.schedule(time, Duration.ofSeconds(1), () -> log.add("never"));
        // Due at the same instant and earlier in line, so that the timer's task already waits on the lane.
        lane.schedule(time, Duration.ofSeconds(1), () -> log.add("other"));
        time.schedule(Duration.ofSeconds(1), () -> lane.execute(timer::cancel));
        lane.execute(timer::cancel);

        time.advance(Duration.ofSeconds(2));

        assertThat(log).containsExactly("other");
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void codeConfinedToTheLaneRefusesOtherThreads() {
        assertThatThrownBy(lane::requireCurrent).hasMessage("not on lane 'link'");
    }

    @Test
    void manyThreadsNeverMeetOnOneLane() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        int[] count = {0}; // unguarded on purpose: the lane is its guard
        var busy = new Lane("busy", pool, failure -> log.add(failure.toString()));
        for (int i = 0; i < 20_000; i++) {
            busy.execute(() -> count[0]++);
        }
        var end = new CompletableFuture<Integer>();
        busy.execute(() -> end.complete(count[0]));

        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(20_000);
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(log).isEmpty();
    }

    @Test
    void backOffGrowsToItsCapAndStartsAgainAfterASuccess() {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), new Seed(1).random("jitter"));
        for (int n = 0; n < 100; n++) {
            long whole = Math.min(10_000, 1000L << Math.min(n, 10));
            assertThat(backoff.next().toMillis()).isBetween(whole / 2, whole);
        }
        assertThat(backoff.attempts()).isEqualTo(100);

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), new Seed(1).random("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- turns ----

    private final Turns turns = new Turns(lane, time);

    private CompletionStage<String> call(Call.Priority priority, Duration patience, String name, Duration takes) {
        return turns.take(new Call(priority, patience, Call.Guard.OPEN), why -> name + " " + why, turn -> {
            log.add(name);
            var answer = new CompletableFuture<String>();
            time.schedule(takes, () -> answer.complete(name + " done"));
            return turn.answer(answer, Duration.ofSeconds(5)).thenApply(text -> text.orElse(name + " silent"));
        });
    }

    @Test
    void urgentCallsGoFirstAndOneAtATime() {
        Duration minute = Duration.ofMinutes(1);
        call(Call.Priority.READ, minute, "first", Duration.ofSeconds(1));
        call(Call.Priority.READ, minute, "read", Duration.ofSeconds(1));
        call(Call.Priority.GRANT, minute, "grant", Duration.ofSeconds(1));
        var last = call(Call.Priority.REVOCATION, minute, "revocation", Duration.ofSeconds(1));

        assertThat(time.result(last)).isEqualTo("revocation done");
        time.advance(minute);

        assertThat(log).containsExactly("first", "revocation", "grant", "read");
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void patienceEndsWhatWaitsAndWhatIsUnderWay() {
        var slow = call(Call.Priority.READ, Duration.ofSeconds(3), "slow", Duration.ofHours(1));
        var waiting = call(Call.Priority.READ, Duration.ofSeconds(2), "waiting", Duration.ZERO);

        assertThat(time.result(waiting)).isEqualTo("waiting " + Why.NO_TIME);
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(time.result(slow)).isEqualTo("slow silent");
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(log).containsExactly("slow");
    }

    @Test
    void closingEndsAllCallsAndLeavesNoTimer() {
        var running = call(Call.Priority.READ, Duration.ofMinutes(1), "running", Duration.ofSeconds(4));
        var waiting = call(Call.Priority.READ, Duration.ofMinutes(1), "waiting", Duration.ZERO);
        time.runUntilIdle();

        time.result(turns.close());
        var late = call(Call.Priority.READ, Duration.ofMinutes(1), "late", Duration.ZERO);

        assertThat(time.result(running)).isEqualTo("running silent");
        assertThat(time.result(waiting)).isEqualTo("waiting " + Why.CLOSING);
        assertThat(time.result(late)).isEqualTo("late " + Why.CLOSING);
        assertThat(time.pendingTimers())
                .as("the lock's own answer is still on its way")
                .isOne();
        assertThat(Optional.of(log)).hasValueSatisfying(l -> assertThat(l).containsExactly("running"));
    }
}
