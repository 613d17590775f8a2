// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Offline;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.SiteWishes;
import dev.lockcred.command.text.PlanText;
import dev.lockcred.command.text.Times;
import dev.lockcred.core.WishPreview;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockcred plan}. */
@Command(
        name = "plan",
        description = "Show what 'apply' would do, lock by lock, and why; change nothing.",
        footer = {
            "",
            "+ a code comes   - a code goes   ~ a code changes   ! cannot be done   . not due yet   = as it should be",
            "In brackets: what it typically costs on the air."
        })
public final class PlanCommand extends Action {

    @Mixin
    private Offline offline = new Offline();

    @Mixin
    private Obeying obeying = new Obeying();

    @Option(names = "--detailed-exitcode", description = "Exit with 4 when there are changes.")
    private boolean detailed;

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        Site site = site();
        try (Session session = Session.open(site, here(), offline.mode());
                SiteWishes wishes = session.wishes()) {
            session.look();
            WishPreview preview = session.locks().wishes().preview(wishes.state(), obeying.options());
            if (root().json()) {
                ObjectNode answer = document("plan").put("site", site.identity());
                PlanText.json(answer, preview.changes());
                PlanText.json(answer, preview.refusals());
                PlanText.json(answer, preview.plan());
                print(answer);
            } else {
                show(site, session, preview);
            }
            if (preview.isRefused()) {
                return Exit.USAGE;
            }
            boolean changes = preview.plan().hasChanges() || !preview.changes().isEmpty();
            return detailed && changes ? Exit.CHANGES : Exit.OK;
        }
    }

    private void show(Site site, Session session, WishPreview preview) {
        var text = new PlanText(page(), lock -> site.zone(lock.value()));
        page().say("Plan for " + site.file().site().name().value() + " (" + site.name() + "), "
                + Times.at(preview.plan().at(), site.zone()));
        page().gap();
        text.refusals(preview.refusals());
        text.changes(preview.changes(), site.name());
        text.plan(preview.plan(), root().verbose());
        if (preview.isRefused()) {
            page().say("'apply' would refuse this and touch nothing; see above.");
        } else {
            boolean sends = preview.plan().hasChanges();
            boolean wishes = !preview.changes().isEmpty();
            page().say(text.summary(preview.plan()) + " Nothing was changed"
                    + (sends
                            ? "; carry it out with: lockcred apply"
                            : wishes ? "; take the changes of " + site.name() + " over with: lockcred apply" : "."));
        }
        if (!session.hasDrivers()) {
            page().say("No lock was asked (--offline): this rests on what was known before.");
        }
    }
}
