// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.Actor;
import dev.lockcred.core.LockManagerException;
import dev.lockcred.core.json.Json.DocumentException;
import dev.lockcred.spi.Timers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's way to the engine: requests and their answers over one socket. Thread-safe. */
final class Connection implements Wire.Receiver {

    /** How long the engine may take for what it answers from memory or its store. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** Answers may be long: a hundred thousand events. */
    private static final int LONGEST_ANSWER = 256 << 20;

    private final Wire wire;
    private final Timers timers;
    private final String place;
    private final CompletableFuture<String> greeting = new CompletableFuture<>();
    private final Map<Long, Pending<?>> pending = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private volatile @Nullable RuntimeException end;

    /** What an open request waits for. Its next and done are told on the reading thread. */
    private record Pending<T>(Form<T> form, CompletableFuture<T> done, Next<?> next) {
        void finish(JsonNode node, Parcel parcel) {
            done.complete(form.read(node, parcel));
        }
    }

    /**
     * What comes on the way.
     *
     * @param endless whether it goes on behind the answer, until it is stopped
     */
    record Next<T>(Form<T> form, Consumer<T> to, boolean endless) {
        static final Next<Boolean> NONE = until(ModelForms.FLAG, x -> {});

        /** Until the answer. */
        static <T> Next<T> until(Form<T> form, Consumer<T> to) {
            return new Next<>(form, to, false);
        }

        void tell(JsonNode node, Parcel parcel) {
            to.accept(form.read(node, parcel));
        }
    }

    private Connection(Wire wire, Timers timers, String place) {
        this.wire = wire;
        this.timers = timers;
        this.place = place;
    }

    /** Connects to whoever holds the store in the folder. */
    static Connection open(Path folder, Timers timers) {
        Path socket = SocketPlace.find(folder)
                .orElseThrow(() -> new NobodyListensException("nobody listens beside the store in " + folder
                        + ": the process that holds it, if there is one, lets nobody in"));
        Connection connection;
        try {
            if (!SocketPlace.isTrusted(socket, folder)) {
                throw new LockManagerException("the socket " + socket + " belongs to " + Files.getOwner(socket)
                        + ", who does not own the store in " + folder
                        + ": nothing is said to it. Remove it if it should not be there");
            }
            connection = new Connection(Wire.connect(socket, LONGEST_ANSWER), timers, folder.toString());
        } catch (IOException e) {
            throw new NobodyListensException(
                    "the process that holds the store in " + folder + " cannot be reached at " + socket + " ("
                            + e.getMessage() + "): it may just have ended; try again",
                    e);
        }
        connection.wire.start(connection);
        try {
            var hello = new Parcel();
            hello.filled().put("lockcred", Parcel.VERSION);
            connection.wire.write(hello);
            connection.await(connection.greeting, ANSWER);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw new NobodyListensException(connection.gone(e), e);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private String gone(IOException e) {
        return "the process that holds the store in " + place + " has ended or broke off (" + e.getMessage()
                + "): what was asked for last may or may not have been done. Open it again";
    }

    /** Asks, and waits. */
    <T> T ask(Actor actor, String what, Consumer<Form.Out> with, Form<T> form) {
        return await(start(actor, what, with, form, Next.NONE).done(), ANSWER);
    }

    /** Asks; the future completes on the reading thread, where nothing may wait. */
    <T> CompletionStage<T> send(Actor actor, String what, Consumer<Form.Out> with, Form<T> form, Next<?> next) {
        return start(actor, what, with, form, next).done();
    }

    /** An open request and its number, for what goes on until it is stopped. */
    record Open<T>(long id, CompletableFuture<T> done) {}

    <T> Open<T> start(Actor actor, String what, Consumer<Form.Out> with, Form<T> form, Next<?> next) {
        RuntimeException over = end;
        if (over != null) {
            throw over instanceof IllegalStateException
                    ? new IllegalStateException(over.getMessage(), over)
                    : new LockManagerException(String.valueOf(over.getMessage()), over);
        }
        long id = lastId.incrementAndGet();
        var parcel = new Parcel();
        var fields = new Form.Out(parcel);
        with.accept(fields);
        parcel.filled().put("id", id).put("do", what);
        parcel.filled().set("actor", ModelForms.ACTOR.write(actor, parcel));
        parcel.filled().set("with", fields.node());
        var open = new Pending<>(form, new CompletableFuture<T>(), next);
        pending.put(id, open);
        try {
            wire.write(parcel);
        } catch (IOException e) {
            pending.remove(id);
            throw new LockManagerException(gone(e), e);
        }
        return new Open<>(id, open.done());
    }

    /** Wants no more of a stream. */
    void stop(long id) {
        pending.remove(id);
        var parcel = new Parcel();
        parcel.filled().put("id", id).put("stop", true);
        try {
            wire.write(parcel);
        } catch (IOException e) {
            wire.close(); // the engine has gone, and the stream with it
        }
    }

    /** Parks the caller's thread. */
    <T> T await(CompletionStage<T> answer, Duration patience) {
        try {
            return wait(answer, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockManagerException("interrupted while waiting for the engine", e);
        }
    }

    <T> T wait(CompletionStage<T> answer, Duration patience) throws InterruptedException {
        try {
            return timers.await(answer, patience);
        } catch (TimeoutException e) {
            throw new LockManagerException("no answer within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException mistake) {
                throw mistake;
            }
            throw new LockManagerException("the engine failed; see its log", e);
        }
    }

    @Override
    public void received(Parcel parcel) throws IOException {
        JsonNode line = parcel.line();
        if (!greeting.isDone()) {
            greeted(line);
            return;
        }
        long id = line.path("id").longValue();
        Pending<?> open = pending.get(id);
        if (open == null) {
            return; // a stream that was stopped
        }
        try {
            if (line.has("next")) {
                open.next().tell(line.get("next"), parcel);
                return;
            }
            if (!open.next().endless() || !line.has("done")) {
                pending.remove(id);
            }
            if (line.has("done")) {
                open.finish(line.get("done"), parcel);
            } else {
                open.done().completeExceptionally(Failures.FORM.read(line.path("failed"), parcel));
            }
        } catch (DocumentException | DateTimeException | IllegalArgumentException e) {
            pending.remove(id);
            open.done()
                    .completeExceptionally(new LockManagerException(
                            "the engine's answer cannot be read (" + e.getMessage()
                                    + "): run the same version of both programs",
                            e));
        }
    }

    private void greeted(JsonNode line) throws IOException {
        if (!line.path("lockcred").isInt()) {
            throw new IOException("whoever listens there is no engine of ours");
        }
        if (line.has("refused") || line.path("lockcred").intValue() != Parcel.VERSION) {
            greeting.completeExceptionally(
                    new LockManagerException(line.path("refused").asText("the engine speaks another version")));
        } else {
            greeting.complete(line.path("store").asText());
        }
    }

    @Override
    public void ended(IOException cause) {
        RuntimeException before = end;
        RuntimeException why = before != null ? before : new LockManagerException(gone(cause), cause);
        end = why;
        greeting.completeExceptionally(why);
        pending.values().forEach(p -> p.done().completeExceptionally(why));
        pending.clear();
    }

    void close() {
        if (end == null) {
            end = new IllegalStateException("this manager is closed");
        }
        wire.close();
    }
}
