// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The lane of {@code spi.support}; its tests live here, as they need virtual time. */
class LaneTest {

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final List<Throwable> failures = new ArrayList<>();
    private final Lane lane = new Lane("test", time.executor(), failures::add);
    private final List<String> done = new ArrayList<>();

    @Test
    void runsInOrderAndNeverInsideTheCall() {
        lane.execute(() -> {
            lane.execute(() -> done.add("second"));
            done.add("first");
        });
        assertThat(done).isEmpty();

        time.runUntilIdle();

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void goesOnAfterATaskThatFailed() {
        lane.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        lane.execute(() -> done.add("after"));

        time.runUntilIdle();

        assertThat(done).containsExactly("after");
        assertThat(failures).hasSize(1);
    }

    @Test
    void aTimerCancelledOnTheLaneNeverRuns() {
        Timers.Cancellable[] timer = new Timers.Cancellable[1];
        lane.execute(() -> timer[0] = lane.schedule(time, Duration.ofSeconds(1), () -> done.add("timer")));
        time.runUntilIdle();
        lane.execute(timer[0]::cancel);

        time.advance(Duration.ofSeconds(5));

        assertThat(done).isEmpty();
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void knowsWhetherItIsCurrent() {
        assertThat(lane.isCurrent()).isFalse();
        assertThatThrownBy(lane::requireCurrent).isInstanceOf(IllegalStateException.class);
        lane.execute(() -> done.add("" + lane.isCurrent()));

        time.runUntilIdle();

        assertThat(done).containsExactly("true");
    }

    @Test
    void anExecutorThatHasShutDownIsNotTakenForABusyOne() {
        var taken = new ArrayDeque<Runnable>();
        boolean[] open = {true};
        Executor executor = task -> {
            if (!open[0]) {
                throw new RejectedExecutionException("shut down");
            }
            taken.add(task);
        };
        var mortal = new Lane("mortal", executor, failures::add);
        mortal.execute(() -> done.add("before"));
        mortal.execute(() -> done.add("lost"));
        open[0] = false;

        taken.remove().run(); // throws nothing: the thread is the host's, which would print it as a mistake

        assertThat(done).containsExactly("before");
        assertThat(failures).isEmpty();
        assertThatThrownBy(() -> mortal.execute(() -> done.add("late"))).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whatComesDueAsTheExecutorShutsDownEndsWithIt() {
        var mortal = new Lane(
                "mortal",
                task -> {
                    throw new RejectedExecutionException("shut down");
                },
                failures::add);
        mortal.schedule(time, Duration.ofSeconds(1), () -> done.add("late"));

        time.advance(Duration.ofSeconds(1)); // throws nothing: there is no caller whom it would tell anything

        assertThat(done).isEmpty();
        assertThat(failures).isEmpty();
    }
}
