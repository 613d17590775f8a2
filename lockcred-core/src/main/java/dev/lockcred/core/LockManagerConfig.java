// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.core.store.FileKeyPlace;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.Store;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.PortProvider;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How a {@link LockManager} is put together. Everything has a default but the drivers. Not thread-safe. */
public final class LockManagerConfig {

    @Nullable
    Store store;

    @Nullable
    KeyPlace keyPlace;

    @Nullable
    Timers timers;

    @Nullable
    Executor executor;

    @Nullable
    Executor storeExecutor;

    @Nullable
    RandomGenerator random;

    @Nullable
    SecureRandom secureRandom;

    @Nullable
    BiConsumer<String, TraceLine> trace;

    private @Nullable Boolean socket;

    ZoneId zone = ZoneOffset.UTC;
    boolean resident = true;
    boolean acceptHostEnforcement;
    BooleanSupplier lookOnly = () -> false;
    Duration keepHistory = Duration.ofDays(365);
    int pinLength = 6;
    final Map<String, LockDriver> drivers = new LinkedHashMap<>();
    final Map<String, LockDriver> adopting = new LinkedHashMap<>();
    final Map<String, List<DeviceProfile>> profiles = new LinkedHashMap<>();
    final List<PortProvider> ports = new ArrayList<>();
    final List<Lock> locks = new ArrayList<>();
    final List<LockGroup> groups = new ArrayList<>();
    final Map<String, BooleanSupplier> conditions = new LinkedHashMap<>();

    LockManagerConfig() {}

    /** Where wishes, records and history are kept; closed with the manager. Default: in memory, gone with the manager. */
    public LockManagerConfig store(Store value) {
        this.store = value;
        return this;
    }

    /** Where the vault's key and the anchor are kept, apart from the store. Default: as the store's kind suggests. */
    public LockManagerConfig keyPlace(KeyPlace value) {
        this.keyPlace = value;
        return this;
    }

    /**
     * A driver under its type's name; every lock it knows is a lock of the manager, under its address as id.
     *
     * @throws IllegalArgumentException when there is a driver of this type already: then it needs a name
     */
    public LockManagerConfig driver(LockDriver driver) {
        driver(driver.type(), driver);
        adopting.put(driver.type(), driver);
        return this;
    }

    /**
     * A driver under a name; its locks are added with {@link #lock} or {@link Locks#put}.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public LockManagerConfig driver(String name, LockDriver driver) {
        if (drivers.putIfAbsent(name, driver) != null) {
            throw new IllegalArgumentException(
                    "there is a driver '" + name + "' already: give each a name of its own, driver(\"hall\", ...)");
        }
        return this;
    }

    /** Device profiles for a driver, ahead of its own. */
    public LockManagerConfig profiles(String driver, List<DeviceProfile> values) {
        profiles.put(driver, List.copyOf(values));
        return this;
    }

    /** Opens ports for drivers; asked in the order given. */
    public LockManagerConfig ports(PortProvider provider) {
        ports.add(provider);
        return this;
    }

    /** A lock; added, or changed where it is known already. */
    public LockManagerConfig lock(Lock lock) {
        locks.add(lock);
        return this;
    }

    /** A group; added, or changed where it is known already. */
    public LockManagerConfig group(LockGroup group) {
        groups.add(group);
        return this;
    }

    /** The zone of locks that name none, and of shared counts. Default: UTC. */
    public LockManagerConfig zone(ZoneId value) {
        this.zone = value;
        return this;
    }

    /** Whether this process stays, so that ends may rest on it (R46). Default: yes. */
    public LockManagerConfig resident(boolean value) {
        this.resident = value;
        return this;
    }

    /** Whether a process that does not stay may leave codes that only a host would remove. Default: no. */
    public LockManagerConfig acceptHostEnforcement(boolean value) {
        this.acceptHostEnforcement = value;
        return this;
    }

    /**
     * Whether locks are only looked at: each is asked who it is and what has changed, and nothing is written to any, whatever
     * is due. For a process that answers questions and ends, or that has to ask a person first. {@link LockManager#apply()}
     * then waits for the looking. Default: no.
     */
    public LockManagerConfig lookOnly(boolean value) {
        return lookOnly(() -> value);
    }

    /** {@link #lookOnly(boolean)} while this holds; asked before each turn, answers at once. */
    public LockManagerConfig lookOnly(BooleanSupplier holds) {
        this.lookOnly = holds;
        return this;
    }

    /** An external condition for schedules, such as a calendar; asked often, answers at once. */
    public LockManagerConfig condition(String name, BooleanSupplier holds) {
        conditions.put(name, holds);
        return this;
    }

    /**
     * Whether other processes of the same user may work through this one, by a socket beside the store. Default: yes, when the
     * store is in a folder and the time is the system's.
     */
    public LockManagerConfig socket(boolean value) {
        this.socket = value;
        return this;
    }

    boolean listens() {
        return socket != null ? socket : timers == null;
    }

    /** How long events are kept. Default: 365 days. */
    public LockManagerConfig keepHistory(Duration value) {
        this.keepHistory = value;
        return this;
    }

    /** The length of generated PINs where the locks leave a choice, 4..10. Default: 6. */
    public LockManagerConfig pinLength(int value) {
        if (value < 4 || value > 10) {
            throw new IllegalArgumentException("generated PINs have 4 to 10 digits, not " + value);
        }
        this.pinLength = value;
        return this;
    }

    /** Time. Default: the system's. */
    public LockManagerConfig timers(Timers value) {
        this.timers = value;
        return this;
    }

    /**
     * Threads for everything but the store: two or more, or one that nobody else keeps busy. Stays open when the manager is
     * closed; close it afterwards. Default: two daemon threads of our own.
     */
    public LockManagerConfig executor(Executor value) {
        this.executor = value;
        return this;
    }

    /** The thread of the store, which blocks on the disk. Default: one daemon thread of our own. */
    public LockManagerConfig storeExecutor(Executor value) {
        this.storeExecutor = value;
        return this;
    }

    /** For jitter. Default: seeded from {@link #secureRandom}. */
    public LockManagerConfig random(RandomGenerator value) {
        this.random = value;
        return this;
    }

    /** For PINs, keys and nonces. Default: the system's. */
    public LockManagerConfig secureRandom(SecureRandom value) {
        this.secureRandom = value;
        return this;
    }

    /** Listens to the drivers' redacted traces, by driver name. Default: nobody does. */
    public LockManagerConfig trace(BiConsumer<String, TraceLine> listener) {
        this.trace = listener;
        return this;
    }

    Store storeOrDefault() {
        return store != null ? store : InMemoryStore.create();
    }

    KeyPlace keyPlaceOrDefault(Store chosen) {
        if (keyPlace != null) {
            return keyPlace;
        }
        return chosen instanceof InMemoryStore
                ? new InMemoryKeyPlace()
                : FileKeyPlace.of(System.getenv(), Path.of(System.getProperty("user.home")));
    }
}
