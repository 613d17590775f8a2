// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Backoff;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.link.LinkTrace;
import dev.lockcred.zwave.internal.link.SerialApi;
import dev.lockcred.zwave.internal.link.SerialApi.Answer;
import dev.lockcred.zwave.internal.link.SerialLink;
import dev.lockcred.zwave.internal.security.KeyRing;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.ChipMessage.ProtocolInfo;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import dev.lockcred.zwave.internal.serialapi.NodeInfo;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stick and the network behind it: opens the port, starts the chip, brings both back after trouble, and holds the nodes.
 * Trouble is met in steps: open the port anew, then reset the chip, then say that it is gone and go on trying with back-off.
 * Confined to the lane.
 */
public final class Network {

    /** A device that has not sent one valid frame by then is no Z-Wave controller. */
    static final Duration RECOGNITION = Duration.ofMillis(2900);

    /** By then a controller has usually answered: somebody else may be at the port. */
    static final Duration DOUBT = Duration.ofMillis(1700);

    static final Duration NODE_INFO_WITHIN = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Network.class);

    private sealed interface State {
        /** Not started yet. */
        record New() implements State {}

        record Opening() implements State {}

        /** The port is open, the chip is being asked. */
        record Starting(SerialLink link, ControllerStart start, Timers.Cancellable recognition) implements State {}

        record Up(SerialLink link, ControllerFacts facts) implements State {}

        /** Waiting to try again. */
        record Waiting(Timers.Cancellable timer) implements State {}

        record Closed() implements State {}
    }

    private record InfoRequest(int node, CompletableFuture<Optional<NodeInfo>> result) {}

    private final Timers timers;
    private final Lane lane;
    private final RandomGenerator random;
    private final SecureRandom secureRandom;
    private final KeyRing keys;
    private final LinkTrace trace;
    private final Supplier<CompletionStage<BytePort>> opener;
    private final NetworkListener listener;
    private final SerialApi api;
    private final Radio radio;
    private final Backoff reopening;
    private final TreeMap<Integer, Node> nodes = new TreeMap<>();
    private final ArrayDeque<InfoRequest> infoRequests = new ArrayDeque<>();
    private Timers.@Nullable Cancellable infoTimer;
    private @Nullable Consumer<ChipMessage.MembershipStatus> membership;
    private State state = new State.New();
    private @Nullable ControllerFacts lastFacts;
    private int failedStarts;

    public Network(
            Timers timers,
            Lane lane,
            RandomGenerator random,
            SecureRandom secureRandom,
            KeyRing keys,
            LinkTrace trace,
            Supplier<CompletionStage<BytePort>> opener,
            NetworkListener listener) {
        this.timers = timers;
        this.lane = lane;
        this.random = random;
        this.secureRandom = secureRandom;
        this.keys = keys;
        this.trace = trace;
        this.opener = opener;
        this.listener = listener;
        this.api = new SerialApi(timers, lane, this::onNews, this::onTrouble);
        this.radio = new Radio(timers, lane, api, this::bridgeSource, this::maxPayload, this::onTrouble);
        this.reopening = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), random);
    }

    /** Begins; {@link NetworkListener#onUp} or {@link NetworkListener#onDown} follows. */
    public void start() {
        if (state instanceof State.New) {
            open();
        }
    }

    /** Ends everything. Idempotent. */
    public void close() {
        if (!(state instanceof State.Closed)) {
            leave("the driver is closing");
            state = new State.Closed();
        }
    }

    /** The facts while the chip is there. */
    public Optional<ControllerFacts> facts() {
        return state instanceof State.Up up ? Optional.of(up.facts()) : Optional.empty();
    }

    /** What was known when the chip was last there. */
    public Optional<ControllerFacts> lastFacts() {
        return Optional.ofNullable(lastFacts);
    }

    /** A node of the network, if it is one and the chip is there. */
    public Optional<Node> node(int id) {
        return state instanceof State.Up ? Optional.ofNullable(nodes.get(id)) : Optional.empty();
    }

    /** All nodes by id. */
    public SortedMap<Integer, Node> nodes() {
        return Collections.unmodifiableSortedMap(nodes);
    }

    public KeyRing keys() {
        return keys;
    }

    /** Asks the chip directly; for inclusion and backup. */
    public CompletableFuture<Answer> ask(HostMessage message) {
        var result = new CompletableFuture<Answer>();
        api.ask(message, result::complete);
        return result;
    }

    /** Where the progress of an inclusion or exclusion goes; null for nowhere. */
    void onMembership(@Nullable Consumer<ChipMessage.MembershipStatus> consumer) {
        membership = consumer;
    }

    /** Resets the chip and asks it everything anew: it is not what it was. */
    public void restart(String why) {
        if (state instanceof State.Up) {
            failed(why, false);
        }
    }

    /** Asks a node what it is. Empty when it does not say. */
    public CompletableFuture<Optional<NodeInfo>> requestNodeInfo(int node) {
        var request = new InfoRequest(node, new CompletableFuture<>());
        infoRequests.add(request);
        if (infoRequests.size() == 1) {
            nextInfoRequest();
        }
        return request.result();
    }

    /** Takes a node into the list that has just been included. */
    public CompletableFuture<Optional<Node>> learn(int id) {
        var result = new CompletableFuture<Optional<Node>>();
        api.ask(new HostMessage.AskAboutNode(Function.NODE_PROTOCOL_INFO, id), answer -> {
            if (answer instanceof Answer.Got got
                    && got.message() instanceof ProtocolInfo info
                    && info.exists()
                    && state instanceof State.Up up) {
                Node node = new Node(id, info, surroundings(up.facts()));
                nodes.put(id, node);
                listener.onNodesChanged();
                result.complete(Optional.of(node));
            } else {
                result.complete(Optional.empty());
            }
        });
        return result;
    }

    /** Takes a node out of the list that has left the network. */
    public void forget(int id) {
        Node node = nodes.remove(id);
        if (node != null) {
            node.linkLost("node " + id + " has left the network");
            listener.onNodesChanged();
        }
    }

    // ---------------------------------------------------------------------------------------- life

    private void open() {
        state = new State.Opening();
        var unused = opener.get().whenComplete((port, failure) -> lane.executeOrRun(() -> opened(port, failure)));
    }

    private void opened(@Nullable BytePort port, @Nullable Throwable failure) {
        if (!(state instanceof State.Opening)) {
            if (port != null) {
                port.close(); // closed while it was opening
            }
            return;
        }
        if (port == null) {
            retry(why(failure), false);
            return;
        }
        var link = new SerialLink(timers, lane, port, trace, api::onFrame, this::onLost);
        api.attach(link);
        // The first try is polite; after a failure the chip is reset.
        ControllerStart start = begin(link, failedStarts > 0);
        link.start();
        start.begin(failedStarts > 0);
    }

    private static String why(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof PortUnavailableException told
                ? String.valueOf(told.getMessage())
                : "the port could not be opened: " + cause;
    }

    private ControllerStart begin(SerialLink link, boolean softReset) {
        var start = new ControllerStart(timers, lane, api, this::onStarted);
        var recognition = lane.schedule(timers, RECOGNITION, () -> {
            if (!link.heardFrame()) {
                String heard = link.stranger().isPresent()
                        ? "what answers at the port is " + link.stranger().get()
                        : link.noise() == 0
                                ? "nothing answers at the port: no Z-Wave controller, or it is in another program's hands"
                                : "what answers at the port is not a Z-Wave controller: check that the right device is named";
                start.cancel();
                failed(heard, false);
            }
        });
        var doubt = lane.schedule(timers, DOUBT, link::askWhetherZigbee);
        state = new State.Starting(link, start, () -> {
            recognition.cancel();
            doubt.cancel();
        });
        log.debug("starting the controller{}", softReset ? " with a reset" : "");
        return start;
    }

    private void onStarted(ControllerStart.Ended ended) {
        if (!(state instanceof State.Starting starting)) {
            return;
        }
        starting.recognition().cancel();
        if (ended instanceof ControllerStart.Ended.Ready ready) {
            up(starting.link(), ready.facts());
        } else if (ended instanceof ControllerStart.Ended.Failed failure) {
            failed(failure.why(), failure.hopeless());
        }
    }

    private void up(SerialLink link, ControllerFacts facts) {
        failedStarts = 0;
        reopening.reset();
        ControllerFacts before = lastFacts;
        if (before != null && (before.homeId() != facts.homeId() || before.ownNode() != facts.ownNode())) {
            nodes.clear(); // another stick: what we knew of its nodes is not about these
        }
        state = new State.Up(link, facts);
        lastFacts = facts;
        nodes.keySet().retainAll(facts.nodes().keySet());
        facts.nodes().forEach((id, info) -> nodes.computeIfAbsent(id, i -> new Node(i, info, surroundings(facts))));
        radio.resume();
        listener.onUp(facts);
    }

    private void failed(String why, boolean hopeless) {
        failedStarts++;
        leave(why);
        retry(why, hopeless);
    }

    private void retry(String why, boolean hopeless) {
        state = new State.Waiting(lane.schedule(timers, reopening.next(), this::open));
        listener.onDown(why, hopeless);
    }

    private void onLost(String why) {
        leave(why);
        retry(why, false);
    }

    private void onTrouble(String why) {
        if (state instanceof State.Up) {
            log.debug("trouble with the controller: {}", why);
            failed(why, false);
        } // while starting, the start itself is told
    }

    private void leave(String why) {
        State before = state;
        state = new State.Opening(); // nothing below is to find us up
        if (before instanceof State.Starting starting) {
            starting.recognition().cancel();
            starting.start().cancel();
            api.detach(why);
            starting.link().close();
        } else if (before instanceof State.Up up) {
            api.detach(why);
            up.link().close();
        } else if (before instanceof State.Waiting waiting) {
            waiting.timer().cancel();
        }
        radio.stop(why);
        nodes.values().forEach(n -> n.linkLost(why));
        endInfoRequests();
    }

    // ---------------------------------------------------------------------------------------- news

    private void onNews(ChipMessage message) {
        if (message instanceof ChipMessage.Received received) {
            Node node = nodes.get(received.source());
            if (node != null && received.singlecast() && state instanceof State.Up) {
                node.onFrame(received.command());
            }
        } else if (message instanceof ChipMessage.Sent sent) {
            radio.onSent(sent);
        } else if (message instanceof ChipMessage.Update update) {
            onUpdate(update);
        } else if (message instanceof ChipMessage.SmartStartRequest request) {
            listener.onSmartStart(request.nwiHomeId());
        } else if (message instanceof ChipMessage.ApiStarted) {
            onApiStarted();
        } else if (message instanceof ChipMessage.MembershipStatus status && membership != null) {
            membership.accept(status);
        }
    }

    private void onApiStarted() {
        if (state instanceof State.Starting starting) {
            starting.start().onApiStarted();
        } else if (state instanceof State.Up up) {
            String why = "the controller has restarted";
            log.debug(why);
            SerialLink link = up.link();
            api.detach(why);
            radio.stop(why);
            nodes.values().forEach(n -> n.linkLost(why));
            endInfoRequests();
            api.attach(link);
            begin(link, false).begin(false);
        }
    }

    private void onUpdate(ChipMessage.Update update) {
        InfoRequest pending = infoRequests.peek();
        if (update.status() == ChipMessage.Update.NODE_INFO && update.info().isPresent()) {
            NodeInfo info = update.info().get();
            Node node = nodes.get(update.node());
            if (node != null) {
                node.onNodeInfo();
            }
            listener.onNodeInfo(update.node(), info);
            if (pending != null && pending.node() == update.node()) {
                endInfoRequest(Optional.of(info));
            }
        } else if (update.status() == ChipMessage.Update.REQUEST_FAILED && pending != null) {
            endInfoRequest(Optional.empty());
        } else if (update.status() == ChipMessage.Update.NODE_REMOVED) {
            forget(update.node());
        }
    }

    private void nextInfoRequest() {
        InfoRequest request = infoRequests.peek();
        if (request == null) {
            return;
        }
        infoTimer = lane.schedule(timers, NODE_INFO_WITHIN, () -> endInfoRequest(Optional.empty()));
        api.ask(new HostMessage.AskAboutNode(Function.REQUEST_NODE_INFO, request.node()), answer -> {
            boolean accepted =
                    answer instanceof Answer.Got got && got.message() instanceof ChipMessage.Accepted a && a.accepted();
            Node node = nodes.get(request.node());
            if (accepted && node != null) {
                node.onNodeInfoRequested();
            }
            if (!accepted && request.equals(infoRequests.peek())) {
                endInfoRequest(Optional.empty());
            }
        });
    }

    private void endInfoRequest(Optional<NodeInfo> info) {
        if (infoTimer != null) {
            infoTimer.cancel();
            infoTimer = null;
        }
        InfoRequest done = infoRequests.poll();
        if (done != null) {
            done.result().complete(info);
            if (infoTimer == null) {
                nextInfoRequest();
            }
        }
    }

    private void endInfoRequests() {
        if (infoTimer != null) {
            infoTimer.cancel();
            infoTimer = null;
        }
        while (!infoRequests.isEmpty()) {
            infoRequests.remove().result().complete(Optional.empty());
        }
    }

    private Surroundings surroundings(ControllerFacts facts) {
        return new Surroundings(
                timers, lane, random, secureRandom, keys, radio, facts.homeId(), facts.ownNode(), listener);
    }

    private int bridgeSource() {
        return state instanceof State.Up up && up.facts().bridge() ? up.facts().ownNode() : 0;
    }

    private int maxPayload() {
        return state instanceof State.Up up ? up.facts().maxPayload() : ControllerStart.DEFAULT_PAYLOAD;
    }
}
