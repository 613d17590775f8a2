// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine's way to its store: thread-safe, never blocking the caller. Commits and reads run in the order they were asked
 * for, one at a time, on the store executor; commits that wait together become durable together (group commit), so that a
 * thousand locks cost no more syncs than one.
 *
 * <p>When the store fails, nothing is written any more: the commit that failed, all behind it and all later ones fail with
 * the same cause, and the {@link Listener} is told once. What was confirmed is durable, what was not is not, and nothing is
 * half done. Reads go on as long as the store answers them.
 *
 * <p>Stages complete on the executor given for it, never on the store executor and never inside a call.
 */
public final class StoreQueue {

    /** The most commits of one transaction: nobody waits behind an endless one. */
    static final int MAX_GROUP = 1_000;

    /** Watches the store. Called on the store executor, between transactions: be brief. */
    public interface Listener {

        /** A group has become durable; those who wait for it are told afterwards. The anchor is moved here (R47). */
        void committed(StoreHead head);

        /** The store failed, and nothing is written any more. Called once. */
        void failed(StoreException cause);
    }

    private sealed interface Request {
        void fail(StoreException cause);
    }

    private record Write(Commit commit, CompletableFuture<Void> done) implements Request {
        @Override
        public void fail(StoreException cause) {
            done.completeExceptionally(cause);
        }
    }

    private record Work<T>(Function<Store, T> work, CompletableFuture<T> done, boolean last) implements Request {
        @Override
        public void fail(StoreException cause) {
            done.completeExceptionally(cause);
        }
    }

    private final Store store;
    private final Executor storeExecutor;
    private final Executor completeOn;
    private final Listener listener;
    private final ArrayDeque<Request> pending = new ArrayDeque<>(); // guarded by itself
    private boolean draining; // guarded by pending
    private boolean closed; // guarded by pending
    private @Nullable StoreException failure; // guarded by pending

    /**
     * A queue before a store that nobody else calls.
     *
     * @param storeExecutor runs the store's calls, one at a time even when it has many threads; they block on the disk
     * @param completeOn where the stages complete: the host's executor
     */
    public StoreQueue(Store store, Executor storeExecutor, Executor completeOn, Listener listener) {
        this.store = Objects.requireNonNull(store, "store");
        this.storeExecutor = Objects.requireNonNull(storeExecutor, "storeExecutor");
        this.completeOn = Objects.requireNonNull(completeOn, "completeOn");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * Makes the commit durable. The stage completes when it is; it fails with {@link StoreException} when it is not and never
     * will be.
     */
    public CompletionStage<Void> commit(Commit commit) {
        var done = new CompletableFuture<Void>();
        submit(new Write(Objects.requireNonNull(commit, "commit"), done), true);
        return done.minimalCompletionStage();
    }

    /**
     * Asks the store something, after every commit given before. The work may also delete events by retention; it must not
     * commit.
     */
    public <T> CompletionStage<T> read(Function<Store, T> question) {
        var done = new CompletableFuture<T>();
        submit(new Work<>(Objects.requireNonNull(question, "question"), done, false), false);
        return done.minimalCompletionStage();
    }

    /** Finishes what was asked for and closes the store. Nothing is taken afterwards; a second call is harmless. */
    public CompletionStage<Void> close() {
        var done = new CompletableFuture<Void>();
        synchronized (pending) {
            if (closed) {
                done.complete(null);
                return done.minimalCompletionStage();
            }
        }
        Function<Store, Void> work = s -> {
            s.close();
            return null;
        };
        submit(new Work<>(work, done, true), false);
        return done.minimalCompletionStage();
    }

    private void submit(Request request, boolean writes) {
        StoreException refusal;
        boolean start = false;
        synchronized (pending) {
            refusal = refusal(writes);
            if (refusal == null) {
                pending.add(request);
                closed |= request instanceof Work<?> work && work.last();
                start = !draining;
                draining = true;
            }
        }
        if (refusal != null) {
            StoreException cause = refusal;
            completeOn.execute(() -> request.fail(cause));
        } else if (start) {
            continueOnStore();
        }
    }

    private @Nullable StoreException refusal(boolean writes) {
        if (closed) {
            return new StoreException(
                    StoreException.Kind.CLOSED, "the store at " + store.location() + " is closed: nothing is taken");
        }
        return writes ? failure : null;
    }

    private void continueOnStore() {
        try {
            storeExecutor.execute(this::turn);
        } catch (RejectedExecutionException e) {
            stop(
                    List.of(),
                    new StoreException(
                            StoreException.Kind.CLOSED,
                            "the store executor takes no more work: the store at " + store.location()
                                    + " cannot be reached. Close the engine before its executor",
                            e));
        }
    }

    /** One transaction or one question; then others of a shared executor have their turn. */
    private void turn() {
        var group = new ArrayList<Write>();
        Work<?> work = null;
        synchronized (pending) {
            while (group.size() < MAX_GROUP && pending.peek() instanceof Write write) {
                pending.remove();
                group.add(write);
            }
            if (group.isEmpty() && pending.poll() instanceof Work<?> next) {
                work = next;
            }
        }
        if (!group.isEmpty()) {
            commitGroup(group);
        } else if (work != null) {
            answer(work);
        }
        boolean more;
        synchronized (pending) {
            more = !pending.isEmpty();
            draining = more;
        }
        if (more) {
            continueOnStore();
        }
    }

    private void commitGroup(List<Write> group) {
        try {
            store.commit(group.stream().map(Write::commit).toList());
        } catch (StoreException e) {
            stop(group, e);
            return;
        } catch (RuntimeException | LinkageError e) {
            stop(group, unexpected(e));
            return;
        }
        try {
            listener.committed(store.head());
        } catch (RuntimeException | LinkageError e) {
            stop(List.of(), unexpected(e)); // after a bug in the engine better stand still; the group itself is durable
        }
        completeOn.execute(() -> group.forEach(write -> write.done().complete(null)));
    }

    private StoreException unexpected(Throwable cause) {
        return new StoreException(
                StoreException.Kind.IO,
                "the store at " + store.location() + " failed unexpectedly ("
                        + cause.getClass().getSimpleName()
                        + "): nothing is written any more. Restart, and report this with the log",
                cause);
    }

    private <T> void answer(Work<T> work) {
        try {
            T result = work.work().apply(store);
            completeOn.execute(() -> work.done().complete(result));
        } catch (RuntimeException e) {
            completeOn.execute(() -> work.done().completeExceptionally(e));
        }
    }

    /** The failed group and every commit that waits fail; questions stay. */
    private void stop(List<Write> group, StoreException cause) {
        var failed = new ArrayList<Request>(group);
        boolean first;
        synchronized (pending) {
            first = failure == null;
            failure = first ? cause : failure;
            boolean unreachable = cause.getCause() instanceof RejectedExecutionException;
            for (var all = pending.iterator(); all.hasNext(); ) {
                Request request = all.next();
                if (unreachable || request instanceof Write) {
                    all.remove();
                    failed.add(request);
                }
            }
            draining &= !unreachable;
        }
        if (first) {
            listener.failed(cause);
        }
        completeOn.execute(() -> failed.forEach(request -> request.fail(cause)));
    }
}
