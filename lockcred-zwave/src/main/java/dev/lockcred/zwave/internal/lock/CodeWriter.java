// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ReadResult.Failure;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.support.Refusals;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.CodeText;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes slots by User Code and proves it as cheaply as the lock allows: by supervision; else, for several, by one checksum
 * that must be what we expect; else by reading the written slots, after one second and again after five, as some locks
 * report the state before for a while. Never walks a lock to prove a write, never takes the radio's acknowledgement for a
 * proof, never repeats an order. Confined to the lane; used once.
 */
final class CodeWriter {

    /** Reading back sooner finds the state before on some locks. */
    static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    static final Duration SECOND_LOOK = Duration.ofSeconds(4);

    /** When a lock whose reports prove nothing is looked at again. */
    private static final Duration LATER = Duration.ofMinutes(1);

    private static final Failure NOT_TOLD = new Failure(Failure.Why.NO_ANSWER, "the lock's reports left the slot out");

    /** One change on its way to an outcome. */
    static final class Item {
        final Change change;
        UserCode.@Nullable Entry target;

        @Nullable
        ChangeOutcome outcome;

        Cost cost = Cost.NONE;
        boolean refusedBySupervision;
        boolean unclear;

        Item(Change change) {
            this.change = change;
        }

        int slot() {
            return change.ref().index();
        }

        void end(ChangeOutcome how) {
            outcome = how;
        }

        UserCode.Entry target() {
            UserCode.Entry t = target;
            if (t == null) {
                throw new IllegalStateException("a change without a target was to be sent");
            }
            return t;
        }
    }

    /** What the lock told while we were writing. */
    interface Ears {
        /** Whether the lock has refused this slot's code as a duplicate since the call began. */
        boolean duplicateRefused(int slot);
    }

    private final Conversation talk;
    private final CodeModel model;
    private final Quirks quirks;
    private final LockRecord record;
    private final boolean mayTalkPlain;
    private final Ears ears;
    private final Set<CredentialRef> notCleared = new HashSet<>();
    private final List<Item> unproved = new ArrayList<>();
    private boolean supervise;

    CodeWriter(Conversation talk, CodeModel model, Quirks quirks, LockRecord record, boolean mayTalkPlain, Ears ears) {
        this.talk = talk;
        this.model = model;
        this.quirks = quirks;
        this.record = record;
        this.mayTalkPlain = mayTalkPlain;
        this.ears = ears;
        this.supervise = supervises(record.facts(), quirks);
    }

    static boolean supervises(LockFacts facts, Quirks quirks) {
        return facts.has(ClassId.SUPERVISION)
                && quirks.supervision()
                && facts.note("supervision").orElse(1) != 0;
    }

    CompletableFuture<BatchResult> apply(List<Change> changes, LockCapabilities can) {
        List<Item> items = changes.stream().map(Item::new).toList();
        for (Item item : items) {
            Refusals.of(item.change, can).ifPresentOrElse(item::end, () -> item.target = target(item.change));
        }
        return knowTheRest(items)
                .thenCompose(x -> Async.each(groups(items), this::write))
                .thenCompose(x -> prove())
                .thenCompose(x -> liftOldWindows(items))
                .thenApply(x -> {
                    record.keepImage();
                    return new BatchResult(
                            items.stream().map(CodeWriter::result).toList());
                });
    }

    /**
     * One checksum proves many writes, if all the rest is known. Where a report holds several codes, getting to know the rest
     * costs less than looking at each written slot; so it is read first, as long as that stays true.
     */
    private CompletableFuture<Boolean> knowTheRest(List<Item> items) {
        List<Item> open = items.stream().filter(i -> i.outcome == null).toList();
        boolean worthIt = !supervise
                && open.size() > 2
                && model.checksum()
                && model.multipleReport()
                && record.image().checksum().isEmpty();
        if (!worthIt) {
            return Async.now(true);
        }
        Cost before = talk.cost();
        return new CodeReader(talk, model, quirks, record.image())
                .everythingWithin(open.size() / 2)
                .thenApply(x -> {
                    spent(open.get(0), before);
                    return true;
                });
    }

    private static ChangeResult result(Item item) {
        ChangeOutcome outcome = item.outcome;
        if (outcome == null) {
            throw new IllegalStateException(item.change.ref() + " has no outcome");
        }
        return new ChangeResult(item.change.ref(), outcome, OptionalInt.empty(), item.cost);
    }

