// SPDX-License-Identifier: Apache-2.0
/**
 * A Matter controller server with door locks behind it, in memory: the far end of the Matter driver's WebSocket. Start with
 * {@link dev.lockcred.simulators.matter.MatterBridgeSimulator}. Runs on the run loop of its {@link
 * dev.lockcred.testkit.VirtualTime}. Its answers are held against a recording of the real server.
 */
@NullMarked
package dev.lockcred.simulators.matter;

import org.jspecify.annotations.NullMarked;
