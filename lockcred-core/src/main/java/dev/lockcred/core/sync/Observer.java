// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.AccessSource;
import dev.lockcred.Assignment;
import dev.lockcred.Assignment.Verification;
import dev.lockcred.CredentialId;
import dev.lockcred.Observation;
import dev.lockcred.SlotState;
import dev.lockcred.UserType;
import dev.lockcred.core.plan.Entitlement.Refusal;
import dev.lockcred.core.plan.Holding;
import dev.lockcred.core.plan.Program;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes sense of what a lock shows: settles writes of unknown fate by observation (R21), notices drift and resets, and writes
 * down what was learned. Confined to the engine's lane.
 */
final class Observer {

    private static final int MAX_ATTEMPTS = 4;

    /** No lock that accepts a write shows it later than that. */
    private static final Duration SHOWS_LATE = Duration.ofSeconds(60);

    /** Locks say some things twice, in an old format and in a new one. */
    private static final Duration SAME_CHANGE = Duration.ofSeconds(10);

    private final SyncHost host;
    private final LockSync sync;
    private final LockMemory memory;
    private final Map<CredentialId, int[]> attempts = new HashMap<>(); // version, count
    private final Map<CredentialRef, Instant> toldTaken = new HashMap<>(); // by others, and when
    private int replaying;

    Observer(SyncHost host, LockSync sync, LockMemory memory) {
        this.host = host;
        this.sync = sync;
        this.memory = memory;
    }

    /** What a read brought. */
    void observed(ReadRequest request, ReadResult result) {
        Instant now = host.timers().now();
        Commit.Builder commit = Commit.builder();
        var seen = new HashSet<CredentialRef>();
        int missing = 0;
        int ours = 0;
        for (SlotReading reading : result.slots()) {
            seen.add(reading.ref());
            if (showsLate(reading, now)) {
                continue;
            }
            memory.slots.learn(reading.ref(), reading.state(), now, Observation.Origin.READ);
            forgetReleased(reading.ref(), reading.state());
            for (Held held : at(reading.ref())) {
                boolean active = held.assignment().state() == Assignment.State.ACTIVE;
                ours += active ? 1 : 0;
                missing += active && reading.state() == SlotState.EMPTY ? 1 : 0;
            }
        }
        boolean everythingGone = memory.replaced == null && missing >= 2 && missing == ours && missing == activeCount();
        if (everythingGone) {
            sync.recognition()
                    .suspectReset(
                            "all " + missing + " codes of ours are gone at once: the lock looks as if it was reset");
        } else {
            for (SlotReading reading : result.slots()) {
                boolean unread = reading.state() == SlotState.UNKNOWN && !result.complete();
                for (Held held : at(reading.ref())) {
                    if (!unread) { // a lock that is away is the breaker's, and says nothing of its slots
                        settle(held, reading, isOthers(held, reading, result.users()), now, commit);
                    }
                }
            }
        }
        if (request instanceof ReadRequest.Everything && result.complete()) {
            emptyRest(seen, now, commit);
        }
        for (SlotReading reading : result.slots()) {
            var slot = sync.slot(reading.ref());
            if (sync.mayAdopt(slot)) {
                host.adopt(sync, slot, reading.secret().flatMap(s -> host.fingerprint(slot, s)));
            }
            reading.secret().ifPresent(dev.lockcred.Secret::close);
        }
        save(commit);
        store(commit);
    }

    // A cloud or bridge may show a place as it was before what the lock itself has just told: it is looked at once more
    // before it counts as free (R2, R3).
    private boolean showsLate(SlotReading reading, Instant now) {
        boolean late = at(reading.ref()).isEmpty()
                && isFresh(toldTaken.remove(reading.ref()), now)
                && reading.state() == SlotState.EMPTY;
        if (late) {
            lookOnceMore(reading.ref());
        }
        return late;
    }

    private static boolean isFresh(@Nullable Instant told, Instant now) {
        return told != null && !now.isBefore(told) && now.isBefore(told.plus(SHOWS_LATE));
    }

    private void lookOnceMore(CredentialRef ref) {
        sync.cool(ref, SHOWS_LATE);
        sync.doubtLater(ref);
    }

