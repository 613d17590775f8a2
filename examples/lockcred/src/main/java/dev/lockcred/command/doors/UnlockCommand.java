// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.spi.Operation;
import picocli.CommandLine.Command;

/** {@code lockcred unlock}. */
@Command(name = "unlock", description = "Unlock a door.")
public final class UnlockCommand extends OperateCommand {
    public UnlockCommand() {
        super(new Operation.Unlock(), "unlock");
    }
}
