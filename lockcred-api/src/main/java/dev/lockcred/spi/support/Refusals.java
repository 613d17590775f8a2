// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

import dev.lockcred.Rejection;
import dev.lockcred.Secret;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.CredentialSupport.Disable;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserFacts;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows from a lock's capabilities alone: whether a change is beyond it, said before anything is sent. Pure; never
 * quotes a secret.
 */
public final class Refusals {

    private Refusals() {}

    /** Why this lock cannot carry the change out; absent when nothing speaks against trying. */
    public static Optional<ChangeOutcome> of(Change change, LockCapabilities can) {
        if (can.unmanageable().isPresent()) {
            LockCapabilities.Unmanageable why = can.unmanageable().get();
            return unsupported(why.text() + "; instead: " + String.join(", ", why.instead()));
        }
        Optional<CredentialSupport> support = can.credential(change.ref().kind());
        if (support.isEmpty()) {
            return unsupported(change.ref().kind() + " credentials; this lock has "
                    + can.credentials().keySet());
        }
        CredentialSupport credential = support.get();
        return place(change, credential).or(() -> {
            if (change instanceof Change.Put put) {
                return put(put, credential, can);
            }
            if (change instanceof Change.SetUser set) {
                return facts(set.facts(), can).or(() -> schedules(set.schedules(), can));
            }
            if (change instanceof Change.SetEnabled) {
                boolean possible = credential.disable() == Disable.TRUE_STATUS
                        || credential.disable() == Disable.RESEND
                                && credential.readBack().value() == ReadBack.READABLE;
                return possible ? Optional.empty() : unsupported("disabling a code; clear it instead");
            }
            return Optional.empty();
        });
    }

    private static Optional<ChangeOutcome> place(Change change, CredentialSupport credential) {
        int index = change.ref().index();
        return credential.range().flatMap(known -> {
            CredentialSupport.Range range = known.value();
            if (index < range.first() || index > range.last()) {
                return rejected(
                        Rejection.NOT_FOUND,
                        change.ref() + " is outside " + range.first() + ".." + range.last() + " (" + known.source()
                                + ")");
            }
            return range.allows(index)
                    ? Optional.empty()
                    : rejected(Rejection.NOT_PERMITTED, change.ref() + " is reserved by the lock");
        });
    }

    private static Optional<ChangeOutcome> put(Change.Put put, CredentialSupport credential, LockCapabilities can) {
        if (!credential.writable()) {
            return unsupported("writing " + put.ref().kind() + " credentials; they are learned at the lock");
        }
        return secret(put.secret(), credential)
                .or(() -> facts(put.facts(), can))
                .or(() -> schedules(put.schedules(), can))
                .or(() -> put.enabled() || credential.disable() != Disable.NONE
                        ? Optional.empty()
                        : unsupported("a disabled code; write it when it is to be valid"));
    }

    private static Optional<ChangeOutcome> secret(Secret secret, CredentialSupport credential) {
        CredentialSupport.Length length = credential.length().value();
        if (!length.allows(secret.length())) {
            return rejected(
                    Rejection.LENGTH,
                    length.fixed().isPresent()
                            ? "this lock is configured to " + length.fixed().getAsInt() + " digits"
                            : "this lock takes " + length.min() + " to " + length.max());
        }
        byte[] bytes = secret.copyBytes();
        try {
            for (byte b : bytes) {
                if (!credential.alphabet().value().allows(b)) {
                    return rejected(Rejection.INVALID_FORMAT, "a character that this lock does not take");
                }
            }
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        return Optional.empty();
    }

    private static Optional<ChangeOutcome> facts(UserFacts facts, LockCapabilities can) {
        if (!can.users().types().contains(facts.type()) || facts.type() == UserType.PROGRAMMING) {
            return unsupported(
                    facts.type() + " users; this lock knows " + can.users().types());
        }
        return can.users().rules().contains(facts.rule())
                ? Optional.empty()
                : unsupported("the credential rule " + facts.rule());
    }

    private static Optional<ChangeOutcome> schedules(List<ScheduleEntry> entries, LockCapabilities can) {
        Map<ScheduleEntry.Kind, Integer> counts = new EnumMap<>(ScheduleEntry.Kind.class);
        for (ScheduleEntry entry : entries) {
            Optional<ScheduleSupport> table = can.schedule(entry.kind());
            if (table.isEmpty()) {
                return unsupported(entry.kind() + " schedules; let the host write and clear the code");
            }
            if (table.get().oneDayPerEntry() && days(entry) > 1) {
                return unsupported("a " + entry.kind() + " entry of several days; one entry per day");
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

    private static int days(ScheduleEntry entry) {
        if (entry instanceof ScheduleEntry.WeekDay week) {
            return week.days().size();
        }
        return entry instanceof ScheduleEntry.DailyRepeating daily
                ? daily.days().size()
                : 1;
    }

    private static Optional<ChangeOutcome> unsupported(String what) {
        return Optional.of(new ChangeOutcome.Unsupported(what));
    }

    private static Optional<ChangeOutcome> rejected(Rejection reason, String text) {
        return Optional.of(new ChangeOutcome.Rejected(reason, text));
    }
}
