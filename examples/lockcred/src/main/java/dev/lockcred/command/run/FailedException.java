// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

/** The command failed for a reason outside it. The message says what, where and what next. */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FailedException(String message) {
        super(message);
    }
}
