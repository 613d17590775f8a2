// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import dev.lockcred.core.LockManagerException;

/** Nobody answers beside the store: its holder lets nobody in, does not listen yet, or has just ended. Later it may be otherwise. */
public final class NobodyListensException extends LockManagerException {
    private static final long serialVersionUID = 1L;

    NobodyListensException(String message) {
        super(message);
    }

    NobodyListensException(String message, Throwable cause) {
        super(message, cause);
    }
}
