// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.Assignment;
import dev.lockcred.Assignment.Blocked;
import dev.lockcred.Assignment.Verification;
import dev.lockcred.CredentialRule;
import dev.lockcred.Observation;
import dev.lockcred.Outcome;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.Secret;
import dev.lockcred.SlotState;
import dev.lockcred.UserId;
import dev.lockcred.UserType;
import dev.lockcred.core.plan.Entitlement.Refusal;
import dev.lockcred.core.plan.Holding;
import dev.lockcred.core.plan.Program;
import dev.lockcred.core.plan.Say;
import dev.lockcred.core.plan.Step;
import dev.lockcred.core.store.Commit;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.UserFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out writes: intent first (R20), then the driver, then the outcome. The secret is opened when the batch leaves and
 * wiped when it is back. Confined to the engine's lane, but for {@link Permit}, which the driver asks on its own.
 */
final class LockWriter {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(20);
    private static final Duration LONGEST_RETRY = Duration.ofHours(6);

    private final SyncHost host;
    private final LockSync sync;
    private final LockMemory memory;
    private final Observer observer;
    private final List<Job> running = new ArrayList<>();
    private final Set<CredentialRef> toldAway =
            new HashSet<>(); // where the lock could not be reached, since it last answered

    LockWriter(SyncHost host, LockSync sync, LockMemory memory, Observer observer) {
        this.host = host;
        this.sync = sync;
        this.memory = memory;
        this.observer = observer;
    }

    /** One write on its way. */
    private record Job(Step.Write step, Change change, Permit permit, long assignment, Optional<Held> before) {}

    /**
     * The last word before a change leaves (R14). Asked on the driver's lane.
     */
    private static final class Permit {
        private final dev.lockcred.spi.Timers timers;
        private final @Nullable Instant notAfter;
        private volatile boolean withdrawn;

        Permit(dev.lockcred.spi.Timers timers, Optional<Instant> notAfter) {
            this.timers = timers;
            this.notAfter = notAfter.orElse(null);
        }

        boolean holds() {
            return !withdrawn && (notAfter == null || timers.now().isBefore(notAfter));
        }
    }

    void write(DriverLock driver, List<Step.Write> steps, Call.Priority priority, Duration patience, Runnable done) {
        Instant now = host.timers().now();
        Commit.Builder commit = Commit.builder();
        running.clear();
        for (Step.Write step : steps) {
            prepare(step, now, commit).ifPresent(running::add);
        }
        sync.budget().notSent(steps.size() - running.size());
        var jobs = List.copyOf(running);
        if (jobs.isEmpty()) {
            observer.save(commit);
            host.commit(commit).whenComplete((stored, failure) -> done.run());
            return;
        }
        observer.save(
                commit); // what it costs is counted before it is sent: a crash in a loop must not empty a battery (R25)
        host.commit(commit).whenComplete((stored, failure) -> {
            if (failure != null) {
                // Nothing was sent: without the intent nothing may be (R20).
                jobs.forEach(this::wipe);
                return;
            }
            send(driver, jobs, new Call(priority, patience, guard(jobs)), done);
        });
    }

    boolean isWriting() {
        return !running.isEmpty();
    }

    /** Takes back what has not left yet. */
    void withdraw() {
        running.forEach(j -> j.permit().withdrawn = true);
    }

    /** Takes back what the plan no longer wants (R14, R15). */
    void recheckPermissions() {
        if (running.isEmpty()) {
            return;
        }
        var plan = sync.planNow();
        for (Job job : running) {
            if (job.step() instanceof Step.Put put) {
                boolean stillEntitled = plan.standings().stream()
                                .anyMatch(s -> s.user().equals(put.user())
                                        && s.credential().equals(put.credential())
                                        && s.state() != dev.lockcred.core.plan.Standing.State.ABSENT
                                        && s.state() != dev.lockcred.core.plan.Standing.State.SCHEDULED)
                        && plan.steps().stream()
                                .noneMatch(s ->
                                        s instanceof Step.Clear c && c.holding().equals(Optional.of(job.assignment())));
                if (!stillEntitled) {
                    job.permit().withdrawn = true;
                }
            }
        }
    }