    private void forgetReleased(CredentialRef ref, SlotState state) {
        if (state == SlotState.EMPTY) {
            memory.released.remove(ref);
        }
    }

    // A complete read of everything that leaves a slot out says that it is empty.
    private void emptyRest(Set<CredentialRef> seen, Instant now, Commit.Builder commit) {
        sync.description()
                .ifPresent(d -> d.capabilities().credentials().forEach((kind, support) -> {
                    if (!support.writable() || support.range().isEmpty()) {
                        return;
                    }
                    CredentialSupport.Range range = support.range().get().value();
                    for (int index = range.first(); index <= range.last(); index++) {
                        var ref = new CredentialRef(kind, index);
                        boolean unseen = range.allows(index) && !seen.contains(ref);
                        if (unseen && !showsLate(SlotReading.of(ref, SlotState.EMPTY), now)) {
                            memory.slots.learn(ref, SlotState.EMPTY, now, Observation.Origin.READ);
                            forgetReleased(ref, SlotState.EMPTY);
                            for (Held held : at(ref)) {
                                settle(held, SlotReading.of(ref, SlotState.EMPTY), false, now, commit);
                            }
                        }
                    }
                }));
    }

    // A lock that keeps our mark with each of its users tells whose code it is, where it shows no digits (R5).
    private boolean isOthers(Held held, SlotReading reading, List<LockUser> users) {
        boolean marks =
                sync.description().filter(d -> d.capabilities().users().marks()).isPresent();
        OptionalInt mark = host.mark(held.assignment().user());
        if (!marks || mark.isEmpty() || reading.userIndex().isEmpty()) {
            return false;
        }
        return users.stream()
                .filter(u -> u.index() == reading.userIndex().getAsInt())
                .anyMatch(u -> u.mark().isPresent()
                        ? u.mark().getAsLong() != mark.getAsInt()
                        : !(u.owner() instanceof LockUser.Owner.Ours));
    }

    private void settle(Held held, SlotReading reading, boolean others, Instant now, Commit.Builder commit) {
        if (memory.replaced != null) { // D7: what another lock shows says nothing of the one that held the code
            if (held.assignment().state() != Assignment.State.ACTIVE) {
                look(held, now, commit);
            }
            return;
        }
        Optional<Boolean> same = sameValue(held, reading);
        if (isTooEarly(held, reading, same, now)) {
            return;
        }
        switch (held.assignment().state()) {
            case WRITING, UNVERIFIED, WANTED ->
                settleWrite(held, reading, same.or(() -> others ? Optional.of(false) : Optional.empty()), now, commit);
            case REVOKING, CLEAR_UNVERIFIED -> settleClear(held, reading, now, commit);
            case ACTIVE -> drift(held, reading, same, commit, now);
            case GONE, BLOCKED, SUSPENDED -> {}
        }
    }

    // What the lock has accepted it may show a while later: until then only the proof counts, not its absence.
    private static boolean isTooEarly(Held held, SlotReading reading, Optional<Boolean> same, Instant now) {
        boolean soon = held.verifyAt()
                .map(at -> at.isAfter(now) && !at.isAfter(now.plus(SHOWS_LATE)))
                .orElse(false);
        if (!soon) {
            return false;
        }
        return switch (held.assignment().state()) {
            case WRITING, UNVERIFIED -> !same.orElse(false);
            case CLEAR_UNVERIFIED -> reading.state() != SlotState.EMPTY;
            default -> false;
        };
    }

