// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * The doors of a grant: locks and groups of locks, at least one.
 *
 * @param locks named one by one
 * @param groups meaning their members, now and later
 */
public record Target(List<LockId> locks, List<GroupId> groups) {

    public Target {
        locks = List.copyOf(new LinkedHashSet<>(locks));
        groups = List.copyOf(new LinkedHashSet<>(groups));
        if (locks.isEmpty() && groups.isEmpty()) {
            throw new IllegalArgumentException("a grant names at least one lock or group");
        }
    }

    public static Target locks(LockId... locks) {
        return new Target(List.of(locks), List.of());
    }

    public static Target group(GroupId group) {
        return new Target(List.of(), List.of(group));
    }
}
