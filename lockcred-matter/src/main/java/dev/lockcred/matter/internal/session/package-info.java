// SPDX-License-Identifier: Apache-2.0
/**
 * One bridge over time: connecting and reconnecting, who is there, which request waits for which answer, and one invoke at a
 * time per node. Start with {@link dev.lockcred.matter.internal.session.BridgeSession}. Everything is confined to the
 * session's lane. Internal: may change in any release.
 */
@NullMarked
package dev.lockcred.matter.internal.session;

import org.jspecify.annotations.NullMarked;
