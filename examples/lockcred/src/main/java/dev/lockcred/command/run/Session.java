// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import dev.lockcred.Actor;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.command.site.PinSource;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteWishes;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.LockManagerConfig;
import dev.lockcred.core.LockManagerException;
import dev.lockcred.core.Profiles;
import dev.lockcred.core.store.FileKeyPlace;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.jdbc.SqliteStore;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The engine on a site's store, for one command; or, while {@code serve}, {@code apply --watch} or an application holds the
 * store, that process (D6): the same answers either way. Where no store is yet, commands that only look have one in memory, so
 * that they leave nothing behind.
 */
public final class Session implements AutoCloseable {

    /** What a command is going to do. */
    public enum Mode {
        /** Answers from the store; no driver is opened. */
        OFFLINE,
        /** Asks locks, writes to none. */
        LOOK,
        /** Cares for a network: drivers are opened and remember what was done, locks are not written to. */
        CARE,
        /** Changes wishes and ends; nothing is sent before {@link Session#work}. */
        WORK,
        /** Stays, and keeps what locks cannot keep; nothing is sent before {@link Session#work}. */
        STAY
    }

    private static final Duration LOOKING = Duration.ofSeconds(20);
    private static final long STEP_MILLIS = 20;

    private final Site site;
    private final Surroundings here;
    private final Mode mode;
    private final Map<String, LockDriver> drivers;
    private final AtomicBoolean looking = new AtomicBoolean(true);
    private boolean through;
    private final LockManager engine;
    private final LockManager locks;

    private Session(Site site, Surroundings here, Mode mode, Map<String, LockDriver> drivers, boolean acceptHost) {
        this.site = site;
        this.here = here;
        this.mode = mode;
        this.drivers = drivers;
        boolean reads = mode == Mode.OFFLINE || mode == Mode.LOOK;
        if (reads && !Files.exists(site.store())) {
            this.engine = LockManager.create(
                    cfg -> configure(cfg, InMemoryStore.create(), new InMemoryKeyPlace(), true, false));
        } else if (mode == Mode.STAY || mode == Mode.CARE) {
            this.engine = alone(acceptHost);
        } else {
            this.engine = LockManager.open(site.store(), cfg -> hold(cfg, acceptHost));
        }
        this.locks = engine.as(actor(here, false));
    }

