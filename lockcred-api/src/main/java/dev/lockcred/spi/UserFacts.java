// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.CredentialRule;
import dev.lockcred.UserType;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a lock-side user is to be, besides its credentials and schedules. A lock that has no field for something ignores it
 * where the field is only a label (name, mark), and refuses where it changes who gets in (type, rule).
 *
 * @param name wanted; the driver makes it acceptable to the lock and never fails a credential for a name
 * @param mark our owner mark (R5), unsigned 32 bits
 * @param type what the user may do
 * @param rule how many credentials must be presented together
 * @param expiry for {@link UserType#EXPIRING}: how long from the first use, whole minutes
 */
public record UserFacts(
        Optional<String> name, OptionalLong mark, UserType type, CredentialRule rule, Optional<Duration> expiry) {

    /** Nameless, unmarked, regular, single. */
    public static final UserFacts PLAIN = new UserFacts(
            Optional.empty(), OptionalLong.empty(), UserType.REGULAR, CredentialRule.SINGLE, Optional.empty());

    public UserFacts {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(rule, "rule");
        if (mark.isPresent() && (mark.getAsLong() < 0 || mark.getAsLong() > 0xFFFF_FFFEL)) {
            throw new IllegalArgumentException("mark " + mark.getAsLong() + " is outside 0..4294967294");
        }
        if (expiry.isPresent() != (type == UserType.EXPIRING)) {
            throw new IllegalArgumentException("an expiry goes with an expiring user, and only with one");
        }
    }

    public UserFacts withName(String newName) {
        return new UserFacts(Optional.of(newName), mark, type, rule, expiry);
    }

    public UserFacts withMark(long newMark) {
        return new UserFacts(name, OptionalLong.of(newMark), type, rule, expiry);
    }

    /** The same under another type; not for {@link UserType#EXPIRING}, which needs an expiry. */
    public UserFacts withType(UserType newType) {
        return new UserFacts(name, mark, newType, rule, Optional.empty());
    }
}
