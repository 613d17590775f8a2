// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.SlotState;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Call.Priority;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides what of the lock is looked at, and when: what others may have changed, what a person asked for, and after a start
 * everything of ours in its turn. What is seen goes to the {@link Observer}. Confined to the engine's lane.
 */
final class LockReader {

    private static final int CHEAP_FULL_READ = 40;
    private static final Duration ROTATION = Duration.ofMinutes(5); // for each slot
    private static final int ROTATED = 4; // slots for one waking of the lock; a revocation waits for no more

    private final SyncHost host;
    private final LockSync sync;
    private final LockMemory memory;
    private final Observer observer;
    private final TreeSet<CredentialRef> doubtedMeanwhile = new TreeSet<>(); // since the read that is under way began
    private final TreeSet<CredentialRef> unseen = new TreeSet<>(); // of ours, since events may have been missed
    private final List<Consumer<ReadResult>> readers = new ArrayList<>();
    private boolean gap; // events may have been missed: look when there is time
    private boolean seenWhole;
    private boolean askedForWhole;
    private Instant nextRotation = Instant.MIN;

    LockReader(SyncHost host, LockSync sync, LockMemory memory, Observer observer) {
        this.host = host;
        this.sync = sync;
        this.memory = memory;
        this.observer = observer;
        this.gap = !memory.held.isEmpty();
    }

    /** Events may have been lost. */
    void missedEvents() {
        gap = true;
    }

    /** Somebody changed these places; a read that is under way may have been too early. */
    void doubted(Collection<CredentialRef> refs) {
        doubtedMeanwhile.addAll(refs);
    }

    /** What stands there is known: it need not be looked at. */
    void seen(CredentialRef ref) {
        unseen.remove(ref);
    }

    /** It may be another lock by now. */
    void seeWholeAgain() {
        seenWhole = false;
    }

    /** Reads everything on demand. */
    void askForWhole(Consumer<ReadResult> done) {
        readers.add(done);
        askedForWhole = true;
    }

    /** Whether somebody waits for a read of everything. */
    boolean isAsked() {
        return !readers.isEmpty();
    }

    /** Tells those who wait for a read that there is none now. */
    void fail(String why) {
        if (readers.isEmpty()) {
            return;
        }
        var waiting = List.copyOf(readers);
        readers.clear();
        var failure = ReadResult.failed(
                List.of(), List.of(), ReadResult.Failure.Why.UNREACHABLE, why, dev.lockcred.spi.Cost.NONE);
        waiting.forEach(r -> r.accept(failure));
    }

    // ---- in its turn

    /** The wall clock was set: the turn comes now. */
    void rotateNow() {
        nextRotation = Instant.MIN;
    }

    /** What is not ours any more is no longer looked for. */
    void forgetUnseen() {
        unseen.retainAll(memory.held.values().stream().map(Held::ref).toList());
    }

    /** When the next places are looked at in their turn. */
    Optional<Instant> nextRotation() {
        return unseen.isEmpty() ? Optional.empty() : Optional.of(nextRotation);
    }

    /** Whether the turn of some places has come; if so they are to be looked at. */
    boolean rotates(Instant now) {
        if (unseen.isEmpty() || host.looksOnly() || now.isBefore(nextRotation)) {
            return false;
        }
        int many = Math.min(
                Math.min(ROTATED, unseen.size()),
                sync.budget().readsLeft(sync.lock().policy(), now));
        nextRotation = now.plus(ROTATION.multipliedBy(Math.max(1, many)));
        for (int i = 0; i < many; i++) {
            memory.looks.add(unseen.first());
            unseen.remove(unseen.first());
        }
        return many > 0;
    }

    // ---- looking

    /** Looks, if there is anything to look at now. */
    boolean looks(DriverLock handle) {
        if (gap) {
            checkForChanges(handle);
        } else if (askedForWhole || !host.looksOnly() && wholeReadPays(handle)) {
            askedForWhole = false;
            seenWhole = true;
            read(handle, new ReadRequest.Everything(), Priority.READ, "all slots are being read");
        } else if (!sync.recheckNow().isEmpty()) {
            List<CredentialRef> refs = sync.recheckNow();
            read(handle, new ReadRequest.Slots(refs), Priority.READ, "looks at " + places(refs));
        } else {
            return false;
        }
        return true;
    }