    private void settleWrite(
            Held held, SlotReading reading, Optional<Boolean> same, Instant now, Commit.Builder commit) {
        if (reading.state() == SlotState.UNKNOWN) {
            look(held, now, commit);
            return;
        }
        if (reading.state() == SlotState.EMPTY) {
            if (memory.accepted.remove(held.assignment().id())) {
                look(held, now, commit); // it took the write; what shows it may lag behind once more
            } else {
                drop(held, now, commit, "it was not written");
            }
            return;
        }
        if (same.isPresent()) {
            if (same.get()) {
                accept(held, Verification.VALUE, reading, same, now, commit);
            } else {
                drop(held, now, commit, "something else stands in the slot");
            }
            return;
        }
        if (!held.overwrote()) {
            accept(held, Verification.PRESENCE, reading, same, now, commit); // our write is the only candidate
            return;
        }
        CredentialSupport.Settle method = sync.description()
                .flatMap(d -> d.capabilities().credential(held.ref().kind()))
                .map(CredentialSupport::settle)
                .orElse(CredentialSupport.Settle.NONE);
        if (held.settled() || method == CredentialSupport.Settle.NONE || method == CredentialSupport.Settle.READ) {
            audit(
                    commit,
                    held,
                    "code.unverified",
                    "occupied, digits unseen: whether the old or the new code stands there cannot be told");
            accept(held, Verification.NONE, reading, same, now, commit);
            sync.findings().stuck(held, "whether the old or the new code stands there cannot be told");
            return;
        }
        // Once, by the method the lock has (R21): cleared and set, or written again on the basis that something of ours
        // stands there.
        if (method == CredentialSupport.Settle.CLEAR_THEN_SET) {
            keep(held.state(Assignment.State.REVOKING).verifyAt(Optional.empty()), commit);
        } else if (at(held.ref()).size() > 1) {
            drop(held, now, commit, "its fate cannot be read: it is written once more");
        } else {
            writeAgain(held, commit);
        }
    }

    // What was to be put right went over itself: whatever stands there, nothing else remembers that it is ours.
    private void writeAgain(Held held, Commit.Builder commit) {
        CredentialId credential = held.assignment().credential();
        int count = count(credential, held.assignment().credentialVersion());
        Held unsure = held.active(Verification.NONE, OptionalInt.empty()).drift(Holding.Drift.ALTERED);
        keep(count < MAX_ATTEMPTS ? unsure : unsure.usedUp(), commit);
        if (count > 1) {
            sync.cool(held.ref(), LockWriter.retryDelay(count));
        }
        audit(commit, held, "code.unverified", "its fate cannot be read: it is written once more");
    }

    private void settleClear(Held held, SlotReading reading, Instant now, Commit.Builder commit) {
        if (reading.state() == SlotState.EMPTY) {
            close(held, now, commit, "removed, confirmed by read-back");
        } else if (reading.state() == SlotState.UNKNOWN) {
            look(held, now, commit);
        } else {
            Held again = held.state(Assignment.State.ACTIVE)
                    .attempts(held.attempts() + 1)
                    .verifyAt(Optional.empty());
            keep(again, commit);
            if (again.attempts() > 1) {
                // A lock that was away when it was to be looked at has had its rest: it may not be awake for long.
                Instant rested = held.verifyAt().orElse(now).plus(LockWriter.retryDelay(again.attempts()));
                if (rested.isAfter(now)) {
                    sync.cool(again.ref(), Duration.between(now, rested));
                }
            }
        }
    }

    // Whoever told the lock to refuse a code or to take it, and got no answer, did what it shows now: nobody else has
    // to be suspected. From then on what changes is others' work again.
    private static Held withStatus(Held held, SlotReading reading) {
        boolean open = reading.state() == SlotState.KNOWN || reading.state() == SlotState.MASKED;
        if (held.verifyAt().isEmpty() || !open && reading.state() != SlotState.DISABLED) {
            return held;
        }
        Program there = held.program();
        return held.program(new Program(open, there.type(), there.entries())).verifyAt(Optional.empty());
    }

