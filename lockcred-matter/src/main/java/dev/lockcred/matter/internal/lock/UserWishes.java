// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a user record is to be, in the cluster's terms. Pure.
 *
 * @param names the forms of the name to try, best first, the last being none; empty when no name is wanted
 * @param enabled null: leave it
 */
record UserWishes(
        List<Optional<String>> names,
        @Nullable Long mark,
        @Nullable Boolean enabled,
        Codes.UserType type,
        Codes.CredentialRule rule) {

    static UserWishes of(UserFacts facts, @Nullable Boolean enabled, List<ScheduleEntry> schedules) {
        return new UserWishes(
                facts.name().map(Names::forms).orElse(List.of()),
                facts.mark().isPresent() ? facts.mark().getAsLong() : null,
                enabled,
                Kinds.userType(facts.type(), !schedules.isEmpty()),
                Kinds.rule(facts.rule()));
    }

    /** Whether the record has the name already, in any form we would have given it. */
    boolean hasName(UserRecord record) {
        return names.isEmpty()
                || names.stream()
                        .anyMatch(form -> form.isPresent() && form.get().equals(record.name()));
    }

    boolean hasMark(UserRecord record) {
        return mark == null || mark.equals(record.uniqueId());
    }

    boolean hasStatus(UserRecord record) {
        return enabled == null || enabled == record.enabled();
    }

    boolean hasType(UserRecord record) {
        return record.type() != null && record.type() == type.code();
    }

    boolean hasRule(UserRecord record) {
        return record.rule() != null && record.rule() == rule.code();
    }

    /** Whether going to these wishes opens the door for somebody who is kept out now. */
    boolean loosens(UserRecord record) {
        boolean enables = Boolean.TRUE.equals(enabled) && !record.enabled();
        boolean frees = !hasType(record) && type == Codes.UserType.UNRESTRICTED;
        return enables || frees;
    }

    Codes.@Nullable UserStatus status() {
        return enabled == null ? null : enabled ? Codes.UserStatus.ENABLED : Codes.UserStatus.DISABLED;
    }
}
