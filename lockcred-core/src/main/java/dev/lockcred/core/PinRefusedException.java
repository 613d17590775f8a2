// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

/** A PIN cannot be used. The message says why without naming another person or any digit (R7, R11). */
public final class PinRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PinRefusedException(String message) {
        super(message);
    }
}