    private void drift(Held before, SlotReading reading, Optional<Boolean> same, Commit.Builder commit, Instant now) {
        Held held = withStatus(before, reading);
        if (reading.state() == SlotState.DISABLED && !same.orElse(true)) {
            held = held.digitsUnsure(); // others' digits, for the time being refused
        }
        if (!held.equals(before)) {
            keep(held, commit);
        }
        boolean enabled = held.program().enabled();
        if (!enabled && (reading.state() == SlotState.KNOWN || reading.state() == SlotState.MASKED)) {
            opensAgain(held, now, commit);
            return;
        }
        Holding.Drift found = switch (reading.state()) {
            case EMPTY -> Holding.Drift.MISSING;
            case KNOWN -> same.orElse(true) ? Holding.Drift.NONE : Holding.Drift.ALTERED;
            case DISABLED -> enabled ? Holding.Drift.DISABLED : Holding.Drift.NONE;
            case MASKED -> // an event said that it was changed; that the digits are hidden does not take it back
                held.drift() == Holding.Drift.ALTERED ? Holding.Drift.ALTERED : Holding.Drift.NONE;
            case RESERVED, UNKNOWN -> held.drift();
        };
        boolean spent = held.program().type() == UserType.DISPOSABLE
                && memory.resetSuspected == null // that takes every code, used or not
                && (found == Holding.Drift.MISSING || found == Holding.Drift.DISABLED);
        if (spent) {
            host.usedUp(sync, held.assignment());
        }
        if (spent && found == Holding.Drift.MISSING) {
            close(held, now, commit, "used once; the lock removed it by itself");
            return;
        }
        if (spent) {
            return; // the lock stopped it after its one use, as it was told to; the plan removes it
        }
        if (found == Holding.Drift.NONE) {
            if (same.orElse(false) && isFresh(toldTaken.remove(held.ref()), now)) {
                lookOnceMore(held.ref());
            }
            if (held.drift() != found || same.orElse(false) && held.assignment().verification() != Verification.VALUE) {
                keep(
                        held.active(
                                same.orElse(false)
                                        ? Verification.VALUE
                                        : held.assignment().verification(),
                                reading.userIndex()),
                        commit);
            }
        } else if (found != held.drift()) {
            changedByOthers(held, found, now, commit);
        }
    }

    private void changedByOthers(Held held, Holding.Drift found, Instant now, Commit.Builder commit) {
        Held seen = switch (found) {
            case MISSING -> held.missing();
            case ALTERED -> held.digitsUnsure().drift(found);
            case DISABLED, NONE -> held.drift(found);
        };
        keep(seen.changedByOthers(now), commit);
        if (found == Holding.Drift.MISSING) {
            memory.clockChecked = Optional.empty(); // what took the code may have been a reset that nobody heard (R36)
        }
        changed(
                held,
                switch (found) {
                    case MISSING -> "deleted";
                    case ALTERED -> "other digits";
                    case DISABLED -> "disabled";
                    case NONE -> "nothing";
                },
                commit);
    }

    // Somebody let a paused code open. What the lock does now is what counts: the plan pauses it anew.
    private void opensAgain(Held held, Instant now, Commit.Builder commit) {
        Program program = held.program();
        keep(held.program(new Program(true, program.type(), program.entries())).changedByOthers(now), commit);
        changed(held, "enabled", commit);
    }

    private void changed(Held held, String what, Commit.Builder commit) {
        audit(commit, held, "code.changed-at-lock", "changed at the lock: " + what);
    }

    private Optional<Boolean> sameValue(Held held, SlotReading reading) {
        if (reading.secret().isEmpty()
                || reading.secret().get().isClosed()
                || held.fingerprint().isEmpty()) {
            return Optional.empty();
        }
        return host.matches(
                held.fingerprint().get(),
                held.assignment().slot(),
                reading.secret().get());
    }

    private void accept(
            Held held,
            Verification verification,
            SlotReading reading,
            Optional<Boolean> same,
            Instant now,
            Commit.Builder commit) {
        Held active = held.active(verification, reading.userIndex());
        keep(active, commit);
        attemptsOver(held.assignment().credential());
        for (Held other : List.copyOf(memory.held.values())) {
            if (other.ref().equals(held.ref())
                    && other.assignment().id() != held.assignment().id()) {
                close(other, now, commit, "replaced by a new code in the same slot");
            }
        }
        audit(
                commit,
                held,
                "code.written",
                verification == Verification.VALUE
                        ? "confirmed by read-back"
                        : verification == Verification.PRESENCE
                                ? "confirmed by presence, digits unseen"
                                : "not proved");
        drift(active, reading, same, commit, now); // somebody may have switched it off or on in the meantime
    }

    private void drop(Held held, Instant now, Commit.Builder commit, String why) {
        CredentialId credential = held.assignment().credential();
        int version = held.assignment().credentialVersion();
        close(held, now, commit, why);
        int count = count(credential, version);
        if (count >= MAX_ATTEMPTS) {
            memory.refusals.put(
                    credential,
                    new Refusal(
                            version,
                            Assignment.Blocked.REJECTED,
                            "the lock took it " + count + " times and did not keep it"));
        } else if (count > 1) {
            // The first time it may never have left, as when the process was killed: then nobody need wait.
            sync.cool(held.ref(), LockWriter.retryDelay(count));
        }
    }

