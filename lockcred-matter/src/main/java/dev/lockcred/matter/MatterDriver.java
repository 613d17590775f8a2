// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import dev.lockcred.matter.internal.bridge.AttributePath;
import dev.lockcred.matter.internal.bridge.BridgeAnswers;
import dev.lockcred.matter.internal.bridge.BridgeEvent;
import dev.lockcred.matter.internal.bridge.BridgeNode;
import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.matter.internal.bridge.NodeId;
import dev.lockcred.matter.internal.bridge.ServerInfo;
import dev.lockcred.matter.internal.lock.LockAddress;
import dev.lockcred.matter.internal.lock.MatterLock;
import dev.lockcred.matter.internal.lock.Nodes;
import dev.lockcred.matter.internal.session.BridgeSession;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.matter.internal.session.SessionListener;
import dev.lockcred.matter.internal.session.SessionTimes;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Backoff;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.MalformedFrameException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of one Matter controller server: the matter.js based one or python-matter-server. Manages users, PINs, tags and
 * schedules of locks that let it, operates doors, and tells who came by what means.
 *
 * <p>Addresses are {@code node/endpoint}, such as {@code 1/1}.
 *
 * <p>Besides what every driver does it commissions, shares and removes nodes, and keeps the holidays of locks. Thread-safe; stages complete on the driver's
 * lane.
 */
public final class MatterDriver implements LockDriver {

    private static final Logger LOG = LoggerFactory.getLogger(MatterDriver.class);
    private static final Duration PROGRESS = Duration.ofSeconds(15);

    private final MatterOptions options;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<Void> startedUp = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile LinkHealth health = new LinkHealth(LinkHealth.State.STARTING, "not started");
    private volatile @Nullable Running running;
    private volatile List<DiscoveredLock> discovered = List.of();