    /** What is to stand in the slot; absent for a change that only concerns a status and needs the digits first. */
    private UserCode.@Nullable Entry target(Change change) {
        if (change instanceof Change.Put put) {
            return Targets.entry(put, model);
        }
        return change instanceof Change.Clear
                ? UserCode.Entry.clear(change.ref().index())
                : null;
    }

    // ---------------------------------------------------------------------------------------- grouping

    /** How many codes of this size go into one command. */
    static int perFrame(int longest, boolean supervised, int entrySize) {
        return Math.max(1, (longest - 3 - (supervised ? 4 : 0)) / entrySize);
    }

    /** Runs of changes that travel together: of one kind, to different slots, as many as fit. */
    private List<List<Item>> groups(List<Item> items) {
        var groups = new ArrayList<List<Item>>();
        int longest = talk.node().longestCommand() - 3 - (supervise ? 4 : 0);
        List<Item> current = new ArrayList<>();
        int size = 0;
        for (Item item : items) {
            UserCode.Entry target = item.target;
            if (item.outcome != null) {
                continue;
            }
            boolean fits = target != null
                    && !windowed(item.change)
                    && !current.isEmpty()
                    && !windowed(current.get(0).change)
                    && model.multipleSet()
                    && size + target.size() <= longest
                    && current.get(0).change instanceof Change.Clear == item.change instanceof Change.Clear
                    && current.get(0).target != null
                    && current.stream().noneMatch(i -> i.slot() == item.slot());
            if (!fits) {
                current = new ArrayList<>();
                groups.add(current);
                size = 0;
            }
            current.add(item);
            size += target == null ? longest : target.size();
        }
        return groups;
    }

    // ---------------------------------------------------------------------------------------- writing

    private CompletableFuture<Boolean> write(List<Item> group) {
        boolean again = group.stream().anyMatch(i -> unproved.stream().anyMatch(u -> u.slot() == i.slot()));
        if (again) {
            return prove().thenCompose(x -> writeNow(group)); // the slot's fate before comes first
        }
        return writeNow(group);
    }

    /** Whether its own windows belong to the change, so that it travels alone and in several steps. */
    private static boolean windowed(Change change) {
        return change instanceof Change.SetUser
                || change instanceof Change.Put put && !put.schedules().isEmpty();
    }

    private CompletableFuture<Boolean> writeNow(List<Item> group) {
        Item only = group.get(0);
        if (only.change instanceof Change.SetUser set) {
            return windows(only, set.schedules());
        }
        if (only.change instanceof Change.Put put && windowed(put)) {
            return windowedPut(only, put);
        }
        return plainWrite(group);
    }

    private CompletableFuture<Boolean> plainWrite(List<Item> group) {
        Item only = group.get(0);
        if (only.target == null && only.change instanceof Change.SetEnabled set) {
            if (inClear()) {
                only.end(insecure()); // its digits would be read and sent again
                return Async.now(true);
            }
            return readThenWrite(only, set);
        }
        for (Item item : group) {
            notNow(item);
        }
        List<Item> open = group.stream().filter(i -> i.outcome == null).toList();
        return open.isEmpty() ? Async.now(true) : send(open);
    }

    /** Reasons of the moment not to send; asked before the frame is built. */
    private void notNow(Item item) {
        UserCode.Entry target = item.target();
        if (talk.over()) {
            item.end(talk.tooLate());
        } else if (item.change instanceof Change.Put && notCleared.contains(item.change.ref())) {
            item.end(new NotSent(NotSent.Why.AFTER_FAILURE, item.change.ref() + " could not be cleared before"));
        } else if (item.change instanceof Change.Put && inClear()) {
            item.end(insecure());
        } else if (target.status() == UserCode.AVAILABLE
                ? record.image().empty(item.slot())
                : record.image().holds(item.slot(), target.status(), target.code())) {
            item.end(new ChangeOutcome.NoChange());
        } else if (!talk.call().guard().permits(item.change)) {
            item.end(new NotSent(NotSent.Why.WITHDRAWN, "withdrawn before anything was sent"));
        }
    }

