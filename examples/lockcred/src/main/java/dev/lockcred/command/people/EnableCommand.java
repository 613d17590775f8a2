// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.people;

import dev.lockcred.Grant;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.SiteFileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockcred enable}. */
@Command(name = "enable", description = "Let a grant hold again that was disabled by hand.")
public final class EnableCommand extends Action {

    @Parameters(paramLabel = "GRANT", description = "Which, as 'lockcred grants' lists it.")
    private String grant = "";

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
            var names = new Names(session);
            Grant found = names.grant(grant);
            session.locks().grants().enable(found.id());
            return new Carrying(this, session, waiting)
                    .out(names.doorsOf(found), found.user(), document("enable").put("grant", grant));
        }
    }
}
