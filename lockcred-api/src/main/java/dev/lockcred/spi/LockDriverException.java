// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

/** A mistake inside a driver: an answer nobody foresaw, a state that cannot be. Never "the lock did not answer". */
public final class LockDriverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LockDriverException(String message) {
        super(message);
    }

    public LockDriverException(String message, Throwable cause) {
        super(message, cause);
    }
}
