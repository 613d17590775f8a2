// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.UserType;
import dev.lockcred.fake.FakeAir.Heard;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.Ambiguous;
import dev.lockcred.spi.ChangeOutcome.Confirmed;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.ChangeOutcome.NotSent.Why;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CredentialSupport.Disable;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.spi.support.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Carries changes out one after the other: the guard, the messages in the safe order, the proof. */
final class ApplyTask extends FakeTask<BatchResult> {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final List<Change> changes;
    private final FakeModel model;
    private final List<ChangeResult> results = new ArrayList<>();
    private final Set<Integer> notCleared = new HashSet<>();
    private OptionalInt user = OptionalInt.empty();
    private boolean begun; // whether something of the present change was sent
    private boolean gone; // whether the lock ceased to answer

    ApplyTask(FakeHandle handle, List<Change> changes, Call call) {
        super(handle, call);
        this.changes = List.copyOf(changes);
        this.model = handle.costs() instanceof FakeCosts costs ? costs.model() : FakeModel.bridge();
    }

    @Override
    void begin() {
        step();
    }

    private void step() {
        if (results.size() == changes.size()) {
            finish(new BatchResult(results));
            return;
        }
        Change change = changes.get(results.size());
        begun = false;
        user = OptionalInt.empty();
        Optional<ChangeOutcome> refusal =
                Refusals.of(change, model.capabilities()).or(() -> notNow(change));
        if (refusal.isPresent()) {
            settled(refusal.get());
        } else if (change instanceof Change.Put put) {
            put(put);
        } else if (change instanceof Change.Clear clear) {
            clear(clear);
        } else if (change instanceof Change.SetEnabled set) {
            setEnabled(set);
        } else if (change instanceof Change.SetUser set) {
            setUser(set);
        }
    }

    /** Reasons of the moment not to send it; the guard is asked last, and the first byte follows at once (R14). */
    private Optional<ChangeOutcome> notNow(Change change) {
        if (gone) {
            return Optional.of(new NotSent(Why.UNREACHABLE, handle.address() + " ceased to answer"));
        }
        if (change instanceof Change.Put && notCleared.contains(change.ref().index())) {
            return Optional.of(new NotSent(Why.AFTER_FAILURE, change.ref() + " could not be cleared before"));
        }
        if (change instanceof Change.Put && !model.secure() && !handle.options().allowPlaintext()) {
            return Optional.of(new NotSent(Why.INSECURE, "this lock is not secured, and plain text is not allowed"));
        }
        if (!call.guard().permits(change)) {
            return Optional.of(new NotSent(Why.WITHDRAWN, "withdrawn before anything was sent"));
        }
        return Optional.empty();
    }

    private void settled(ChangeOutcome outcome) {
        Change change = changes.get(results.size());
        boolean done = !(outcome instanceof ChangeOutcome.Rejected
                || outcome instanceof Ambiguous
                || outcome instanceof NotSent);
        if (change instanceof Change.Clear && !done) {
            notCleared.add(change.ref().index());
        }
        OptionalInt told = model.users().separate() ? user : OptionalInt.empty();
        results.add(new ChangeResult(change.ref(), outcome, told, spent()));
        step();
    }

    // ---- the changes ----

    private void put(Change.Put put) {
        if (!FakeCosts.needsUser(put, model)) {
            user = model.users().separate()
                    ? put.userIndex()
                    : OptionalInt.of(put.ref().index());
            schedule(put, 0);
            return;
        }
        boolean mayCreate = put.userIndex().isEmpty();
        order(
                new Message.SetUser(
                        put.userIndex(),
                        put.ref().index(),
                        mayCreate,
                        put.basis() == Change.Basis.EMPTY,
                        put.facts(),
                        put.enabled()),
                done -> {
                    user = done.user();
                    schedule(put, 0);
                },
                this::settled);
    }

    /** The schedule before the code: the code is never valid outside its window. */
    private void schedule(Change.Put put, int entry) {
        if (entry < put.schedules().size()) {
            writeEntry(entry, put.schedules().get(entry), () -> schedule(put, entry + 1), put);
        } else if (FakeCosts.trims(put, model)) {
            order(new Message.TrimSchedules(owner(), entry), done -> code(put), this::settled);
        } else {
            code(put);
        }
    }

    private void writeEntry(int entry, ScheduleEntry value, Runnable then, Change change) {
        order(new Message.SetSchedule(owner(), entry, value), done -> then.run(), outcome -> cleanUp(change, outcome));
    }

