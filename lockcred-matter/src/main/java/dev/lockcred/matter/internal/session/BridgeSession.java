// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.session;

import dev.lockcred.matter.internal.bridge.AttributePath;
import dev.lockcred.matter.internal.bridge.BridgeAnswers;
import dev.lockcred.matter.internal.bridge.BridgeEvent;
import dev.lockcred.matter.internal.bridge.BridgeMessage;
import dev.lockcred.matter.internal.bridge.BridgeNode;
import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.matter.internal.bridge.NodeId;
import dev.lockcred.matter.internal.bridge.ServerInfo;
import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Backoff;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.MalformedFrameException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one bridge. Connects, checks the schema, starts listening, keeps the nodes, matches answers to
 * requests, and connects again with back-off when the connection goes. When it goes, what was sent and not answered is
 * {@link Reply.Lost}: it may have been carried out.
 *
 * <p>Confined to its lane.
 */
public final class BridgeSession {

    private sealed interface State {
        record Idle() implements State {}

        record Opening() implements State {}

        /** The connection is up, the server has not said who it is. */
        record Greeting(TextChannel channel, Timers.Cancellable timeout) implements State {}

        /** The node dump is on its way. */
        record Listing(TextChannel channel, ServerInfo info) implements State {}

        record Up(TextChannel channel, ServerInfo info) implements State {}

        /** Between two attempts. */
        record Waiting(Timers.Cancellable retry) implements State {}

        record Closed() implements State {}
    }

    private record Pending(Consumer<Reply> onReply, Timers.Cancellable deadline) {}

    private final Supplier<CompletionStage<TextChannel>> opener;
    private final Lane lane;
    private final Timers timers;
    private final Backoff backoff;
    private final SessionTimes times;
    private final SessionListener listener;

    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private final TreeMap<NodeId, BridgeNode> nodes = new TreeMap<>();
    private final TreeMap<NodeId, NodeQueue> queues = new TreeMap<>();
    private State state = new State.Idle();
    private @Nullable ServerInfo lastInfo;
    private LinkHealth health = new LinkHealth(LinkHealth.State.STARTING, "connecting");
    private long lastMessageId;
    private long malformed;

    /**
     * @param opener opens a new channel for the lane; one per attempt
     * @param backoff between attempts
     */
    public BridgeSession(
            Supplier<CompletionStage<TextChannel>> opener,
            Lane lane,
            Timers timers,
            Backoff backoff,
            SessionTimes times,
            SessionListener listener) {
        this.opener = opener;
        this.lane = lane;
        this.timers = timers;
        this.backoff = backoff;
        this.times = times;
        this.listener = listener;
    }

    /** Begins to connect. Once. */
    public void start() {
        lane.requireCurrent();
        if (!(state instanceof State.Idle)) {
            throw new IllegalStateException("a session is started once");
        }
        connect();
    }

    /** Ends everything; every open request is answered. Idempotent. */
    public void close() {
        lane.requireCurrent();
        if (state instanceof State.Closed) {
            return;
        }
        leave(new State.Closed(), "the driver was closed");
        queues.values().forEach(q -> q.clear(new Reply.NotSent(Reply.NotSent.Why.CLOSED, "the driver is closing")));
        tell(LinkHealth.State.CLOSED, "closed");
    }

    public LinkHealth health() {
        return health;
    }

    /** Whether requests can be sent now. */
    public boolean isUp() {
        return state instanceof State.Up;
    }

    /** The bridge, as it last introduced itself. */
    public @Nullable ServerInfo info() {
        return lastInfo;
    }

    /** The node as the bridge last showed it. */
    public @Nullable BridgeNode node(NodeId id) {
        return nodes.get(id);
    }

    /** All nodes, by id. */
    public Collection<BridgeNode> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    /** Messages that could not be read since the start. */
    public long malformed() {
        return malformed;
    }

    /** Asks the bridge itself. The reply comes on the lane, possibly inside this call. */
    public void request(BridgeRequest request, Consumer<Reply> onReply) {
        send(request, onReply);
    }

    /**
     * Asks a node when its turn comes.
     *
     * @param rest how long to leave the node alone after the answer
     * @param request asked for immediately before sending; null: not any more
     * @return takes the wish back as long as it waits
     */
    public Timers.Cancellable ask(
            NodeId node,
            Call.Priority priority,
            Duration rest,
            Supplier<@Nullable BridgeRequest> request,
            Consumer<Reply> onReply) {
        lane.requireCurrent();
        return queues.computeIfAbsent(node, n -> new NodeQueue(timers, lane, this))
                .add(priority, rest, request, onReply);
    }

