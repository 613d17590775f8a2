// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.Slot;
import dev.lockcred.SlotState;
import dev.lockcred.core.plan.Entitlement;
import dev.lockcred.core.plan.LatestPlan;
import dev.lockcred.core.plan.LockPlan;
import dev.lockcred.core.plan.LockView;
import dev.lockcred.core.plan.Step;
import dev.lockcred.core.store.Commit;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Call.Priority;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one lock as the plan wants it. One thing at a time (R25): describe, look, write, look again; after each it plans anew.
 * A lock that does not answer is left alone by one breaker (R24) and hurts nobody else (R26).
 *
 * <p>Confined to the engine's lane.
 */
public final class LockSync {

    /** How far the clock of a lock may be off that is said to be right (R36). */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);

    private static final int BATCH = 20;
    static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final Duration SOON = Duration.ofSeconds(90);
    static final Duration AGAIN = Duration.ofMinutes(5);
    private static final Duration LINK_CHECK = Duration.ofMinutes(30);

    private final SyncHost host;
    private final LockMemory memory;
    private final Breaker breaker;
    private final Budget budget;
    private final LockFindings findings;
    private final Observer observer;
    private final LockWriter writer;
    private final LockReader reader;
    private final Recognition recognition;
    private final LatestPlan latest;
    private final Holdings holdings = new Holdings();
    private final Map<CredentialRef, Instant> cooling = new HashMap<>();

    private Lock lock;
    private ZoneId zone;
    private @Nullable DriverLock driver;
    private @Nullable LockDescription description;
    private @Nullable LockPlan plan;
    private Timers.@Nullable Cancellable wake;
    private boolean busy;
    private boolean turnAsked;
    private boolean closed;
    private Instant lastExchange = Instant.EPOCH; // R25: spacing
    private String doing = "not contacted yet";

    public LockSync(SyncHost host, Lock lock, ZoneId zone, LockMemory memory) {
        this.host = host;
        this.lock = lock;
        this.zone = zone;
        this.memory = memory;
        this.budget = memory.budget;
        this.breaker = new Breaker(host.random(), this::isBack);
        this.findings = new LockFindings(this);
        this.observer = new Observer(host, this, memory);
        this.writer = new LockWriter(host, this, memory, observer);
        this.reader = new LockReader(host, this, memory, observer);
        this.recognition = new Recognition(host, this, memory);
        this.latest = new LatestPlan(host.planMemo());
        lookAtForeign();
        memory.held.values().stream()
                .filter(h -> h.assignment().state() == Assignment.State.ACTIVE)
                .filter(h -> h.verifyAt().isPresent())
                .forEach(h -> memory.looks.add(h.ref())); // told to refuse it, or to take it, when the process ended
    }

    private LockSync(LockSync of, Lock renamed) {
        this.host = of.host;
        this.lock = renamed;
        this.zone = of.zone;
        this.memory = of.memory;
        this.budget = of.budget;
        this.breaker = of.breaker;
        this.findings = new LockFindings(this);
        this.observer = new Observer(host, this, memory);
        this.writer = new LockWriter(host, this, memory, observer);
        this.reader = new LockReader(host, this, memory, observer);
        this.recognition = new Recognition(host, this, memory);
        this.latest = new LatestPlan(host.planMemo());
        this.driver = of.driver;
        this.description = of.description;
        this.doing = of.doing;
    }

    /** This lock as it would stand under another name: enough to plan with, and never set going. */
    public LockSync called(Lock renamed) {
        return new LockSync(this, renamed);
    }

    // ---- who and what

    public LockId id() {
        return lock.id();
    }

    public Lock lock() {
        return lock;
    }

    public ZoneId zone() {
        return zone;
    }

    public LockMemory memory() {
        return memory;
    }

    public Optional<LockDescription> description() {
        return Optional.ofNullable(description);
    }

    public Optional<DriverLock> driver() {
        return Optional.ofNullable(driver);
    }

    /** Since when it does not answer. */
    public Optional<Instant> unreachableSince() {
        return breaker.since();
    }

    /** What the lock refused of a credential, until its input changes. */
    public Optional<Entitlement.Refusal> refusal(CredentialId credential) {
        return memory.refusals.of(credential);
    }

    /** An input changed: it may be asked again (R24). */
    public void forgetRefusal(CredentialId credential) {
        memory.refusals.remove(credential);
    }

    /** What it is doing or waiting for, for people: a driver knows the address only, people know the name. */
    public String doing() {
        return doing.replaceFirst(
                "^(node )?" + Pattern.quote(lock.address()) + "(?= )",
                Matcher.quoteReplacement(lock.id().value()));
    }

    /** Whether nothing more will happen by itself soon: all settled, waiting for its time, refused, or out of reach. */
    public boolean isResting() {
        Instant now = host.timers().now();
        if (busy || turnAsked) {
            return false;
        }
        if (breaker.openUntil(now).isPresent()) {
            return true;
        }
        if (observer.isReplaying()) {
            return false;
        }
        boolean unproved = !host.looksOnly()
                && memory.held.values().stream()
                        .anyMatch(h -> h.assignment().state() != Assignment.State.ACTIVE
                                && h.attempts() < 2
                                && noWrites().isEmpty());
        return plan != null
                && actionable(plan.steps()).isEmpty()
                && !isTriedAgainSoon(plan.steps(), now)
                && recheckNow().isEmpty()
                && !unproved;
    }

    // What only cools for a moment is not done: whoever waits for the lock waits for that too.
    private boolean isTriedAgainSoon(List<Step> steps, Instant now) {
        Instant soon = now.plus(SOON);
        return !host.looksOnly()
                && nextWarm(steps, now).filter(w -> !w.isAfter(soon)).isPresent();
    }

    // When the first of the steps that have to wait may be taken.
    private Optional<Instant> nextWarm(List<Step> steps, Instant now) {
        return steps.stream()
                .flatMap(s -> s instanceof Step.Read r ? r.refs().stream() : Stream.of(((Step.Write) s).ref()))
                .flatMap(ref -> Stream.ofNullable(cooling.get(ref)))
                .filter(until -> until.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    /** Whether something is on its way to the lock, or about to be. */
    public boolean isWriting() {
        return writer.isWriting();
    }

    public Optional<LockPlan> plan() {
        return Optional.ofNullable(plan);
    }

    Recognition recognition() {
        return recognition;
    }

    LockFindings findings() {
        return findings;
    }

    Breaker breaker() {
        return breaker;
    }

    Budget budget() {
        return budget;
    }

    Slot slot(CredentialRef ref) {
        return new Slot(lock.id(), ref.kind(), ref.index());
    }

    /** The lock under other settings. */
    public void configure(Lock changed, ZoneId changedZone) {
        this.lock = changed;
        this.zone = changedZone;
        memory.refusals.forgetUnsupported();
        lookAtForeign();
        wakeUp();
    }

    /** Its driver is there; from now on it can be talked to. */
    public void attach(DriverLock to) {
        this.driver = to;
        this.description = null;
        wakeUp();
    }

    /** Ends the work: no timer is left, no new call is made. */
    public void close() {
        closed = true;
        cancelWake();
        writer.withdraw();
    }

    boolean isClosed() {
        return closed;
    }

    // ---- what happened elsewhere

    /** Something that enters the plan has changed. */
    public void wakeUp() {
        writer.recheckPermissions();
        cancelWake();
        askForTurn();
    }

    /** The wall clock was set: what waits for a time of day waited for another one, and no pause is longer than it was. */
    public void clockJumped() {
        Instant now = host.timers().now();
        cooling.clear();
        breaker.halfOpen();
        memory.budget.noLaterThan(now);
        lastExchange = Instant.EPOCH;
        reader.rotateNow();
        for (Held held : memory.held()) {
            if (held.verifyAt().filter(at -> at.isAfter(now)).isPresent()) {
                memory.held.put(held.assignment().id(), held.verifyAt(Optional.of(now)));
            }
        }
        wakeUp();
    }

    /** The link of its driver is back: events are missed, and what stands at the address is recognised before it is written to. */
    public void linkIsBack() {
        recognition.linkWasDown();
        reader.missedEvents();
        tryNow();
    }

    /** The lock began to answer, or somebody is about to wait for it: worth trying at once. */
    public void tryNow() {
        breaker.halfOpen();
        cooling.clear();
        wakeUp();
    }

    /** The lock's own word that it is away. */
    public void heardUnreachable(String text) {
        if (breaker.since().isEmpty()) {
            breaker.failed(host.timers().now(), text, Optional.empty());
            host.changed(this);
            wakeUp();
        }
    }

    // While it was away its clock could not be looked after (R36).
    private void isBack() {
        if (!memory.clockTrusted) {
            memory.doubtClock();
        }
    }

    /** Events may have been lost. */
    public void missedEvents() {
        reader.missedEvents();
        wakeUp();
    }

    /** What it can do, or who it is, may have changed. */
    public void describeAnew() {
        description = null;
        memory.refusals.forgetUnsupported();
        wakeUp();
    }

    /** Somebody changed a place at the lock: look at it. */
    public void doubt(CredentialRef ref) {
        memory.looks.add(ref);
        memory.slots.doubtFree(ref);
        reader.doubted(List.of(ref));
        remember();
        wakeUp();
    }

    /** Look at a place when its time has come. */
    void doubtLater(CredentialRef ref) {
        memory.looks.add(ref);
    }

    /** Somebody changed the lock, who knows where. */
    public void doubtAll() {
        memory.held.values().forEach(h -> memory.looks.add(h.ref()));
        memory.slots.doubtFree();
        reader.doubted(memory.looks);
        remember();
        wakeUp();
    }

    /** What the lock reports of its codes. */
    public void programmed(DriverEvent.Programmed event) {
        observer.programmed(event);
    }

    /** A person told its programming code, or had it forgotten: what the lock reported of it before is settled. */
    public void programmingCodeSettled(boolean told, Commit.Builder commit) {
        memory.programmingCodeTold = told ? Optional.of(host.timers().now()) : Optional.empty();
        memory.programmingCodeChanged = Optional.empty();
        observer.save(commit);
    }

    /** What the lock reports of its battery. */
    public void battery(DriverEvent.Battery event) {
        findings.battery(event.percent(), event.low());
        replan();
    }

    /** Whether its clock is known to be right (R36). */
    public boolean clockTrusted() {
        return memory.clockTrusted;
    }

    /** Percent, if known. */
    public OptionalInt battery() {
        return findings.battery();
    }

    /** The lock reports that it was reset to its factory state. */
    public void wasReset(DriverEvent.Stamp stamp) {
        memory.doubtClock();
        if (stamp.replayed() && recognition.isDealtWith(stamp)) {
            doubtAll(); // a new log tells all of it again: what the lock shows decides
            return;
        }
        if (memory.held.isEmpty()) {
            recognition.resetWhileEmpty();
        } else {
            recognition.suspectReset("the lock reports that it was reset to its factory state");
            wakeUp();
        }
        remember();
    }

    /** A person's word that a lock that was reset or replaced may be written to again. */
    public void confirmed(Commit.Builder commit) {
        recognition.confirmed(commit, writer);
        memory.refusals.clear();
        cooling.clear(); // whoever says so does not want to wait for the next look
        reader.seeWholeAgain();
        observer.save(commit);
    }

    /** A foreign code becomes one of ours (R43). */
    public void takeOver(Commit.Builder commit, Held held) {
        memory.released.remove(held.ref());
        observer.save(commit);
        writer.save(commit, held);
    }

    /** Whether the policy takes what stands in the slot under management: a code that is not ours, and opens (R43). */
    public boolean mayAdopt(Slot slot) {
        var ref = new CredentialRef(slot.kind(), slot.index());
        boolean opens = memory.slots
                .get(ref)
                .filter(f -> f.state() == SlotState.KNOWN || f.state() == SlotState.MASKED)
                .isPresent();
        return lock.policy().foreign() == LockPolicy.Foreign.ADOPT
                && ref.kind() == CredentialKind.PIN
                && opens
                && isForeign(ref)
                && !memory.released.contains(ref)
                && !memory.leaving
                && !host.looksOnly()
                && noWrites().isEmpty()
                && host.noAdditions().isEmpty();
    }

    private boolean isForeign(CredentialRef ref) {
        return memory.held.values().stream().noneMatch(h -> h.ref().equals(ref));
    }

    // What was seen under another policy is looked at again before it is adopted.
    private void lookAtForeign() {
        if (lock.policy().foreign() == LockPolicy.Foreign.ADOPT) {
            memory.slots.all().forEach((ref, fact) -> {
                if (fact.state().isOccupied() && isForeign(ref)) {
                    memory.looks.add(ref);
                }
            });
        }
    }

    /** One of ours becomes foreign: it stays in the lock. */
    public void letGo(Commit.Builder commit, Held held) {
        memory.released.add(held.ref());
        observer.save(commit);
        writer.close(commit, held, host.timers().now(), "released: it stays in the lock and is foreign from now on");
    }

    /** It is given up, or not after all: it goes when its last code is gone. */
    public void leaving(Commit.Builder commit, boolean value) {
        memory.leaving = value;
        observer.save(commit);
    }

    /** Reads everything on demand. */
    public void readWhole(Consumer<ReadResult> done) {
        reader.askForWhole(done);
        tryNow();
    }

    /** In what its driver counts what things cost; absent before first contact. */
    public Optional<String> costUnit() {
        DriverLock handle = driver;
        return description == null || handle == null
                ? Optional.empty()
                : Optional.of(handle.costs().unit());
    }

    /** The view as of now, for plans, explanations and rehearsals. */
    public LockView view() {
        LockDescription known = description;
        DriverLock handle = driver;
        Optional<LockView.Known> facts = known == null || handle == null
                ? Optional.empty()
                : Optional.of(new LockView.Known(
                        known.capabilities(),
                        handle.costs(),
                        known.security().secure() || lock.allowPlaintext(),
                        memory.clockTrusted || clockComesFirst()));
        return new LockView(
                lock.id(),
                zone,
                lock.policy(),
                facts,
                new LockView.Gate(noWrites(), recognition.writtenSinceReset(), host.noAdditions()),
                host.promise(),
                host.entitlements(this),
                memory.slots.all(),
                holdings.of(memory.open(), lock.policy().contention()));
    }

    // Nothing is written before its clock was looked at (R36), and nothing stands there that the clock could fail.
    private boolean clockComesFirst() {
        return memory.clockChecked.isEmpty() && memory.held.isEmpty() && hasClock();
    }

    /** Who the lock was found to be; absent before the first contact. */
    public Optional<LockIdentity> identity() {
        return Optional.ofNullable(memory.identity);
    }

    /** Why nothing may be written here. */
    public Optional<String> noWrites() {
        return recognition.noWrites();
    }

    /** The plan for how everything is now, drawn up only if it may differ from the latest. */
    public LockPlan planNow() {
        return latest.of(view(), host.timers().now());
    }

    /** Plans for how everything is now, without doing anything. */
    public LockPlan replan() {
        LockPlan fresh = planNow();
        plan = fresh;
        findings.update(fresh, host);
        return fresh;
    }

    // ---- the turn

    void askForTurn() {
        if (!turnAsked) {
            turnAsked = true;
            host.lane().execute(this::turn);
        }
    }

    private void turn() {
        turnAsked = false;
        if (busy || closed) {
            return;
        }
        cancelWake();
        Instant now = host.timers().now();
        LockPlan fresh = replan();
        DriverLock handle = driver;
        boolean wanted = !fresh.steps().isEmpty()
                || !memory.held.isEmpty()
                || reader.isAsked()
                || !host.entitlements(this).isEmpty()
                || lock.policy().foreign() == LockPolicy.Foreign.ADOPT && !memory.looks.isEmpty()
                || host.looksOnly();
        if (handle == null || !wanted) {
            rest(fresh, handle == null ? "its driver is not ready" : "nothing to do");
            return;
        }
        Optional<Instant> open = outOfReach(now);
        if (open.isPresent()) {
            doing = host.linkDown(this).orElseGet(breaker::why);
            reader.fail(doing);
            wakeAt(Stream.of(open, fresh.next()).flatMap(Optional::stream).min(Comparator.naturalOrder()));
            host.changed(this);
            return;
        }
        Instant free = lastExchange.plus(lock.policy().spacing());
        if (now.isBefore(free) && !now.isBefore(lastExchange)) {
            doing = "is left in peace for a moment";
            wakeAt(Optional.of(free));
            return;
        }
        if (description == null) {
            describe(handle);
        } else if (!host.looksOnly() && clockDue(now)) {
            new ClockKeeper(host, this, memory).check(handle, this::finished);
            busy("reads its clock");
        } else if (!reader.looks(handle)) {
            carryOut(handle, fresh, now);
        }
    }

    // Over a dead link nothing is tried: its driver brings it back and says so, and is asked now and then all the same.
    private Optional<Instant> outOfReach(Instant now) {
        Optional<String> link = host.linkDown(this);
        if (link.isEmpty()) {
            return breaker.openUntil(now);
        }
        if (breaker.since().isEmpty()) {
            breaker.failed(now, link.get(), Optional.empty());
        }
        return Optional.of(now.plus(LINK_CHECK));
    }

    private void carryOut(DriverLock handle, LockPlan fresh, Instant now) {
        List<Step> steps = actionable(fresh.steps());
        List<Step.Read> reads = steps.stream()
                .filter(Step.Read.class::isInstance)
                .map(Step.Read.class::cast)
                .toList();
        List<Step.Write> revocations = writes(steps, true);
        if (!revocations.isEmpty() && budget.writesLeft(lock.policy(), now, true) > 0) {
            write(handle, revocations, now, true);
        } else if (!reads.isEmpty()) {
            var refs = reads.stream()
                    .flatMap(r -> r.refs().stream())
                    .distinct()
                    .sorted()
                    .toList();
            reader.read(handle, new ReadRequest.Slots(refs), Priority.GRANT, "looks at " + LockReader.places(refs));
        } else {
            List<Step.Write> grants = writes(steps, false);
            if (!grants.isEmpty() && budget.writesLeft(lock.policy(), now, false) > 0) {
                write(handle, grants, now, false);
            } else {
                boolean spent = !grants.isEmpty() || !revocations.isEmpty();
                findings.budgetSpent(spent);
                if (spent) {
                    findings.update(fresh, host);
                }
                rest(fresh, spent ? "its budget of writes is spent" : leftOver(fresh, now));
            }
        }
    }

    // In words, what keeps the lock from doing what the plan still wants.
    private String leftOver(LockPlan fresh, Instant now) {
        if (fresh.steps().isEmpty()) {
            return "as it should be";
        }
        if (host.looksOnly()) {
            return "was looked at; nothing is written now";
        }
        return nextWarm(fresh.steps(), now)
                .map(w ->
                        "tries again in " + Math.max(1, Duration.between(now, w).toSeconds()) + " s")
                .orElse("waits");
    }

    private void write(DriverLock handle, List<Step.Write> steps, Instant now, boolean revocations) {
        if (!recognition.isCertain()) {
            describe(handle);
            return;
        }
        int most = Math.min(BATCH, budget.writesLeft(lock.policy(), now, revocations));
        List<Step.Write> batch = steps.subList(0, Math.min(most, steps.size()));
        findings.budgetSpent(false);
        budget.wrote(now, batch.size());
        busy((revocations ? "removes " : "writes ") + batch.size() + (batch.size() == 1 ? " code" : " codes"));
        writer.write(handle, batch, revocations ? Priority.REVOCATION : Priority.GRANT, PATIENCE, this::finished);
    }

    private void describe(DriverLock handle) {
        busy("is asked who it is");
        follow(handle.describe(Call.read(PATIENCE)), described -> {
            if (described instanceof Described.Known known) {
                breaker.answered();
                described(known.description());
            } else if (described instanceof Described.NotNow not) {
                breaker.failed(host.timers().now(), not.text(), Optional.empty());
            } else if (described instanceof Described.NotThere not) {
                breaker.failed(host.timers().now(), not.text(), Optional.of(Duration.ofMinutes(5)));
            }
        });
    }

    private void described(LockDescription found) {
        boolean known = found.identity().equals(memory.identity);
        recognition.met(found.identity());
        description = found;
        findings.described(found);
        if (host.looksOnly() && known) {
            return; // whoever only looks, and sees what was known, has nothing to write down
        }
        remember();
    }

    // Whoever told us will not tell again after a restart.
    void remember() {
        Commit.Builder commit = Commit.builder();
        observer.save(commit);
        follow0(host.commit(commit));
    }

    private void finished() {
        busy = false;
        lastExchange = host.timers().now();
        askForTurn();
        host.changed(this);
    }

    private void rest(LockPlan fresh, String what) {
        Instant now = host.timers().now();
        doing = what;
        reader.fail(doing);
        reader.forgetUnseen();
        if (driver != null && reader.rotates(now)) {
            askForTurn();
            return;
        }
        wakeAt(Stream.of(
                        fresh.next(),
                        cooling.values().stream().filter(c -> c.isAfter(now)).min(Comparator.naturalOrder()),
                        reader.nextRotation(),
                        nextClock(),
                        actionable(fresh.steps()).isEmpty() ? Optional.<Instant>empty() : budget.nextWrite(now))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder()));
        host.changed(this);
    }

    // ---- small things

    /** Leaves a place alone for a while. */
    void cool(CredentialRef ref, Duration time) {
        cooling.put(ref, host.timers().now().plus(time));
    }

    /** A write there was proved: it may be written again, and need not be looked at. */
    void proved(CredentialRef ref) {
        taken(ref);
        reader.seen(ref);
    }

    /** The lock took an order for what stands there: it may be written again. */
    void taken(CredentialRef ref) {
        cooling.remove(ref);
    }

    private List<Step> actionable(List<Step> steps) {
        if (host.looksOnly()) {
            return List.of();
        }
        Instant now = host.timers().now();
        return steps.stream()
                .filter(s -> s instanceof Step.Read r
                        ? r.refs().stream().anyMatch(ref -> isWarm(ref, now))
                        : isWarm(((Step.Write) s).ref(), now))
                .toList();
    }

    private boolean isWarm(CredentialRef ref, Instant now) {
        Instant until = cooling.get(ref);
        return until == null || !until.isAfter(now);
    }

    /** Places to be looked at now. */
    List<CredentialRef> recheckNow() {
        Instant now = host.timers().now();
        return memory.looks.stream().filter(r -> isWarm(r, now)).limit(8).toList();
    }

    private static List<Step.Write> writes(List<Step> steps, boolean revoking) {
        return steps.stream()
                .filter(Step.Write.class::isInstance)
                .map(Step.Write.class::cast)
                .filter(w -> w.revokes() == revoking)
                .toList();
    }

    private boolean clockDue(Instant now) {
        return hasClock() && !clockAt().isAfter(now);
    }

    private boolean hasClock() {
        return description != null
                && !description.capabilities().schedules().isEmpty()
                && description.capabilities().clock() != dev.lockcred.spi.LockCapabilities.Clock.NONE;
    }

    private Instant clockAt() {
        return memory.clockChecked.map(c -> c.plus(ClockKeeper.next(memory))).orElse(Instant.MIN);
    }

    // R36: while the lock keeps hours by itself its clock is looked after, even when nothing else is to be done.
    private Optional<Instant> nextClock() {
        boolean matters = memory.held.values().stream()
                .anyMatch(h -> !h.program().entries().isEmpty());
        return matters && hasClock() && !host.looksOnly() ? Optional.of(clockAt()) : Optional.empty();
    }

    void busy(String what) {
        busy = true;
        doing = what;
        host.changed(this);
    }

    /** What the lock answers, on the lane; with it the exchange is over. */
    <T> void follow(CompletionStage<T> stage, Consumer<T> then) {
        stage.whenComplete((result, failure) -> host.lane().execute(() -> {
            if (failure != null) {
                host.broken("lock " + lock.id(), failure);
                breaker.failed(host.timers().now(), "a mistake in its driver; see the log", Optional.empty());
            } else if (!closed) {
                then.accept(result);
            }
            finished();
        }));
    }

    private void follow0(CompletionStage<Void> stage) {
        stage.whenComplete((done, failure) -> {
            if (failure != null) {
                host.broken("lock " + lock.id(), failure);
            }
        });
    }

    private void wakeAt(Optional<Instant> at) {
        cancelWake();
        at.ifPresent(t -> {
            Duration delay = Duration.between(host.timers().now(), t);
            wake = host.lane().schedule(host.timers(), delay.isNegative() ? Duration.ZERO : delay, this::turn);
        });
    }

    private void cancelWake() {
        if (wake != null) {
            wake.cancel();
            wake = null;
        }
    }
}
