// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import java.io.IOException;

/** The stick could not do what was asked; the message says what, why and what to do next. */
public final class ZWaveNetworkException extends IOException {
    private static final long serialVersionUID = 1;

    ZWaveNetworkException(String message) {
        super(message);
    }
}
