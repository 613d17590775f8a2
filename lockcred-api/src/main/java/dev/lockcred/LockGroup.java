// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * A named set of locks.
 *
 * @param id what it is recognised by
 * @param members the locks, each once, in the order given
 */
public record LockGroup(GroupId id, List<LockId> members) {

    public LockGroup {
        Objects.requireNonNull(id, "id");
        members = List.copyOf(new LinkedHashSet<>(members));
    }

    public static LockGroup of(String id, String... members) {
        return new LockGroup(
                GroupId.of(id), Arrays.stream(members).map(LockId::of).toList());
    }
}
