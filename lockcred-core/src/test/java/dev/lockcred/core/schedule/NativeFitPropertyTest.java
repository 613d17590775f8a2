// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.EnforcementLevel;
import dev.lockcred.Schedule;
import dev.lockcred.Validity;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/** What fitted entries make a naive lock do, against what a naive oracle wants. */
class NativeFitPropertyTest {

    /** A random wish at a random lock. */
    private static final class Case {
        final AnySchedule any;
        final Schedule schedule;
        final Validity validity;
        final ZoneId zone;
        final Conditions conditions;
        final List<ScheduleSupport> tables;
        final boolean oneKind;
        final Timetable wanted;
        final LockOracle lock;
        final Oracle oracle;

        Case(long seed) {
            any = new AnySchedule(seed, "2001-01-01T00:00:00Z"); // the calendars of locks begin in 2000
            Random random = any.random();
            schedule = random.nextInt(3) == 0 ? any.weekly() : any.schedule();
            validity = random.nextInt(2) == 0 ? Validity.FOREVER : any.validity();
            zone = any.zone();
            conditions = any.conditions();
            tables = tables(random);
            oneKind = random.nextBoolean();
            wanted = Timetable.of(schedule, validity);
            lock = new LockOracle(tables, zone);
            oracle = new Oracle(zone, conditions);
        }

        private static List<ScheduleSupport> tables(Random random) {
            var tables = new ArrayList<ScheduleSupport>();
            for (ScheduleEntry.Kind kind : ScheduleEntry.Kind.values()) {
                if (random.nextInt(3) > 0) {
                    int step = List.of(1, 1, 1, 5, 15, 60, 1440).get(random.nextInt(7));
                    tables.add(new ScheduleSupport(
                            kind, 1 + random.nextInt(8), random.nextBoolean(), step, random.nextInt(3) == 0));
                }
            }
            return tables;
        }

        NativeFit fit(Instant now) {
            return NativeFit.fit(wanted, tables, oneKind, zone, now);
        }

        boolean wanted(Instant at) {
            return oracle.holds(new Schedule.DateRange(validity), at) && oracle.holds(schedule, at);
        }

        @Override
        public String toString() {
            return schedule + " within " + validity + " in " + zone + " on " + tables + (oneKind ? ", one kind" : "")
                    + " near " + any.around();
        }
    }

    @Property(tries = 3000)
    @Label("R33, R35: native entries are exactly what is wanted, covers contain it, none is ever more than a limit")
    void entriesContainWhatIsWantedAndEqualItWhenNative(@ForAll long seed) {
        var c = new Case(seed);
        Instant now = c.any.around().minusSeconds(3 * 86_400);

        NativeFit fit = c.fit(now);

        for (ScheduleSupport table : c.tables) {
            assertThat(fit.entries().stream().filter(e -> e.kind() == table.kind()))
                    .as("%s", c)
                    .hasSizeLessThanOrEqualTo(table.entriesPerUser());
        }
        Instant served = fit.refitAt().orElse(Instant.MAX);
        for (int i = 0; i < 400; i++) {
            Instant at = now.plusSeconds(c.any.random().nextInt(12 * 86_400));
            boolean wanted = c.wanted(at);
            boolean opens = c.lock.opens(fit.entries(), at);
            assertThat(fit.accepted().holds(at, c.zone, Conditions.NONE))
                    .as("what the engine thinks the lock does at %s: %s", at, c)
                    .isEqualTo(opens);
            if (wanted && at.isBefore(served)) {
                assertThat(opens)
                        .as("%s at %s: %s -> %s", fit.level(), at, c, fit)
                        .isTrue();
            }
            if (fit.level() == EnforcementLevel.NATIVE && !wanted) {
                assertThat(opens).as("native at %s: %s -> %s", at, c, fit).isFalse();
            }
        }
    }

