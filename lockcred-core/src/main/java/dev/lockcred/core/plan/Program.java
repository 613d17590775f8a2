// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.UserType;
import dev.lockcred.spi.ScheduleEntry;
import java.util.List;
import java.util.Objects;

/**
 * What a lock is told with a code.
 *
 * @param enabled whether it accepts the code
 * @param type what the lock-side user may do
 * @param entries its own schedule; empty: always
 */
public record Program(boolean enabled, UserType type, List<ScheduleEntry> entries) {

    /** Always, regular, enabled. */
    public static final Program PLAIN = new Program(true, UserType.REGULAR, List.of());

    public Program {
        Objects.requireNonNull(type, "type");
        entries = List.copyOf(entries);
    }

    /** Whether enabling or disabling the code is all that leads from this to the other. */
    public boolean differsInStatusOnly(Program other) {
        return enabled != other.enabled && type == other.type && entries.equals(other.entries);
    }
}