    /** Whether digits would travel in clear without consent. */
    private boolean inClear() {
        return !mayTalkPlain && talk.node().granted().isPlain();
    }

    private NotSent insecure() {
        return new NotSent(
                NotSent.Why.INSECURE,
                "node " + talk.node().id() + " is not secured: a PIN would travel in clear;"
                        + " include it with S2, or write 'allow-plaintext: true' for this lock");
    }

    private CompletableFuture<Boolean> send(List<Item> group) {
        Cost before = talk.cost();
        Command order = order(group);
        List<Change> changes = group.stream().map(i -> i.change).toList();
        group.forEach(i -> record.image().doubt(i.slot()));
        CompletableFuture<Boolean> done = supervise
                ? talk.supervised(order, changes).thenCompose(reply -> onSupervised(group, reply))
                : talk.order(order, changes).thenCompose(reply -> onSent(group, reply));
        return done.thenApply(x -> {
            spent(group.get(0), before);
            return x;
        });
    }

    private Command order(List<Item> group) {
        if (model.extended()) {
            return new UserCode.ExtendedSet(group.stream().map(Item::target).toList());
        }
        UserCode.Entry e = group.get(0).target();
        return e.status() == UserCode.AVAILABLE
                ? UserCode.Set.clear(e.user())
                : new UserCode.Set(e.user(), e.status(), e.code());
    }

    private CompletableFuture<Boolean> onSupervised(List<Item> group, Reply<Supervision.Report> reply) {
        if (reply instanceof Reply.Got<Supervision.Report> got) {
            int status = got.value().status();
            if (status == Supervision.SUCCESS) {
                group.forEach(i -> proved(i, Proof.SUPERVISED));
                return Async.now(true);
            }
            if (status == Supervision.NO_SUPPORT) {
                // It could not parse the wrapping, hence did not execute what was in it.
                supervise = false;
                record.learn(record.facts().note("supervision", 0));
                return send(group);
            }
            group.forEach(i -> i.refusedBySupervision = true); // some report failure and store all the same: look
            unproved.addAll(group);
            return Async.now(true);
        }
        if (reply instanceof Reply.Silent<Supervision.Report>) {
            unproved.addAll(group);
            return Async.now(true);
        }
        return notDelivered(group, reply);
    }

    private CompletableFuture<Boolean> onSent(List<Item> group, Reply<?> reply) {
        if (reply instanceof Reply.Silent<?>) {
            unproved.addAll(group);
            return Async.now(true);
        }
        return notDelivered(group, reply);
    }

    private CompletableFuture<Boolean> notDelivered(List<Item> group, Reply<?> reply) {
        if (reply instanceof Reply.NotSent<?> n) {
            boolean guard = n.why() == Reply.Why.WITHDRAWN && !talk.over() && group.size() > 1;
            if (guard) {
                return writeEach(group); // the guard took one of them out meanwhile: the others go without it
            }
            group.forEach(i -> i.end(Failures.notSent(n, talk)));
            group.stream().filter(i -> i.change instanceof Change.Clear).forEach(i -> notCleared.add(i.change.ref()));
            return Async.now(true);
        }
        group.forEach(i -> i.unclear = true);
        unproved.addAll(group);
        return Async.now(true);
    }

    private CompletableFuture<Boolean> writeEach(List<Item> group) {
        return Async.each(group, i -> writeNow(List.of(i))).thenApply(x -> true);
    }

    /** User Code has no command for the status alone: the code is read and sent again with the other status. */
    private CompletableFuture<Boolean> readThenWrite(Item item, Change.SetEnabled set) {
        Cost before = talk.cost();
        return new CodeReader(talk, model, quirks, record.image())
                .slot(item.slot())
                .thenCompose(slot -> {
                    spent(item, before);
                    int wanted = set.enabled() ? UserCode.ENABLED : UserCode.DISABLED;
                    if (slot.failure() != null) {
                        item.end(new NotSent(
                                NotSent.Why.UNREACHABLE, slot.failure().text()));
                    } else if (slot.status() == UserCode.AVAILABLE) {
                        item.end(new ChangeOutcome.Rejected(Rejection.NOT_FOUND, item.change.ref() + " is empty"));
                    } else if (slot.status() == wanted) {
                        item.end(new ChangeOutcome.NoChange());
                    } else if (slot.text() != CodeText.DIGITS) {
                        item.end(new ChangeOutcome.Unsupported(
                                "changing the status of a code that cannot be read: clear it, or write it anew"));
                    } else {
                        item.target = new UserCode.Entry(item.slot(), wanted, slot.code());
                        return writeNow(List.of(item));
                    }
                    return Async.now(true);
                });
    }