    /** A driver, unstarted. */
    public MatterDriver(MatterOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    public String type() {
        return "matter";
    }

    @Override
    public CompletionStage<Void> start(DriverContext context) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a driver is started once");
        }
        var run = new Running(context);
        running = run;
        run.lane.execute(run::begin);
        return startedUp.minimalCompletionStage();
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
        LockAddress parsed = LockAddress.parse(address);
        Running run = running;
        if (run == null) {
            throw new IllegalStateException("the driver is not started");
        }
        MatterLock lock = run.locks.computeIfAbsent(parsed, a -> new MatterLock(a, run, lockOptions));
        lock.options(lockOptions);
        run.lane.execute(() -> lock.node(run.session.node(parsed.node())));
        return lock;
    }

    /** What a person should know about how this bridge is reached; empty when all is well. */
    public List<String> warnings() {
        if (!options.open()) {
            return List.of();
        }
        return List.of("the Matter server " + options.channel().uri()
                + " asks for no password and is not on this computer: whoever reaches that port controls the locks."
                + " Let it listen on 127.0.0.1, or put a proxy with TLS and a token in front");
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        Running run = running;
        if (run == null) {
            started.set(true);
            closed.complete(null);
        } else {
            run.lane.execute(run::end);
        }
        return closed.minimalCompletionStage();
    }

    // ---- nodes

    /**
     * Brings a device into the server's fabric; takes 10 s to minutes.
     *
     * @param code the QR code's text ({@code MT:...}) or the manual code's digits; it opens the device to anybody who has it
     *     and is never printed
     * @param progress told now and then what is going on, on the driver's lane
     * @return the addresses of the locks found on it
     */
    public CompletionStage<Result<List<String>>> commission(String code, Consumer<String> progress) {
        var request = new BridgeRequest.CommissionWithCode(code, false);
        progress.accept("asking the Matter server to commission the device");
        return withRunning(run -> {
            var ticking = new Ticking(run, progress);
            return run.<List<String>>ask(request, result -> {
                        BridgeNode node = BridgeAnswers.node(result);
                        return Nodes.locksOf(node).stream()
                                .map(DiscoveredLock::address)
                                .toList();
                    })
                    .thenApply(result -> {
                        ticking.stop();
                        return result instanceof Result.Failed<List<String>> failed
                                ? new Result.Failed<>("the device was not commissioned: " + failed.text()
                                        + ". Is it in pairing mode, near, and the code its own?")
                                : result;
                    });
        });
    }

    /**
     * Opens a device for one more controller.
     *
     * @param address of a lock on it
     * @param open how long, 180 s to 900 s
     * @return the codes to give to the other controller
     */
    public CompletionStage<Result<Codes>> share(String address, Duration open) {
        var request = new BridgeRequest.OpenCommissioningWindow(
                LockAddress.parse(address).node(), Math.toIntExact(open.toSeconds()));
        return withRunning(run -> run.ask(request, result -> {
            var window = BridgeAnswers.window(result);
            return new Codes(window.manualCode(), window.qrCode());
        }));
    }

    /** Lists who controls a device, as the device tells. */
    public CompletionStage<Result<List<Fabric>>> fabrics(String address) {
        NodeId node = LockAddress.parse(address).node();
        return withRunning(run -> run.ask(new BridgeRequest.GetFabrics(node), result -> {
            List<BridgeAnswers.Fabric> fabrics = BridgeAnswers.fabrics(result);
            run.nodes.fabrics(node, fabrics);
            return fabrics.stream()
                    .map(f -> new Fabric(f.index(), f.label(), f.vendorName()))
                    .toList();
        }));
    }

    /** Takes a device out of the server's fabric. Its codes stay in the lock and keep opening it: clear them first. */
    public CompletionStage<Result<String>> remove(String address) {
        NodeId node = LockAddress.parse(address).node();
        return withRunning(run -> run.ask(
                new BridgeRequest.RemoveNode(node),
                result -> "node " + node + " was removed; codes that are in the lock keep opening it"));
    }

    // ---- holidays

    /** The holidays that stand in a lock, by place; one invoke for each place it has. */
    public CompletionStage<Result<List<Holiday>>> holidays(String address) {
        LockAddress lock = LockAddress.parse(address);
        return withRunning(run -> new Holidays(run.session, lock).list());
    }

    /**
     * Puts a holiday into its place, over what stands there, and reads it back; two invokes.
     *
     * @return the holiday as it stands in the lock now
     */
    public CompletionStage<Result<Holiday>> setHoliday(String address, Holiday holiday) {
        LockAddress lock = LockAddress.parse(address);
        return withRunning(run -> new Holidays(run.session, lock).set(holiday));
    }

    /** Clears the holiday in this place, 1..253; nothing standing there is fine too. */
    public CompletionStage<Result<String>> clearHoliday(String address, int index) {
        LockAddress lock = LockAddress.parse(address);
        Holiday.place(index);
        return withRunning(run -> new Holidays(run.session, lock).clear(index));
    }

    private <T> CompletionStage<Result<T>> withRunning(Function<Running, CompletableFuture<Result<T>>> work) {
        Running run = running;
        if (run == null) {
            throw new IllegalStateException("the driver is not started");
        }
        var result = new CompletableFuture<Result<T>>();
        run.lane.execute(() -> {
            var unused = work.apply(run)
                    .handle((value, failure) ->
                            failure == null ? result.complete(value) : result.completeExceptionally(failure));
        });
        return result.minimalCompletionStage();
    }

    /** What became of a wish to the server. */
    public sealed interface Result<T> {
        record Done<T>(T value) implements Result<T> {}

        /**
         * Not done.
         *
         * @param text for people: why not, and what to do
         */
        record Failed<T>(String text) implements Result<T> {}
    }

    /** Codes that let one more controller in. Never printed. */
    public record Codes(String manual, String qr) {
        @Override
        public String toString() {
            return "Codes[hidden]";
        }
    }

    /**
     * A controller of a device.
     *
     * @param index its number on that device
     * @param label what its owner calls it; may be empty
     * @param vendor who made it; may be empty
     */
    public record Fabric(int index, String label, String vendor) {}

    /** Tells that something slow is still going on. */
    private static final class Ticking {
        private final Running run;
        private final Consumer<String> progress;
        private Timers.Cancellable timer;
        private long seconds;

        Ticking(Running run, Consumer<String> progress) {
            this.run = run;
            this.progress = progress;
            this.timer = run.lane.schedule(run.timers(), PROGRESS, this::tick);
        }

        private void tick() {
            seconds += PROGRESS.toSeconds();
            progress.accept("still at it after " + seconds + " s");
            timer = run.lane.schedule(run.timers(), PROGRESS, this::tick);
        }

        void stop() {
            timer.cancel();
        }
    }

    /** The driver while it runs. Confined to its lane. */
    private final class Running implements SessionListener, MatterLock.Home {
        private final DriverContext context;
        private final Lane lane;
        private final BridgeSession session;
        private final Nodes nodes;
        private final ConcurrentHashMap<LockAddress, MatterLock> locks = new ConcurrentHashMap<>();
        private long connectedSince;

        Running(DriverContext context) {
            this.context = context;
            this.lane = new Lane("matter " + context.name(), context.executor(), this::mistake);
            this.session = new BridgeSession(
                    () -> context.openText(options.channel(), lane),
                    lane,
                    context.timers(),
                    new Backoff(options.firstRetry(), options.longestRetry(), context.random()),
                    SessionTimes.DEFAULT,
                    this);
            this.nodes = new Nodes(context, lane, session, locks, this::locksChanged);
        }

        void begin() {
            connectedSince = context.timers().nanoTime();
            warnings().forEach(LOG::warn);
            session.start();
        }

        void end() {
            nodes.close();
            session.close();
            locks.values().forEach(MatterLock::close);
            startedUp.complete(null);
            closed.complete(null);
        }

        private void mistake(Throwable failure) {
            LOG.error("driver {}: a mistake in the Matter driver", context.name(), failure);
        }

        private void locksChanged(List<DiscoveredLock> now) {
            if (!now.equals(discovered)) {
                discovered = now;
                context.events().accept(new DriverEvent.LocksChanged());
            }
        }

        <T> CompletableFuture<Result<T>> ask(BridgeRequest request, Reader<T> reader) {
            var done = new CompletableFuture<Result<T>>();
            session.request(request, reply -> done.complete(read(reply, reader)));
            return done;
        }

        private <T> Result<T> read(Reply reply, Reader<T> reader) {
            if (reply instanceof Reply.Done done) {
                try {
                    return new Result.Done<>(reader.read(done.result()));
                } catch (MalformedFrameException e) {
                    return new Result.Failed<>("the Matter server's answer cannot be read: " + e.getMessage());
                }
            }
            if (reply instanceof Reply.Failed failed) {
                return new Result.Failed<>(failed.error().summary());
            }
            return new Result.Failed<>(
                    reply instanceof Reply.NotSent notSent ? notSent.text() : ((Reply.Lost) reply).text());
        }

        // ---- SessionListener

        @Override
        public void connected(ServerInfo info, @Nullable ServerInfo before) {
            connectedSince = context.timers().nanoTime();
            nodes.connected(info, before != null);
            startedUp.complete(null);
        }

        @Override
        public void healthChanged(LinkHealth now) {
            health = now;
            if (now.state() == LinkHealth.State.UP) {
                LOG.info("driver {}: {}", context.name(), now.text());
            } else if (now.state() != LinkHealth.State.CLOSED) {
                LOG.warn("driver {}: {}", context.name(), now.text());
                nodes.disconnected();
                startedUp.complete(null); // it cannot yet; it goes on trying
            }
            context.events().accept(new DriverEvent.LinkChanged(now));
        }

        @Override
        public void nodeChanged(@Nullable BridgeNode before, BridgeNode now, List<AttributePath> changed) {
            nodes.changed(before, now, changed);
        }

        @Override
        public void nodeRemoved(NodeId node) {
            nodes.removed(node);
        }

        @Override
        public void deviceEvent(BridgeEvent.NodeEvent event) {
            nodes.event(event);
        }

        @Override
        public void sent(String text) {
            trace(TraceLine.Direction.SENT, text);
        }

        @Override
        public void received(String text) {
            trace(TraceLine.Direction.RECEIVED, text);
        }

        @Override
        public void problem(String text) {
            LOG.debug("driver {}: {}", context.name(), text);
            trace(TraceLine.Direction.NOTE, text);
        }

        private void trace(TraceLine.Direction direction, String text) {
            if (context.tracing()) {
                context.trace().accept(new TraceLine(context.timers().now(), direction, text));
            }
        }

        // ---- MatterLock.Home

        @Override
        public BridgeSession session() {
            return session;
        }

        @Override
        public Timers timers() {
            return context.timers();
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public java.util.function.LongSupplier connectedSince() {
            return () -> connectedSince;
        }

        @Override
        public String way() {
            var uri = options.channel().uri();
            return uri.getScheme().equals("wss")
                    ? "TLS to the Matter server"
                    : options.open()
                            ? "no encryption on the way to the Matter server " + uri.getHost()
                            : "on this computer";
        }

        @Override
        public boolean tryUserCommands() {
            return options.tryUserCommands();
        }

        @Override
        public Consumer<DriverEvent> events() {
            return context.events();
        }

        @Override
        public java.util.Optional<String> fabricName(NodeId node, int index) {
            return nodes.fabricName(node, index);
        }

        @Override
        public boolean fabricsAsked(NodeId node) {
            return nodes.fabricsAsked(node);
        }

        @Override
        public void fabrics(NodeId node, List<BridgeAnswers.Fabric> fabrics) {
            nodes.fabrics(node, fabrics);
        }
    }

    /** Reads a result. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(com.fasterxml.jackson.databind.JsonNode result) throws MalformedFrameException;
    }
}