    void send(BridgeRequest request, Consumer<Reply> onReply) {
        lane.requireCurrent();
        TextChannel channel = channel();
        if (!(state instanceof State.Up || request instanceof BridgeRequest.StartListening) || channel == null) {
            boolean closed = state instanceof State.Closed;
            onReply.accept(new Reply.NotSent(
                    closed ? Reply.NotSent.Why.CLOSED : Reply.NotSent.Why.LINK_DOWN,
                    closed ? "the driver is closed" : health.text()));
            return;
        }
        lastMessageId++;
        String id = Long.toString(lastMessageId);
        Duration patience = deadline(request);
        var deadline = lane.schedule(timers, patience, () -> {
            Pending late = pending.remove(id);
            if (late != null) {
                late.onReply()
                        .accept(new Reply.Lost(
                                "no answer to " + request.command() + " within " + patience.toSeconds() + " s"));
            }
        });
        pending.put(id, new Pending(onReply, deadline));
        listener.sent(id + " " + request);
        channel.send(request.encode(id));
    }

    private Duration deadline(BridgeRequest request) {
        if (request instanceof BridgeRequest.StartListening) {
            return times.listing();
        }
        boolean slow = request instanceof BridgeRequest.CommissionWithCode
                || request instanceof BridgeRequest.InterviewNode
                || request instanceof BridgeRequest.RemoveNode;
        return slow ? times.commissioning() : times.request();
    }

    // ---- connecting

    private void connect() {
        state = new State.Opening();
        opener.get().whenComplete((channel, failure) -> lane.executeOrRun(() -> opened(channel, failure)));
    }

    private void opened(@Nullable TextChannel channel, @Nullable Throwable failure) {
        if (!(state instanceof State.Opening)) {
            if (channel != null) {
                channel.close(); // closed meanwhile
            }
            return;
        }
        if (channel == null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            retry(
                    LinkHealth.State.DOWN,
                    cause == null ? "the bridge cannot be reached" : String.valueOf(cause.getMessage()));
            return;
        }
        state = new State.Greeting(
                channel,
                lane.schedule(
                        timers,
                        times.greeting(),
                        () -> retry(
                                LinkHealth.State.BROKEN,
                                "what answers there is no Matter server: it did not introduce itself within "
                                        + times.greeting().toSeconds() + " s")));
        channel.listen(text -> received(channel, text), lost -> lost(channel, lost));
    }

    private void received(TextChannel channel, String text) {
        if (channel != channel()) {
            return; // of a connection we have given up
        }
        BridgeMessage message;
        try {
            message = BridgeMessage.decode(text);
        } catch (MalformedFrameException e) {
            malformed++;
            listener.problem("unreadable message: " + e.getMessage());
            if (state instanceof State.Greeting) {
                retry(
                        LinkHealth.State.BROKEN,
                        "what answers there is no Matter server: its first message is none of theirs");
            }
            return;
        }
        if (message instanceof BridgeMessage.Hello hello) {
            listener.received("server info, schema " + hello.info().schemaVersion());
            greeted(channel, hello.info());
        } else if (message instanceof BridgeMessage.Result result) {
            listener.received(result.messageId() + " result");
            answered(result.messageId(), new Reply.Done(result.result()));
        } else if (message instanceof BridgeMessage.Failure failure) {
            listener.received(failure.messageId() + " " + failure.error());
            answered(failure.messageId(), new Reply.Failed(failure.error()));
        } else if (message instanceof BridgeMessage.Pushed pushed) {
            pushed(pushed.event());
        }
    }

    private void greeted(TextChannel channel, ServerInfo info) {
        if (!(state instanceof State.Greeting greeting)) {
            return;
        }
        greeting.timeout().cancel();
        if (!info.speaksOurSchema()) {
            retry(
                    LinkHealth.State.BROKEN,
                    "the Matter server speaks schema " + info.schemaVersion() + " and serves clients from schema "
                            + info.minSupportedSchemaVersion() + " on; this driver knows " + ServerInfo.CLIENT_SCHEMA
                            + " to " + ServerInfo.NEWEST_KNOWN_SCHEMA
                            + (info.schemaVersion() < ServerInfo.CLIENT_SCHEMA
                                    ? ": update the Matter server"
                                    : ": update this library"));
            return;
        }
        state = new State.Listing(channel, info);
        send(new BridgeRequest.StartListening(), reply -> listed(channel, info, reply));
    }

    private void listed(TextChannel channel, ServerInfo info, Reply reply) {
        if (!(state instanceof State.Listing listing) || listing.channel() != channel) {
            return;
        }
        if (!(reply instanceof Reply.Done done)) {
            retry(LinkHealth.State.DOWN, "the Matter server did not list its nodes: " + text(reply));
            return;
        }
        BridgeAnswers.Nodes dump;
        try {
            dump = BridgeAnswers.nodes(done.result());
        } catch (MalformedFrameException e) {
            malformed++;
            retry(LinkHealth.State.BROKEN, "the Matter server's node list cannot be read: " + e.getMessage());
            return;
        }
        dump.problems().forEach(listener::problem);
        ServerInfo before = lastInfo;
        boolean sameFabric = before != null && before.compressedFabricId() == info.compressedFabricId();
        if (!sameFabric) {
            List.copyOf(nodes.keySet()).forEach(this::removed);
        }
        lastInfo = info;
        state = new State.Up(channel, info);
        backoff.reset();
        compare(dump.nodes());
        tell(
                LinkHealth.State.UP,
                "Matter server " + info.sdkVersion() + ", schema " + info.schemaVersion() + ", fabric "
                        + info.fabricKey() + ", " + nodes.size() + " nodes");
        listener.connected(info, sameFabric ? before : null);
    }

