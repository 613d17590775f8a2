// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

/** The command cannot be carried out as asked; nothing was touched. The message says what, where and what next. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
