// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.Rejection;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.spi.support.Refusals;
import java.util.List;
import java.util.Optional;

/** What can be said of a change before anything is sent: what follows from the capabilities, and what is Matter's own. Pure. */
final class Checks {

    /** Two indexes stand for "all of them" in some commands, and 0 for none. */
    private static final int LAST_INDEX = 0xFFFD;

    private Checks() {}

    /** Why the lock cannot do it; empty when nothing speaks against it. */
    static Optional<ChangeOutcome> check(Change change, LockCapabilities lock) {
        return Refusals.of(asWritten(change, lock), lock)
                .or(() -> index(change))
                .or(() -> change instanceof Change.Put put
                        ? facts(put.facts(), put.schedules(), lock)
                        : change instanceof Change.SetUser set
                                ? facts(set.facts(), set.schedules(), lock)
                                : Optional.empty());
    }

    // A lock that was found to take one day per entry gets them one by one, also where the wish is older than that
    // finding.
    private static Change asWritten(Change change, LockCapabilities lock) {
        boolean oneDayEach = lock.schedule(ScheduleEntry.Kind.WEEK_DAY)
                .filter(ScheduleSupport::oneDayPerEntry)
                .isPresent();
        if (oneDayEach && change instanceof Change.Put put) {
            return new Change.Put(
                    put.ref(),
                    put.userIndex(),
                    put.secret(),
                    put.facts(),
                    put.enabled(),
                    ScheduleCodec.oneDayEach(put.schedules()),
                    put.basis());
        }
        return oneDayEach && change instanceof Change.SetUser set
                ? new Change.SetUser(set.ref(), set.userIndex(), set.facts(), ScheduleCodec.oneDayEach(set.schedules()))
                : change;
    }

    private static Optional<ChangeOutcome> index(Change change) {
        int index = change.ref().index();
        return index > 0 && index <= LAST_INDEX
                ? Optional.empty()
                : Optional.of(new ChangeOutcome.Rejected(Rejection.NOT_FOUND, "there is no " + change.ref()));
    }

    private static Optional<ChangeOutcome> facts(
            UserFacts facts, List<ScheduleEntry> schedules, LockCapabilities lock) {
        var users = lock.users();
        if (facts.expiry().isPresent() && !facts.expiry().equals(users.expiry())) {
            return unsupported("expiring users of this lock last "
                    + users.expiry().map(d -> d.toMinutes() + " minutes").orElse("an unknown time")
                    + ", all of them: change the lock's setting, or the wish");
        }
        if (!schedules.isEmpty() && facts.type() != UserType.REGULAR) {
            return unsupported(
                    "a Matter user is either restricted by schedules or of the type " + facts.type() + ", not both");
        }
        for (ScheduleEntry entry : schedules) {
            if (entry instanceof ScheduleEntry.YearDay year) {
                try {
                    ScheduleCodec.range(year);
                } catch (IllegalArgumentException e) {
                    return unsupported(String.valueOf(e.getMessage()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<ChangeOutcome> unsupported(String what) {
        return Optional.of(new ChangeOutcome.Unsupported(what));
    }
}
