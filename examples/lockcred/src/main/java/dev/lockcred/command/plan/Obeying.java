// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import dev.lockcred.core.Obey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person says yes to beforehand. */
public final class Obeying {

    @Option(names = "--adopt-site", description = "Obey this site file although the store obeyed another one.")
    private boolean adopt;

    @Option(
            names = "--confirm-revocations",
            paramLabel = "N",
            description = "Mean it when the file revokes most of its grants: exactly so many.")
    private @Nullable Integer revocations;

    Obey options() {
        Obey obey = Obey.ORDINARY;
        if (adopt) {
            obey = obey.adoptingSite();
        }
        return revocations == null ? obey : obey.confirmRevocations(revocations);
    }
}
