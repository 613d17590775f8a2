// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

/** There are too few PINs left to draw one from (R12). The message says what would help. */
public final class PinSpaceTooSmallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PinSpaceTooSmallException(String message) {
        super(message);
    }
}