    @Property(tries = 2000)
    @Label("R31: until the instant a fit names, the same timetable fits the same way")
    void fitsTheSameWayUntilItSaysOtherwise(@ForAll long seed) {
        var c = new Case(seed);
        Instant now = c.any.around().minusSeconds(c.any.random().nextInt(3 * 86_400));
        NativeFit fit = c.fit(now);
        if (fit.steadyUntil().equals(now)) {
            return;
        }
        assertThat(fit.steadyUntil()).isAfter(now);
        long seconds = Math.min(fit.steadyUntil().getEpochSecond() - now.getEpochSecond(), 20 * 86_400);
        for (int i = 0; i < 8; i++) {
            Instant at = i == 0
                    ? now.plusSeconds(seconds - 1)
                    : now.plusSeconds(c.any.random().nextLong(seconds));
            NativeFit later = c.fit(at);
            assertThat(withoutSteady(later)).as("at %s: %s", at, c).isEqualTo(withoutSteady(fit));
            assertThat(later.restsOnHost(at, c.zone)).as("at %s: %s", at, c).isEqualTo(fit.restsOnHost(now, c.zone));
            assertThat(later.mayBeWritten(at, c.zone, c.conditions))
                    .as("at %s: %s", at, c)
                    .isEqualTo(fit.mayBeWritten(now, c.zone, c.conditions));
        }
    }

    private static NativeFit withoutSteady(NativeFit fit) {
        return new NativeFit(
                fit.level(),
                fit.entries(),
                fit.parts(),
                fit.wanted(),
                fit.accepted(),
                fit.refitAt(),
                fit.nativeEnd(),
                Instant.MAX);
    }

    @Property(tries = 60)
    @Label("R32..R35: a host that follows the fit opens the door exactly when it is wanted")
    void hostThatFollowsTheFitOpensTheDoorExactlyWhenWanted(@ForAll long seed) {
        var c = new Case(seed);
        Instant now = c.any.around().minusSeconds(86_400);
        Instant end = now.plusSeconds(4 * 86_400);
        List<ScheduleEntry> programmed = null;

        for (Instant at = now; at.isBefore(end); at = at.plusSeconds(600)) {
            NativeFit fit = c.fit(at);
            if (programmed == null || !NativeFit.sameFrom(programmed, fit.entries(), c.tables, c.zone, at)) {
                programmed = fit.entries();
            }
            boolean opens = fit.mayStand(at, c.zone, c.conditions) && c.lock.opens(programmed, at);
            assertThat(opens).as("at %s: %s -> %s", at, c, fit).isEqualTo(c.wanted(at));
        }
    }

    @Property(tries = 300)
    @Label("R32: what may be written ahead opens nothing before its start")
    void whatMayBeWrittenAheadOpensNothingBeforeItsStart(@ForAll long seed) {
        var c = new Case(seed);
        Instant now = c.any.around().minusSeconds(86_400);
        NativeFit fit = c.fit(now);

        if (fit.mayBeWritten(now, c.zone, c.conditions)) {
            for (Instant at = now; !c.wanted(at) && at.isBefore(now.plusSeconds(6 * 86_400)); at = at.plusSeconds(60)) {
                assertThat(c.lock.opens(fit.entries(), at))
                        .as("%s at %s -> %s", c, at, fit)
                        .isFalse();
            }
        }
    }

    @Property(tries = 500)
    @Label("R34: after its native end a lock opens no more, whatever becomes of the host")
    void afterItsNativeEndALockOpensNoMore(@ForAll long seed) {
        var c = new Case(seed);
        Instant now = c.any.around().minusSeconds(86_400);
        NativeFit fit = c.fit(now);

        fit.nativeEnd().ifPresent(end -> {
            for (int i = 0; i < 100; i++) {
                Instant at = end.plusSeconds(c.any.random().nextInt(30 * 86_400));
                assertThat(c.lock.opens(fit.entries(), at))
                        .as("%s at %s -> %s", c, at, fit)
                        .isFalse();
            }
        });
    }

    @Example
    @Label("R33, R35: wishes that were once fitted wrongly")
    void onceFittedWrongly() {
        for (long seed : new long[] {-3, 3, 233, 1117, 28039, 2193469869008709234L, 250430, -5885}) {
            entriesContainWhatIsWantedAndEqualItWhenNative(seed);
            hostThatFollowsTheFitOpensTheDoorExactlyWhenWanted(seed);
            whatMayBeWrittenAheadOpensNothingBeforeItsStart(seed);
            afterItsNativeEndALockOpensNoMore(seed);
        }
    }
}