    private void look(Held held, Instant now, Commit.Builder commit) {
        Duration delay = LockWriter.retryDelay(held.attempts());
        keep(held.attempts(held.attempts() + 1).verifyAt(Optional.of(now.plus(delay))), commit);
        sync.cool(held.ref(), delay);
        sync.doubtLater(held.ref());
    }

    // ---- what the lock reports by itself

    /** Something was programmed at the lock. */
    void programmed(DriverEvent.Programmed event) {
        if (event.what() == DriverEvent.Programmed.Edit.PROGRAMMING_CODE_CHANGED) {
            programmingCodeChanged(event.stamp()); // by whomever: what was told of it is no longer true
            return;
        }
        if (event.own()) {
            return;
        }
        if (event.what() == DriverEvent.Programmed.Edit.ALL_CLEARED) {
            sync.doubtAll();
            return;
        }
        Optional<CredentialRef> ref =
                event.who().credential().or(() -> byUser(event.who().userIndex()));
        if (ref.isPresent()) {
            noteTaken(ref.get(), event);
            if (event.what() == DriverEvent.Programmed.Edit.CHANGED && event.source() == AccessSource.KEYPAD) {
                changedUnseen(ref.get());
            }
            if (event.what() == DriverEvent.Programmed.Edit.ENABLED
                    || event.what() == DriverEvent.Programmed.Edit.CHANGED) {
                pausedNoMore(ref.get());
            }
            sync.doubt(ref.get());
        } else if (event.what() != DriverEvent.Programmed.Edit.DUPLICATE_REFUSED) {
            sync.doubtAll();
        }
    }

    private void noteTaken(CredentialRef ref, DriverEvent.Programmed event) {
        boolean taken = event.what() == DriverEvent.Programmed.Edit.ADDED
                || event.what() == DriverEvent.Programmed.Edit.CHANGED;
        if (taken && !event.stamp().replayed()) {
            toldTaken.put(ref, host.timers().now());
        } else {
            toldTaken.remove(ref);
        }
    }

    // Which code it is now nobody can read: a person has to tell it (R10). A log may tell of what was before that,
    // and its own times, right or not, are all there is to tell the two apart.
    private void programmingCodeChanged(DriverEvent.Stamp stamp) {
        Instant now = host.timers().now();
        boolean sinceTold = stamp.lockTime()
                .filter(t -> !t.isAfter(now) && (memory.clockTrusted || stamp.replayed()))
                .flatMap(t -> memory.programmingCodeTold.map(t::isAfter))
                .orElse(!stamp.replayed());
        boolean twice = memory.programmingCodeChanged
                .filter(before -> now.isBefore(before.plus(SAME_CHANGE)))
                .isPresent();
        if (!sinceTold || twice) {
            return;
        }
        memory.programmingCodeChanged = Optional.of(now);
        Commit.Builder commit = Commit.builder();
        save(commit);
        host.audit(
                commit,
                "programming-code.changed-at-lock",
                Optional.of(sync.id()),
                Optional.empty(),
                Optional.empty(),
                "the lock reports another programming code");
        store(commit);
        sync.wakeUp();
    }

    // Where no read shows digits, the lock's word that somebody typed other ones is all there is (R44).
    private void changedUnseen(CredentialRef ref) {
        boolean shown = sync.description()
                .flatMap(d -> d.capabilities().credential(ref.kind()))
                .map(c -> c.readBack().value() == CredentialSupport.ReadBack.READABLE)
                .orElse(true);
        Instant now = host.timers().now();
        Commit.Builder commit = Commit.builder();
        for (Held held : at(ref)) {
            if (!shown && held.assignment().state() == Assignment.State.ACTIVE) {
                changedByOthers(held, Holding.Drift.ALTERED, now, commit);
            }
        }
        store(commit);
    }