    // ---------------------------------------------------------------------------------------- windows

    /** A code with windows is stored disabled, given its windows, and only then made valid. */
    private CompletableFuture<Boolean> windowedPut(Item item, Change.Put put) {
        UserCode.Entry wanted = item.target();
        if (record.image().holds(item.slot(), wanted.status(), wanted.code())
                && ScheduleWriter.holds(record.facts(), item.slot(), put.schedules())) {
            item.end(new ChangeOutcome.NoChange());
            return Async.now(true);
        }
        item.target = new UserCode.Entry(wanted.user(), UserCode.DISABLED, wanted.code());
        return plainWrite(List.of(item)).thenCompose(x -> prove()).thenCompose(x -> {
            if (!done(item)) {
                return Async.now(true);
            }
            return windows(item, put.schedules()).thenCompose(y -> {
                if (!done(item) || wanted.status() == UserCode.DISABLED) {
                    return Async.now(true);
                }
                item.outcome = null;
                item.target = wanted;
                return plainWrite(List.of(item)).thenCompose(z -> prove());
            });
        });
    }

    private static boolean done(Item item) {
        return item.outcome instanceof ChangeOutcome.Confirmed || item.outcome instanceof ChangeOutcome.NoChange;
    }

    private CompletableFuture<Boolean> windows(Item item, List<ScheduleEntry> entries) {
        Cost before = talk.cost();
        if (!record.facts().has(ClassId.SCHEDULE_ENTRY_LOCK)) {
            item.end(new ChangeOutcome.NoChange()); // no windows to change, and refused before if some were wanted
            return Async.now(true);
        }
        if (talk.over()) {
            item.end(talk.tooLate());
            return Async.now(true);
        }
        return new ScheduleWriter(talk, record, supervise)
                .write(item.slot(), entries, item.change)
                .thenApply(proved -> {
                    spent(item, before);
                    item.end(
                            proved
                                    ? new ChangeOutcome.Confirmed(supervise ? Proof.SUPERVISED : Proof.READ_BACK)
                                    : new ChangeOutcome.Ambiguous("the lock did not confirm the schedule"));
                    return true;
                });
    }

    /** Codes written without windows over ones that had some: the windows are switched off, or they would go on. */
    private CompletableFuture<Boolean> liftOldWindows(List<Item> items) {
        List<Item> restricted = items.stream()
                .filter(i -> i.change instanceof Change.Put put
                        && put.schedules().isEmpty()
                        && done(i)
                        && ScheduleWriter.restricted(record.facts(), i.slot()))
                .toList();
        return Async.each(restricted, i -> windows(i, List.of())).thenApply(x -> true);
    }

    // ---------------------------------------------------------------------------------------- proof

    private CompletableFuture<Boolean> prove() {
        if (unproved.isEmpty()) {
            return Async.now(true);
        }
        List<Item> group = List.copyOf(unproved);
        unproved.clear();
        Cost before = talk.cost();
        return talk.pause(FIRST_LOOK)
                .thenCompose(x -> group.size() > 1 ? byChecksum(group) : look(group))
                .thenApply(x -> {
                    spent(group.get(0), before);
                    group.stream()
                            .filter(i ->
                                    i.change instanceof Change.Clear && !(i.outcome instanceof ChangeOutcome.Confirmed))
                            .forEach(i -> notCleared.add(i.change.ref()));
                    return true;
                });
    }

