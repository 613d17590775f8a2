// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Slot;
import dev.lockcred.UserId;
import java.time.Instant;

/**
 * A code that may open a door and should not, or soon should not.
 *
 * @param slot where it stands
 * @param user whose it is
 * @param since since when it should have been gone
 * @param text for people: why it is still there and what is being done
 */
public record DoorAtRisk(Slot slot, UserId user, Instant since, String text) {}