    // A door at risk from now on, not only when the lock has been asked (R19).
    private void pausedNoMore(CredentialRef ref) {
        Instant now = host.timers().now();
        Commit.Builder commit = Commit.builder();
        for (Held held : at(ref)) {
            if (held.assignment().state() == Assignment.State.ACTIVE
                    && !held.program().enabled()) {
                opensAgain(held, now, commit);
            }
        }
        store(commit);
    }

    private Optional<CredentialRef> byUser(OptionalInt user) {
        if (user.isEmpty()) {
            return Optional.empty();
        }
        return memory.held.values().stream()
                .filter(h -> h.assignment().lockUserIndex().equals(user))
                .map(Held::ref)
                .findFirst();
    }

    /** Fetches what the lock has kept for us; the events go the way of all events. */
    void replayLog(DriverLock driver) {
        replaying++;
        driver.replayLog(memory.cursor, Call.read(Duration.ofSeconds(60)))
                .whenComplete((page, failure) -> host.lane().execute(() -> {
                    replaying--;
                    if (failure != null) {
                        host.broken("log of lock " + sync.id(), failure);
                    } else {
                        replayed(driver, page);
                    }
                    if (replaying == 0) {
                        host.changed(sync);
                    }
                }));
    }

    private void replayed(DriverLock driver, LogPage page) {
        boolean moved = !page.next().equals(memory.cursor);
        memory.cursor = page.next();
        page.events().forEach(e -> host.replayed(sync, e));
        if (moved || !host.looksOnly()) {
            Commit.Builder commit = Commit.builder();
            save(commit);
            store(commit);
        }
        if (page.more() && page.failure().isEmpty()) {
            replayLog(driver);
        }
    }

    /** Whether the lock is telling what it has kept: who looks at it now looks too early. */
    boolean isReplaying() {
        return replaying > 0;
    }

    // ---- attempts

    int attempts(CredentialId credential, int version) {
        int[] known = attempts.get(credential);
        return known == null || known[0] != version ? 0 : known[1];
    }

    void attemptsOver(CredentialId credential) {
        attempts.remove(credential);
    }

    private int count(CredentialId credential, int version) {
        int[] known = attempts.computeIfAbsent(credential, c -> new int[] {version, 0});
        if (known[0] != version) {
            known[0] = version;
            known[1] = 0;
        }
        return ++known[1];
    }

    // ---- memory

    private List<Held> at(CredentialRef ref) {
        return memory.held.values().stream().filter(h -> h.ref().equals(ref)).toList();
    }

    private int activeCount() {
        return (int) memory.held.values().stream()
                .filter(h -> h.assignment().state() == Assignment.State.ACTIVE)
                .count();
    }

    private void keep(Held held, Commit.Builder commit) {
        memory.held.put(held.assignment().id(), held);
        opened(commit, held);
    }

    private void close(Held held, Instant now, Commit.Builder commit, String why) {
        memory.held.remove(held.assignment().id());
        closed(commit, held, held.gone(now));
        audit(commit, held, "code.gone", why);
    }

    private void audit(Commit.Builder commit, Held held, String act, String detail) {
        Assignment code = held.assignment();
        host.audit(commit, act, Optional.of(sync.id()), Optional.of(code.slot()), Optional.of(code.user()), detail);
    }

    void opened(Commit.Builder commit, Held held) {
        commit.put(Table.ASSIGNMENT, SyncDocuments.key(held.assignment().id()), SyncDocuments.encode(held));
    }

    void closed(Commit.Builder commit, Held held, Assignment gone) {
        commit.put(Table.ASSIGNMENT, SyncDocuments.key(gone.id()), SyncDocuments.encode(gone, held.fingerprint()));
        host.closed(sync, gone, held.fingerprint());
    }

    void forget(Commit.Builder commit, long assignment) {
        commit.delete(Table.ASSIGNMENT, SyncDocuments.key(assignment));
    }

    /** Adds what is remembered of the lock to a commit. */
    void save(Commit.Builder commit) {
        commit.put(Table.LOCK_STATE, sync.id().value(), SyncDocuments.encode(memory));
    }

    private void store(Commit.Builder commit) {
        host.commit(commit).whenComplete((done, failure) -> {
            if (failure != null) {
                host.broken("lock " + sync.id(), failure);
            }
        });
    }
}
