// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

/**
 * Bytes or text that are not what the protocol allows. The message names the field and the position, never the content of a
 * field that may hold a secret.
 */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String message) {
        super(message);
    }

    public MalformedFrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
