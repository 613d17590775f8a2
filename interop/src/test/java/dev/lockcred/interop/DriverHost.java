// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import dev.lockcred.matter.WebSocketPorts;
import dev.lockcred.serial.TcpPorts;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.testkit.Pins;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Hosts one driver, found as a plug-in host finds it, against a peer: the machine's clock and threads, TCP and WebSocket. What
 * the driver reports and traces is kept and looked through for PINs. Its methods wait for the driver.
 */
public final class DriverHost implements DriverContext, AutoCloseable {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final String type;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final Timers timers = new RealTimers(threads);
    private final RandomGenerator random = new Random(7);
    private final SecureRandom secureRandom = new SecureRandom();
    private final TcpPorts tcp = new TcpPorts();
    private final WebSocketPorts webSocket = new WebSocketPorts();
    private final RememberedState state = new RememberedState(threads);
    private final BlockingQueue<DriverEvent> events = new LinkedBlockingQueue<>();
    private LockDriver driver;

    /** A host for the driver of this type with these settings; relative paths are in {@code folder}. */
    public DriverHost(String type, Map<String, String> settings, Path folder) {
        this.type = type;
        driver = create(settings, folder);
        await(driver.start(this));
    }

    private LockDriver create(Map<String, String> settings, Path folder) {
        return ServiceLoader.load(DriverProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no driver of type " + type + " on the class path"))
                .create(DriverSettings.of(type, settings, folder));
    }

    /**
     * Closes the driver, starts another one that remembers what this one did, and waits for its link: a peer that takes one
     * host at a time may still turn the second one away, as it has not heard yet that the first is gone.
     */
    public void restart(Map<String, String> settings, Path folder) throws Exception {
        await(driver.closeAsync());
        events.clear();
        driver = create(settings, folder);
        await(driver.start(this));
        until("the link", () -> driver.health().state() == LinkHealth.State.UP);
    }

    public LockDriver driver() {
        return driver;
    }

    /** A lock that may be written over an unsecured link. */
    public DriverLock lock(String address) {
        return driver.lock(address, new LockOptions(ZONE, Optional.empty(), true));
    }

    public LockDescription describe(DriverLock lock) {
        Described described = await(lock.describe(Call.read(PATIENCE)));
        if (described instanceof Described.Known known) {
            return known.description();
        }
        throw new AssertionError(lock.address() + " was not described: " + described);
    }

    public ReadResult read(DriverLock lock, ReadRequest request) {
        return await(lock.read(request, Call.read(PATIENCE)));
    }

    public ChangeCheck check(DriverLock lock) {
        return await(lock.checkChanged(Call.read(PATIENCE)));
    }

    public BatchResult apply(DriverLock lock, Change... changes) {
        return await(
                lock.apply(List.of(changes), new Call(Call.Priority.GRANT, Duration.ofSeconds(60), Call.Guard.OPEN)));
    }

    /** The outcome of a single change. */
    public ChangeOutcome outcome(DriverLock lock, Change change) {
        return apply(lock, change).results().get(0).outcome();
    }

    /** The next event of a kind for which the test holds; others before it are dropped. */
    public <E extends DriverEvent> E next(Class<E> kind, Predicate<E> test) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            DriverEvent event = events.poll(1, TimeUnit.SECONDS);
            if (kind.isInstance(event) && test.test(kind.cast(event))) {
                return kind.cast(event);
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " as expected within " + PATIENCE);
    }

    public void forgetEvents() {
        events.clear();
    }

    /** Waits until the condition holds. */
    public static void until(String what, java.util.concurrent.Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not come about within " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    public <T> T await(CompletionStage<T> stage) {
        try {
            return timers.await(stage, PATIENCE.plusSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (TimeoutException e) {
            throw new AssertionError("the driver did not answer in time", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the driver failed", e.getCause());
        }
    }

    @Override
    public void close() {
        await(driver.closeAsync());
        threads.shutdownNow();
    }

    @Override
    public String name() {
        return type;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public Executor executor() {
        return threads;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public SecureRandom secureRandom() {
        return secureRandom;
    }

    @Override
    public CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
        return tcp.open(spec, lane);
    }

    @Override
    public CompletionStage<TextChannel> openText(TextSpec spec, Lane lane) {
        return webSocket.openText(spec, lane);
    }

    @Override
    public DriverState state() {
        return state;
    }

    @Override
    public List<DeviceProfile> profiles() {
        return List.of();
    }

    @Override
    public Consumer<DriverEvent> events() {
        return event -> {
            Pins.inspect("an event of the driver", event);
            events.add(event);
        };
    }

    @Override
    public Consumer<TraceLine> trace() {
        return line -> Pins.inspect("the trace of the link", line);
    }

    @Override
    public boolean tracing() {
        return true;
    }
}
