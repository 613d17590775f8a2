// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.Secret;
import dev.lockcred.SlotState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the lock said of one slot.
 *
 * @param ref which
 * @param state what; {@code EMPTY} only when the lock explicitly said so (R2)
 * @param secret the digits, where {@link SlotState#KNOWN}, or {@link SlotState#DISABLED} and readable. Belongs to the
 *     receiver, who wipes it
 * @param userIndex the lock-side user, where users are separate
 * @param schedules the user's entries, where they were read; absent: not asked
 */
public record SlotReading(
        CredentialRef ref,
        SlotState state,
        Optional<Secret> secret,
        OptionalInt userIndex,
        Optional<List<ScheduleEntry>> schedules) {

    public SlotReading {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(userIndex, "userIndex");
        schedules = schedules.map(List::copyOf);
        if (secret.isPresent() && state != SlotState.KNOWN && state != SlotState.DISABLED) {
            throw new IllegalArgumentException("a slot that is " + state + " shows no digits");
        }
        if (secret.isEmpty() && state == SlotState.KNOWN) {
            throw new IllegalArgumentException("a slot without digits is MASKED, not KNOWN");
        }
    }

    /** A slot without digits. */
    public static SlotReading of(CredentialRef ref, SlotState state) {
        return new SlotReading(ref, state, Optional.empty(), OptionalInt.empty(), Optional.empty());
    }

    /** A slot whose digits were read and are accepted. */
    public static SlotReading known(CredentialRef ref, Secret secret) {
        return new SlotReading(ref, SlotState.KNOWN, Optional.of(secret), OptionalInt.empty(), Optional.empty());
    }
}
