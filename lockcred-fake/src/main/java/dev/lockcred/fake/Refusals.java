// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.CredentialKind;
import dev.lockcred.Rejection;
import dev.lockcred.Secret;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialSupport.Disable;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What this lock cannot do, said before anything is sent. */
final class Refusals {

    private Refusals() {}

    static Optional<ChangeOutcome> of(Change change, FakeModel model) {
        if (model.unmanageable().isPresent()) {
            return unsupported(model.unmanageable().get().text() + "; instead: "
                    + String.join(", ", model.unmanageable().get().instead()));
        }
        if (change.ref().kind() != CredentialKind.PIN) {
            return unsupported(change.ref().kind() + " credentials; this lock takes PINs");
        }
        int index = change.ref().index();
        int last = model.first() + model.count() - 1;
        if (index < model.first() || index > last) {
            return rejected(Rejection.NOT_FOUND, change.ref() + " is outside " + model.first() + ".." + last);
        }
        if (model.reserved().contains(index)) {
            return rejected(Rejection.NOT_PERMITTED, change.ref() + " is reserved by the lock");
        }
        if (change instanceof Change.Put put) {
            return secret(put.secret(), model)
                    .or(() -> facts(put.facts(), model))
                    .or(() -> schedules(put.schedules(), model))
                    .or(() -> put.enabled() || model.disable() != Disable.NONE
                            ? Optional.empty()
                            : unsupported("a disabled code; write it when it is to be valid"));
        }
        if (change instanceof Change.SetUser set) {
            return facts(set.facts(), model).or(() -> schedules(set.schedules(), model));
        }
        if (change instanceof Change.SetEnabled) {
            boolean possible = model.disable() == Disable.TRUE_STATUS
                    || model.disable() == Disable.RESEND && model.readBack() == ReadBack.READABLE;
            return possible ? Optional.empty() : unsupported("disabling a code; clear it instead");
        }
        return Optional.empty();
    }

    private static Optional<ChangeOutcome> secret(Secret secret, FakeModel model) {
        if (!model.length().allows(secret.length())) {
            return rejected(
                    Rejection.LENGTH,
                    "this lock takes " + model.length().min() + " to "
                            + model.length().max() + " digits"
                            + (model.length().fixed().isPresent()
                                    ? ", configured to exactly "
                                            + model.length().fixed().getAsInt()
                                    : ""));
        }
        return Optional.empty();
    }

    private static Optional<ChangeOutcome> facts(UserFacts facts, FakeModel model) {
        if (!model.users().types().contains(facts.type()) || facts.type() == UserType.PROGRAMMING) {
            return unsupported(
                    facts.type() + " users; this lock knows " + model.users().types());
        }
        if (!model.users().rules().contains(facts.rule())) {
            return unsupported("the credential rule " + facts.rule());
        }
        return Optional.empty();
    }

    private static Optional<ChangeOutcome> schedules(List<ScheduleEntry> entries, FakeModel model) {
        Map<ScheduleEntry.Kind, Integer> counts = new TreeMap<>();
        for (ScheduleEntry entry : entries) {
            Optional<ScheduleSupport> table = model.schedule(entry.kind());
            if (table.isEmpty()) {
                return unsupported(entry.kind() + " schedules; let the host write and clear the code");
            }
            if (table.get().oneDayPerEntry() && days(entry) > 1) {
                return unsupported("a " + entry.kind() + " entry of several days; one entry per day");
            }
            int count = counts.merge(entry.kind(), 1, Integer::sum);
            if (count > table.get().entriesPerUser()) {
                return unsupported(
                        "more than " + table.get().entriesPerUser() + " " + entry.kind() + " entries per user");
            }
        }
        if (model.oneScheduleKindPerUser() && counts.size() > 1) {
            return unsupported("schedules of two kinds for one user");
        }
        return Optional.empty();
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
