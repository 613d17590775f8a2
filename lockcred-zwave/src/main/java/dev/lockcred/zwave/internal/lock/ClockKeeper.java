// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.Timers;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.Clock;
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
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads and sets a lock's clock: Time Parameters in UTC with the zone's offset beside it, or Clock, which knows the weekday
 * and the wall's time only. Answers locks that ask for the time. Lane-confined.
 */
final class ClockKeeper {

    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long DAY = 86_400;
    private static final long WEEK = 7 * DAY;

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

    /** Whether the lock has a clock that we can set and read. */
    static boolean hasClock(LockFacts facts) {
        return facts.has(ClassId.TIME_PARAMETERS) || facts.has(ClassId.CLOCK);
    }

    CompletableFuture<ClockReading> read() {
        if (!facts.has(ClassId.TIME_PARAMETERS) && facts.has(ClassId.CLOCK)) {
            return talk.ask(new Clock.Get(), Expect.of(Clock.Report.class))
                    .thenApply(reply -> reply instanceof Reply.Got<Clock.Report> got
                            ? weekly(got.value())
                            : new ClockReading.Unavailable(Failures.of(reply).text()));
        }
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

    /** A clock without a date shows some moment of the nearest week. */
    private ClockReading weekly(Clock.Report r) {
        int weekday = r.weekdayAndHour() >> 5;
        int hour = r.weekdayAndHour() & 0x1F;
        if (weekday == 0 || hour > 23 || r.minute() > 59) {
            return new ClockReading.NotSet();
        }
        LocalDateTime host = LocalDateTime.ofInstant(timers.now(), zone);
        long theirs = (weekday - 1) * DAY + hour * 3600L + r.minute() * 60L;
        long ours =
                (host.getDayOfWeek().getValue() - 1) * DAY + host.toLocalTime().toSecondOfDay();
        long ahead = Math.floorMod(theirs - ours + WEEK / 2, WEEK) - WEEK / 2;
        return new ClockReading.Read(
                Optional.of(host.plusSeconds(ahead).withSecond(0)), Duration.ofSeconds(ahead), MINUTE);
    }

    CompletableFuture<ChangeOutcome> set() {
        if (!hasClock(facts)) {
            return Async.now(new ChangeOutcome.Unsupported("setting the clock: this lock has none that can be set"));
        }
        if (!facts.has(ClassId.TIME_PARAMETERS)) {
            LocalDateTime local = LocalDateTime.ofInstant(timers.now(), zone);
            return proved(new Clock.Set(weekdayAndHour(local), local.getMinute()));
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
            Optional<Command> offset = offsetOrder();
            if (!(outcome instanceof ChangeOutcome.Confirmed) || offset.isEmpty()) {
                return Async.now(outcome);
            }
            return talk.order(offset.get(), List.of()).thenApply(x -> outcome);
        });
    }

    /** How far the lock's wall is from UTC, by the class that it asks this of. */
    private Optional<Command> offsetOrder() {
        if (facts.has(ClassId.SCHEDULE_ENTRY_LOCK)) {
            return Optional.of(new ScheduleEntryLock.OffsetSet(offset(zone, timers.now())));
        }
        return facts.has(ClassId.TIME) ? Optional.of(zoneOrder(zone, timers.now())) : Optional.empty();
    }

    /** The offset with this year's summer time, if the zone has one. */
    static Time.OffsetSet zoneOrder(ZoneId zone, Instant now) {
        ZoneRules rules = zone.getRules();
        int minutes = rules.getStandardOffset(now).getTotalSeconds() / 60;
        int year = LocalDateTime.ofInstant(now, zone).getYear();
        LocalDateTime start = null;
        LocalDateTime end = null;
        int summer = 0;
        ZoneOffsetTransition t =
                rules.nextTransition(LocalDateTime.of(year, 1, 1, 0, 0).toInstant(ZoneOffset.UTC));
        while (t != null && t.getDateTimeBefore().getYear() == year) {
            if (t.isGap()) {
                start = t.getDateTimeBefore();
                summer = (int) t.getDuration().toMinutes();
            } else {
                end = t.getDateTimeBefore();
            }
            t = rules.nextTransition(t.getInstant());
        }
        boolean has = start != null && end != null;
        return new Time.OffsetSet(
                (minutes < 0 ? 0x80 : 0) | Math.abs(minutes) / 60,
                Math.abs(minutes) % 60,
                has ? summer : 0,
                start != null && has ? start.getMonthValue() : 0,
                start != null && has ? start.getDayOfMonth() : 0,
                start != null && has ? start.getHour() : 0,
                end != null && has ? end.getMonthValue() : 0,
                end != null && has ? end.getDayOfMonth() : 0,
                end != null && has ? end.getHour() : 0);
    }

    private static int weekdayAndHour(LocalDateTime local) {
        return local.getDayOfWeek().getValue() << 5 | local.getHour();
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
            return read().thenApply(r -> r instanceof ClockReading.Read read
                            && read.skew().abs().compareTo(read.tolerance().multipliedBy(2)) <= 0
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
        if (question instanceof TimeParameters.Get) {
            LocalDateTime utc = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
            return Optional.of(new TimeParameters.Report(
                            utc.getYear(),
                            utc.getMonthValue(),
                            utc.getDayOfMonth(),
                            utc.getHour(),
                            utc.getMinute(),
                            utc.getSecond())
                    .encode());
        }
        if (question instanceof Time.OffsetGet) {
            Time.OffsetSet o = zoneOrder(zone, now);
            return Optional.of(new Time.OffsetReport(
                            o.signAndHours(),
                            o.minutes(),
                            o.dst(),
                            o.startMonth(),
                            o.startDay(),
                            o.startHour(),
                            o.endMonth(),
                            o.endDay(),
                            o.endHour())
                    .encode());
        }
        return question instanceof Clock.Get
                ? Optional.of(new Clock.Report(weekdayAndHour(local), local.getMinute()).encode())
                : Optional.empty();
    }
}
