// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.core.store.Change;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.Table;
import dev.lockcred.spi.Timers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Stores that lose, and clocks that do not ring. */
final class StorePlants {

    private StorePlants() {}

    /** Keeps the last commits in its cache; a crash loses them, an orderly end does not. */
    static Plant withoutSync() {
        return new Plant() {
            @Override
            Store store(Store store) {
                return new Through(store) {
                    private final List<Commit> cached = new ArrayList<>();
                    private StoreHead head = store.head();

                    @Override
                    public long commit(List<Commit> commits) {
                        for (Commit commit : commits) {
                            head = head.after(commit);
                            cached.add(commit);
                        }
                        if (cached.size() > 12) {
                            flush();
                        }
                        return head.sequence();
                    }

                    @Override
                    public StoreHead head() {
                        return head;
                    }

                    @Override
                    void flush() {
                        if (!cached.isEmpty()) {
                            List<Commit> all = List.copyOf(cached);
                            cached.clear();
                            store.commit(all);
                        }
                    }
                };
            }
        };
    }

    /** Leaves out of each commit the assignments that are only intended. */
    static Plant withoutIntent() {
        return leavingOut(change -> change.table() == Table.ASSIGNMENT
                && change.value()
                        .map(v -> new String(v, StandardCharsets.UTF_8).contains("\"WRITING\""))
                        .orElse(false));
    }

    static Plant endsAreNotKept() {
        return leavingOut(
                change -> change.table() == Table.DENIAL && change.value().isPresent());
    }

    static Plant timersOverflow() {
        return new Plant() {
            @Override
            Timers timers(HostProcess process) {
                return new Timers() {
                    @Override
                    public Instant now() {
                        return process.now();
                    }

                    @Override
                    public long nanoTime() {
                        return process.nanoTime();
                    }

                    @Override
                    public Cancellable schedule(Duration delay, Runnable task) {
                        return delay.compareTo(Duration.ofDays(1)) > 0 ? () -> {} : process.schedule(delay, task);
                    }

                    @Override
                    public <T> T await(CompletionStage<T> stage, Duration patience)
                            throws InterruptedException, TimeoutException, ExecutionException {
                        return process.await(stage, patience);
                    }
                };
            }
        };
    }

    private static Plant leavingOut(Predicate<Change> lost) {
        return new Plant() {
            @Override
            Store store(Store store) {
                return new Through(store) {
                    @Override
                    public long commit(List<Commit> commits) {
                        return inner.commit(commits.stream()
                                .map(c -> new Commit(
                                        c.changes().stream()
                                                .filter(lost.negate())
                                                .toList(),
                                        c.events(),
                                        c.audit()))
                                .toList());
                    }
                };
            }
        };
    }

    /** Passes everything on, a cache first where there is one. */
    private static class Through extends Watched {
        Through(Store inner) {
            super(inner, null);
        }

        void flush() {}

        @Override
        public long commit(List<Commit> commits) {
            return inner.commit(commits);
        }

        @Override
        public List<dev.lockcred.AccessEvent> events(dev.lockcred.core.store.EventQuery query) {
            flush();
            return super.events(query);
        }

        @Override
        public void close() {
            flush();
            super.close();
        }
    }
}
