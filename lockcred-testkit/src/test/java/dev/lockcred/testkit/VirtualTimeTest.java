// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final List<String> log = new ArrayList<>();

    @Test
    void timersRunAtTheirInstantAndNotBefore() {
        time.schedule(Duration.ofMillis(1600), () -> log.add("due"));

        time.advance(Duration.ofMillis(1599));
        assertThat(log).isEmpty();
        assertThat(time.pendingTimers()).isOne();

        time.advance(Duration.ofMillis(1));
        assertThat(log).containsExactly("due");
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void equalInstantsAreFirstInFirstOut() {
        time.schedule(Duration.ofSeconds(2), () -> log.add("a"));
        time.schedule(Duration.ofSeconds(1), () -> {
            log.add("first");
            time.schedule(Duration.ofSeconds(1), () -> log.add("c"));
        });
        time.schedule(Duration.ofSeconds(2), () -> log.add("b"));

        time.advance(Duration.ofSeconds(2));

        assertThat(log).containsExactly("first", "a", "b", "c");
    }

    @Test
    void aTaskSeesTheInstantItWasDue() {
        List<Instant> seen = new ArrayList<>();
        time.schedule(Duration.ofSeconds(3), () -> seen.add(time.now()));

        time.advance(Duration.ofSeconds(10));

        assertThat(seen).containsExactly(Instant.parse("2030-01-01T00:00:03Z"));
        assertThat(time.now()).isEqualTo("2030-01-01T00:00:10Z");
    }

    @Test
    void executedTasksNeverRunInsideExecute() {
        time.executor().execute(() -> log.add("later"));

        assertThat(log).isEmpty();
        time.runUntilIdle();
        assertThat(log).containsExactly("later");
    }

    @Test
    void runUntilIdleLeavesTheClockAlone() {
        time.schedule(Duration.ofNanos(1), () -> log.add("timer"));
        time.executor().execute(() -> time.executor().execute(() -> log.add("task of a task")));

        time.runUntilIdle();

        assertThat(log).containsExactly("task of a task");
        assertThat(time.elapsed()).isZero();
    }

    @Test
    void cancelledTimersDoNotRunAndAreNotPending() {
        var timer = time.schedule(Duration.ofSeconds(1), () -> log.add("never"));

        timer.cancel();
        timer.cancel();
        time.advance(Duration.ofSeconds(2));

        assertThat(log).isEmpty();
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void cancelAfterTheRunCountsNothingTwice() {
        var timer = time.schedule(Duration.ZERO, () -> log.add("ran"));
        time.schedule(Duration.ofHours(1), () -> {});
        time.runUntilIdle();

        timer.cancel();

        assertThat(time.pendingTimers()).isOne();
    }

    @Test
    void theWallClockJumpsAndTimersDoNotNotice() {
        long before = time.nanoTime();
        time.schedule(Duration.ofHours(1), () -> log.add("an hour later"));

        time.setWallClock(Instant.parse("2031-06-01T00:00:00Z"));
        time.advance(Duration.ofMinutes(59));
        time.setWallClock(Instant.parse("2001-01-01T00:00:00Z"));
        assertThat(log).isEmpty();
        time.advance(Duration.ofMinutes(1));

        assertThat(log).containsExactly("an hour later");
        assertThat(time.now()).isEqualTo("2001-01-01T00:01:00Z");
        assertThat(time.nanoTime() - before).isEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    void theMonotonicClockOverflowsWithinTwoHours() {
        long before = time.nanoTime();

        time.advance(Duration.ofHours(2));

        assertThat(time.nanoTime()).isNegative();
        assertThat(time.nanoTime() - before).isEqualTo(Duration.ofHours(2).toNanos());
    }

    @Test
    void awaitPumpsUntilTheStageIsCompleteAndNoFurther() throws Exception {
        var stage = new CompletableFuture<String>();
        time.schedule(Duration.ofSeconds(5), () -> stage.complete("answer"));
        time.schedule(Duration.ofSeconds(5), () -> log.add("after"));

        assertThat(time.await(stage, Duration.ofMinutes(1))).isEqualTo("answer");

        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(5));
        assertThat(log).isEmpty();
    }

    @Test
    void awaitGivesUpWhenPatienceEnds() {
        var stage = new CompletableFuture<String>();
        time.schedule(Duration.ofSeconds(5), () -> stage.complete("too late"));

        assertThatThrownBy(() -> time.await(stage, Duration.ofSeconds(4))).isInstanceOf(TimeoutException.class);

        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(4));
        assertThat(stage).isNotDone();
    }

    @Test
    void awaitHandsOnTheStagesOwnException() {
        var source = new CompletableFuture<String>();
        var stage = source.thenApply(s -> s);
        time.executor().execute(() -> source.completeExceptionally(new IllegalStateException("no link")));

        assertThatThrownBy(() -> time.await(stage, Duration.ofSeconds(1)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no link");
    }

    @Test
    void aTaskCannotWait() {
        time.executor().execute(() -> time.result(new CompletableFuture<>()));

        assertThatThrownBy(time::runUntilIdle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot move the time or wait");
    }

    @Test
    void whatEscapesATaskFailsTheTestAndTheRestStaysDue() {
        time.lane("link").execute(() -> {
            throw new IllegalArgumentException("bug");
        });
        time.executor().execute(() -> log.add("rest"));

        assertThatThrownBy(time::runUntilIdle).hasMessage("bug");
        time.runUntilIdle();

        assertThat(log).containsExactly("rest");
    }

    @Test
    void somethingThatKeepsItselfBusyIsNamed() {
        time.executor().execute(new Runnable() {
            @Override
            public void run() {
                time.executor().execute(this);
            }
        });

        assertThatThrownBy(time::runUntilIdle)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("VirtualTimeTest$1");
    }

    @Test
    void runToCompletionStopsWhereNothingIsLeft() {
        time.schedule(
                Duration.ofHours(1), () -> time.schedule(Duration.ofHours(1), () -> log.add(time.elapsed() + "")));

        time.runToCompletion(Duration.ofDays(1));

        assertThat(log).containsExactly("PT2H");
        assertThat(time.elapsed()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void runToCompletionNamesWhatNeverEnds() {
        new Runnable() {
            @Override
            public void run() {
                time.schedule(Duration.ofHours(1), this);
            }
        }.run();

        assertThatThrownBy(() -> time.runToCompletion(Duration.ofDays(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("timer in PT1H of dev.lockcred.testkit.VirtualTimeTest$2");
    }

    @Test
    void endlessDelaysAreAcceptedAndNeverCome() {
        time.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> log.add("never"));
        time.advance(Duration.ofDays(365));

        assertThat(log).isEmpty();
        assertThat(time.pendingTimers()).isOne();
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameSeedAndNameGiveTheSameNumbers() {
        long first = new Seed(7).random("jitter").nextLong();
        byte[] key = new byte[16];
        byte[] again = new byte[16];

        new Seed(7).secureRandom("keys").nextBytes(key);
        var source = new Seed(7).secureRandom("keys");
        source.setSeed(99);
        source.nextBytes(again);

        assertThat(new Seed(7).random("jitter").nextLong()).isEqualTo(first);
        assertThat(new Seed(7).random("other").nextLong()).isNotEqualTo(first);
        assertThat(new Seed(8).random("jitter").nextLong()).isNotEqualTo(first);
        assertThat(again).isEqualTo(key);
        assertThat(new Seed(7).secureRandom("x").nextInt(10)).isBetween(0, 9);
    }
}
