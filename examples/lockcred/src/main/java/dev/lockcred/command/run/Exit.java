// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

/** Exit codes, as product scripts rely on them. Where several apply: 2, then 1, then 3, then 0. */
public final class Exit {

    /** All that is due is confirmed. */
    public static final int OK = 0;

    /** Something failed or was refused. */
    public static final int FAILED = 1;

    /** Bad usage or a bad site file; nothing was touched. */
    public static final int USAGE = 2;

    /** Accepted but not proved, unreachable, or waiting for a resident engine. */
    public static final int PENDING = 3;

    /** With {@code plan --detailed-exitcode}: there are changes. */
    public static final int CHANGES = 4;

    public static final int INTERRUPTED = 130;

    private Exit() {}
}
