// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

/** The engine cannot work: the store, its key or its holder. The message says what, where and what next. */
public class LockManagerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LockManagerException(String message) {
        super(message);
    }

    public LockManagerException(String message, Throwable cause) {
        super(message, cause);
    }
}