    private void code(Change.Put put) {
        Pin pin = (Pin) put.secret();
        long before = handle.fakeLock().lastSequence();
        OptionalInt owner = model.users().separate() ? user : OptionalInt.empty();
        order(
                new Message.SetCode(
                        put.ref().index(),
                        owner,
                        pin,
                        put.enabled(),
                        put.facts().type(),
                        put.basis(),
                        put.schedules().size()),
                done -> {
                    user = done.user();
                    prove(done, before, slot -> shows(slot, pin, put.enabled()));
                },
                outcome -> afterRefusedCode(put, pin, outcome));
    }

    private void afterRefusedCode(Change.Put put, Pin pin, ChangeOutcome outcome) {
        if (outcome instanceof Ambiguous && model.readBack() == ReadBack.READABLE && !gone) {
            look(
                    slot -> settled(
                            shows(slot, pin, put.enabled())
                                    ? new Confirmed(Proof.READ_BACK)
                                    : new Ambiguous("no answer, and " + put.ref() + " does not show the code")),
                    () -> settled(outcome));
        } else {
            cleanUp(put, outcome);
        }
    }

    /** Clears a half-state away: a user or a schedule without the code they were made for. */
    private void cleanUp(Change change, ChangeOutcome outcome) {
        boolean fresh = change instanceof Change.Put put
                && put.basis() == Change.Basis.EMPTY
                && put.userIndex().isEmpty()
                && (FakeCosts.needsUser(put, model) || !put.schedules().isEmpty());
        if (!fresh || !(outcome instanceof ChangeOutcome.Rejected) || user.isEmpty()) {
            settled(outcome);
            return;
        }
        int owner = owner();
        Message undo = model.users().separate() ? new Message.ClearUser(owner) : new Message.TrimSchedules(owner, 0);
        user = OptionalInt.empty();
        order(
                undo,
                done -> settled(outcome),
                failed -> settled(new Ambiguous("a half-state could not be cleared away")));
    }

    private void clear(Change.Clear clear) {
        long before = handle.fakeLock().lastSequence();
        order(
                new Message.ClearCode(clear.ref().index(), clear.user()),
                done -> {
                    user = done.user();
                    if (done.changed()) {
                        prove(done, before, slot -> slot.state() == SlotState.EMPTY);
                    } else {
                        settled(new ChangeOutcome.NoChange());
                    }
                },
                outcome -> {
                    if (outcome instanceof Ambiguous && model.readBack() != ReadBack.NONE && !gone) {
                        look(
                                slot -> settled(
                                        slot.state() == SlotState.EMPTY ? new Confirmed(Proof.READ_BACK) : outcome),
                                () -> settled(outcome));
                    } else {
                        settled(outcome);
                    }
                });
    }

    private void setEnabled(Change.SetEnabled set) {
        if (model.disable() == Disable.TRUE_STATUS) {
            long before = handle.fakeLock().lastSequence();
            order(
                    new Message.SetStatus(set.ref().index(), set.enabled()),
                    done -> {
                        user = model.users().separate() ? done.user() : OptionalInt.empty();
                        if (done.changed()) {
                            prove(done, before, slot -> isEnabled(slot) == set.enabled());
                        } else {
                            settled(new ChangeOutcome.NoChange());
                        }
                    },
                    this::settled);
            return;
        }
        look(
                slot -> resend(set, slot),
                () -> settled(new NotSent(Why.UNREACHABLE, handle.address() + " does not answer")));
    }

    /** The status changes only together with the code: it has just been read for that. */
    private void resend(Change.SetEnabled set, SlotReading slot) {
        if (slot.secret().isEmpty()) {
            settled(new ChangeOutcome.Rejected(Rejection.NOT_FOUND, "nothing stands in " + set.ref()));
            return;
        }
        Pin pin = (Pin) slot.secret().get();
        long before = handle.fakeLock().lastSequence();
        order(
                new Message.SetCode(
                        set.ref().index(),
                        OptionalInt.empty(),
                        pin,
                        set.enabled(),
                        UserType.REGULAR,
                        Change.Basis.OURS,
                        Integer.MAX_VALUE),
                done -> prove(done, before, after -> shows(after, pin, set.enabled())),
                this::settled);
    }

    private void setUser(Change.SetUser set) {
        if (!model.users().separate()) {
            user = OptionalInt.of(set.ref().index());
            if (model.schedules().isEmpty()) {
                settled(new ChangeOutcome.NoChange());
            } else {
                replaceSchedules(set, 0);
            }
            return;
        }
        order(
                new Message.SetUser(set.userIndex(), set.ref().index(), false, false, set.facts(), true),
                done -> {
                    user = done.user();
                    if (model.schedules().isEmpty()) {
                        taken();
                    } else {
                        replaceSchedules(set, 0);
                    }
                },
                this::settled);
    }

    private void replaceSchedules(Change.SetUser set, int entry) {
        if (entry < set.schedules().size()) {
            writeEntry(entry, set.schedules().get(entry), () -> replaceSchedules(set, entry + 1), set);
        } else {
            order(new Message.TrimSchedules(owner(), entry), done -> taken(), this::settled);
        }
    }

