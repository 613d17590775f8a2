// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.host;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Backoff;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zigbee.ZigbeeNetwork;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus;
import dev.lockcred.zigbee.internal.link.AshSettings;
import dev.lockcred.zigbee.internal.lock.ZigbeeLock;
import dev.lockcred.zigbee.internal.net.Coordinator;
import dev.lockcred.zigbee.internal.net.Coordinator.NetworkFacts;
import dev.lockcred.zigbee.internal.net.Radio;
import dev.lockcred.zigbee.internal.net.ZdoClient;
import dev.lockcred.zigbee.internal.session.EzspSession;
import dev.lockcred.zigbee.internal.session.NcpException;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.NetworkInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's inside. Opens the port, resumes the network, hands messages on, and begins again when the stick is lost. Public
 * methods may be called from any thread; everything else is confined to the lane.
 */
public final class Host {

    private static final Logger log = LoggerFactory.getLogger(Host.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(60);

    private final DriverContext context;
    private final PortSpec portSpec;
    private final AshSettings ash;
    private final Lane lane;
    private final Timers timers;
    private final Memory memory;
    private final Backoff backoff;
    private final ZdoClient zdo;
    private final Devices devices;
    private final NetworkAdmin admin;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private State state = new State.Fresh();
    private volatile LinkHealth health = new LinkHealth(LinkHealth.State.STARTING, "not started");
    private volatile Optional<NetworkInfo> info = Optional.empty();

    private sealed interface State {
        record Fresh() implements State {}

        /** The port is being opened. */
        record Opening() implements State {}

        /** The stick is being set up, or stands ready without a network of ours. */
        record Stick(Connection connection, boolean ready) implements State {}

        /** The network is up. */
        record Up(Connection connection, NetworkFacts facts) implements State {}

        /** Waiting before the next attempt. */
        record Resting(Timers.Cancellable retry) implements State {}

        record Closed() implements State {}
    }

    /** A session and what works on it. */
    record Connection(EzspSession session, Coordinator coordinator, Radio radio) {}

    public Host(DriverContext context, PortSpec portSpec, AshSettings ash) {
        this.context = context;
        this.portSpec = portSpec;
        this.ash = ash;
        this.timers = context.timers();
        this.lane = new Lane("zigbee " + context.name(), context.executor(), Host::onMistake);
        this.memory = new Memory(context.state());
        this.backoff = new Backoff(FIRST_RETRY, LAST_RETRY, context.random());
        this.zdo = new ZdoClient(lane, timers);
        this.devices = new Devices(this, context, lane, memory, zdo);
        this.admin = new NetworkAdmin(this, context, lane, memory, devices, zdo);
    }

    private static void onMistake(Throwable failure) {
        log.error("a mistake in the Zigbee driver", failure);
    }

    /** Begins; completes when the network is up, or it is known why not. */
    public CompletionStage<Void> start() {
        lane.execute(() -> {
            devices.recall();
            open();
        });
        return started;
    }

    public LinkHealth health() {
        return health;
    }

    public List<DiscoveredLock> discovered() {
        return devices.discovered();
    }

    public DriverLock lock(Eui64 eui64, LockOptions options) {
        return devices.lock(eui64, options);
    }

    public ZigbeeNetwork network() {
        return admin;
    }

    Optional<NetworkInfo> info() {
        return info;
    }

    /** Ends everything; completes when nothing is left. */
    public CompletionStage<Void> close() {
        lane.execute(() -> {
            if (state instanceof State.Closed) {
                return;
            }
            State old = state;
            state = new State.Closed();
            health = new LinkHealth(LinkHealth.State.CLOSED, "closed");
            info = Optional.empty();
            NcpException why = NcpException.lost("the driver was closed");
            if (old instanceof State.Resting resting) {
                resting.retry().cancel();
            }
            connection(old).ifPresent(c -> {
                c.session().close();
                drop(c, why);
            });
            admin.onClose();
            devices.close();
            zdo.detach();
            started.complete(null);
            ended.complete(null);
        });
        return ended;
    }

    // ---- for the parts of this package, on the lane

    Timers timers() {
        return timers;
    }

    /** The stick, as soon as it is set up; with or without a network of ours. */
    Optional<Connection> stick() {
        if (state instanceof State.Stick stick && stick.ready()) {
            return Optional.of(stick.connection());
        }
        return state instanceof State.Up up ? Optional.of(up.connection()) : Optional.empty();
    }

    Optional<ZigbeeLock.Up> up() {
        return state instanceof State.Up up
                ? Optional.of(new ZigbeeLock.Up(
                        up.connection().coordinator(), up.facts().coordinator()))
                : Optional.empty();
    }

    Optional<Radio> radio() {
        return state instanceof State.Up up ? Optional.of(up.connection().radio()) : Optional.empty();
    }

    void trace(TraceLine.Direction direction, String text) {
        if (context.tracing()) {
            context.trace().accept(new TraceLine(timers.now(), direction, text));
        }
        log.trace("{} {}", direction, text);
    }

    void emit(DriverEvent event) {
        context.events().accept(event);
    }

    /** A network of ours is up. */
    void onNetwork(Connection connection, NetworkFacts facts) {
        memory.keepNetwork(facts);
        state = new State.Up(connection, facts);
        info = Optional.of(describe(facts));
        backoff.reset();
        zdo.attach(connection.radio());
        tell(LinkHealth.State.UP, info.map(NetworkInfo::describe).orElse(""));
        devices.attach(connection.radio());
        if (!devices.isEmpty()) {
            started.complete(null);
            return;
        }
        // A stick that has been on its network before us: its children are the devices to ask about.
        connection.coordinator().children().whenComplete((children, failure) -> {
            if (failure == null && isCurrent(connection)) {
                devices.introduce(children);
            }
            started.complete(null);
        });
    }

    /** The stick is on no network, or not on ours. */
    void onNoNetwork(Connection connection, String text) {
        boolean wasUp = state instanceof State.Up;
        state = new State.Stick(connection, true);
        info = Optional.empty();
        if (wasUp) {
            devices.detach(text);
            zdo.detach();
        }
        tell(LinkHealth.State.BROKEN, text);
        started.complete(null);
    }

    // ---- the port

    private void open() {
        if (state instanceof State.Closed) {
            return;
        }
        state = new State.Opening();
        context.open(portSpec, lane)
                .whenComplete((port, failure) -> lane.executeOrRun(() -> {
                    if (state instanceof State.Closed) {
                        if (port != null) {
                            port.close();
                        }
                    } else if (failure != null) {
                        rest(
                                LinkHealth.State.DOWN,
                                String.valueOf(unwrap(failure).getMessage()));
                    } else {
                        begin(port);
                    }
                }));
    }

    private void begin(BytePort port) {
        var holder = new Listener();
        var session = new EzspSession(lane, timers, port, ash, this::trace, holder);
        var connection =
                new Connection(session, new Coordinator(lane, timers, session), new Radio(lane, timers, session));
        holder.connection = connection;
        state = new State.Stick(connection, false);
        session.start()
                .thenCompose(version -> connection.coordinator().bringUp())
                .whenComplete((found, failure) -> {
                    if (!isCurrent(connection)) {
                        return; // the listener heard of it already
                    }
                    if (failure != null) {
                        NcpException why = ncp(failure);
                        session.close();
                        onDown(connection, why);
                    } else {
                        onFound(connection, found);
                    }
                });
    }

    private void onFound(Connection connection, Coordinator.Found found) {
        if (found instanceof Coordinator.Found.Network network) {
            admin.checkOwnership(connection, network.facts());
        } else {
            onNoNetwork(connection, admin.noNetwork());
        }
    }

    private final class Listener implements EzspSession.Listener {
        private @Nullable Connection connection;

        @Override
        public void onCallback(EzspMessage.Callback callback) {
            Connection current = connection;
            if (current != null && isCurrent(current)) {
                Host.this.onCallback(current, callback);
            }
        }

        @Override
        public void onDown(NcpException why) {
            Connection current = connection;
            if (current != null && isCurrent(current)) {
                Host.this.onDown(current, why);
            }
        }
    }

    private boolean isCurrent(Connection connection) {
        return connection(state).map(c -> c.session() == connection.session()).orElse(false);
    }

    private static Optional<Connection> connection(State state) {
        if (state instanceof State.Stick stick) {
            return Optional.of(stick.connection());
        }
        return state instanceof State.Up up ? Optional.of(up.connection()) : Optional.empty();
    }

    private void onDown(Connection connection, NcpException why) {
        rest(why.isPermanent() ? LinkHealth.State.BROKEN : LinkHealth.State.DOWN, portSpec + ": " + why.getMessage());
        drop(connection, why);
    }

    private void drop(Connection connection, NcpException why) {
        info = Optional.empty();
        connection.coordinator().onDown(why);
        connection.radio().onDown(why);
        devices.detach(String.valueOf(why.getMessage()));
        zdo.detach();
    }

    private void rest(LinkHealth.State kind, String text) {
        Duration delay = kind == LinkHealth.State.BROKEN ? LAST_RETRY : backoff.next();
        state = new State.Resting(lane.schedule(timers, delay, this::open));
        tell(kind, text);
        started.complete(null);
    }

    private void tell(LinkHealth.State kind, String text) {
        LinkHealth now = new LinkHealth(kind, text);
        boolean changed = !now.equals(health);
        health = now;
        if (changed) {
            if (kind == LinkHealth.State.BROKEN) {
                log.warn("Zigbee driver {}: {}", context.name(), text);
            }
            emit(new DriverEvent.LinkChanged(now));
        }
    }

    // ---- what the stick says

    private void onCallback(Connection connection, EzspMessage.Callback callback) {
        Optional<NcpStatus> status = Coordinator.stackStatus(callback);
        if (status.isPresent()) {
            boolean leaving = admin.isLeaving(); // asked first: the order to leave may end with this very callback
            connection.coordinator().onStackStatus(status.get());
            if (status.get().is(NcpStatus.Meaning.NETWORK_DOWN) && state instanceof State.Up && !leaving) {
                connection.session().close();
                onDown(connection, NcpException.lost("the network went down by itself"));
            } else if (status.get().is(NcpStatus.Meaning.PAN_ID_CHANGED)) {
                readAgain(connection);
            }
            return;
        }
        if (connection.radio().onCallback(callback)) {
            return;
        }
        if (!(state instanceof State.Up)) {
            return;
        }
        if (callback instanceof EzspCallback.IncomingMessage message) {
            devices.onMessage(message);
        } else if (callback instanceof EzspCallback.TrustCenterJoin join) {
            devices.onJoin(join);
            if (join.update() == EzspCallback.TrustCenterJoin.UNSECURED_JOIN) {
                admin.onJoined();
            }
        } else if (callback instanceof EzspCallback.IdConflict conflict) {
            log.warn("two Zigbee devices used the short address {}; both take new ones", conflict.nodeId());
        }
    }

    /** The network is the same under another PAN id, as after a conflict with a neighbour's. */
    private void readAgain(Connection connection) {
        var unused = connection.coordinator().facts().whenComplete((facts, failure) -> {
            if (failure == null && isCurrent(connection) && state instanceof State.Up) {
                state = new State.Up(connection, facts);
                info = Optional.of(describe(facts));
                tell(LinkHealth.State.UP, info.map(NetworkInfo::describe).orElse(""));
            }
        });
    }

    private static NetworkInfo describe(NetworkFacts facts) {
        return new NetworkInfo(
                facts.coordinator(),
                facts.parameters().extendedPanId(),
                facts.parameters().panId(),
                facts.parameters().channel(),
                facts.firmware());
    }

    static NcpException ncp(Throwable failure) {
        Throwable cause = unwrap(failure);
        return cause instanceof NcpException ncp ? ncp : NcpException.lost("a mistake in the driver: " + cause);
    }

    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