    /** Closes an assignment for good and tells the audit why. */
    void close(Commit.Builder commit, Held held, Instant now, String why) {
        memory.held.remove(held.assignment().id());
        Assignment gone = held.gone(now);
        observer.closed(commit, held, gone);
        host.audit(
                commit, "code.gone", Optional.of(sync.id()), Optional.of(gone.slot()), Optional.of(gone.user()), why);
    }

    private Call.Guard guard(List<Job> jobs) {
        return change -> {
            for (Job job : jobs) {
                if (job.change() == change || job.change().equals(change)) {
                    return job.permit().holds();
                }
            }
            return false;
        };
    }

    private Optional<Job> prepare(Step.Write step, Instant now, Commit.Builder commit) {
        if (step instanceof Step.Put put) {
            return preparePut(put, now, commit);
        }
        if (step instanceof Step.Clear clear) {
            Optional<Held> before = clear.holding().map(memory.held::get);
            before.ifPresent(h -> save(commit, h.state(Assignment.State.REVOKING)));
            var change = new Change.Clear(clear.ref(), clear.lockUser(), true);
            return Optional.of(new Job(
                    step,
                    change,
                    new Permit(host.timers(), Optional.empty()),
                    clear.holding().orElse(0L),
                    before));
        }
        if (step instanceof Step.Reprogram reprogram) {
            Held held = memory.held.get(reprogram.holding());
            if (held == null) {
                return Optional.empty();
            }
            boolean statusOnly = reprogram.from().differsInStatusOnly(reprogram.to());
            // If the process dies over it (R20), a status can be looked at; of hours few locks show anything.
            save(commit, statusOnly ? held.verifyAt(Optional.of(now)) : held.limitsUnsure(true));
            Change change = statusOnly
                    ? new Change.SetEnabled(
                            reprogram.ref(),
                            reprogram.lockUser(),
                            reprogram.to().enabled())
                    : new Change.SetUser(
                            reprogram.ref(),
                            reprogram.lockUser(),
                            facts(reprogram.user(), reprogram.name(), reprogram.to()),
                            reprogram.to().entries());
            return Optional.of(new Job(
                    step, change, new Permit(host.timers(), Optional.empty()), reprogram.holding(), Optional.of(held)));
        }
        throw new IllegalStateException("no such step");
    }

    private Optional<Job> preparePut(Step.Put put, Instant now, Commit.Builder commit) {
        Optional<Secret> secret = host.secret(put.credential(), put.version());
        if (secret.isEmpty()) {
            memory.refusals.put(
                    put.credential(),
                    new Refusal(put.version(), Blocked.NO_PIN, "the PIN cannot be opened: it must be set anew"));
            return Optional.empty();
        }
        Optional<Held> replaced = put.replaces().map(memory.held::get);
        if (replaced.filter(h -> standsThere(h, put, secret.get())).isPresent()) {
            secret.get().close();
            save(commit, replaced.get().version(put.version()));
            return Optional.empty();
        }
        boolean same = replaced.map(h -> h.assignment().credentialVersion() == put.version()
                        && h.ref().equals(put.ref()))
                .orElse(false);
        var slot = sync.slot(put.ref());
        long id = same ? replaced.orElseThrow().assignment().id() : host.nextId();
        var assignment = new Assignment(
                id,
                slot,
                put.user(),
                put.credential(),
                put.version(),
                put.lockUser(),
                Assignment.State.WRITING,
                Optional.empty(),
                same ? replaced.orElseThrow().assignment().from() : now,
                Optional.empty(),
                Verification.NONE);
        var held = new Held(
                assignment,
                put.program(),
                Holding.Drift.NONE,
                same ? replaced.orElseThrow().changedByOthers() : 0,
                same ? replaced.orElseThrow().changedSince() : Optional.empty(),
                Optional.empty(),
                true,
                host.fingerprint(slot, secret.get()),
                same ? replaced.orElseThrow().attempts() + 1 : attemptsAt(put),
                put.basis() != Change.Basis.EMPTY,
                same && replaced.orElseThrow().settled(),
                false);
        save(commit, held);
        var change = new Change.Put(
                put.ref(),
                put.lockUser(),
                secret.get(),
                facts(put.user(), put.name(), put.program()),
                put.program().enabled(),
                put.program().entries(),
                put.basis());
        return Optional.of(new Job(put, change, new Permit(host.timers(), put.notAfter()), id, replaced));
    }

