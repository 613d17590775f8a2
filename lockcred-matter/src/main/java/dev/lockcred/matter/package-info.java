// SPDX-License-Identifier: Apache-2.0
/**
 * Matter door locks through the controller people already run: the matter.js based Matter server or python-matter-server,
 * over their WebSocket API. Start with {@link dev.lockcred.matter.MatterDriver}; {@link dev.lockcred.matter.WebSocketPorts}
 * opens the socket. Callbacks run on the lane of whoever opened it.
 */
@NullMarked
package dev.lockcred.matter;

import org.jspecify.annotations.NullMarked;
