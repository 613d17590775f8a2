// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What V1 alarm types mean: the common table of Kwikset and Yale, which a device profile overrides type by type. The names
 * are those a profile uses, in lower case with hyphens.
 */
enum Alarms {
    KEYPAD_LOCK,
    KEYPAD_UNLOCK,
    MANUAL_LOCK,
    MANUAL_UNLOCK,
    REMOTE_LOCK,
    REMOTE_UNLOCK,
    AUTO_LOCK,
    RFID_UNLOCK,
    JAMMED,
    ALL_DELETED,
    DELETED,
    ADDED,
    DUPLICATE,
    OUTSIDE_SCHEDULE,
    WRONG_CODE_LIMIT,
    BATTERY_LOW,
    /** Known and of no interest. */
    NOTHING;

    // zwave-js templates of manufacturers 0090, 0129, 003b; issues zwave-js#1713, #4641, #4737.
    private static final Map<Integer, Alarms> COMMON = Map.ofEntries(
            Map.entry(9, JAMMED),
            Map.entry(17, JAMMED),
            Map.entry(18, KEYPAD_LOCK),
            Map.entry(19, KEYPAD_UNLOCK),
            Map.entry(21, MANUAL_LOCK),
            Map.entry(22, MANUAL_UNLOCK),
            Map.entry(23, JAMMED),
            Map.entry(24, REMOTE_LOCK),
            Map.entry(25, REMOTE_UNLOCK),
            Map.entry(26, JAMMED),
            Map.entry(27, AUTO_LOCK),
            Map.entry(32, ALL_DELETED),
            Map.entry(33, DELETED),
            Map.entry(96, WRONG_CODE_LIMIT),
            Map.entry(112, ADDED),
            Map.entry(113, DUPLICATE),
            Map.entry(132, OUTSIDE_SCHEDULE),
            Map.entry(161, WRONG_CODE_LIMIT),
            Map.entry(162, OUTSIDE_SCHEDULE),
            Map.entry(167, BATTERY_LOW),
            Map.entry(168, BATTERY_LOW),
            Map.entry(169, BATTERY_LOW));

    /** What this type means on this lock; empty for a type nobody knows. */
    static Optional<Alarms> of(int type, Quirks quirks) {
        Optional<String> name = quirks.alarm(type);
        if (name.isPresent()) {
            String constant = name.get().toUpperCase(Locale.ROOT).replace('-', '_');
            for (Alarms a : values()) {
                if (a.name().equals(constant)) {
                    return Optional.of(a);
                }
            }
            return Optional.empty();
        }
        return Optional.ofNullable(COMMON.get(type));
    }
}
