// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.PinDesk;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.SiteWishes;
import dev.lockcred.command.text.PlanText;
import dev.lockcred.core.WishChanges;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockcred apply}. */
@Command(
        name = "apply",
        description = "Carry the plan out, prove it, and say how everything stands. Safe to interrupt and to repeat.")
public final class ApplyCommand extends Action {

    @Mixin
    private Obeying obeying = new Obeying();

    @Mixin
    private Waiting waiting = new Waiting();

    @Option(
            names = "--print-new-pins",
            description = "Draw PINs for users that have none, and show each before it goes to a lock, also in JSON.")
    private boolean printNewPins;

    @Option(names = "--watch", description = "Stay: keep every lock in the wanted state until interrupted.")
    private boolean watch;

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        Site site = site();
        if (watch && waiting.isNoWait()) {
            throw new UsageException("--watch stays and --no-wait does not: say one of them");
        }
        Session.Mode mode = watch ? Session.Mode.STAY : Session.Mode.WORK;
        try (Session session = Session.open(site, here(), mode, waiting.acceptHost())) {
            WishChanges changes;
            try (SiteWishes wishes = session.wishes()) {
                changes = session.locks().wishes().obey(wishes.state(), obeying.options());
            }
            ObjectNode answer = document("apply").put("site", site.identity());
            PlanText.json(answer, changes);
            if (!root().json()) {
                new PlanText(page(), lock -> site.zone(lock.value())).changes(changes, site.name());
            }
            new PinDesk(this, session).drawMissing(answer, printNewPins);
            int code = new Carrying(this, session, waiting).out(Optional.empty(), answer);
            return watch ? new Watching(this, session, obeying.options()).stay() : code;
        }
    }
}
