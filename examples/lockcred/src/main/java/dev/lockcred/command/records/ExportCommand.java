// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.records;

import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.SiteExport;
import dev.lockcred.command.site.SiteFileException;
import picocli.CommandLine.Command;

/** {@code lockcred export}. */
@Command(name = "export", description = "Write all wishes as a site file, those by hand included; PINs are not in it.")
public final class ExportCommand extends Action {

    @Override
    public Integer call() throws SiteFileException {
        if (root().json()) {
            throw new UsageException("export answers with a site file, which is YAML: leave --json out");
        }
        try (Session session = Session.open(site(), here(), Session.Mode.OFFLINE)) {
            here().out()
                    .print(SiteExport.of(
                            session.site(), session.locks().wishes().export()));
            here().out().flush();
            return Exit.OK;
        }
    }
}
