// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

/** A port could not be opened. The message says which, why, and what a person can do about it. */
public final class PortUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public PortUnavailableException(String message) {
        super(message);
    }

    public PortUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