    private void compare(List<BridgeNode> dump) {
        var there = new TreeMap<NodeId, BridgeNode>();
        dump.forEach(node -> there.put(node.id(), node));
        List.copyOf(nodes.keySet()).stream()
                .filter(id -> !there.containsKey(id))
                .forEach(this::removed);
        there.values().forEach(this::changed);
    }

    // ---- what the bridge says on its own

    private void pushed(BridgeEvent event) {
        if (event instanceof BridgeEvent.AttributeUpdated update) {
            BridgeNode node = nodes.get(update.node());
            if (node != null) {
                changed(node.with(update.path(), update.value()));
            }
        } else if (event instanceof BridgeEvent.NodeEvent nodeEvent) {
            listener.received("event " + nodeEvent.eventId() + " of " + nodeEvent.node() + "/" + nodeEvent.endpoint()
                    + "/" + nodeEvent.cluster() + ", number " + Long.toUnsignedString(nodeEvent.number()));
            listener.deviceEvent(nodeEvent);
        } else if (event instanceof BridgeEvent.NodeAdded added) {
            changed(added.node());
        } else if (event instanceof BridgeEvent.NodeUpdated updated) {
            changed(updated.node());
        } else if (event instanceof BridgeEvent.NodeRemoved gone) {
            removed(gone.node());
        } else if (event instanceof BridgeEvent.ServerInfoUpdated info && state instanceof State.Up up) {
            state = new State.Up(up.channel(), info.info());
            lastInfo = info.info();
        } else if (event instanceof BridgeEvent.ServerShutdown) {
            listener.received("the server shuts down");
        }
        // Endpoints that come or go are followed by the whole node; unknown events are for others.
    }

    private void changed(BridgeNode now) {
        BridgeNode before = nodes.put(now.id(), now);
        List<AttributePath> paths =
                before == null ? List.copyOf(now.attributes().keySet()) : now.changesSince(before);
        if (before == null || !paths.isEmpty() || before.available() != now.available()) {
            listener.nodeChanged(before, now, paths);
        }
    }

    private void removed(NodeId id) {
        if (nodes.remove(id) != null) {
            listener.nodeRemoved(id);
        }
    }

    private void answered(String id, Reply reply) {
        Pending waiting = pending.remove(id);
        if (waiting != null) {
            waiting.deadline().cancel();
            waiting.onReply().accept(reply);
        }
        // An answer nobody waits for is late: its request has been given up as lost.
    }

    // ---- going down

    private void lost(TextChannel channel, BytePort.Lost lost) {
        if (channel == channel()) {
            retry(LinkHealth.State.DOWN, lost.reason());
        }
    }

    private void retry(LinkHealth.State how, String why) {
        Duration delay = backoff.next();
        leave(
                new State.Waiting(lane.schedule(timers, delay, () -> {
                    if (state instanceof State.Waiting) {
                        connect();
                    }
                })),
                why);
        tell(how, why);
        queues.values().forEach(q -> q.clear(new Reply.NotSent(Reply.NotSent.Why.LINK_DOWN, why)));
    }

    /** Takes the next state first, then lets go of what the old one held: callbacks see where we are. */
    private void leave(State next, String why) {
        TextChannel channel = channel();
        if (state instanceof State.Greeting greeting) {
            greeting.timeout().cancel();
        }
        if (state instanceof State.Waiting waiting) {
            waiting.retry().cancel();
        }
        state = next;
        if (channel != null) {
            channel.close();
        }
        List<Pending> open = List.copyOf(pending.values());
        pending.clear();
        for (Pending request : open) {
            request.deadline().cancel();
            request.onReply().accept(new Reply.Lost("the bridge went away before it answered: " + why));
        }
    }

    private @Nullable TextChannel channel() {
        if (state instanceof State.Greeting greeting) {
            return greeting.channel();
        }
        if (state instanceof State.Listing listing) {
            return listing.channel();
        }
        return state instanceof State.Up up ? up.channel() : null;
    }

    private void tell(LinkHealth.State how, String text) {
        var now = new LinkHealth(how, text);
        if (!now.equals(health)) {
            health = now;
            listener.healthChanged(now);
        }
    }

    private static String text(Reply reply) {
        if (reply instanceof Reply.Failed failed) {
            return failed.error().summary();
        }
        if (reply instanceof Reply.Lost lost) {
            return lost.text();
        }
        return reply instanceof Reply.NotSent notSent ? notSent.text() : "";
    }

    /** For tests and health: requests sent and not answered. */
    int pendingRequests() {
        return pending.size();
    }
}
