// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Pin;
import dev.lockcred.SlotState;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ReadResult.Failure;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.zwave.internal.cc.CodeText;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads slots by User Code, versions 1 and 2, and folds what it reads into the image. Confined to the lane. */
final class CodeReader {

    /** What the lock said of one slot, or why it did not. */
    record Slot(
            int index, int status, Octets code, @Nullable Failure failure) {
        static Slot failed(int index, Failure failure) {
            return new Slot(index, UserCode.NO_SUCH_USER, Octets.EMPTY, failure);
        }

        CodeText text() {
            return CodeText.of(code);
        }
    }

    private final Conversation talk;
    private final CodeModel model;
    private final Quirks quirks;
    private final CodeImage image;
    private final List<SlotReading> readings = new ArrayList<>();

    CodeReader(Conversation talk, CodeModel model, Quirks quirks, CodeImage image) {
        this.talk = talk;
        this.model = model;
        this.quirks = quirks;
        this.image = image;
    }

    /** A report that tells of the slot asked for; one without it is the late answer to another question. */
    private static Expect<UserCode.ExtendedReport> about(int index) {
        return Expect.of(UserCode.ExtendedReport.class, r -> tellsOf(r, index));
    }

    /**
     * The report of several codes from a slot on. It may pass over that slot when it is empty, and then looks like the late
     * report of a later slot: as long as one may be on its way, it is not taken.
     */
    private Expect<UserCode.ExtendedReport> from(int index) {
        if (!model.multipleReport()) {
            return about(index);
        }
        return Expect.of(
                UserCode.ExtendedReport.class,
                r -> tellsOf(r, index)
                        || !talk.node().mayAnswerLate()
                                && !r.entries().isEmpty()
                                && r.entries().stream().allMatch(e -> e.user() > index));
    }

    private static boolean tellsOf(UserCode.ExtendedReport report, int index) {
        return report.entries().stream().anyMatch(e -> e.user() == index);
    }

    /** Asks for one slot. */
    CompletableFuture<Slot> slot(int index) {
        if (model.extended()) {
            return talk.ask(new UserCode.ExtendedGet(index, false), about(index))
                    .thenApply(reply -> {
                        if (reply instanceof Reply.Got<UserCode.ExtendedReport> got) {
                            got.value().entries().forEach(this::learn);
                            return got.value().entries().stream()
                                    .filter(e -> e.user() == index)
                                    .findFirst()
                                    .map(e -> new Slot(index, e.status(), CodeText.strip(e.code()), null))
                                    .orElseThrow();
                        }
                        return Slot.failed(index, Failures.of(reply));
                    });
        }
        return talk.ask(new UserCode.Get(index), Expect.of(UserCode.Report.class, r -> r.user() == index))
                .thenApply(reply -> {
                    if (reply instanceof Reply.Got<UserCode.Report> got) {
                        Octets code = CodeText.strip(got.value().code());
                        learn(index, got.value().status(), code);
                        return new Slot(index, got.value().status(), code, null);
                    }
                    return Slot.failed(index, Failures.of(reply));
                });
    }

    /**
     * Reads these slots with as few questions as reports of several codes allow: each tells of all slots up to the next one
     * in use, so that what it passes over is empty.
     */
    CompletableFuture<Map<Integer, Slot>> together(SortedSet<Integer> indexes) {
        return together(new TreeSet<>(indexes), new TreeMap<>());
    }

    private CompletableFuture<Map<Integer, Slot>> together(NavigableSet<Integer> open, Map<Integer, Slot> known) {
        if (open.isEmpty()) {
            return Async.now(known);
        }
        int from = open.first();
        return talk.ask(new UserCode.ExtendedGet(from, true), from(from)).thenCompose(reply -> {
            if (!(reply instanceof Reply.Got<UserCode.ExtendedReport> got)) {
                Failure failure = Failures.of(reply);
                open.forEach(i -> known.put(i, Slot.failed(i, failure)));
                return Async.now(known);
            }
            int next = got.value().next();
            for (UserCode.Entry e : got.value().entries()) {
                learn(e);
                known.put(e.user(), new Slot(e.user(), e.status(), CodeText.strip(e.code()), null));
                open.remove(e.user());
            }
            var passed = new ArrayList<>(next > from ? open.headSet(next) : open);
            for (int index : passed) {
                learn(UserCode.Entry.clear(index));
                known.put(index, new Slot(index, UserCode.AVAILABLE, Octets.EMPTY, null));
                open.remove(index);
            }
            return together(open, known);
        });
    }

    /** Reads everything with at most so many questions; false when that did not do. */
    CompletableFuture<Boolean> everythingWithin(int questions) {
        return within(1, questions);
    }

