// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.records;

import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lockcred import}. */
@Command(
        name = "import",
        description = "(later) Take wishes over from keymaster, Lock Code Manager or zwave-js exports.")
public final class ImportCommand extends Action {

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "What the other software exported.")
    private String file = "";

    @Override
    public Integer call() {
        throw new UsageException("taking wishes over from other software comes later"
                + (file.isEmpty() ? "" : "; " + file + " was not read")
                + ". Write them into the site file by hand for now");
    }
}
