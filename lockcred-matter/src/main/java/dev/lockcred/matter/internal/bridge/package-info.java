// SPDX-License-Identifier: Apache-2.0
/**
 * The words of the bridge's WebSocket API: one JSON object per text message. Start with {@link
 * dev.lockcred.matter.internal.bridge.BridgeMessage} (what a bridge says) and {@link
 * dev.lockcred.matter.internal.bridge.BridgeRequest} (what we say). Pure functions and values, any thread. Internal: may
 * change in any release.
 */
@NullMarked
package dev.lockcred.matter.internal.bridge;

import org.jspecify.annotations.NullMarked;
