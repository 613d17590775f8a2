// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.records;

import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.core.backup.Backup;
import dev.lockcred.core.store.Store;
import dev.lockcred.jdbc.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockcred restore}. */
@Command(
        name = "restore",
        description =
                "Make the store what it was in a backup. Afterwards nothing is added to any lock until you confirm.")
public final class RestoreCommand extends Action {

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private String file = "";

    @Mixin
    private Passphrase passphrase = new Passphrase();

    @Override
    public Integer call() throws SiteFileException {
        Site site = site();
        Path from = here().path(file);
        if (!Files.isReadable(from)) {
            throw new UsageException("there is no backup " + file + " that can be read");
        }
        boolean sealed = Backup.isSealed(from); // what is no backup is told before anything is asked
        if (Session.exists(site.store())) {
            open(site).close(); // and so is who holds the store
            if (!agreed("Replace everything in the store " + site.store() + "?")) {
                return Exit.USAGE;
            }
        }
        Optional<char[]> secret = sealed ? passphrase.get(this, false) : Optional.empty();
        try (Store store = open(site)) {
            Backup.Contents contents = Backup.restore(from, store, Session.keyPlace(here()), secret);
            if (root().json()) {
                print(document("restore")
                        .put("store", contents.storeId())
                        .put("documents", contents.documents())
                        .put("events", contents.events())
                        .put("audit", contents.audit())
                        .put("with-key", contents.withKey()));
            } else {
                page().say(
                                "Restored " + contents.documents() + " documents, " + contents.events() + " events and "
                                        + contents.audit()
                                        + " audit entries. Revocations that are newer than the backup are lost"
                                        + " knowledge: look at 'lockcred grants' and 'lockcred plan', then say 'lockcred confirm --store'.");
            }
            return Exit.OK;
        } finally {
            secret.ifPresent(s -> Arrays.fill(s, ' '));
        }
    }

    private static Store open(Site site) {
        return SqliteStore.at(site.store(), "lockcred restore");
    }
}