    private CompletableFuture<Boolean> within(int from, int questions) {
        if (questions <= 0) {
            return Async.now(false);
        }
        return talk.ask(new UserCode.ExtendedGet(from, model.multipleReport()), from(from))
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Got<UserCode.ExtendedReport> got)) {
                        return Async.now(false);
                    }
                    got.value().entries().forEach(this::learn);
                    int next = got.value().next();
                    if (next > from) {
                        return within(next, questions - 1);
                    }
                    image.markComplete();
                    return Async.now(true);
                });
    }

    /** Reads these slots, in this order, until one cannot be read. */
    CompletableFuture<ReadResult> slots(List<Integer> indexes) {
        var failure = new Failure[1];
        return Async.each(indexes, index -> {
                    if (failure[0] != null) {
                        readings.add(SlotReading.of(CredentialRef.pin(index), SlotState.UNKNOWN));
                        return Async.now(true);
                    }
                    return slot(index).thenApply(s -> {
                        Failure f = s.failure();
                        if (f != null) {
                            failure[0] = f;
                            readings.add(SlotReading.of(CredentialRef.pin(index), SlotState.UNKNOWN));
                        } else {
                            readings.add(reading(s));
                        }
                        return true;
                    });
                })
                .thenApply(x -> result(Optional.ofNullable(failure[0])));
    }

    /** Reads everything: with version 2 from used slot to used slot, else one by one. */
    CompletableFuture<ReadResult> everything() {
        OptionalInt count = quirks.count().isPresent() ? quirks.count() : model.count();
        if (count.isEmpty()) {
            return Async.now(result(
                    Optional.of(new Failure(Failure.Why.NO_ANSWER, "the lock did not tell how many slots it has"))));
        }
        if (model.extended()) {
            return count.getAsInt() == 0 ? Async.now(whole()) : walk(1);
        }
        return slots(IntStream.rangeClosed(1, count.getAsInt()).boxed().toList())
                .thenApply(r -> {
                    if (r.complete()) {
                        image.markComplete();
                    }
                    return r;
                });
    }

    private CompletableFuture<ReadResult> walk(int from) {
        return talk.ask(new UserCode.ExtendedGet(from, model.multipleReport()), from(from))
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Got<UserCode.ExtendedReport> got)) {
                        return Async.now(result(Optional.of(Failures.of(reply))));
                    }
                    for (UserCode.Entry e : got.value().entries()) {
                        learn(e);
                        readings.add(reading(new Slot(e.user(), e.status(), CodeText.strip(e.code()), null)));
                    }
                    int next = got.value().next();
                    // "Next" only ever grows; a lock that does not keep to it must not keep us busy.
                    return next > from ? walk(next) : Async.now(whole());
                });
    }

    private ReadResult whole() {
        image.markComplete();
        return result(Optional.empty());
    }

    private ReadResult result(Optional<Failure> failure) {
        return failure.map(f -> ReadResult.failed(readings, List.of(), f.why(), f.text(), talk.cost()))
                .orElseGet(() -> ReadResult.complete(readings, List.of(), talk.cost()));
    }

    private void learn(UserCode.Entry e) {
        learn(e.user(), e.status(), CodeText.strip(e.code()));
    }

    private void learn(int index, int status, Octets code) {
        if (status == UserCode.AVAILABLE && quirks.readBackLies()) {
            return; // what we wrote counts more than what this lock says
        }
        image.put(index, status, code, CodeText.of(code) != CodeText.DIGITS);
    }

    /** What an answer means. */
    private SlotReading reading(Slot s) {
        CredentialRef ref = CredentialRef.pin(s.index());
        return switch (s.status()) {
            case UserCode.AVAILABLE -> SlotReading.of(ref, quirks.readBackLies() ? SlotState.UNKNOWN : SlotState.EMPTY);
            case UserCode.ENABLED, UserCode.MESSAGING, UserCode.PASSAGE -> occupied(ref, s, SlotState.KNOWN);
            case UserCode.DISABLED ->
                model.extended() ? occupied(ref, s, SlotState.DISABLED) : SlotReading.of(ref, SlotState.RESERVED);
            case UserCode.NO_SUCH_USER -> SlotReading.of(ref, SlotState.RESERVED);
            default -> SlotReading.of(ref, SlotState.UNKNOWN);
        };
    }

    private static SlotReading occupied(CredentialRef ref, Slot s, SlotState state) {
        if (s.text() != CodeText.DIGITS || s.code().length() > Pin.MAX_LENGTH) {
            return SlotReading.of(ref, state == SlotState.KNOWN ? SlotState.MASKED : state);
        }
        byte[] digits = s.code().toByteArray();
        try {
            return new SlotReading(ref, state, Optional.of(Pin.ofAscii(digits)), OptionalInt.empty(), Optional.empty());
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }
}