    /** Holds the store itself, or says who does: a network is cared for, and locks are stayed with, by one process. */
    private LockManager alone(boolean acceptHost) {
        try {
            return LockManager.create(cfg -> hold(cfg, acceptHost));
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.HELD) {
                String held = String.valueOf(e.getMessage()).replaceFirst(": one engine at a time.*", "");
                throw new FailedException(held
                        + (mode == Mode.STAY
                                ? ", which stays with the locks already: one is enough"
                                : ", which has the stick or the server as well: end it first"));
            }
            throw e;
        }
    }

    private void hold(LockManagerConfig cfg, boolean acceptHost) {
        through = true;
        Store store = SqliteStore.at(site.store(), "lockcred, started by " + here.user());
        through = false; // it is ours
        configure(cfg, store, keyPlace(here), false, acceptHost);
    }

    private void configure(LockManagerConfig cfg, Store store, KeyPlace keys, boolean passing, boolean acceptHost) {
        cfg.store(store)
                .keyPlace(keys)
                .zone(site.zone())
                .resident(mode == Mode.STAY)
                .acceptHostEnforcement(acceptHost)
                .lookOnly(looking::get)
                .socket(mode == Mode.STAY); // who ends soon lets nobody in who would be cut off
        site.file().pins().flatMap(p -> p.length()).ifPresent(l -> cfg.pinLength(l.value()));
        site.file().history().flatMap(h -> h.keep()).ifPresent(k -> cfg.keepHistory(k.value()));
        drivers.forEach(cfg::driver);
        if (!drivers.isEmpty()) {
            Drivers.ports(site).forEach(cfg::ports);
            site.profileFiles().forEach((driver, files) -> {
                List<DeviceProfile> profiles = new ArrayList<>();
                files.stream().distinct().forEach(f -> profiles.addAll(Profiles.read(f)));
                cfg.profiles(driver, profiles);
            });
        }
        if (passing) {
            site.locks().forEach(cfg::lock); // so that they are asked what they can do
        }
        here.engine().accept(cfg);
    }

    /** Opens the store, and the drivers unless it is {@link Mode#OFFLINE}. */
    public static Session open(Site site, Surroundings here, Mode mode) {
        return open(site, here, mode, false);
    }

    /**
     * Opens the store, and the drivers unless it is {@link Mode#OFFLINE}.
     *
     * @param acceptHost whether codes may be left in locks whose end only a later run would bring (R46)
     */
    public static Session open(Site site, Surroundings here, Mode mode, boolean acceptHost) {
        Map<String, LockDriver> drivers = mode == Mode.OFFLINE
                ? new LinkedHashMap<>()
                : Drivers.of(site, d -> true, t -> here.err().println(t));
        return new Session(site, here, mode, drivers, acceptHost);
    }

    /** Opens the store and one driver, for the care of its network. */
    public static Session care(Site site, Surroundings here, String driver) {
        return new Session(
                site,
                here,
                Mode.CARE,
                Drivers.of(site, driver::equals, t -> here.err().println(t)),
                false);
    }

    /** Where the vault's key of this user is. */
    public static KeyPlace keyPlace(Surroundings here) {
        return FileKeyPlace.of(here.environment(), here.home());
    }

    private static Actor actor(Surroundings here, boolean reveals) {
        Set<Permission> all = EnumSet.allOf(Permission.class);
        if (!reveals) {
            all.remove(Permission.REVEAL);
        }
        String name = here.user().isBlank() ? "somebody" : here.user();
        return new Actor(name.length() > 64 ? name.substring(0, 64) : name, all);
    }

    public Site site() {
        return site;
    }

    /** The engine, on behalf of the person at the keyboard. */
    public LockManager locks() {
        return locks;
    }

    /** The same with the right to see PINs; every use is audited. */
    public LockManager revealing() {
        return engine.as(actor(here, true));
    }

    /** The drivers of this process, by name; none when offline, or when another process has them. */
    public Map<String, LockDriver> drivers() {
        return through ? Map.of() : drivers;
    }

    /** Waits until every lock was asked, or is judged unreachable. */
    public void look() throws InterruptedException {
        if (mode == Mode.OFFLINE || through) {
            return; // who holds the store has looked, and goes on looking
        }
        awaitDrivers();
        if (mode != Mode.CARE) {
            locks.blocking().apply(ApplyOptions.DEFAULT.withPatience(LOOKING));
        }
    }

    /** A site without locks has nothing to wait for but its drivers. */
    private void awaitDrivers() throws InterruptedException {
        var never = new CountDownLatch(1);
        for (long waited = 0; waited < LOOKING.toMillis() && isStarting(); waited += STEP_MILLIS) {
            if (never.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private boolean isStarting() {
        return drivers.values().stream().anyMatch(d -> d.health().state() == LinkHealth.State.STARTING);
    }

    /** Whether another process holds the store and this one works through it. */
    public boolean isThrough() {
        return through;
    }

    /** Whether drivers run, here or in the process that holds the store. */
    public boolean hasDrivers() {
        return mode != Mode.OFFLINE || through;
    }

    /** From now on locks are written to. */
    public void work() {
        looking.set(false);
    }

    /** What the site file wishes; PINs in it are to be closed by {@link SiteWishes#close}. */
    public SiteWishes wishes() {
        return SiteWishes.of(site, here.environment());
    }

    /** The zone of a lock: the store's word where it has one. */
    public ZoneId zone(LockId lock) {
        return locks.locks().find(lock).flatMap(l -> l.zone()).orElse(site.zone());
    }

    /** Where the file names the source of a user's PIN. */
    public void requireOwnPin(dev.lockcred.UserId user) {
        locks.wishes()
                .pinSource(user)
                .or(() -> site.pinSource(user).map(PinSource::describe))
                .ifPresent(source -> {
                    throw new UsageException("the PIN of " + user + " comes from " + source + ", as " + site.name()
                            + " says: change it there and run lockcred apply");
                });
    }

    /** Where the file names the source of a lock's programming code. */
    public void requireOwnProgrammingCode(LockId lock) {
        site.programmingCodeSource(lock).map(PinSource::describe).ifPresent(source -> {
            throw new UsageException("the programming code of " + lock + " comes from " + source + ", as " + site.name()
                    + " says: change it there and run lockcred apply");
        });
    }

    /** Whether this store is there already. */
    public static boolean exists(Path store) {
        return Files.exists(store);
    }

    @Override
    public void close() {
        try {
            engine.close();
        } catch (LockManagerException e) {
            here.err().println(e.getMessage());
        }
    }
}
