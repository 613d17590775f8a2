// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@link FakeLock}s: behaves as a radio driver does, with messages that take time, locks that do not answer,
 * and proofs that cost something. Keeps to {@code Timers} and the host's executor like any other driver, so that it runs in
 * real time and in virtual time alike.
 */
public final class FakeLockDriver implements LockDriver {

    private final Map<String, FakeLock> locks = new TreeMap<>(); // guarded by itself
    private final Map<String, FakeHandle> handles = new TreeMap<>(); // guarded by locks
    private final FakeMemory memory;
    private final @Nullable FakeModel onDemand;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile LinkHealth health = new LinkHealth(LinkHealth.State.STARTING, "not started");
    private volatile @Nullable FakeAir air;

    private FakeLockDriver(FakeMemory memory, @Nullable FakeModel onDemand) {
        this.memory = memory;
        this.onDemand = onDemand;
    }

    /** A driver of these locks. */
    public static FakeLockDriver of(FakeLock... locks) {
        return of(List.of(locks));
    }

    /** A driver of these locks. */
    public static FakeLockDriver of(List<FakeLock> locks) {
        var driver = new FakeLockDriver(FakeMemory.ofProcess(), null);
        locks.forEach(lock -> {
            if (driver.locks.putIfAbsent(lock.address(), lock) != null) {
                throw new IllegalArgumentException("two fake locks have the address " + lock.address());
            }
        });
        return driver;
    }

    /** A driver that has a lock of this model at every address somebody asks for, forgotten when the process ends. */
    public static FakeLockDriver everywhere(FakeModel model) {
        return new FakeLockDriver(FakeMemory.ofProcess(), model);
    }

    /**
     * The same, remembered in a file that other processes may use at the same time ({@link FakeLock#inFile}). The driver
     * looks at it once a second. The model is one of the presets of {@link FakeModel#ofKind}: the file remembers its name.
     */
    public static FakeLockDriver remembered(Path file, FakeModel model) {
        return new FakeLockDriver(FakeMemory.of(file), model);
    }

    /**
     * The lock at an address, to play the person at its door.
     *
     * @throws IllegalArgumentException when there is none
     */
    public FakeLock fakeLock(String address) {
        synchronized (locks) {
            FakeLock lock = find(address);
            if (lock == null) {
                throw new IllegalArgumentException(
                        "there is no fake lock '" + address + "'; there are " + locks.keySet());
            }
            return lock;
        }
    }

    /** Takes the link away, as when a stick is unplugged. */
    public void linkDown(String reason) {
        changeLink(new LinkHealth(LinkHealth.State.DOWN, reason));
    }

    /** Brings the link back. */
    public void linkUp() {
        changeLink(new LinkHealth(LinkHealth.State.UP, "fake radio"));
    }

    @Override
    public String type() {
        return "fake";
    }

    @Override
    public CompletionStage<Void> start(DriverContext context) {
        var started = new CompletableFuture<Void>();
        var fresh = new FakeAir(context, this);
        synchronized (locks) {
            if (air != null || health.state() == LinkHealth.State.CLOSED) {
                throw new IllegalStateException("a driver is started once: make a new one for each manager");
            }
            air = fresh;
            memory.kinds().keySet().forEach(this::find);
            locks.values().forEach(lock -> lock.attach(context.timers()::now, fresh::touched));
        }
        fresh.lane().execute(() -> {
            if (health.state() == LinkHealth.State.STARTING) {
                linkUp();
            }
            fresh.start(memory.isShared());
            started.complete(null);
        });
        return started;
    }

    @Override
    public LinkHealth health() {
        return health;
    }

    @Override
    public List<DiscoveredLock> discovered() {
        synchronized (locks) {
            return locks.values().stream()
                    .map(lock -> new DiscoveredLock(
                            lock.address(), "fake " + lock.model().name()))
                    .toList();
        }
    }

    @Override
    public DriverLock lock(String address, LockOptions options) {
        if (address.isBlank()) {
            throw new IllegalArgumentException("the address of a fake lock is a word of your choice, such as 'front'");
        }
        synchronized (locks) {
            FakeLock lock = find(address);
            if (lock != null && air != null) {
                lock.install(options.zone());
            }
            FakeHandle handle = handles.computeIfAbsent(address, a -> new FakeHandle(a, lock, this));
            handle.options(options);
            return handle;
        }
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        FakeAir open;
        synchronized (locks) {
            open = air;
            if (health.state() == LinkHealth.State.CLOSED) {
                return closed;
            }
            health = new LinkHealth(LinkHealth.State.CLOSED, "closed");
            locks.values().forEach(FakeLock::detach);
        }
        if (open == null) {
            closed.complete(null);
        } else {
            open.lane().execute(() -> {
                open.close();
                closed.complete(null);
            });
        }
        return closed;
    }

    /** The running side; tells what to do when there is none yet. */
    FakeAir air() {
        FakeAir running = air;
        if (running == null) {
            throw new IllegalStateException("the driver was not started");
        }
        return running;
    }

    List<FakeLock> all() {
        synchronized (locks) {
            return new ArrayList<>(locks.values());
        }
    }

    List<FakeHandle> allHandles() {
        synchronized (locks) {
            return new ArrayList<>(handles.values());
        }
    }

    /** Must be called with {@code locks} held. */
    private @Nullable FakeLock find(String address) {
        FakeLock lock = locks.get(address);
        if (lock != null || onDemand == null) {
            return lock;
        }
        FakeModel model = memory.kind(address).map(FakeModel::ofKind).orElse(onDemand);
        var made = new FakeLock(address, model, memory, null);
        locks.put(address, made);
        FakeAir running = air;
        if (running != null) {
            made.attach(running.timers()::now, running::touched);
        }
        return made;
    }

    private void changeLink(LinkHealth changed) {
        synchronized (locks) {
            if (health.state() == LinkHealth.State.CLOSED) {
                return;
            }
            health = changed;
        }
        FakeAir running = air;
        if (running != null) {
            running.lane().execute(() -> running.tell(new DriverEvent.LinkChanged(changed)));
        }
    }
}
