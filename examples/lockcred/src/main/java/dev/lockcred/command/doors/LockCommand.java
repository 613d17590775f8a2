// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.spi.Operation;
import picocli.CommandLine.Command;

/** {@code lockcred lock}. */
@Command(name = "lock", description = "Lock a door.")
public final class LockCommand extends OperateCommand {
    public LockCommand() {
        super(new Operation.Lock(), "lock");
    }
}
