// SPDX-License-Identifier: Apache-2.0
/**
 * A simulator in real time on a TCP port: {@link dev.lockcred.simulators.net.RealTime} is its clock and its one thread,
 * {@link dev.lockcred.simulators.net.TcpServer} makes a port of each connection.
 */
@NullMarked
package dev.lockcred.simulators.net;

import org.jspecify.annotations.NullMarked;
