// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Finding;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.SiteWishes;
import dev.lockcred.command.text.FindingText;
import dev.lockcred.command.text.InOrder;
import dev.lockcred.command.text.Ink;
import dev.lockcred.command.text.Words;
import dev.lockcred.core.DriverStatus;
import dev.lockcred.core.LockStatus;
import dev.lockcred.core.WishPreview;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.spi.LinkHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code lockcred doctor}. */
@Command(
        name = "doctor",
        description = "Connect to every driver, read only, and say for each what works, what does not, and what to do.")
public final class DoctorCommand extends Action {

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        try (Session session = Session.open(site(), here(), Session.Mode.LOOK);
                SiteWishes wishes = session.wishes()) {
            session.look();
            List<LockStatus> locks = session.locks().locks().status().stream()
                    .sorted(Comparator.comparing(l -> l.lock().id(), InOrder.LOCKS))
                    .toList();
            List<Finding> findings = session.locks().findings();
            WishPreview preview = session.locks().wishes().preview(wishes.state(), dev.lockcred.core.Obey.ORDINARY);
            boolean sick =
                    session.locks().drivers().stream().anyMatch(d -> d.health().state() != LinkHealth.State.UP)
                            || locks.stream().anyMatch(l -> l.description().isEmpty());
            if (root().json()) {
                json(session, locks, findings, preview);
            } else {
                show(session, locks, findings, preview);
                page().gap();
                page().say(
                                sick ? Ink.WARN : Ink.GOOD,
                                sick ? "Something needs a person: see above." : "Everything that was asked answers.");
            }
            return sick ? Exit.FAILED : Exit.OK;
        }
    }

    private void show(Session session, List<LockStatus> locks, List<Finding> findings, WishPreview preview) {
        page().say("Site    " + session.site().name() + ", store "
                + session.site().store());
        if (session.isThrough()) {
            page().say("Another process holds the store and the drivers; this is what it says.");
        }
        for (DriverStatus driver : session.locks().drivers()) {
            LinkHealth health = driver.health();
            boolean up = health.state() == LinkHealth.State.UP;
            page().gap();
            page().say(
                            up ? Ink.GOOD : Ink.BAD,
                            driver.name() + " (" + driver.type() + "): " + (up ? "works" : Words.of(health.state()))
                                    + ", " + health.text());
            warnings(session, driver.name()).forEach(w -> page().say("  ! ", "    ", Ink.WARN, w));
            locks.stream().filter(l -> l.lock().driver().equals(driver.name())).forEach(this::lock);
            new LocksUnclaimed(session, locks).of(driver.name()).forEach(text -> page().say("  ? ", text));
        }
        if (!findings.isEmpty()) {
            page().gap();
            page().title("Findings");
            FindingText.show(page(), findings, session::zone, session.site().zone());
        }
        preview.refusals().forEach(r -> page().say("! ", "  ", Ink.WARN, r.text()));
    }

    /** What a driver has to say of how it is reached. */
    private static List<String> warnings(Session session, String driver) {
        return session.drivers().get(driver) instanceof MatterDriver matter ? matter.warnings() : List.of();
    }

    private void lock(LockStatus lock) {
        String name = lock.lock().id().value();
        if (lock.description().isEmpty()) {
            page().say("  x ", "    ", Ink.BAD, name + " (" + lock.lock().address() + "): " + lock.text());
            return;
        }
        var description = lock.description().get();
        List<String> facts = new ArrayList<>();
        description.manufacturer().ifPresent(facts::add);
        description.model().ifPresent(facts::add);
        facts.add(description.security().text());
        lock.battery().ifPresent(b -> facts.add("battery " + b + "%"));
        page().say(
                        "  " + page().glyph("\u2713", "+") + " ",
                        name + " (" + lock.lock().address() + "): answers; " + String.join(", ", facts));
        if (lock.lock().allowPlaintext() && !description.security().secure()) {
            page().say("    ! ", "PINs for " + name + " travel in clear (allow-plaintext): anybody near can hear them");
        }
        description.capabilities().unmanageable().ifPresent(u -> {
            page().say("    ! ", u.text());
            u.instead().forEach(i -> page().say("    > ", i));
        });
        description.remarks().forEach(r -> page().say("    - ", r));
    }

    private void json(Session session, List<LockStatus> locks, List<Finding> findings, WishPreview preview) {
        ObjectNode answer =
                document("doctor").put("store", session.site().store().toString());
        ArrayNode drivers = answer.putArray("drivers");
        for (DriverStatus driver : session.locks().drivers()) {
            ObjectNode node = drivers.addObject()
                    .put("driver", driver.name())
                    .put("type", driver.type())
                    .put("state", Words.key(driver.health().state()))
                    .put("text", driver.health().text());
            warnings(session, driver.name()).forEach(node.putArray("warnings")::add);
        }
        ArrayNode all = answer.putArray("locks");
        locks.forEach(l -> all.addObject()
                .put("lock", l.lock().id().value())
                .put("driver", l.lock().driver())
                .put("answers", l.description().isPresent())
                .put("text", l.text()));
        FindingText.json(answer, findings);
        dev.lockcred.command.text.PlanText.json(answer, preview.refusals());
        print(answer);
    }
}
