// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

/** An order to the network was not carried out. The message says why and what to do. */
public final class ZigbeeNetworkException extends Exception {
    private static final long serialVersionUID = 1L;

    public ZigbeeNetworkException(String message) {
        super(message);
    }

    public ZigbeeNetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
