// SPDX-License-Identifier: Apache-2.0
/**
 * A Z-Wave controller stick with its locks: the far end of the Serial API. Start with
 * {@link dev.lockcred.simulators.zwave.ZWaveSimulator}; locks are described by
 * {@link dev.lockcred.simulators.zwave.LockModel}, their peculiarities by {@link dev.lockcred.simulators.zwave.Habit}.
 * Everything runs on the one executor of the timers it is given, in virtual time or behind a TCP port. The bytes are those of the
 * driver's codec, which vectors pin; state machines and cryptography are written apart from the driver's.
 */
@NullMarked
package dev.lockcred.simulators.zwave;

import org.jspecify.annotations.NullMarked;
