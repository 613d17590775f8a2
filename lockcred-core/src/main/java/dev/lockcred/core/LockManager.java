// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.backup.Backup;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.spi.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The only door into the engine. Say once who may open which door and when; the engine makes every lock agree, proves that it
 * did, and keeps the record of who came in.
 *
 * <pre>{@code
 * try (var locks = LockManager.create(cfg -> cfg.driver(fake))) {
 *     User anna = locks.users().add("Anna");
 *     locks.grants().add(anna, to -> to.locks("front", "garage").weekly("Mon-Fri 07:00-18:00").generatedPin());
 *     Report report = locks.blocking().apply();
 *     report.lines().forEach(System.out::println);
 *     System.out.println(locks.explain(anna, "front"));
 * }
 * }</pre>
 *
 * <p><b>Waiting.</b> Edits ({@link #users()}, {@link #grants()} ...) and questions return when the store has made them durable,
 * a matter of milliseconds; they carry nothing to a lock by themselves. What talks to locks returns a future; {@link #blocking()}
 * is the same with waiting. None of them may be called from a thread that runs the engine (a listener, for one).
 *
 * <p><b>Threads.</b> Thread-safe. Futures complete and listeners run on the executor of the configuration.
 *
 * <p><b>Rights.</b> Everything is done on behalf of an {@link Actor}, by default {@link Actor#SYSTEM}; see {@link #as}. What an
 * actor may not do fails with {@link NotPermittedException}.
 *
 * <p>Not for implementation: it may gain methods.
 */
public interface LockManager extends AutoCloseable {

    /**
     * Opens the store, starts the drivers and begins to work. Returns when the store is loaded; drivers may still be opening
     * their links. What {@code configure} throws comes out as it is: a {@link StoreException} where it opens a store that is
     * held by another engine, damaged or newer.
     *
     * @throws LockManagerException when the store cannot be used, saying why and what to do; nothing was changed
     */
    static LockManager create(Consumer<LockManagerConfig> configure) {
        var config = new LockManagerConfig();
        configure.accept(config);
        return Engine.open(config);
    }

    /**
     * Speaks to the engine in the process that holds the store in this folder: every method does what it does there, with the
     * same answers and the same exceptions. Closing it closes the connection; the engine goes on. When the engine ends, every
     * method fails and says so.
     *
     * @throws LockManagerException when nobody listens there, or it speaks another version
     */
    static LockManager connect(Path storeFolder) {
        return Opening.client(storeFolder);
    }

    /**
     * Becomes the engine of the store in this folder, or works through the process that holds it already. The same calls have
     * the same answers either way. A holder that lets nobody in, because it is about to end or was told to, is waited for a few
     * seconds.
     *
     * @param configure as for {@link #create}; opens the store, and may be asked again and again
     * @throws LockManagerException when the store cannot be used, naming its holder where there is one
     */
    static LockManager open(Path storeFolder, Consumer<LockManagerConfig> configure) {
        return Opening.of(storeFolder, configure);
    }

    /**
     * Restores a backup in place of everything the store of this configuration holds: all of it, or nothing when the file is
     * damaged or the passphrase wrong. No engine may be running on the store. The next start notices it (R47): every lock is
     * read, and nothing is added until a person confirms.
     *
     * @param passphrase under which it was written, if it was; stays the caller's, who wipes it
     * @throws LockManagerException when it cannot be restored, saying why; nothing was changed
     */
    static Backup.Contents restore(Path file, Optional<char[]> passphrase, Consumer<LockManagerConfig> configure) {
        var config = new LockManagerConfig();
        configure.accept(config);
        try (Store store = config.storeOrDefault()) {
            return Backup.restore(file, store, config.keyPlaceOrDefault(store), passphrase);
        } catch (StoreException e) {
            throw new LockManagerException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The same engine on behalf of somebody else. Closing the view closes nothing. */
    LockManager as(Actor actor);

    /** People. */
    Users users();

    /** Locks and groups of locks. */
    Locks locks();

    /** Who may open what, when. */
    Grants grants();

    /** PINs: sealed in the vault, never shown. */
    Pins pins();

    /** All wishes as one value, as a site file says them. */
    Wishes wishes();

    /** What would be done now, for every lock; changes nothing. */
    Plan plan();

    /**
     * Makes every lock agree: plans, writes, proves. Completes when everything that is due is settled, or its lock is judged
     * unreachable or refuses, or the patience ends; what is then pending goes on by itself while the manager is open.
     */
    default CompletableFuture<Report> apply() {
        return apply(ApplyOptions.DEFAULT);
    }

    /** {@link #apply()} with options. */
    CompletableFuture<Report> apply(ApplyOptions options);

    /** How everything stands now, in the form of a report; asks no lock. */
    Report status();

    /** Whether this person can open this door now, and why. */
    default Explanation explain(User user, String lock) {
        return explain(user.id(), LockId.of(lock), Optional.empty());
    }

    /**
     * Whether this person can open this door at a time, and why, cause by cause.
     *
     * @param at absent: now
     */
    Explanation explain(UserId user, LockId lock, Optional<Instant> at);

    /** What is wrong now, worst first. */
    List<Finding> findings();

    /** Codes that should be gone and may still open, oldest first (R13, R19). */
    List<DoorAtRisk> doorsAtRisk();

    /** Who came in. */
    History history();

    /** What was changed by whom. */
    Audit audit();

    /** Backup, keys: care for the store. */
    Upkeep upkeep();

    /** How the drivers are doing, in the order in which they were registered; asks none of them. */
    List<DriverStatus> drivers();

    /**
     * The coming time on a virtual clock: what would be written when, and what would go wrong, if every lock did as it is told
     * and an engine stayed all the while. Asks no lock. A manager that does not stay itself ({@link
     * LockManagerConfig#resident}) warns of the codes that it would leave out.
     *
     * @param ahead 0 to 400 days
     */
    Simulation simulate(Duration ahead);

    /** The slots of one lock as last known; no digits. */
    List<CodeView> codes(LockId lock);

    /** Reads all slots of one lock. */
    CompletableFuture<List<CodeView>> readCodes(LockId lock);

    /** Operates a door. */
    CompletableFuture<Outcome> operate(LockId lock, Operation operation, Optional<Pin> pin);

    /** Takes a foreign code under management (R43): from now on it is this user's, and goes when the user's right goes. */
    void adopt(LockId lock, int slot, UserId user);

    /**
     * Lets go of a code of ours: it stays in the lock and is foreign from now on. Where a grant of its user still names the lock,
     * the user is revoked there by hand, so that the code is not written again.
     */
    void release(LockId lock, int slot);

    /**
     * A person's word that a lock that was reset or replaced may be written to again; at any other lock, that codes found
     * missing are gone, that a contended slot may be tried again, and that its programming code is the one that was told.
     */
    void confirm(LockId lock);

    /** A person's word that a restored store may add codes again, after every lock has been read (R47). */
    void confirmStore();

    /** A person's word that the host's clock is right (R47). */
    void confirmClock();

    /** Takes every right from everybody at once: grants stay, disabled; revocations go ahead of everything else. */
    void revokeEverywhere(String reason);

    /**
     * Tells of what happens, in order, until the subscription is cancelled. Each listener is called on the executor of the
     * configuration, one event at a time, and should return at once: what asks the engine, or waits for anything, is handed to
     * a thread of the application's. A listener that throws is logged and hears the next event all the same. Once the
     * subscription is closed no event begins any more; one that is being told comes to its end.
     */
    Subscription listen(Consumer<ManagerEvent> listener);

    /** The same with waiting. */
    Blocking blocking();

    /** The codes whose end rests on this process and that stay in locks when it ends (R46). */
    List<DoorAtRisk> withoutEnforcer();

    /**
     * Ends the work, also in the middle of anything: what was not sent is withdrawn, what is on the air is settled at the next
     * start. Completes when no thread and no timer of ours is left. Idempotent.
     *
     * <p>From then on everything that asks or changes something throws {@link IllegalStateException}, and a future that is
     * still open completes with it; a running {@link #apply()} ends with the report as it stands.
     */
    CompletableFuture<Void> closeAsync();

    /** Closes and waits up to ten seconds. */
    @Override
    void close();

    /** Something that can be cancelled. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** What waits. Each call refuses to run on a thread of the engine ({@link IllegalStateException}). */
    interface Blocking {
        /** {@link LockManager#apply()}, waiting. */
        default Report apply() throws InterruptedException {
            return apply(ApplyOptions.DEFAULT);
        }

        Report apply(ApplyOptions options) throws InterruptedException;

        List<CodeView> readCodes(LockId lock) throws InterruptedException;

        Outcome operate(LockId lock, Operation operation, Optional<Pin> pin) throws InterruptedException;
    }
}
