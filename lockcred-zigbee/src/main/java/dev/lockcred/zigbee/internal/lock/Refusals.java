// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.CredentialRule;
import dev.lockcred.Rejection;
import dev.lockcred.Secret;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the lock cannot do is answered at once, without traffic. Pure. */
final class Refusals {

    private Refusals() {}

    static Optional<ChangeOutcome> of(Change change, LockCapabilities capabilities) {
        Optional<CredentialSupport> support =
                capabilities.credential(change.ref().kind());
        if (support.isEmpty() || Reader.medium(change.ref().kind()).isEmpty()) {
            return unsupported(
                    "this lock holds no credential of the kind " + change.ref().kind());
        }
        Optional<CredentialSupport.Range> range = support.get().range().map(r -> r.value());
        if (range.isPresent() && !range.get().allows(change.ref().index())) {
            String text = change.ref() + " is outside " + range.get().first() + ".."
                    + range.get().last() + " or reserved at this lock";
            return Optional.of(new ChangeOutcome.Rejected(Rejection.NOT_FOUND, text));
        }
        if (change instanceof Change.Put put) {
            return put(put, support.get(), capabilities);
        }
        if (change instanceof Change.SetEnabled && support.get().disable() == CredentialSupport.Disable.NONE) {
            return unsupported("this lock cannot refuse a stored code for a while: clear it and set it again");
        }
        if (change instanceof Change.SetUser user) {
            return user(user.facts(), user.schedules(), capabilities);
        }
        return Optional.empty();
    }

    private static Optional<ChangeOutcome> put(
            Change.Put put, CredentialSupport support, LockCapabilities capabilities) {
        if (!support.writable()) {
            return unsupported("codes of the kind " + put.ref().kind() + " cannot be written to this lock");
        }
        if (!support.length().value().allows(put.secret().length())) {
            var length = support.length().value();
            return Optional.of(new ChangeOutcome.Rejected(
                    Rejection.LENGTH, "this lock takes " + length.min() + " to " + length.max() + " characters"));
        }
        if (!allowed(put.secret(), support.alphabet().value())) {
            return Optional.of(new ChangeOutcome.Rejected(Rejection.INVALID_FORMAT, "this lock takes digits only"));
        }
        if (!put.enabled() && support.disable() == CredentialSupport.Disable.NONE) {
            return unsupported("this lock cannot store a code that it refuses: leave it out until it is wanted");
        }
        return user(put.facts(), put.schedules(), capabilities);
    }

    private static boolean allowed(Secret secret, CredentialSupport.Alphabet alphabet) {
        byte[] bytes = secret.copyBytes();
        try {
            boolean all = true;
            for (byte b : bytes) {
                all &= alphabet.allows(b);
            }
            return all;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Optional<ChangeOutcome> user(
            UserFacts facts, List<ScheduleEntry> schedules, LockCapabilities capabilities) {
        if (!capabilities.users().types().contains(facts.type())) {
            return unsupported("users of the type " + facts.type());
        }
        if (facts.rule() != CredentialRule.SINGLE) {
            return unsupported("several credentials at once");
        }
        if (schedules.isEmpty()) {
            return Optional.empty();
        }
        ScheduleEntry.Kind kind = schedules.get(0).kind();
        if (schedules.stream().anyMatch(s -> s.kind() != kind)) {
            return unsupported("schedules of two kinds for one user: a Zigbee user has one type");
        }
        Optional<ScheduleSupport> table = capabilities.schedule(kind);
        if (table.isEmpty()) {
            return unsupported("schedules of the kind " + kind);
        }
        if (schedules.size() > table.get().entriesPerUser()) {
            return unsupported(schedules.size() + " schedule entries; the lock has "
                    + table.get().entriesPerUser() + " for each user");
        }
        return Optional.empty();
    }

    private static Optional<ChangeOutcome> unsupported(String what) {
        return Optional.of(new ChangeOutcome.Unsupported(what));
    }
}
