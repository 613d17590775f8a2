// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.records;

import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.core.backup.Backup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockcred backup}. */
@Command(name = "backup", description = "Write the store into one file; under a passphrase with the vault's key.")
public final class BackupCommand extends Action {

    @Parameters(paramLabel = "FILE", description = "Where to; it must not be there yet.")
    private String file = "";

    @Mixin
    private Passphrase passphrase = new Passphrase();

    @Override
    public Integer call() throws SiteFileException {
        Site site = site();
        Path to = here().path(file);
        if (Files.exists(to)) {
            throw new UsageException(file + " is there already: a backup never overwrites anything");
        }
        if (!Session.exists(site.store())) {
            throw new UsageException("there is no store yet: nothing to save");
        }
        Optional<char[]> secret = passphrase.get(this, true);
        try (Session session = Session.open(site, here(), Session.Mode.OFFLINE)) {
            Backup.Contents contents = session.locks().upkeep().backup(to, secret);
            if (root().json()) {
                print(document("backup")
                        .put("file", to.toString())
                        .put("documents", contents.documents())
                        .put("events", contents.events())
                        .put("audit", contents.audit())
                        .put("with-key", contents.withKey()));
            } else {
                page().say("Saved " + contents.documents() + " documents, " + contents.events() + " events and "
                        + contents.audit() + " audit entries in " + file + ", "
                        + (contents.withKey()
                                ? "with the vault's key: the passphrase opens the PINs, keep it elsewhere."
                                : "without the vault's key: PINs cannot be restored from it."));
            }
            return Exit.OK;
        } finally {
            secret.ifPresent(s -> Arrays.fill(s, ' '));
        }
    }
}
