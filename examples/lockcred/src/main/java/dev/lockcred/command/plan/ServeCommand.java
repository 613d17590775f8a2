// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.PinDesk;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.SiteWishes;
import dev.lockcred.core.ApplyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockcred serve}. */
@Command(
        name = "serve",
        description =
                "Stay: keep every lock in the wanted state, run schedules and usage limits, record who comes in. Does"
                        + " what 'apply --watch' does; the console and its HTTP interface come later.")
public final class ServeCommand extends Action {

    @Mixin
    private Obeying obeying = new Obeying();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        Site site = site();
        try (Session session = Session.open(site, here(), Session.Mode.STAY)) {
            try (SiteWishes wishes = session.wishes()) {
                session.locks().wishes().obey(wishes.state(), obeying.options());
            }
            new PinDesk(this, session).drawMissing(document("serve"), false);
            session.work();
            var unused = session.locks().apply(ApplyOptions.DEFAULT);
            return new Watching(this, session, obeying.options()).stay();
        }
    }
}
