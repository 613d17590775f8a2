// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Actor;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.LockManagerException;
import dev.lockcred.core.json.Json.DocumentException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The holder's side: listens beside its store and does for other processes of the same user what they ask, each on behalf of
 * the actor it names. Garbage, endless lines and connections that break off cost their connection, and nothing else.
 * Thread-safe.
 */
public final class RemoteHost implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteHost.class);

    /** The longest line a client may send, in bytes: a site of a thousand locks is a tenth of it. */
    private static final int LONGEST_REQUEST = 16 << 20;

    /** More than this at once is no use of ours. */
    private static final int MOST_CONNECTIONS = 64;

    private final LockManager manager;
    private final String store;
    private final SocketPlace place;
    private final Set<Visit> visits = ConcurrentHashMap.newKeySet();
    private final Closeable door;
    private volatile boolean closed;

    private RemoteHost(LockManager manager, String store, SocketPlace place) throws IOException {
        this.manager = manager;
        this.store = store;
        this.place = place;
        this.door = Wire.listen(place.socket(), LONGEST_REQUEST, this::visited);
        place.announce();
    }

    /**
     * Listens for this engine beside its store.
     *
     * @param manager does what is asked, whatever the actor's rights: they are asked for here as anywhere
     * @param store the store's id
     */
    public static RemoteHost open(LockManager manager, String store, Path folder) throws IOException {
        return new RemoteHost(manager, store, SocketPlace.prepare(folder));
    }

    private void visited(Wire wire) {
        var visit = new Visit(wire, visits.size() >= MOST_CONNECTIONS);
        visits.add(visit);
        if (closed || visits.size() > 2 * MOST_CONNECTIONS) {
            visits.remove(visit);
            wire.close();
            return;
        }
        wire.start(visit);
    }

    @Override
    public void close() {
        closed = true;
        try {
            door.close();
        } catch (IOException e) {
            LOG.debug("The socket did not close", e);
        }
        visits.forEach(v -> v.wire.close());
        place.clear();
    }

    /** One client. Confined to the thread that reads its connection, but for answers. */
    private final class Visit implements Wire.Receiver {
        private final Wire wire;
        private final Map<Long, LockManager.Subscription> streams = new ConcurrentHashMap<>();
        private final boolean oneTooMany;
        private boolean greeted;

        Visit(Wire wire, boolean oneTooMany) {
            this.wire = wire;
            this.oneTooMany = oneTooMany;
        }

        @Override
        public void received(Parcel parcel) throws IOException {
            if (!greeted) {
                greet(parcel.line());
                return;
            }
            JsonNode line = parcel.line();
            JsonNode id = line.path("id");
            if (!id.canConvertToLong() || !id.isIntegralNumber()) {
                throw new IOException("a request without a number");
            }
            if (line.path("stop").booleanValue()) {
                stop(id.longValue());
                return;
            }
            answer(id.longValue(), line, parcel);
        }

        private void greet(JsonNode line) throws IOException {
            JsonNode version = line.path("lockcred");
            if (!version.isInt()) {
                throw new IOException("no greeting");
            }
            var answer = new Parcel();
            answer.filled().put("lockcred", Parcel.VERSION);
            if (oneTooMany) {
                answer.filled()
                        .put(
                                "refused",
                                "the engine that holds the store has " + MOST_CONNECTIONS
                                        + " clients already: close some of them");
                wire.write(answer);
                throw new IOException("one client too many");
            }
            if (version.intValue() == Parcel.VERSION) {
                answer.filled().put("store", store);
                greeted = true;
            } else {
                answer.filled()
                        .put(
                                "refused",
                                "the engine that holds the store speaks version " + Parcel.VERSION
                                        + " of the protocol, and this program version " + version.intValue()
                                        + ": run the same version of both");
            }
            wire.write(answer);
        }

        private void answer(long id, JsonNode line, Parcel parcel) {
            try {
                Actor actor = ModelForms.ACTOR.read(line.path("actor"), parcel);
                var request = new Desk.Request(
                        manager.as(actor),
                        new Form.In(line.path("with"), parcel),
                        new Form.Out(new Parcel()),
                        (out, value) -> send(id, "next", out, value),
                        subscription -> streams.put(id, subscription));
                Desk.Answer answer = Desk.of(line.path("do").asText()).answer(request);
                if (answer.later().isPresent()) {
                    follow(id, answer.later().get());
                } else {
                    sendDone(id, answer);
                }
            } catch (DateTimeException | DocumentException e) {
                fail(id, new IllegalArgumentException("a request that cannot be read: " + e.getMessage(), e));
            } catch (RuntimeException e) {
                fail(id, e);
            }
        }

        private void follow(long id, CompletionStage<Desk.Answer> later) {
            later.whenComplete((answer, failure) -> {
                if (failure == null) {
                    sendDone(id, answer);
                } else {
                    fail(id, unwrapped(failure));
                }
            });
        }

        private RuntimeException unwrapped(Throwable failure) {
            Throwable real = (failure instanceof CompletionException || failure instanceof ExecutionException)
                            && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            return real instanceof RuntimeException e
                    ? e
                    : new LockManagerException("the engine failed; see its log", real);
        }

        private void sendDone(long id, Desk.Answer answer) {
            send(id, "done", answer.parcel(), answer.value());
        }

        private void send(long id, String what, Parcel parcel, JsonNode value) {
            ObjectNode line = parcel.filled();
            line.put("id", id);
            line.set(what, value);
            try {
                wire.write(parcel);
            } catch (IOException e) {
                wire.close(); // whoever asked has gone
            }
        }

        private void fail(long id, RuntimeException e) {
            if (!Failures.isForeseen(e)) {
                LOG.error("A client's request failed in a way nobody foresaw; please report this", e);
            }
            var parcel = new Parcel();
            send(id, "failed", parcel, Failures.FORM.write(e, parcel));
        }

        private void stop(long id) {
            LockManager.Subscription stream = streams.remove(id);
            if (stream != null) {
                stream.close();
            }
        }

        @Override
        public void ended(IOException cause) {
            visits.remove(this);
            streams.values().forEach(LockManager.Subscription::close);
            streams.clear();
            if (!greeted) {
                LOG.debug("Somebody came to the socket of {} and was not understood: {}", store, cause.getMessage());
            }
        }
    }
}