    private void taken() {
        settled(model.proof()
                .<ChangeOutcome>map(proof -> new Confirmed(Proof.RESPONSE))
                .orElseGet(() -> new ChangeOutcome.Accepted(model.settlesAfter())));
    }

    // ---- the proof ----

    private void prove(Reply.Done done, long before, Predicate<SlotReading> right) {
        Optional<Proof> proof = model.proof();
        if (proof.isEmpty()) {
            settled(new ChangeOutcome.Accepted(model.settlesAfter()));
            return;
        }
        switch (proof.get()) {
            case SUPERVISED, RESPONSE -> settled(new Confirmed(proof.get()));
            case READ_BACK, PRESENCE ->
                look(
                        slot -> settled(
                                right.test(slot)
                                        ? new Confirmed(
                                                slot.state() == SlotState.MASKED ? Proof.PRESENCE : Proof.READ_BACK)
                                        : new Ambiguous(
                                                "the lock said yes, and " + slot.ref() + " is " + slot.state())),
                        () -> settled(new Ambiguous("the lock said yes, and could not be read afterwards")));
            case CHECKSUM ->
                ask(
                        new Message.ReadChecksum(),
                        heard -> settled(
                                heard instanceof Heard.Answer answer
                                                && answer.reply() instanceof Reply.Checksum now
                                                && now.value() == done.after()
                                                && now.value() != done.before()
                                        ? new Confirmed(Proof.CHECKSUM)
                                        : new Ambiguous("the lock said yes, and its checksum does not show it")));
            case EVENT -> handle.air().after(model.latency(), () -> event(before));
        }
    }

    private void event(long before) {
        int index = changes.get(results.size()).ref().index();
        boolean came = handle.fakeLock().recordsAfter(before).stream()
                .anyMatch(r -> r.own() && r.index() == index && r.what() instanceof LogRecord.What.Edited);
        if (came) {
            overheard();
            settled(new Confirmed(Proof.EVENT));
        } else {
            settled(new ChangeOutcome.Accepted(LOOK_AGAIN));
        }
    }

    /** Whether the slot shows this code, or what a lock that hides digits shows of it. */
    private boolean shows(SlotReading slot, Pin pin, boolean enabled) {
        if (slot.secret().isPresent()) {
            return slot.secret().get().equals(pin) && isEnabled(slot) == enabled;
        }
        return slot.state() == (enabled ? SlotState.MASKED : SlotState.DISABLED);
    }

    private static boolean isEnabled(SlotReading slot) {
        return slot.state() == SlotState.KNOWN || slot.state() == SlotState.MASKED;
    }

    private void look(Consumer<SlotReading> then, Runnable otherwise) {
        int index = changes.get(results.size()).ref().index();
        ask(new Message.ReadCodes(index, 1), heard -> {
            if (heard instanceof Heard.Answer answer
                    && answer.reply() instanceof Reply.Codes codes
                    && !codes.slots().isEmpty()) {
                then.accept(codes.slots().get(0));
            } else {
                otherwise.run();
            }
        });
    }

    // ---- one message ----

    private void order(Message message, Consumer<Reply.Done> done, Consumer<ChangeOutcome> otherwise) {
        boolean first = !begun;
        begun = true;
        send(message, heard -> {
            if (heard instanceof Heard.Answer answer && answer.reply() instanceof Reply.Done yes) {
                handle.foldIn(yes);
                done.accept(yes);
            } else if (heard instanceof Heard.Answer answer && answer.reply() instanceof Reply.Refused no) {
                otherwise.accept(new ChangeOutcome.Rejected(no.reason(), no.nativeAnswer()));
            } else if (heard instanceof Heard.NoAcknowledgement) {
                gone = true;
                otherwise.accept(
                        first
                                ? new NotSent(Why.UNREACHABLE, handle.address() + " does not answer")
                                : new Ambiguous(handle.address() + " ceased to answer in the middle"));
            } else {
                otherwise.accept(new Ambiguous(handle.address() + " took the order and did not answer"));
            }
        });
    }

    private int owner() {
        return user.orElse(changes.get(results.size()).ref().index());
    }

    @Override
    BatchResult ended(Why why, String text) {
        List<ChangeResult> all = new ArrayList<>(results);
        for (int i = results.size(); i < changes.size(); i++) {
            Change change = changes.get(i);
            boolean sent = begun && i == results.size();
            ChangeOutcome outcome = Refusals.of(change, model.capabilities())
                    .orElseGet(() -> sent ? new Ambiguous(text) : new NotSent(why, text));
            all.add(new ChangeResult(change.ref(), outcome, OptionalInt.empty(), sent ? spent() : Cost.NONE));
        }
        return new BatchResult(all);
    }
}