    // The same digits under a new number need no writing (R22, R23): many a lock would refuse them as a duplicate.
    private boolean standsThere(Held held, Step.Put put, Secret secret) {
        return held.assignment().credentialVersion() != put.version()
                && held.ref().equals(put.ref())
                && held.assignment().state() == Assignment.State.ACTIVE
                && held.assignment().verification() != Verification.NONE
                && held.drift() == Holding.Drift.NONE
                && held.fingerprint()
                        .flatMap(f -> host.matches(f, held.assignment().slot(), secret))
                        .orElse(false);
    }

    private int attemptsAt(Step.Put put) {
        return observer.attempts(put.credential(), put.version()) + 1;
    }

    private UserFacts facts(UserId user, String name, Program program) {
        OptionalInt mark = host.mark(user);
        Optional<Duration> expiry = program.type() == UserType.EXPIRING
                ? sync.description()
                        .flatMap(d -> d.capabilities().users().expiry())
                        .or(() -> Optional.of(Duration.ofHours(1)))
                : Optional.empty();
        return new UserFacts(
                Optional.of(name),
                mark.isPresent() ? OptionalLong.of(mark.getAsInt()) : OptionalLong.empty(),
                program.type(),
                CredentialRule.SINGLE,
                expiry);
    }

    private void send(DriverLock driver, List<Job> jobs, Call call, Runnable done) {
        driver.apply(jobs.stream().map(Job::change).toList(), call)
                .whenComplete((result, failure) -> host.lane().execute(() -> {
                    jobs.forEach(this::wipe);
                    running.clear();
                    Commit.Builder commit = Commit.builder();
                    if (failure != null) {
                        host.broken("lock " + sync.id(), failure);
                        jobs.forEach(j -> ambiguous(j, commit, Duration.ofSeconds(5)));
                    } else {
                        outcomes(jobs, result, commit);
                    }
                    observer.save(commit);
                    host.commit(commit).whenComplete((stored, notStored) -> done.run());
                }));
    }

    private void wipe(Job job) {
        if (job.change() instanceof Change.Put put) {
            put.secret().close();
        }
    }

    private void outcomes(List<Job> jobs, BatchResult result, Commit.Builder commit) {
        if (result.results().size() != jobs.size()) {
            host.broken(
                    "lock " + sync.id(),
                    new IllegalStateException("a driver answered "
                            + result.results().size() + " results to " + jobs.size() + " changes"));
            jobs.forEach(j -> ambiguous(j, commit, Duration.ofSeconds(5)));
            return;
        }
        for (int i = 0; i < jobs.size(); i++) {
            outcome(jobs.get(i), result.results().get(i), commit);
        }
    }

