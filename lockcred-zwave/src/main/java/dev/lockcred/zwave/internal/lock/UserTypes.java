// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.UserType;
import dev.lockcred.zwave.internal.cc.UserRecords.Attributes;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The user types of User Credential and ours. One table, both ways. */
final class UserTypes {

    private static final Map<UserType, Integer> NUMBERS = new EnumMap<>(Map.of(
            UserType.REGULAR, Attributes.GENERAL,
            UserType.PROGRAMMING, Attributes.PROGRAMMING,
            UserType.NON_ACCESS, Attributes.NON_ACCESS,
            UserType.DURESS, Attributes.DURESS,
            UserType.DISPOSABLE, Attributes.DISPOSABLE,
            UserType.EXPIRING, Attributes.EXPIRING,
            UserType.REMOTE_ONLY, Attributes.REMOTE_ONLY));

    private UserTypes() {}

    static Map<UserType, Integer> all() {
        return Map.copyOf(NUMBERS);
    }

    static int number(UserType type) {
        return NUMBERS.getOrDefault(type, Attributes.GENERAL);
    }

    static Optional<UserType> type(int number) {
        return NUMBERS.entrySet().stream()
                .filter(e -> e.getValue() == number)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
