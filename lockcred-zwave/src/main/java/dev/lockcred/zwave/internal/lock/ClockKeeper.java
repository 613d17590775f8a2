// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.Timers;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.cc.Time;
import dev.lockcred.zwave.internal.cc.TimeParameters;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads and sets a lock's clock: Time Parameters in UTC, the offset of Schedule Entry Lock beside it. Lane-confined. */
final class ClockKeeper {

    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Conversation talk;
    private final LockFacts facts;
    private final Quirks quirks;
    private final ZoneId zone;
    private final Timers timers;

    ClockKeeper(Conversation talk, LockFacts facts, Quirks quirks, ZoneId zone, Timers timers) {
        this.talk = talk;
        this.facts = facts;
        this.quirks = quirks;
        this.zone = zone;
        this.timers = timers;
    }

    CompletableFuture<ClockReading> read() {
        if (!facts.has(ClassId.TIME_PARAMETERS)) {
            return Async.now(new ClockReading.Unavailable("this lock has no clock that can be read"));
        }
        return talk.ask(new TimeParameters.Get(), Expect.of(TimeParameters.Report.class))
                .thenApply(reply -> {
                    if (!(reply instanceof Reply.Got<TimeParameters.Report> got)) {
                        return new ClockReading.Unavailable(Failures.of(reply).text());
                    }
                    TimeParameters.Report r = got.value();
                    try {
                        LocalDateTime utc =
                                LocalDateTime.of(r.year(), r.month(), r.day(), r.hour(), r.minute(), r.second());
                        Instant theirs = utc.toInstant(ZoneOffset.UTC);
                        return new ClockReading.Read(
                                Optional.of(LocalDateTime.ofInstant(theirs, zone)),
                                Duration.between(timers.now(), theirs),
                                TOLERANCE);
                    } catch (DateTimeException e) {
                        return new ClockReading.NotSet();
                    }
                });
    }

    CompletableFuture<ChangeOutcome> set() {
        if (!facts.has(ClassId.TIME_PARAMETERS)) {
            return Async.now(new ChangeOutcome.Unsupported("setting the clock: this lock has none that can be set"));
        }
        LocalDateTime utc = LocalDateTime.ofInstant(timers.now(), ZoneOffset.UTC);
        var order = new TimeParameters.Set(
                utc.getYear(),
                utc.getMonthValue(),
                utc.getDayOfMonth(),
                utc.getHour(),
                utc.getMinute(),
                utc.getSecond());
        return proved(order).thenCompose(outcome -> {
            if (!(outcome instanceof ChangeOutcome.Confirmed) || !facts.has(ClassId.SCHEDULE_ENTRY_LOCK)) {
                return Async.now(outcome);
            }
            return talk.order(new ScheduleEntryLock.OffsetSet(offset(zone, timers.now())), List.of())
                    .thenApply(x -> outcome);
        });
    }

    private CompletableFuture<ChangeOutcome> proved(Command order) {
        if (CodeWriter.supervises(facts, quirks)) {
            return talk.supervised(order, List.of()).thenApply(reply -> {
                if (reply instanceof Reply.Got<Supervision.Report> got) {
                    return got.value().status() == Supervision.SUCCESS
                            ? new ChangeOutcome.Confirmed(Proof.SUPERVISED)
                            : new ChangeOutcome.Rejected(
                                    Rejection.UNSPECIFIED,
                                    "Supervision status " + got.value().status());
                }
                return unproved(reply);
            });
        }
        return talk.order(order, List.of()).thenCompose(reply -> {
            if (reply instanceof Reply.NotSent<?>) {
                return Async.now(unproved(reply));
            }
            return read().thenApply(r ->
                    r instanceof ClockReading.Read read && read.skew().abs().compareTo(TOLERANCE.multipliedBy(2)) <= 0
                            ? new ChangeOutcome.Confirmed(Proof.READ_BACK)
                            : new ChangeOutcome.Ambiguous("the clock was sent, and reading it shows another time"));
        });
    }

    private ChangeOutcome unproved(Reply<?> reply) {
        return reply instanceof Reply.NotSent<?> n
                ? Failures.notSent(n, talk)
                : new ChangeOutcome.Ambiguous("the lock did not say whether it has set its clock");
    }

    static ScheduleEntryLock.UtcOffset offset(ZoneId zone, Instant now) {
        ZoneRules rules = zone.getRules();
        int standard = rules.getStandardOffset(now).getTotalSeconds() / 60;
        int total = rules.getOffset(now).getTotalSeconds() / 60;
        return new ScheduleEntryLock.UtcOffset(standard, total - standard);
    }

    /** The host's time for a lock that asks. */
    static Optional<Octets> answer(Command question, Instant now, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(now, zone);
        if (question instanceof Time.TimeGet) {
            return Optional.of(new Time.TimeReport(local.getHour(), local.getMinute(), local.getSecond()).encode());
        }
        if (question instanceof Time.DateGet) {
            return Optional.of(
                    new Time.DateReport(local.getYear(), local.getMonthValue(), local.getDayOfMonth()).encode());
        }
        return Optional.empty();
    }
}
