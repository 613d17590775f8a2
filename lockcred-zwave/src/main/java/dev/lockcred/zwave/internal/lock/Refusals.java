// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Rejection;
import dev.lockcred.Secret;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What this lock cannot do by what it declares, said before anything is sent. */
final class Refusals {

    private final LockCapabilities can;

    Refusals(LockCapabilities can) {
        this.can = can;
    }

    Optional<ChangeOutcome> of(Change change) {
        if (can.unmanageable().isPresent()) {
            return unsupported(can.unmanageable().get().text());
        }
        Optional<CredentialSupport> kind = can.credential(change.ref().kind());
        if (kind.isEmpty()) {
            return unsupported(change.ref().kind() + " credentials; this lock takes "
                    + can.credentials().keySet());
        }
        CredentialSupport support = kind.get();
        return place(change, support).or(() -> {
            if (change instanceof Change.Put put) {
                return secret(put.secret(), support)
                        .or(() -> facts(put.facts()))
                        .or(() -> schedules(put.schedules()))
                        .or(() -> put.enabled() || support.disable() != CredentialSupport.Disable.NONE
                                ? Optional.empty()
                                : unsupported("a disabled code; write it when it is to be valid"));
            }
            if (change instanceof Change.SetUser set) {
                return facts(set.facts()).or(() -> schedules(set.schedules()));
            }
            if (change instanceof Change.SetEnabled && support.disable() == CredentialSupport.Disable.NONE) {
                return unsupported("disabling a code; clear it instead");
            }
            return Optional.empty();
        });
    }

    private static Optional<ChangeOutcome> place(Change change, CredentialSupport support) {
        if (support.range().isEmpty()) {
            return Optional.empty(); // not known: the lock decides
        }
        CredentialSupport.Range range = support.range().get().value();
        int index = change.ref().index();
        if (index < range.first() || index > range.last()) {
            return rejected(
                    Rejection.NOT_FOUND,
                    change.ref() + " is outside " + range.first() + ".." + range.last() + " ("
                            + support.range().get().source() + ")");
        }
        return range.allows(index)
                ? Optional.empty()
                : rejected(Rejection.NOT_PERMITTED, change.ref() + " is reserved by the lock");
    }

    private static Optional<ChangeOutcome> secret(Secret secret, CredentialSupport support) {
        if (!support.writable()) {
            return unsupported("writing " + secret.kind() + " credentials; they are learned at the lock");
        }
        CredentialSupport.Length length = support.length().value();
        if (!length.allows(secret.length())) {
            return rejected(
                    Rejection.LENGTH,
                    length.fixed().isPresent()
                            ? "this lock is configured to codes of "
                                    + length.fixed().getAsInt()
                            : "this lock takes codes of " + length.min() + " to " + length.max());
        }
        byte[] bytes = secret.copyBytes();
        try {
            for (byte b : bytes) {
                if (!support.alphabet().value().allows(b)) {
                    return rejected(Rejection.INVALID_FORMAT, "the lock's keypad lacks a character of the code");
                }
            }
            return Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private Optional<ChangeOutcome> facts(UserFacts facts) {
        if (facts.type() == UserType.PROGRAMMING || !can.users().types().contains(facts.type())) {
            return unsupported(
                    facts.type() + " users; this lock knows " + can.users().types());
        }
        return can.users().rules().contains(facts.rule())
                ? Optional.empty()
                : unsupported("the credential rule " + facts.rule());
    }

    private Optional<ChangeOutcome> schedules(List<ScheduleEntry> entries) {
        Map<ScheduleEntry.Kind, Integer> counts = new TreeMap<>();
        for (ScheduleEntry entry : entries) {
            Optional<ScheduleSupport> table = can.schedule(entry.kind());
            if (table.isEmpty()) {
                return unsupported(entry.kind() + " schedules; let the host write and clear the code");
            }
            if (table.get().oneDayPerEntry()
                    && entry instanceof ScheduleEntry.WeekDay week
                    && week.days().size() > 1) {
                return unsupported("a week-day entry of several days; one entry per day");
            }
            if (counts.merge(entry.kind(), 1, Integer::sum) > table.get().entriesPerUser()) {
                return unsupported(
                        "more than " + table.get().entriesPerUser() + " " + entry.kind() + " entries per user");
            }
        }
        return can.oneScheduleKindPerUser() && counts.size() > 1
                ? unsupported("schedules of two kinds for one user")
                : Optional.empty();
    }

    private static Optional<ChangeOutcome> unsupported(String what) {
        return Optional.of(new ChangeOutcome.Unsupported(what));
    }

    private static Optional<ChangeOutcome> rejected(Rejection reason, String text) {
        return Optional.of(new ChangeOutcome.Rejected(reason, text));
    }
}
