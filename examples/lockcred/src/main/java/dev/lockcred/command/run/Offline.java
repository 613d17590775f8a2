// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import picocli.CommandLine.Option;

/** Whether locks are asked. */
public final class Offline {

    @Option(names = "--offline", description = "Open no driver: answer from what is known.")
    private boolean offline;

    public Session.Mode mode() {
        return offline ? Session.Mode.OFFLINE : Session.Mode.LOOK;
    }
}
