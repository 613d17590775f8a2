// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.CredentialRule;
import dev.lockcred.UserType;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a lock can do with users.
 *
 * @param separate whether users are records of their own; else user index = credential index, one credential each (D3)
 * @param count how many users; absent while unknown
 * @param credentialsPerUser how many credentials a user may have; absent while unknown
 * @param names how many bytes a name may have; absent: the lock stores none
 * @param marks whether an owner mark can be stored (R5)
 * @param types the types that the lock honours; always contains {@link UserType#REGULAR}
 * @param typeEvidence what that rests on
 * @param rules the credential rules that the lock honours
 * @param expiry how long an {@link UserType#EXPIRING} user lasts; absent: chosen per user
 * @param tellsOwner whether the lock tells who made a user
 */
public record UserSupport(
        boolean separate,
        OptionalInt count,
        OptionalInt credentialsPerUser,
        OptionalInt names,
        boolean marks,
        Set<UserType> types,
        Evidence typeEvidence,
        Set<CredentialRule> rules,
        Optional<Duration> expiry,
        boolean tellsOwner) {

    /** The slot is the user: one credential each, no names, regular users only. */
    public static final UserSupport SLOT_ONLY = new UserSupport(
            false,
            OptionalInt.empty(),
            OptionalInt.of(1),
            OptionalInt.empty(),
            false,
            Set.of(UserType.REGULAR),
            Evidence.ASSUMED,
            Set.of(CredentialRule.SINGLE),
            Optional.empty(),
            false);

    public UserSupport {
        Objects.requireNonNull(count, "count");
        Objects.requireNonNull(credentialsPerUser, "credentialsPerUser");
        Objects.requireNonNull(names, "names");
        Objects.requireNonNull(typeEvidence, "typeEvidence");
        Objects.requireNonNull(expiry, "expiry");
        if (!types.contains(UserType.REGULAR) || !rules.contains(CredentialRule.SINGLE)) {
            throw new IllegalArgumentException("every lock has regular users and the single rule");
        }
        types = Collections.unmodifiableSet(EnumSet.copyOf(types));
        rules = Collections.unmodifiableSet(EnumSet.copyOf(rules));
    }
}
