// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lockcred} itself, which does nothing without a command. */
@Command(
        name = "lockcred",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class},
        description = "Say once who may open which door and when; every lock agrees, and it is proved.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:all that is due is confirmed",
            "  1:something failed or was refused",
            "  2:bad usage or bad site file; nothing was touched",
            "  3:pending: accepted but not proved, unreachable, or waiting",
            "130:interrupted"
        })
final class LockCred implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine line = spec != null ? spec.commandLine() : new CommandLine(this);
        throw new ParameterException(line, "which command?");
    }
}