    private void outcome(Job job, ChangeResult result, Commit.Builder commit) {
        Instant now = host.timers().now();
        ChangeOutcome outcome = result.outcome();
        Outcome told;
        if (outcome instanceof ChangeOutcome.Confirmed confirmed) {
            sync.breaker().answered();
            proved(job, confirmed.proof(), confirmed.recheckAfter(), result.userIndex(), commit, now);
            told = new Outcome.Confirmed(now, confirmed.proof());
        } else if (outcome instanceof ChangeOutcome.NoChange) {
            sync.breaker().answered();
            proved(job, Proof.PRESENCE, Optional.empty(), result.userIndex(), commit, now);
            told = new Outcome.NoChange();
        } else if (outcome instanceof ChangeOutcome.Accepted accepted) {
            sync.breaker().answered();
            memory.accepted.add(job.assignment());
            ambiguous(job, commit, accepted.recheckAfter());
            told = new Outcome.Accepted();
        } else if (outcome instanceof ChangeOutcome.Rejected rejected && saysThatItIsThere(job, rejected)) {
            sync.breaker().answered();
            proved(job, Proof.PRESENCE, Optional.empty(), result.userIndex(), commit, now);
            told = new Outcome.Confirmed(now, Proof.PRESENCE);
        } else if (outcome instanceof ChangeOutcome.Rejected rejected) {
            sync.breaker().answered();
            rejected(job, rejected, commit, now);
            told = new Outcome.Rejected(rejected.reason(), rejected.nativeAnswer());
        } else if (outcome instanceof ChangeOutcome.Unsupported unsupported) {
            undo(job, commit);
            refuse(job, Blocked.UNSUPPORTED, "this lock cannot do it: " + unsupported.what());
            told = new Outcome.Unsupported(unsupported.what());
        } else if (outcome instanceof ChangeOutcome.NotSent notSent) {
            sync.budget().notSent(1);
            told = notSent(job, notSent, commit, now);
        } else if (outcome instanceof ChangeOutcome.Ambiguous) {
            ambiguous(job, commit, Duration.ofSeconds(2));
            told = new Outcome.TimeoutAmbiguous();
        } else {
            throw new IllegalStateException("an outcome nobody knows: " + outcome);
        }
        if (isNews(job, told)) {
            record(job, told, commit);
        }
        host.finished(sync.slot(job.step().ref()), job.step().user(), job.step().revokes(), told);
    }

    // R21: some locks answer "duplicate" to a write that is repeated in its place, exactly when the code is there.
    private boolean saysThatItIsThere(Job job, ChangeOutcome.Rejected rejected) {
        boolean repeated = job.step() instanceof Step.Put put
                && put.basis() == Change.Basis.OURS
                && observer.attempts(put.credential(), put.version()) > 0
                && job.before().filter(h -> h.ref().equals(put.ref())).isPresent();
        return repeated
                && rejected.reason() == Rejection.DUPLICATE
                && sync.description()
                        .flatMap(d ->
                                d.capabilities().credential(job.step().ref().kind()))
                        .filter(s -> s.settle() == CredentialSupport.Settle.DUPLICATE_ON_OWN_SLOT_MEANS_PRESENT)
                        .isPresent();
    }

    private void proved(
            Job job,
            Proof proof,
            Optional<Duration> recheck,
            OptionalInt lockUser,
            Commit.Builder commit,
            Instant now) {
        if (job.step() instanceof Step.Reprogram) {
            sync.taken(job.step().ref()); // new hours or a status: of the digits that says nothing
        } else {
            sync.proved(job.step().ref());
        }
        if (job.step() instanceof Step.Clear) {
            memory.slots.learn(job.step().ref(), SlotState.EMPTY, now, Observation.Origin.OWN_WRITE);
            // An interrupted change may have left two there.
            memory.held().stream()
                    .filter(h -> job.before().isPresent()
                            && h.ref().equals(job.step().ref()))
                    .forEach(h -> close(commit, h, now, "removed, " + Say.proof(proof)));
            return;
        }
        Held held = memory.held.get(job.assignment());
        if (held == null) {
            return;
        }
        if (job.step() instanceof Step.Reprogram reprogram) {
            // New hours do not enable a code that was disabled at the lock, and a status makes no digits right: each is
            // a step.
            boolean statusKnown = job.change() instanceof Change.SetEnabled;
            boolean statusSet = statusKnown && held.drift() == Holding.Drift.DISABLED;
            save(
                    commit,
                    held.program(reprogram.to())
                            .limitsUnsure(statusKnown && held.limitsUnsure())
                            .drift(statusSet ? Holding.Drift.NONE : held.drift())
                            .verifyAt(statusKnown ? Optional.empty() : held.verifyAt()));
            if (!reprogram.to().enabled()) {
                memory.slots.learn(held.ref(), SlotState.DISABLED, now, Observation.Origin.OWN_WRITE);
            }
            return;
        }
        boolean value = proof != Proof.PRESENCE && proof != Proof.RESPONSE;
        Held active = held.active(value ? Verification.VALUE : Verification.PRESENCE, lockUser);
        Optional<Instant> look = recheck.map(now::plus);
        look.ifPresent(
                t -> host.lane().schedule(host.timers(), Duration.between(now, t), () -> sync.doubt(held.ref())));
        save(commit, active);
        memory.refusals.remove(held.assignment().credential());
        memory.slots.learn(
                held.ref(),
                held.program().enabled() ? SlotState.MASKED : SlotState.DISABLED,
                now,
                Observation.Origin.OWN_WRITE);
        // Not only the one before: an interrupted change may have left another, and to clear that would clear this.
        memory.held().stream()
                .filter(h -> h.assignment().id() != job.assignment() && h.ref().equals(held.ref()))
                .forEach(h -> close(commit, h, now, "replaced by a new code in the same slot"));
        observer.attemptsOver(held.assignment().credential());
    }

