// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A device of the network as far as it is known; nobody was asked for this.
 *
 * @param eui64 its address for life
 * @param nodeId its short address now, if known
 * @param sleepy whether its receiver is off between polls
 * @param lock whether it has the Door Lock cluster; absent while not interviewed
 * @param manufacturer as it says
 * @param model as it says
 * @param lastHeard when anything last came from it since the start
 */
public record NodeInfo(
        Eui64 eui64,
        OptionalInt nodeId,
        boolean sleepy,
        Optional<Boolean> lock,
        Optional<String> manufacturer,
        Optional<String> model,
        Optional<Instant> lastHeard) {
    public NodeInfo {
        Objects.requireNonNull(eui64, "eui64");
        Objects.requireNonNull(nodeId, "nodeId");
        Objects.requireNonNull(lock, "lock");
        Objects.requireNonNull(manufacturer, "manufacturer");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(lastHeard, "lastHeard");
    }
}
