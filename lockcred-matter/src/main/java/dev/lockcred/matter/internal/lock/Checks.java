// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.Rejection;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserFacts;
import java.util.List;
import java.util.Optional;

/** What can be said of a change before anything is sent. Pure. */
final class Checks {

    private Checks() {}

    /** Why the lock cannot do it; empty when nothing speaks against it. */
    static Optional<ChangeOutcome> check(Change change, LockCapabilities lock) {
        if (lock.unmanageable().isPresent()) {
            var why = lock.unmanageable().get();
            return unsupported(why.text() + ". What works instead: " + String.join("; ", why.instead()));
        }
        Optional<CredentialSupport> support = lock.credential(change.ref().kind());
        if (support.isEmpty()) {
            return unsupported("this lock has no places for " + change.ref().kind());
        }
        boolean inRange = support.get()
                .range()
                .map(range -> range.value().allows(change.ref().index()))
                .orElse(change.ref().index() > 0 && change.ref().index() < 0xFFFE);
        if (!inRange) {
            return Optional.of(new ChangeOutcome.Rejected(
                    Rejection.NOT_FOUND,
                    "there is no " + change.ref()
                            + support.get()
                                    .range()
                                    .map(r -> "; places are " + r.value().first() + " to "
                                            + r.value().last())
                                    .orElse("")));
        }
        if (change instanceof Change.Put put) {
            return put(put, lock, support.get());
        }
        return change instanceof Change.SetUser set ? facts(set.facts(), set.schedules(), lock) : Optional.empty();
    }

    private static Optional<ChangeOutcome> put(Change.Put put, LockCapabilities lock, CredentialSupport support) {
        if (!support.writable()) {
            return unsupported("a " + put.ref().kind() + " is learned at the lock, it cannot be written");
        }
        var length = support.length().value();
        if (!length.allows(put.secret().length())) {
            return Optional.of(new ChangeOutcome.Rejected(
                    Rejection.LENGTH, "this lock takes " + length.min() + " to " + length.max()));
        }
        return facts(put.facts(), put.schedules(), lock);
    }

    private static Optional<ChangeOutcome> facts(
            UserFacts facts, List<ScheduleEntry> schedules, LockCapabilities lock) {
        var users = lock.users();
        if (!users.types().contains(facts.type())) {
            return unsupported("this lock has no users of the type " + facts.type());
        }
        if (!users.rules().contains(facts.rule())) {
            return unsupported("this lock has no credential rule " + facts.rule());
        }
        if (facts.expiry().isPresent() && !facts.expiry().equals(users.expiry())) {
            return unsupported("expiring users of this lock last "
                    + users.expiry().map(d -> d.toMinutes() + " minutes").orElse("an unknown time")
                    + ", all of them: change the lock's setting, or the wish");
        }
        if (!schedules.isEmpty() && facts.type() != UserType.REGULAR) {
            return unsupported(
                    "a Matter user is either restricted by schedules or of the type " + facts.type() + ", not both");
        }
        for (ScheduleSupport table : lock.schedules()) {
            List<ScheduleEntry> entries = table.oneDayPerEntry() ? ScheduleCodec.oneDayEach(schedules) : schedules;
            long wanted = ScheduleCodec.count(entries, table.kind());
            if (wanted > table.entriesPerUser()) {
                return Optional.of(new ChangeOutcome.Rejected(
                        Rejection.CAPACITY,
                        "the lock holds " + table.entriesPerUser() + " entries of the kind " + table.kind()
                                + " per user, " + wanted + " are needed"));
            }
        }
        for (ScheduleEntry entry : schedules) {
            if (lock.schedule(entry.kind()).isEmpty()) {
                return unsupported("this lock has no schedules of the kind " + entry.kind());
            }
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
