// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.Objects;

/**
 * A lock a driver knows of.
 *
 * @param address in the driver's notation
 * @param label for people: model, place in the network, hub
 */
public record DiscoveredLock(String address, String label) {
    public DiscoveredLock {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(label, "label");
    }
}
