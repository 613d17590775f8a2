// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.Pin;
import dev.lockcred.Rejection;
import dev.lockcred.fake.LogRecord.What;
import dev.lockcred.spi.DriverEvent.Alarm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A lock in memory, seen from the door: somebody types codes, turns the thumbturn, programs codes of their own, resets it,
 * carries it out of radio range. {@link FakeLockDriver} is its other side. {@link #faults()} makes it misbehave as real
 * locks were seen to.
 *
 * <p>A lock that is remembered in a file may be used from several processes at once: one runs the driver, another plays the
 * person ({@link #inFile}).
 *
 * <p>Its clock is the one of the driver's host once the driver has started. Thread-safe.
 */
public final class FakeLock {

    private final String address;
    private final FakeMemory memory;
    private final FakeFaults faults = new FakeFaults(this::touched);
    private FakeModel model; // guarded by this
    private Device device; // guarded by this
    private @Nullable InstantSource clock; // guarded by this
    private @Nullable Runnable listener; // guarded by this
    private @Nullable FakeState shown; // what reads show instead of the truth; guarded by this
    private final Deque<Lagging> lagging = new ArrayDeque<>(); // the oldest first; guarded by this
    private long messages; // guarded by this
    private long writes; // guarded by this

    /** How it was before a change that is not shown yet. */
    private record Lagging(FakeState before, Instant until) {}

    FakeLock(String address, FakeModel model, FakeMemory memory, @Nullable InstantSource clock) {
        this.address = address;
        this.model = model;
        this.device = new Device(model);
        this.memory = memory;
        this.clock = clock;
    }

    /** A lock of this model, forgotten when the process ends. */
    public static FakeLock of(String address, FakeModel model) {
        return new FakeLock(address, model, FakeMemory.ofProcess(), null);
    }

    /** A lock of this model that is remembered in a file, among others there. */
    public static FakeLock remembered(Path file, String address, FakeModel model) {
        return new FakeLock(address, model, FakeMemory.of(file), null);
    }

    /**
     * A lock that some driver remembers in a file, to play the person at its door from any process. The driver notices
     * within a second.
     *
     * @throws IllegalArgumentException when there is no such lock in the file, naming those there are
     */
    public static FakeLock inFile(Path file, String address, InstantSource clock) {
        FakeMemory memory = FakeMemory.of(file);
        String kind = memory.kind(address)
                .orElseThrow(() -> new IllegalArgumentException("there is no fake lock '" + address + "' in " + file
                        + "; there are " + memory.kinds().keySet() + ". It appears when its driver first starts"));
        return new FakeLock(address, FakeModel.ofKind(kind), memory, clock);
    }

    /** Where its driver finds it. */
    public String address() {
        return address;
    }

    public synchronized FakeModel model() {
        return model;
    }

    /** How it misbehaves. */
    public FakeFaults faults() {
        return faults;
    }

    // ---- the person at the door ----

    /** Types a code. */
    public Entry type(Pin pin) {
        return act(state -> device.typed(pin, state, now()));
    }

    /** Types digits; the array is wiped. */
    public Entry type(char[] digits) {
        try (Pin pin = Pin.of(digits)) {
            return type(pin);
        } finally {
            Arrays.fill(digits, '0');
        }
    }

    /** Turns the thumbturn inside. */
    public void turnByHand(AccessOperation operation) {
        use(operation, AccessSource.MANUAL);
    }

    /** Turns the key outside. */
    public void turnKey(AccessOperation operation) {
        use(operation, AccessSource.KEY);
    }

    /** Puts a code of one's own into a slot, in the lock's own menu. */
    public void program(int index, Pin pin) {
        act(state -> {
            device.programmed(index, pin, AccessSource.KEYPAD, state, now());
            return true;
        });
    }

    /** Another controller on the same network puts a code into a slot. */
    public void programFromAfar(int index, Pin pin) {
        act(state -> {
            device.programmed(index, pin, AccessSource.REMOTE, state, now());
            return true;
        });
    }

    /** Deletes a code in the lock's own menu. */
    public void erase(int index) {
        act(state -> {
            device.erased(index, AccessSource.KEYPAD, state, now());
            return true;
        });
    }

    /** Disables or enables a code in the lock's own menu. */
    public void setEnabled(int index, boolean enabled) {
        act(state -> {
            device.switched(index, enabled, AccessSource.KEYPAD, state, now());
            return true;
        });
    }

    /** Gives the lock's own menu another code. Which one, nobody learns; a lock that reports changes says that it did. */
    public void changeProgrammingCode() {
        act(state -> {
            device.programmingCodeChanged(state, now());
            return true;
        });
    }

    /** Resets it to the state in which it left the factory; all codes are gone. */
    public void reset() {
        act(state -> {
            state.reset();
            state.record(new What.Alarmed(Alarm.Kind.FACTORY_RESET), AccessSource.UNKNOWN, -1, -1, false, now());
            return true;
        });
    }

    /** Screws another lock of this model to the door, paired under the same address. */
    public void replace(FakeModel newModel) {
        act(state -> {
            model = newModel;
            device = new Device(newModel);
            state.reset();
            state.serial = state.serial + "+";
            return true;
        });
    }

    /** Carries it out of radio range: it works on, and nobody hears of it. */
    public void offline() {
        act(state -> state.offline = true);
    }

    /** Brings it back. */
    public void online() {
        act(state -> state.offline = false);
    }

    /** The battery reaches so many percent, and the lock says so. */
    public void battery(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a battery has 0 to 100 percent, not " + percent);
        }
        act(state -> {
            state.battery = percent;
            state.record(new What.BatteryAt(percent), AccessSource.UNKNOWN, -1, -1, false, now());
            return true;
        });
    }

    /** Makes the bolt stick, or frees it. */
    public void jam(boolean stuck) {
        act(state -> state.jammed = stuck);
    }

    /** Makes its clock run ahead of the host's; negative: behind. */
    public void clockAhead(Duration ahead) {
        act(state -> {
            state.clockSet = true;
            state.clockAhead = ahead;
            return true;
        });
    }

    /** Takes the battery out: its clock is not set any more. */
    public void clockNotSet() {
        act(state -> {
            state.clockSet = false;
            return true;
        });
    }

    /** It loses a code, silently. */
    public void forget(int index) {
        act(state -> state.codes.remove(index) != null);
    }

    // ---- what a test looks at ----

    /** Whether exactly this PIN stands in the slot, enabled. */
    public boolean holds(int index, Pin pin) {
        return look(state -> {
            FakeState.Code code = state.codes.get(index);
            return code != null && code.enabled() && code.pin().equals(pin);
        });
    }

    /** Whether this PIN would open now, if somebody typed it; nobody does, and nothing is recorded. */
    public boolean wouldOpen(Pin pin) {
        return look(state -> device.wouldOpen(pin, state, now()));
    }

    /** Copies of all PINs that {@link #wouldOpen} now, by slot; the caller closes them. */
    public List<Pin> opening() {
        return look(
                state -> device.opening(state, now()).stream().map(Pin::copy).toList());
    }

    /** The slots in which something stands. */
    public SortedSet<Integer> occupied() {
        return look(state -> new TreeSet<>(state.codes.keySet()));
    }

    /** The lock-side user behind a slot, where users are separate. */
    public OptionalInt userOf(int index) {
        return look(state -> {
            FakeState.Code code = state.codes.get(index);
            return code == null || !model.users().separate() ? OptionalInt.empty() : OptionalInt.of(code.user());
        });
    }

    public boolean isLocked() {
        return look(state -> state.locked);
    }

    public boolean isOffline() {
        return look(state -> state.offline);
    }

    /** Messages over its air so far, both ways. */
    public synchronized long messages() {
        return messages;
    }

    /** Messages that change codes and reached it so far. */
    public synchronized long writes() {
        return writes;
    }

    @Override
    public String toString() {
        return "FakeLock[" + address + ", " + model().name() + "]";
    }

    // ---- its driver's side ----

    /** What comes back for a message. */
    sealed interface Answer {
        /** Its radio did not acknowledge: it provably never got it. */
        record Silence() implements Answer {}

        /** It got it, and no answer came. */
        record NoAnswer() implements Answer {}

        /** An answer, after an extra delay. */
        record Answered(Reply reply, Duration late) implements Answer {}
    }

    synchronized Answer receive(Message message) {
        messages++;
        boolean offline = look(state -> state.offline);
        if (offline || faults.losesRequest()) {
            return new Answer.Silence();
        }
        writes += message.changes() ? 1 : 0;
        Reply reply = answer(message);
        if (faults.losesAnswer()) {
            return new Answer.NoAnswer();
        }
        messages++;
        return new Answer.Answered(reply, faults.lateness());
    }

    /** It sent a message of its own that somebody waited for. */
    synchronized void sentUnasked() {
        messages++;
    }

    private Reply answer(Message message) {
        Optional<Rejection> refusal = message.changes() ? faults.refusal() : Optional.empty();
        if (refusal.isPresent()) {
            return new Reply.Refused(refusal.get(), "refused on purpose");
        }
        Instant now = now();
        if (!message.changes()) {
            return look(state -> device.handle(message, state, shown(state, now), now));
        }
        if (message instanceof Message.SetCode set && isFull(set.index())) {
            return new Reply.Refused(Rejection.CAPACITY, "memory full");
        }
        if (faults.onlyPretends()) {
            return look(state -> new Reply.Done(true, OptionalInt.empty(), state.checksum, state.checksum));
        }
        Reply reply = memory.change(address, fresh(), state -> {
            if (faults.isStale() && shown == null) {
                shown = state.copy();
            }
            if (!model.settlesAfter().isZero()) {
                lagging.addLast(new Lagging(state.copy(), now.plus(model.settlesAfter())));
            }
            return device.handle(message, state, state, now);
        });
        touched();
        return reply;
    }

    private boolean isFull(int index) {
        OptionalInt capacity = faults.capacity();
        return capacity.isPresent()
                && look(state -> !state.codes.containsKey(index) && state.codes.size() >= capacity.getAsInt());
    }

    private FakeState shown(FakeState truth, Instant now) {
        FakeState frozen = shown;
        if (faults.isStale()) {
            if (frozen == null) {
                frozen = truth.copy();
                shown = frozen;
            }
            return frozen;
        }
        shown = null;
        // What was true a while ago; but a clock that went back makes no while longer.
        lagging.removeIf(
                l -> !now.isBefore(l.until()) || now.plus(model.settlesAfter()).isBefore(l.until()));
        return lagging.isEmpty() ? truth : lagging.getFirst().before();
    }

    /** Gives it power: the host's clock, the door's zone, and somebody to tell of events. */
    synchronized void attach(InstantSource hostClock, Runnable onTouch) {
        clock = hostClock;
        listener = onTouch;
        if (!memory.knows(address)) { // to change the file is to read and write all that is in it
            memory.change(address, fresh(), state -> true);
        }
    }

    /** Sets its clock as its installer would have, unless that was done before. */
    synchronized void install(ZoneId zone) {
        if (memory.look(address, fresh(), state -> state.zone != null)) {
            return;
        }
        memory.change(address, fresh(), state -> {
            if (state.zone == null) {
                state.zone = zone.getId();
                state.clockSet = true;
            }
            return true;
        });
    }

    synchronized void detach() {
        listener = null;
    }

    boolean isShared() {
        return memory.isShared();
    }

    String serial() {
        return look(state -> state.serial);
    }

    int batteryPercent() {
        return look(state -> state.battery);
    }

    long lastSequence() {
        return look(state -> state.lastSequence);
    }

    List<LogRecord> recordsAfter(long sequence) {
        return look(state ->
                state.records.stream().filter(r -> r.sequence() > sequence).toList());
    }

    private void use(AccessOperation operation, AccessSource source) {
        act(state -> {
            state.locked = operation == AccessOperation.LOCK;
            device.used(state, operation, source, -1, Optional.empty(), false, now());
            return true;
        });
    }

    private synchronized <T> T act(Function<FakeState, T> action) {
        T result = memory.change(address, fresh(), action);
        touched();
        return result;
    }

    private synchronized <T> T look(Function<FakeState, T> action) {
        return memory.look(address, fresh(), action);
    }

    private synchronized void touched() {
        Runnable told = listener;
        if (told != null) {
            told.run();
        }
    }

    private FakeState fresh() {
        return new FakeState(model.name(), "fake-" + address);
    }

    private Instant now() {
        InstantSource source = clock;
        if (source == null) {
            throw new IllegalStateException(
                    "the fake lock " + address + " has no power yet: start its driver first, or open it with a clock");
        }
        return source.instant();
    }
}