    private void ambiguous(Job job, Commit.Builder commit, Duration lookAfter) {
        Instant at = host.timers().now().plus(lookAfter);
        Held held = memory.held.get(job.assignment());
        if (held == null) {
            return;
        }
        if (job.step() instanceof Step.Clear) {
            save(
                    commit,
                    held.state(Assignment.State.CLEAR_UNVERIFIED)
                            .attempts(held.attempts() + 1)
                            .verifyAt(Optional.of(at)));
            sync.cool(held.ref(), lookAfter);
            sync.doubtLater(held.ref());
        } else if (job.step() instanceof Step.Put) {
            save(commit, held.state(Assignment.State.UNVERIFIED).verifyAt(Optional.of(at)));
            memory.slots.doubt(held.ref());
        } else {
            sync.cool(held.ref(), retryDelay(held.attempts() + 1));
            Held unsure = held.attempts(held.attempts() + 1);
            if (job.change() instanceof Change.SetEnabled) {
                unsure = unsure.verifyAt(Optional.of(at)); // it may have taken the order: a look will tell
                sync.doubtLater(held.ref());
            }
            save(commit, unsure);
        }
    }

    private void rejected(Job job, ChangeOutcome.Rejected rejected, Commit.Builder commit, Instant now) {
        String text = Refusals.text(rejected.reason(), rejected.nativeAnswer());
        boolean notThere = job.step() instanceof Step.Reprogram && rejected.reason() == Rejection.NOT_FOUND;
        if (job.step() instanceof Step.Clear || notThere) {
            // A revocation is never given up (R13): it stays first in line, ever more slowly. What the lock says is not
            // there is looked at before anything is made of it.
            job.before().map(h -> memory.held.get(h.assignment().id())).ifPresent(h -> {
                Held again = h.attempts(h.attempts() + 1);
                save(commit, again);
                sync.cool(again.ref(), retryDelay(again.attempts()));
                sync.doubtLater(again.ref());
            });
            return;
        }
        undo(job, commit);
        if (job.step() instanceof Step.Reprogram) {
            refuse(job, Refusals.blocked(rejected.reason()), text);
            return;
        }
        if (rejected.reason() == Rejection.OCCUPIED) {
            memory.slots.learn(job.step().ref(), SlotState.MASKED, now, Observation.Origin.EVENT);
            if (observer.attempts(((Step.Put) job.step()).credential(), ((Step.Put) job.step()).version()) < 3) {
                return; // another slot will be chosen
            }
        }
        if (rejected.reason() == Rejection.NOT_FOUND) {
            memory.slots.learn(job.step().ref(), SlotState.RESERVED, now, Observation.Origin.EVENT);
        }
        refuse(job, Refusals.blocked(rejected.reason()), text);
    }

