// SPDX-License-Identifier: Apache-2.0
/**
 * Byte ports over serial lines ({@link dev.lockcred.serial.SerialPorts}) and over TCP ({@link
 * dev.lockcred.serial.TcpPorts}). Start there; register either or both with the host.
 *
 * <p>This is an edge: the only blocking reads of the library are here, each on a daemon thread of its own port, and
 * nothing of that shows outside. Callers live on their lane, and every callback arrives on it.
 */
@NullMarked
package dev.lockcred.serial;

import org.jspecify.annotations.NullMarked;
