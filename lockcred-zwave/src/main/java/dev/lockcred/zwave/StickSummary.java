// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import java.util.Locale;

/**
 * The controller stick and the network it holds.
 *
 * @param homeId the network, 32 bits
 * @param ownNode the stick's own node id
 * @param firmware such as {@code "Z-Wave 7.19"}
 * @param series 500, 700 or 800
 * @param manufacturer 16 bits, as {@code productType} and {@code productId}: together the model
 */
public record StickSummary(
        long homeId, int ownNode, String firmware, int series, int manufacturer, int productType, int productId) {

    /** For people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, %d series, model %04X:%04X:%04X, home %08X, node %d",
                firmware,
                series,
                manufacturer,
                productType,
                productId,
                homeId,
                ownNode);
    }
}
