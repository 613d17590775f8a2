// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.DriverState.Edits;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.link.LinkTrace;
import dev.lockcred.zwave.internal.lock.Home;
import dev.lockcred.zwave.internal.lock.ZWaveLock;
import dev.lockcred.zwave.internal.serialapi.ChipMessage.ProtocolInfo;
import dev.lockcred.zwave.internal.serialapi.NodeInfo;
import dev.lockcred.zwave.internal.session.ControllerFacts;
import dev.lockcred.zwave.internal.session.MembershipChange;
import dev.lockcred.zwave.internal.session.Network;
import dev.lockcred.zwave.internal.session.NetworkListener;
import dev.lockcred.zwave.internal.session.Node;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver of Z-Wave locks behind one controller stick. The address of a lock is its node id, {@code "12"}.
 *
 * <p>Talks to nodes under the security class they were granted and never below it; writes no PIN to an unsecured node unless
 * {@link LockOptions#allowPlaintext()} says so; never clears anything of its own accord. Threads as {@link LockDriver} says.
 */
public final class ZWaveDriver implements LockDriver {

    private static final Logger log = LoggerFactory.getLogger(ZWaveDriver.class);
    /** The generic device class of locks. */
    private static final int ENTRY_CONTROL = 0x40;

    private static final String FINGERPRINT_KEY = "fingerprint-key";

    private final ZWaveOptions options;
    private final Map<Integer, ZWaveLock> locks = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Object life = new Object();
    private final ZWaveNetwork network = new ZWaveNetwork(this::access);
    private volatile LinkHealth health = new LinkHealth(LinkHealth.State.STARTING, "not started");
    private volatile List<DiscoveredLock> discovered = List.of();
    private @Nullable Running running; // guarded by life
    private boolean closing; // guarded by life

    private ZWaveDriver(ZWaveOptions options) {
        this.options = options;
    }

    /** A driver, unstarted. */
    public static ZWaveDriver create(ZWaveOptions options) {
        return new ZWaveDriver(options);
    }

    @Override
    public String type() {
        return "zwave";
    }

    @Override
    public CompletionStage<Void> start(DriverContext context) {
        var started = new CompletableFuture<Void>();
        Running fresh;
        synchronized (life) {
            if (running != null || closing) {
                throw new IllegalStateException("a driver is started once");
            }
            fresh = new Running(context, started);
            running = fresh;
        }
        fresh.lane.execute(fresh::begin);
        return started;
    }

    @Override
    public LinkHealth health() {
        return health;
    }

    @Override
    public List<DiscoveredLock> discovered() {
        return discovered;
    }

    @Override
    public DriverLock lock(String address, LockOptions lockOptions) {
        int id = node(address);
        var fresh = new ZWaveLock(this::home, id, lockOptions);
        ZWaveLock there = locks.putIfAbsent(id, fresh);
        if (there != null) {
            there.options(lockOptions);
            return there;
        }
        Running now;
        synchronized (life) {
            now = closing ? null : running;
        }
        if (now != null) {
            now.lane.execute(fresh::onUp); // else the network's coming up is told to it
        }
        return fresh;
    }

    private Home home() {
        synchronized (life) {
            if (running == null) {
                throw new IllegalStateException("the driver was not started");
            }
            return running;
        }
    }

    private static int node(String address) {
        String text = address.strip();
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'" + address
                    + "' is no Z-Wave address: it is a node id, such as 12; 'lockcred zwave nodes' lists them");
        }
        int node = Integer.parseInt(text);
        if (node < 1 || node > 4000) {
            throw new IllegalArgumentException("node " + node + " is outside 1..232 (Long Range: 256..4000)");
        }
        return node;
    }

    /** The network behind the stick: who is in it, who is let in, how a broken stick is replaced. */
    public ZWaveNetwork network() {
        return network;
    }

    /**
     * What a lock can do with credentials beyond what every driver offers: learn one from the person before it, give one to
     * another user, its admin code.
     *
     * @param address as in {@link #lock}
     */
    public ZWaveCredentials credentials(String address) {
        return new ZWaveCredentials(locks.computeIfAbsent(
                node(address), id -> new ZWaveLock(this::home, id, LockOptions.of(ZoneOffset.UTC))));
    }

    private ZWaveNetwork.Access access() {
        synchronized (life) {
            if (running == null) {
                throw new IllegalStateException("the driver was not started");
            }
            return running;
        }
    }

    static NodeSummary summary(Node n) {
        boolean secureListed = !n.granted().isPlain();
        return new NodeSummary(
                n.id(),
                n.info().generic() == ENTRY_CONTROL,
                kind(n.info()),
                secureListed ? ZWaveLock.text(n.granted()) : "none, or not known yet",
                n.info().listening(),
                n.info().flirsMillis(),
                n.silentFor().isZero(),
                n.lastHeard());
    }

    private static String kind(ProtocolInfo info) {
        if (info.generic() != ENTRY_CONTROL) {
            return "device of class " + Integer.toHexString(info.generic());
        }
        return info.specific().orElse(0) == 3 ? "secure keypad door lock" : "entry control";
    }

    @Override
    public Optional<String> profileResource() {
        return Optional.of("/META-INF/lockcred/zwave-profiles.json");
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        Running now;
        synchronized (life) {
            if (closing) {
                return closed;
            }
            closing = true;
            now = running;
        }
        if (now == null) {
            health = new LinkHealth(LinkHealth.State.CLOSED, "closed");
            closed.complete(null);
        } else {
            now.lane.execute(now::end);
        }
        return closed;
    }

    @Override
    public String toString() {
        return "ZWaveDriver[" + options.port() + "]";
    }

    /** The running side; confined to its lane. */
    private final class Running implements Home, NetworkListener, ZWaveNetwork.Access {
        private final DriverContext context;
        private final CompletableFuture<Void> started;
        private final Lane lane;
        private final Network network;
        private boolean over;
        private boolean busy;

        Running(DriverContext context, CompletableFuture<Void> started) {
            this.context = context;
            this.started = started;
            this.lane = new Lane("zwave " + context.name(), context.executor(), this::onFailure);
            this.network = new Network(
                    context.timers(),
                    lane,
                    context.random(),
                    context.secureRandom(),
                    options.keys().ring(),
                    trace(),
                    () -> context.open(options.port(), lane),
                    this);
        }

        private LinkTrace trace() {
            return (direction, text) -> {
                if (context.tracing()) {
                    context.trace().accept(new TraceLine(context.timers().now(), direction, text.get()));
                }
            };
        }

        void begin() {
            if (!over) {
                network.start();
            }
        }

        @Override
        public Membership settled(MembershipChange.Ended ended) {
            if (ended instanceof MembershipChange.Ended.Included included) {
                int id = included.node().id();
                lockOf(id).included(included.node(), included.securityClass(), included.listed());
                return new Membership.Included(id, ZWaveLock.text(included.securityClass()));
            }
            if (ended instanceof MembershipChange.Ended.Excluded excluded) {
                ZWaveLock lock = locks.get(excluded.node());
                if (lock != null) {
                    lock.forget();
                }
                return new Membership.Excluded(excluded.node());
            }
            MembershipChange.Ended.Failed failed = (MembershipChange.Ended.Failed) ended;
            return new Membership.Failed(failed.node(), failed.text());
        }

        private ZWaveLock lockOf(int id) {
            return locks.computeIfAbsent(
                    id, i -> new ZWaveLock(ZWaveDriver.this::home, i, LockOptions.of(ZoneOffset.UTC)));
        }

        void end() {
            over = true;
            locks.values().forEach(ZWaveLock::close);
            network.close();
            health = new LinkHealth(LinkHealth.State.CLOSED, "closed");
            started.complete(null);
            closed.complete(null);
        }

        private void onFailure(Throwable failure) {
            log.error("driver {}: a mistake in the driver; it goes on", context.name(), failure);
        }

        // ---- the network tells

        @Override
        public void onUp(ControllerFacts facts) {
            say(new LinkHealth(LinkHealth.State.UP, options.port() + ": " + facts.text()));
            locks.values().forEach(ZWaveLock::onUp);
            onNodesChanged();
            ZWaveDriver.this.network.listen(this);
            started.complete(null);
        }

        @Override
        public void onDown(String why, boolean hopeless) {
            say(new LinkHealth(
                    hopeless ? LinkHealth.State.BROKEN : LinkHealth.State.DOWN, options.port() + ": " + why));
            started.complete(null);
        }

        private void say(LinkHealth now) {
            if (!over) {
                boolean changed = !now.equals(health);
                health = now;
                if (changed) {
                    tell(new DriverEvent.LinkChanged(now));
                }
            }
        }

        @Override
        public void onNodesChanged() {
            List<DiscoveredLock> now = network.nodes().values().stream()
                    .filter(n -> isLock(n.info()))
                    .map(n -> new DiscoveredLock(String.valueOf(n.id()), label(n)))
                    .toList();
            if (!now.equals(discovered)) {
                discovered = now;
                tell(new DriverEvent.LocksChanged());
            }
        }

        private static boolean isLock(ProtocolInfo info) {
            return info.generic() == ENTRY_CONTROL;
        }

        private static String label(Node n) {
            int beam = n.info().flirsMillis();
            return "node " + n.id() + ", " + kind(n.info()) + (beam > 0 ? ", woken by a beam of " + beam + " ms" : "");
        }

        @Override
        public void onNodeInfo(int node, NodeInfo info) {
            // Nothing: a list in clear changes nothing about what a node was granted.
        }

        @Override
        public void onSmartStart(long nwiHomeId) {
            ZWaveDriver.this.network.onSmartStartRequest(this, nwiHomeId);
        }

        @Override
        public void onCommand(Node node, Command command) {
            ZWaveLock lock = locks.get(node.id());
            if (lock != null) {
                lock.onCommand(node, command);
            }
        }

        @Override
        public Optional<Octets> onRequest(Node node, Command command) {
            ZWaveLock lock = locks.get(node.id());
            return lock == null ? Optional.empty() : lock.onRequest(command);
        }

        @Override
        public void onReachability(Node node, boolean reachable, String text) {
            ZWaveLock lock = locks.get(node.id());
            if (lock != null) {
                lock.onReachability(node, reachable, text);
            }
        }

        // ---- what locks need

        @Override
        public Timers timers() {
            return context.timers();
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public Network network() {
            return network;
        }

        @Override
        public DriverState state() {
            return context.state();
        }

        @Override
        public List<DeviceProfile> profiles() {
            return context.profiles();
        }

        @Override
        public void tell(DriverEvent event) {
            if (!over) {
                context.events().accept(event);
            }
        }

        @Override
        public byte[] fingerprintKey() {
            return context.state().get(FINGERPRINT_KEY).orElseGet(() -> {
                byte[] key = new byte[32];
                context.secureRandom().nextBytes(key);
                var unused = context.state()
                        .write(new Edits().putSecret(FINGERPRINT_KEY, key).list());
                return key;
            });
        }

        @Override
        public SecureRandom secureRandom() {
            return context.secureRandom();
        }

        @Override
        public boolean busy() {
            return busy;
        }

        @Override
        public void busy(boolean now) {
            busy = now;
        }

        @Override
        public boolean closing() {
            return over;
        }
    }
}
