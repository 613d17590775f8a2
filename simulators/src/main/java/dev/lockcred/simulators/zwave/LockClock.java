// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.simulators.zwave.CodeTable.Done;
import dev.lockcred.zwave.internal.cc.Clock;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Time;
import dev.lockcred.zwave.internal.cc.TimeParameters;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.function.Supplier;

/** The clock of a lock: it begins in the year 2000, and runs right once it was set. */
final class LockClock {

    private static final LocalDateTime UNSET = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final LockModel.Clock kind;
    private final Supplier<Instant> now;
    private Duration ahead;
    private Optional<Time.OffsetSet> offset = Optional.empty();

    LockClock(LockModel.Clock kind, Supplier<Instant> now) {
        this.kind = kind;
        this.now = now;
        this.ahead = Duration.between(now.get(), UNSET.toInstant(ZoneOffset.UTC));
    }

    Optional<Done> on(Command command) {
        return switch (kind) {
            case NONE -> Optional.empty();
            case FULL -> full(command);
            case WEEKLY -> weekly(command);
        };
    }

    private LocalDateTime shown() {
        return LocalDateTime.ofInstant(now.get().plus(ahead), ZoneOffset.UTC);
    }

    private void set(LocalDateTime time) {
        ahead = Duration.between(now.get(), time.toInstant(ZoneOffset.UTC));
    }

    private Optional<Done> full(Command command) {
        if (command instanceof TimeParameters.Get) {
            LocalDateTime t = shown();
            return Optional.of(Done.answer(new TimeParameters.Report(
                    t.getYear(), t.getMonthValue(), t.getDayOfMonth(), t.getHour(), t.getMinute(), t.getSecond())));
        }
        if (command instanceof TimeParameters.Set s) {
            try {
                set(LocalDateTime.of(s.year(), s.month(), s.day(), s.hour(), s.minute(), s.second()));
                return Optional.of(Done.TAKEN);
            } catch (DateTimeException e) {
                return Optional.of(Done.REFUSED);
            }
        }
        if (command instanceof Time.OffsetSet s) {
            offset = Optional.of(s);
            return Optional.of(Done.TAKEN);
        }
        return Optional.empty();
    }

    /** Monday is 1, and stands in the upper three bits over the hour. */
    private Optional<Done> weekly(Command command) {
        if (command instanceof Clock.Get) {
            LocalDateTime t = shown();
            return Optional.of(
                    Done.answer(new Clock.Report(t.getDayOfWeek().getValue() << 5 | t.getHour(), t.getMinute())));
        }
        if (command instanceof Clock.Set s) {
            if (s.weekdayAndHour() >> 5 == 0 || (s.weekdayAndHour() & 0x1F) > 23 || s.minute() > 59) {
                return Optional.of(Done.REFUSED);
            }
            set(shown().with(TemporalAdjusters.nextOrSame(DayOfWeek.of(s.weekdayAndHour() >> 5)))
                    .withHour(s.weekdayAndHour() & 0x1F)
                    .withMinute(s.minute())
                    .withSecond(0));
            return Optional.of(Done.TAKEN);
        }
        return Optional.empty();
    }

    Duration ahead() {
        return ahead;
    }

    /** What the host said of its zone, if anything. */
    Optional<Time.OffsetSet> offset() {
        return offset;
    }
}
