// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import java.util.List;

/**
 * A family of lock firmware.
 *
 * @param featureMap the Door Lock cluster's FeatureMap
 * @param acceptedCommands AcceptedCommandList
 * @param users NumberOfTotalUsersSupported
 * @param pins NumberOfPINUsersSupported
 * @param rfids NumberOfRFIDUsersSupported
 * @param strict whether it follows the SDK's reference lock: own statuses for duplicate and occupied, users made with their
 *     credential, users gone with their last credential; else the unmodified matter.js lock
 * @param chainBroken whether nextUserIndex is always null (home-assistant/core 182526)
 * @param oneDayPerEntry whether week-day schedules take exactly one day (connectedhomeip 32423)
 * @param choosyNames whether names may hold letters and digits only
 * @param plainTypesOnly whether only unrestricted and schedule-restricted users are taken
 * @param bridged whether it is a bridged lock, on endpoint 3 of a hub
 */
public record LockProfile(
        long featureMap,
        List<Integer> acceptedCommands,
        int users,
        int pins,
        int rfids,
        boolean strict,
        boolean chainBroken,
        boolean oneDayPerEntry,
        boolean choosyNames,
        boolean plainTypesOnly,
        boolean bridged) {

    public LockProfile {
        acceptedCommands = List.copyOf(acceptedCommands);
    }

    /** Everything, as the SDK's reference lock does it: the recorded node 1. */
    public static LockProfile sdk() {
        return new LockProfile(
                7607,
                List.of(0, 1, 3, 11, 12, 13, 14, 15, 16, 17, 18, 19, 26, 27, 29, 34, 36, 38, 39),
                10,
                10,
                5,
                true,
                false,
                false,
                false,
                false,
                false);
    }

    /** PINs and users, as the unmodified matter.js lock does it: the recorded node 2. */
    public static LockProfile lenient() {
        return new LockProfile(
                257, List.of(0, 1, 3, 26, 27, 29, 34, 36, 38), 10, 10, 0, false, false, false, false, false, false);
    }

    /** Lock and unlock only: the recorded node 3. */
    public static LockProfile plain() {
        return new LockProfile(0, List.of(0, 1, 3), 0, 0, 0, false, false, false, false, false, false);
    }

    /** Lock and unlock only, behind a hub: the recorded node 4. */
    public static LockProfile bridgedPlain() {
        return new LockProfile(0, List.of(0, 1, 3), 0, 0, 0, false, false, false, false, false, true);
    }

    public LockProfile withBrokenChain() {
        return new LockProfile(
                featureMap,
                acceptedCommands,
                users,
                pins,
                rfids,
                strict,
                true,
                oneDayPerEntry,
                choosyNames,
                plainTypesOnly,
                bridged);
    }

    public LockProfile withOneDayPerEntry() {
        return new LockProfile(
                featureMap,
                acceptedCommands,
                users,
                pins,
                rfids,
                strict,
                chainBroken,
                true,
                choosyNames,
                plainTypesOnly,
                bridged);
    }

    public LockProfile withChoosyNames() {
        return new LockProfile(
                featureMap,
                acceptedCommands,
                users,
                pins,
                rfids,
                strict,
                chainBroken,
                oneDayPerEntry,
                true,
                plainTypesOnly,
                bridged);
    }

    public LockProfile withPlainTypesOnly() {
        return new LockProfile(
                featureMap,
                acceptedCommands,
                users,
                pins,
                rfids,
                strict,
                chainBroken,
                oneDayPerEntry,
                choosyNames,
                true,
                bridged);
    }

    public LockProfile withFeatureMap(long map) {
        return new LockProfile(
                map,
                acceptedCommands,
                users,
                pins,
                rfids,
                strict,
                chainBroken,
                oneDayPerEntry,
                choosyNames,
                plainTypesOnly,
                bridged);
    }

    boolean has(int bit) {
        return (featureMap >> bit & 1) == 1;
    }

    /** Where on its node the lock is. */
    public int endpoint() {
        return bridged ? 3 : 1;
    }
}
