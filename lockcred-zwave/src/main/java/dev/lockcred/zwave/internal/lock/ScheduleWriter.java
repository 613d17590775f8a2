// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.Change;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock.Daily;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock.Moment;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock.WeekDay;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock.YearDay;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Writes the schedule entries of one user by Schedule Entry Lock, in an order in which the user is never let in outside the
 * old and the new windows: what goes is erased first, a user without entries whose schedules count is let in never.
 * Confined to the lane.
 */
final class ScheduleWriter {

    private final Conversation talk;
    private final LockRecord record;
    private final boolean supervise;

    ScheduleWriter(Conversation talk, LockRecord record, boolean supervise) {
        this.talk = talk;
        this.record = record;
        this.supervise = supervise;
    }

    /** Whether these are the entries that were last proved for the user. */
    static boolean holds(LockFacts facts, int user, List<ScheduleEntry> entries) {
        return facts.note("schedules." + user).orElse(0) == mark(entries);
    }

    /** Whether the user may have entries that count. */
    static boolean restricted(LockFacts facts, int user) {
        return facts.note("schedules." + user).orElse(0) != 0;
    }

    // Stable over restarts, unlike the hash codes of enums; 0 is "none".
    private static int mark(List<ScheduleEntry> entries) {
        return entries.isEmpty() ? 0 : entries.toString().hashCode() | 1;
    }

    /** Makes these the user's only entries; true when all of it was proved. */
    CompletableFuture<Boolean> write(int user, List<ScheduleEntry> entries, Change change) {
        var orders = new ArrayList<Command>();
        erasures(user, entries, orders);
        if (entries.isEmpty()) {
            orders.add(new ScheduleEntryLock.Enable(user, false));
        } else {
            int[] used = new int[3];
            for (ScheduleEntry e : entries) {
                orders.add(set(user, ++used[table(e.kind())], e));
            }
            orders.add(new ScheduleEntryLock.Enable(user, true));
        }
        return proveEach(orders, 0, change).thenApply(done -> {
            if (done) {
                record.learn(remembered(user, entries));
            }
            return done;
        });
    }

    private LockFacts remembered(int user, List<ScheduleEntry> entries) {
        int[] used = new int[3];
        entries.forEach(e -> used[table(e.kind())]++);
        LockFacts facts = record.facts().note("schedules." + user, mark(entries));
        for (int t = 0; t < used.length; t++) {
            facts = facts.note("entries." + t + "." + user, used[t]);
        }
        return facts;
    }

    private void erasures(int user, List<ScheduleEntry> entries, List<Command> orders) {
        for (int t = 0; t < 3; t++) {
            int table = t;
            int before = record.facts().note("entries." + t + "." + user).orElse(0);
            int now =
                    (int) entries.stream().filter(e -> table(e.kind()) == table).count();
            for (int slot = now + 1; slot <= before; slot++) {
                orders.add(
                        switch (t) {
                            case 0 -> new ScheduleEntryLock.WeekDaySet(false, user, slot, WeekDay.NONE);
                            case 1 -> new ScheduleEntryLock.YearDaySet(false, user, slot, YearDay.NONE);
                            default -> new ScheduleEntryLock.DailySet(false, user, slot, Daily.NONE);
                        });
            }
        }
    }

    private static int table(ScheduleEntry.Kind kind) {
        return switch (kind) {
            case WEEK_DAY -> 0;
            case YEAR_DAY -> 1;
            case DAILY_REPEATING -> 2;
        };
    }

    // ---------------------------------------------------------------------------------------- proof

    private CompletableFuture<Boolean> proveEach(List<Command> orders, int index, Change change) {
        if (index == orders.size()) {
            return Async.now(true);
        }
        return prove(orders.get(index), change)
                .thenCompose(done -> done ? proveEach(orders, index + 1, change) : Async.now(false));
    }

    private CompletableFuture<Boolean> prove(Command order, Change change) {
        if (supervise) {
            return talk.supervised(order, List.of(change))
                    .thenApply(r -> r instanceof Reply.Got<Supervision.Report> got
                            && got.value().status() == Supervision.SUCCESS);
        }
        return talk.order(order, List.of(change)).thenCompose(reply -> {
            if (!(reply instanceof Reply.Silent<Void>)) {
                return Async.now(false);
            }
            return look(order);
        });
    }

    /** Reads the entry back; whether schedules count has no question of its own and rests on the radio's word. */
    private CompletableFuture<Boolean> look(Command order) {
        if (order instanceof ScheduleEntryLock.WeekDaySet s) {
            return same(
                    new ScheduleEntryLock.WeekDayGet(s.user(), s.slot()),
                    ScheduleEntryLock.WeekDayReport.class,
                    r -> r.user() == s.user() && r.slot() == s.slot(),
                    r -> r.window().equals(s.window()));
        }
        if (order instanceof ScheduleEntryLock.YearDaySet s) {
            return same(
                    new ScheduleEntryLock.YearDayGet(s.user(), s.slot()),
                    ScheduleEntryLock.YearDayReport.class,
                    r -> r.user() == s.user() && r.slot() == s.slot(),
                    r -> r.range().equals(s.range()));
        }
        if (order instanceof ScheduleEntryLock.DailySet s) {
            return same(
                    new ScheduleEntryLock.DailyGet(s.user(), s.slot()),
                    ScheduleEntryLock.DailyReport.class,
                    r -> r.user() == s.user() && r.slot() == s.slot(),
                    r -> s.set()
                            ? r.window().equals(s.window())
                            : r.window().weekdays() == 0 || r.window().equals(Daily.NONE));
        }
        return Async.now(true);
    }

    private <R extends Command> CompletableFuture<Boolean> same(
            Command question,
            Class<R> type,
            java.util.function.Predicate<R> mine,
            java.util.function.Predicate<R> same) {
        return talk.ask(question, Expect.of(type, mine))
                .thenApply(reply -> reply instanceof Reply.Got<R> got && same.test(got.value()));
    }

    // ---------------------------------------------------------------------------------------- translation

    static Command set(int user, int slot, ScheduleEntry entry) {
        if (entry instanceof ScheduleEntry.WeekDay w) {
            DayOfWeek day = w.days().iterator().next();
            return new ScheduleEntryLock.WeekDaySet(
                    true,
                    user,
                    slot,
                    new WeekDay(
                            number(day),
                            w.start().getHour(),
                            w.start().getMinute(),
                            w.end().getHour(),
                            w.end().getMinute()));
        }
        if (entry instanceof ScheduleEntry.YearDay y) {
            return new ScheduleEntryLock.YearDaySet(true, user, slot, new YearDay(moment(y.start()), moment(y.end())));
        }
        ScheduleEntry.DailyRepeating d = (ScheduleEntry.DailyRepeating) entry;
        long minutes = d.duration().toMinutes();
        return new ScheduleEntryLock.DailySet(
                true,
                user,
                slot,
                new Daily(mask(d.days()), d.start().getHour(), d.start().getMinute(), (int) (minutes / 60), (int)
                        (minutes % 60)));
    }

    /** Sunday is 0. */
    private static int number(DayOfWeek day) {
        return day.getValue() % 7;
    }

    private static int mask(Set<DayOfWeek> days) {
        return days.stream().mapToInt(d -> 1 << number(d)).sum();
    }

    private static Moment moment(LocalDateTime t) {
        if (t.getYear() < 2000 || t.getYear() > 2254) {
            throw new IllegalArgumentException("year " + t.getYear() + " does not fit a schedule entry");
        }
        return new Moment(t.getYear() - 2000, t.getMonthValue(), t.getDayOfMonth(), t.getHour(), t.getMinute());
    }
}