    private Outcome notSent(Job job, ChangeOutcome.NotSent notSent, Commit.Builder commit, Instant now) {
        undo(job, commit);
        switch (notSent.why()) {
            case UNREACHABLE, LINK_DOWN -> {
                sync.breaker().failed(now, notSent.text(), notSent.retryAfter());
                return new Outcome.Unreachable(sync.breaker().since().orElse(now), notSent.text());
            }
            case INSECURE -> {
                refuse(job, Blocked.PLAINTEXT, notSent.text());
                return new Outcome.Unsupported(notSent.text());
            }
            case WITHDRAWN, CLOSING -> {
                return new Outcome.Cancelled();
            }
            case NO_TIME, AFTER_FAILURE -> {
                sync.cool(job.step().ref(), notSent.retryAfter().orElse(FIRST_RETRY));
                return new Outcome.Cancelled();
            }
        }
        throw new IllegalStateException("a reason nobody knows: " + notSent.why());
    }

    /** Nothing of it happened: as it was before. */
    private void undo(Job job, Commit.Builder commit) {
        if (job.step() instanceof Step.Reprogram) {
            Optional<Held> now = Optional.ofNullable(memory.held.get(job.assignment()));
            Held before = job.before().orElseThrow();
            now.ifPresent(
                    h -> save(commit, h.limitsUnsure(before.limitsUnsure()).verifyAt(before.verifyAt())));
            return;
        }
        if (job.step() instanceof Step.Clear) {
            job.before().ifPresent(h -> save(commit, h));
            return;
        }
        boolean same =
                job.before().map(h -> h.assignment().id() == job.assignment()).orElse(false);
        if (same) {
            save(commit, job.before().orElseThrow());
        } else {
            memory.held.remove(job.assignment());
            observer.forget(commit, job.assignment());
        }
    }

    private void refuse(Job job, Blocked blocked, String text) {
        if (job.step() instanceof Step.Put put) {
            memory.refusals.put(put.credential(), new Refusal(put.version(), blocked, text));
        } else {
            Held held = memory.held.get(job.assignment());
            sync.cool(job.step().ref(), LONGEST_RETRY);
            if (held != null) {
                sync.findings().stuck(held, text);
            }
        }
    }

    // A lock may be away for weeks, and the audit log is kept for ever: each code is said once not to have been
    // reached.
    private boolean isNews(Job job, Outcome outcome) {
        if (outcome instanceof Outcome.Unreachable) {
            return toldAway.add(job.step().ref());
        }
        if (sync.breaker().since().isEmpty()) {
            toldAway.clear();
        }
        return true;
    }

    private void record(Job job, Outcome outcome, Commit.Builder commit) {
        if (outcome instanceof Outcome.Cancelled) {
            return;
        }
        String act = job.step().revokes()
                ? "code.removed"
                : job.step() instanceof Step.Put ? "code.written" : "code.limited";
        host.audit(
                commit,
                act,
                Optional.of(sync.id()),
                Optional.of(sync.slot(job.step().ref())),
                Optional.of(job.step().user()).filter(u -> !u.equals(dev.lockcred.core.plan.Planner.FOREIGN)),
                words(outcome) + "; " + job.step().reason());
    }

    static String words(Outcome outcome) {
        if (outcome instanceof Outcome.Confirmed confirmed) {
            return Say.proof(confirmed.proof());
        }
        if (outcome instanceof Outcome.NoChange) {
            return "was so already";
        }
        if (outcome instanceof Outcome.Accepted) {
            return "accepted, not proved yet";
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return "refused: " + Refusals.text(rejected.reason(), rejected.nativeAnswer());
        }
        if (outcome instanceof Outcome.Unsupported unsupported) {
            return "not possible: " + unsupported.what();
        }
        if (outcome instanceof Outcome.Unreachable unreachable) {
            return "not reachable: " + unreachable.why();
        }
        if (outcome instanceof Outcome.TimeoutAmbiguous) {
            return "sent, fate unknown";
        }
        if (outcome instanceof Outcome.Cancelled) {
            return "withdrawn";
        }
        return "failed";
    }

    /** Keeps an open assignment, in memory and in the commit. */
    void save(Commit.Builder commit, Held held) {
        memory.held.put(held.assignment().id(), held);
        observer.opened(commit, held);
    }

    static Duration retryDelay(int attempts) {
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(attempts, 12));
        return delay.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : delay;
    }
}
