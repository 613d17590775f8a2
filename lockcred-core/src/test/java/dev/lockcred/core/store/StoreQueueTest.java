// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.core.store.InMemoryStore.Step;
import dev.lockcred.testkit.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StoreQueueTest {

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final List<String> told = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private Supplier<RuntimeException> fault = () -> null;
    private final InMemoryStore store = InMemoryStore.create("s", (step, sequence) -> {
        steps.add(step + " " + sequence);
        RuntimeException due = step == Step.ASKED ? fault.get() : null;
        if (due != null) {
            throw due;
        }
    });
    private final StoreQueue queue = new StoreQueue(store, time.executor(), time.executor(), new StoreQueue.Listener() {
        @Override
        public void committed(StoreHead head) {
            told.add("committed " + head.sequence());
        }

        @Override
        public void failed(StoreException cause) {
            told.add("failed " + cause.kind());
        }
    });

    @Test
    void commitsThatWaitTogetherBecomeDurableTogether() {
        queue.commit(put("a")).thenRun(() -> told.add("a"));
        queue.commit(put("b")).thenRun(() -> told.add("b"));
        queue.commit(put("c")).thenRun(() -> told.add("c"));
        assertThat(steps).as("never inside the call").isEmpty();

        time.runUntilIdle();

        assertThat(steps).containsExactly("ASKED 0", "WRITTEN 1", "WRITTEN 2", "WRITTEN 3", "SYNCED 3");
        assertThat(told).as("R47: the anchor before those who wait").containsExactly("committed 3", "a", "b", "c");
    }

    @Test
    void groupEndsBeforeItGrowsWithoutLimit() {
        CompletionStage<Void> last = null;
        for (int i = 0; i <= StoreQueue.MAX_GROUP; i++) {
            last = queue.commit(put("k" + i));
        }
        time.result(last);

        assertThat(told)
                .containsExactly("committed " + StoreQueue.MAX_GROUP, "committed " + (StoreQueue.MAX_GROUP + 1));
    }

    @Test
    void questionIsAnsweredAfterTheCommitsBeforeItAndBeforeThoseBehind() {
        queue.commit(put("a"));
        CompletionStage<Long> answer = queue.read(s -> s.head().sequence());
        queue.commit(put("b"));

        assertThat(time.result(answer)).isEqualTo(1);
    }

    @Test
    void questionThatFailsHurtsNobodyElse() {
        CompletionStage<Long> answer = queue.read(s -> {
            throw new IllegalStateException("no such thing");
        });
        CompletionStage<Void> commit = queue.commit(put("a"));

        assertThatThrownBy(() -> time.result(answer)).hasRootCauseMessage("no such thing");
        time.result(commit);
    }

    @Test
    void afterAFailureNothingIsWrittenAnyMoreAndTheListenerIsToldOnce() {
        time.result(queue.commit(put("a")));
        fault = () -> new StoreException(StoreException.Kind.FULL, "no space left");
        var failed = queue.commit(put("b"));
        var question = queue.read(s -> "still here");
        var behind = queue.commit(put("c"));
        time.runUntilIdle();
        fault = () -> null;
        var late = queue.commit(put("d"));

        for (var stage : List.of(failed, behind, late)) {
            assertThatThrownBy(() -> time.result(stage)).hasRootCauseMessage("no space left");
        }
        assertThat(time.result(question)).isEqualTo("still here");
        assertThat(told).containsExactly("committed 1", "failed FULL");
        assertThat(store.crash().head().sequence()).isEqualTo(1);
    }

    @Test
    void bugInTheStoreStopsWritingToo() {
        fault = () -> new IllegalStateException("a bug");

        assertThatThrownBy(() -> time.result(queue.commit(put("a")))).hasRootCauseMessage("a bug");
        assertThat(told).containsExactly("failed IO");
    }

    @Test
    void machineThatStopsRunsNothingBehindTheStep() {
        InMemoryStore dying = InMemoryStore.create("s", (step, sequence) -> {
            if (step == Step.SYNCED) {
                throw new AssertionError("the plug");
            }
        });
        var dyingQueue = new StoreQueue(dying, time.executor(), time.executor(), new StoreQueue.Listener() {
            @Override
            public void committed(StoreHead head) {
                told.add("committed");
            }

            @Override
            public void failed(StoreException cause) {
                told.add("failed");
            }
        });
        dyingQueue.commit(put("a")).whenComplete((done, failure) -> told.add("completed"));

        assertThatThrownBy(time::runUntilIdle).hasMessage("the plug");
        time.runUntilIdle();

        assertThat(told).isEmpty();
        assertThat(dying.crash().head().sequence()).isEqualTo(1);
    }

    @Test
    void closeFinishesWhatWasAskedForAndTakesNothingAfterwards() {
        var before = queue.commit(put("a"));
        var closed = queue.close();
        var after = queue.commit(put("b"));
        time.result(closed);

        time.result(before);
        time.result(queue.close());
        assertThatThrownBy(() -> time.result(after))
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CLOSED));
        assertThatThrownBy(store::head).isInstanceOf(StoreException.class);
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void storeExecutorThatWasShutDownFailsEveryoneWhoWaits() {
        var tasks = new ArrayDeque<Runnable>();
        boolean[] shut = {false};
        Executor executor = task -> {
            if (shut[0]) {
                throw new RejectedExecutionException();
            }
            tasks.add(task);
        };
        var orphan = new StoreQueue(store, executor, time.executor(), new StoreQueue.Listener() {
            @Override
            public void committed(StoreHead head) {}

            @Override
            public void failed(StoreException cause) {
                told.add("failed " + cause.kind());
            }
        });
        shut[0] = true;

        var commit = orphan.commit(put("a"));
        var question = orphan.read(s -> 1);

        assertThatThrownBy(() -> time.result(commit)).hasMessageContaining("store executor");
        assertThatThrownBy(() -> time.result(question)).hasMessageContaining("store executor");
        assertThat(told).containsExactly("failed CLOSED");
    }

    @Test
    void poolOfThreadsStillGivesOneCallAtATimeInOrder() throws Exception {
        var pool = java.util.concurrent.Executors.newFixedThreadPool(4);
        try {
            var plain = InMemoryStore.create();
            var pooled = new StoreQueue(plain, pool, pool, new StoreQueue.Listener() {
                @Override
                public void committed(StoreHead head) {}

                @Override
                public void failed(StoreException cause) {
                    told.add("failed");
                }
            });
            CompletionStage<Void> last = null;
            for (int i = 1; i <= 5_000; i++) {
                last = pooled.commit(put("same", Integer.toString(i)));
            }
            last.toCompletableFuture().get(30, java.util.concurrent.TimeUnit.SECONDS);
            var seen = new ArrayList<String>();
            pooled.read(s -> {
                        s.load((table, key, value) -> seen.add(new String(value, StandardCharsets.UTF_8)));
                        return s.head().sequence();
                    })
                    .toCompletableFuture()
                    .get(30, java.util.concurrent.TimeUnit.SECONDS);

            assertThat(seen).containsExactly("5000");
            assertThat(told).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    private static Commit put(String key) {
        return put(key, key);
    }

    private static Commit put(String key, String value) {
        return Commit.builder()
                .put(Table.LOCK, key, value.getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