    private CompletableFuture<Boolean> byChecksum(List<Item> group) {
        var written = new TreeMap<Integer, UserCode.Entry>();
        group.forEach(i -> written.put(i.slot(), i.target()));
        OptionalInt expected = model.checksum() ? record.image().checksumIf(written) : OptionalInt.empty();
        if (expected.isEmpty() || group.stream().anyMatch(i -> i.refusedBySupervision)) {
            return look(group);
        }
        return talk.ask(new UserCode.ChecksumGet(), Expect.of(UserCode.ChecksumReport.class))
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Got<UserCode.ChecksumReport> got
                            && got.value().checksum() == expected.getAsInt()) {
                        group.forEach(i -> proved(i, Proof.CHECKSUM));
                        return Async.now(true);
                    }
                    return look(group); // one of them is not there: look which
                });
    }

    private CompletableFuture<Boolean> look(List<Item> group) {
        return lookAt(group, false).thenCompose(x -> {
            List<Item> different = group.stream().filter(i -> i.outcome == null).toList();
            if (different.isEmpty()) {
                return Async.now(true);
            }
            return talk.pause(SECOND_LOOK).thenCompose(y -> lookAt(different, true));
        });
    }

    private CompletableFuture<Boolean> lookAt(List<Item> items, boolean last) {
        var reader = new CodeReader(talk, model, quirks, record.image());
        if (model.multipleReport() && items.size() > 1) {
            var slots = new TreeSet<Integer>();
            items.forEach(i -> slots.add(i.slot()));
            return reader.together(slots).thenApply(seen -> {
                items.forEach(i ->
                        judge(i, seen.getOrDefault(i.slot(), CodeReader.Slot.failed(i.slot(), NOT_TOLD)), last));
                return true;
            });
        }
        return Async.each(
                        items,
                        i -> reader.slot(i.slot()).thenApply(slot -> {
                            judge(i, slot, last);
                            return true;
                        }))
                .thenApply(x -> true);
    }

    private void judge(Item item, CodeReader.Slot slot, boolean last) {
        UserCode.Entry target = item.target();
        boolean clearing = target.status() == UserCode.AVAILABLE;
        if (slot.failure() != null) {
            if (last || talk.over() || slot.failure().why() != Failure.Why.NO_ANSWER) {
                record.image().doubt(item.slot());
                item.end(new ChangeOutcome.Ambiguous("sent, and the lock did not answer when asked: "
                        + slot.failure().text()));
            }
        } else if (clearing && slot.status() == UserCode.AVAILABLE) {
            if (quirks.readBackLies()) {
                item.end(new ChangeOutcome.Accepted(LATER)); // it says so of every slot
            } else {
                proved(item, Proof.READ_BACK);
            }
        } else if (!clearing && slot.status() == target.status() && slot.code().equals(target.code())) {
            proved(item, Proof.READ_BACK);
        } else if (!clearing
                && slot.status() == target.status()
                && (slot.text() == CodeText.MASKED || slot.text() == CodeText.NOTHING)
                && !item.refusedBySupervision) {
            record.image().put(item.slot(), target.status(), target.code(), true);
            item.end(new ChangeOutcome.Confirmed(Proof.PRESENCE, quirks.recheckAfter()));
        } else if (last || ears.duplicateRefused(item.slot())) {
            item.end(different(item, clearing));
        }
    }

    /** The lock shows, after all patience, something else than what was written. */
    private ChangeOutcome different(Item item, boolean clearing) {
        if (clearing) {
            return new ChangeOutcome.Ambiguous("the lock still reports a code in " + item.change.ref());
        }
        if (quirks.readBackLies()) {
            return new ChangeOutcome.Accepted(LATER);
        }
        if (ears.duplicateRefused(item.slot())) {
            return new ChangeOutcome.Rejected(Rejection.DUPLICATE, "Access Control notification 0F");
        }
        if (record.image().elsewhere(item.slot(), item.target().code())) {
            return new ChangeOutcome.Rejected(Rejection.DUPLICATE, "not stored, and another slot holds the same code");
        }
        if (item.unclear) {
            return new ChangeOutcome.Ambiguous("the radio did not acknowledge, and the code is not there");
        }
        return new ChangeOutcome.Rejected(
                Rejection.UNSPECIFIED,
                item.refusedBySupervision ? "Supervision report 'fail'" : "taken without a word, and not stored");
    }

    private void proved(Item item, Proof proof) {
        UserCode.Entry t = item.target();
        record.image().put(item.slot(), t.status(), t.code(), false);
        notCleared.remove(item.change.ref());
        item.end(new ChangeOutcome.Confirmed(proof, quirks.recheckAfter()));
    }

    private void spent(Item item, Cost before) {
        item.cost = item.cost.plus(new Cost(talk.cost().messages() - before.messages()));
    }
}