    private void checkForChanges(DriverLock handle) {
        gap = false;
        if (has(LockCapabilities::log)) {
            observer.replayLog(handle);
        }
        if (memory.held.isEmpty()) {
            memory.slots.doubtFree();
            sync.askForTurn();
            return;
        }
        if (canRead()) {
            memory.held.values().forEach(h -> unseen.add(h.ref()));
            if (nextRotation.equals(Instant.MIN) && host.promise().resident()) {
                nextRotation = host.timers().now().plus(ROTATION); // a start is no sign of a change: each in its turn
            }
        }
        if (has(LockCapabilities::checksChanges)) {
            sync.busy("is asked whether anything has changed");
            sync.follow(handle.checkChanged(Call.read(LockSync.PATIENCE)), check -> {
                if (check == ChangeCheck.UNCHANGED) {
                    unseen.clear();
                    return;
                }
                memory.slots.doubtFree();
                if (check == ChangeCheck.CHANGED) {
                    memory.looks.addAll(unseen);
                    sync.remember();
                }
            });
        } else {
            memory.slots.doubtFree();
            sync.askForTurn();
        }
    }

    /** Reads, and tells the observer and whoever waits. */
    void read(DriverLock handle, ReadRequest request, Priority priority, String what) {
        sync.busy(what);
        doubtedMeanwhile.clear();
        boolean unasked = readers.isEmpty();
        sync.follow(handle.read(request, new Call(priority, LockSync.PATIENCE, Call.Guard.OPEN)), result -> {
            Instant now = host.timers().now();
            if (unasked) {
                sync.budget().read(now, spent(handle, request, result));
            }
            if (result.complete() || request instanceof ReadRequest.Slots) { // one that failed is looked at again
                unseen.removeIf(ref -> asksFor(request, ref));
            }
            if (result.complete()) {
                memory.looks.removeIf(ref -> asksFor(request, ref) && !doubtedMeanwhile.contains(ref));
            }
            observer.observed(request, result);
            if (result.complete()) {
                sync.breaker().answered();
            } else {
                readFailed(request, result, now);
            }
            if (request instanceof ReadRequest.Everything) {
                var waiting = List.copyOf(readers);
                readers.clear();
                waiting.forEach(r -> r.accept(result));
            }
        });
    }

    // A lock that shows everything in one message is not charged for each of its slots, and one that was not there for
    // none.
    private static int spent(DriverLock handle, ReadRequest request, ReadResult result) {
        if (!(request instanceof ReadRequest.Everything) || result.slots().isEmpty()) {
            return (int) result.slots().stream()
                    .filter(s -> result.complete() || s.state() != SlotState.UNKNOWN)
                    .count();
        }
        var one = new ReadRequest.Slots(List.of(result.slots().get(0).ref()));
        int single = Math.max(1, handle.costs().of(one).typical());
        int whole = handle.costs().of(request).typical();
        return Math.min(result.slots().size(), (whole + single - 1) / single);
    }

    // What made us look has not gone away with the answer.
    private void lookAgain(CredentialRef ref) {
        if (memory.held.values().stream().anyMatch(h -> h.ref().equals(ref))) {
            memory.looks.add(ref);
            sync.cool(ref, LockSync.AGAIN);
        } else {
            memory.looks.remove(ref);
        }
    }

    private static boolean asksFor(ReadRequest request, CredentialRef ref) {
        return request instanceof ReadRequest.Slots slots
                ? slots.refs().contains(ref)
                : request instanceof ReadRequest.Everything;
    }

    private void readFailed(ReadRequest request, ReadResult result, Instant now) {
        ReadResult.Failure failure = result.failure().orElseThrow();
        switch (failure.why()) {
            case UNREACHABLE, LINK_DOWN, NO_TIME, NO_ANSWER -> {
                sync.breaker().failed(now, failure.text(), Optional.empty());
                if (request instanceof ReadRequest.Slots slots) {
                    slots.refs().forEach(this::lookAgain);
                }
            }
            case UNSUPPORTED, INSECURE, CLOSING -> {
                if (request instanceof ReadRequest.Slots slots) {
                    slots.refs().forEach(memory.looks::remove);
                    slots.refs().forEach(r -> sync.cool(r, Duration.ofHours(6)));
                }
            }
        }
    }

    private boolean canRead() {
        return has(c -> c.credentials().values().stream()
                .anyMatch(s -> s.readBack().value() != CredentialSupport.ReadBack.NONE));
    }

    // First contact reads before it writes, the whole lock where that is cheap (S7).
    private boolean wholeReadPays(DriverLock handle) {
        return !seenWhole
                && memory.slots.all().isEmpty()
                && !host.entitlements(sync).isEmpty()
                && has(c -> c.unmanageable().isEmpty())
                && handle.costs().of(new ReadRequest.Everything()).typical() <= CHEAP_FULL_READ;
    }

    private boolean has(Predicate<LockCapabilities> what) {
        return sync.description().filter(d -> what.test(d.capabilities())).isPresent();
    }

    static String places(List<CredentialRef> refs) {
        return refs.size() == 1 ? "slot " + refs.get(0).index() : refs.size() + " slots";
    }
}
