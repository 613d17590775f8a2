// SPDX-License-Identifier: Apache-2.0
/**
 * Which PIN a person may have, and which slot it goes to. Start with {@link dev.lockcred.core.policy.PinPolicy} (R9 to R12) and
 * {@link dev.lockcred.core.policy.SlotAllocator} (R1 to R5).
 *
 * <p>Pure, but for the random source that {@link dev.lockcred.core.policy.PinGenerator} is handed and the count that
 * {@link dev.lockcred.core.policy.ProbeLimit} keeps; any thread. Digits are seen by the checks of the one PIN that is being
 * chosen; of all others only their keyed traits are.
 */
@NullMarked
package dev.lockcred.core.policy;

import org.jspecify.annotations.NullMarked;
