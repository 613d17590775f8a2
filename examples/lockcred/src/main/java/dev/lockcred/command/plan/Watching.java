// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.UserId;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.SiteReader;
import dev.lockcred.command.site.SiteWishes;
import dev.lockcred.command.text.EventText;
import dev.lockcred.command.text.Times;
import dev.lockcred.command.text.Words;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.ManagerEvent;
import dev.lockcred.core.Obey;
import dev.lockcred.core.WishChanges;
import dev.lockcred.core.WishRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stays with the locks until it is interrupted: tells what happens, and follows the site file when it changes. */
final class Watching {

    private static final long LOOK_SECONDS = 2;

    private final Action action;
    private final Session session;
    private final Obey obey;

    Watching(Action action, Session session, Obey obey) {
        this.action = action;
        this.session = session;
        this.obey = obey;
    }

    /** Returns when the thread is interrupted. */
    int stay() {
        action.message("Watching " + Words.count(session.site().locks().size(), "lock") + "; Ctrl-C ends it.");
        Path file = action.here().path(action.root().siteName());
        LockManager.Subscription hearing = session.locks().listen(this::tell);
        try {
            var never = new CountDownLatch(1);
            FileTime seen = modified(file);
            while (!never.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                FileTime now = modified(file);
                if (!now.equals(seen)) {
                    seen = now;
                    follow(file);
                }
            }
        } catch (InterruptedException e) {
            // that is how it ends
        } finally {
            hearing.close();
        }
        List<DoorAtRisk> left = session.locks().withoutEnforcer();
        left.forEach(d -> action.message("From now on nobody ends it: " + d.text()));
        action.message("Stopped. What is stored stays stored; 'lockcred apply --watch' goes on.");
        return Exit.INTERRUPTED;
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private void follow(Path file) {
        String name = action.root().siteName();
        try {
            Site site = SiteReader.read(name, file, action.here().environment());
            try (SiteWishes wishes = SiteWishes.of(site, action.here().environment())) {
                WishChanges changes = session.locks().wishes().obey(wishes.state(), obey);
                action.message(name + " has changed: "
                        + (changes.isEmpty()
                                ? "no wish is another"
                                : Words.count(changes.changes().size(), "change") + " taken over"));
                changes.changes().forEach(c -> action.message("  " + c.text()));
            }
        } catch (SiteFileException e) {
            e.text().forEach(action::message);
            action.message("The old wishes stay until " + name + " is right again.");
        } catch (WishRefusedException e) {
            action.message(name + " has changed and is not followed: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            action.message(name + " is not followed: " + e.getMessage());
        }
    }

    private void tell(ManagerEvent event) {
        if (action.root().json()) {
            json(event);
        } else if (event instanceof ManagerEvent.Access access) {
            action.page()
                    .say(Times.at(
                                    access.event().when(),
                                    session.zone(access.event().lock())) + "  "
                            + EventText.sentence(access.event(), this::name));
        } else if (event instanceof ManagerEvent.Changed changed) {
            action.page()
                    .say(changed.slot() + ": the code of " + name(changed.user()) + " was "
                            + (changed.revoked() ? "removed" : "written")
                            + (changed.outcome().isSettled() ? "" : ", not proved yet"));
        } else if (event instanceof ManagerEvent.Adopted adopted) {
            action.page()
                    .say(adopted.slot() + ": a code that is not ours was adopted, as " + name(adopted.user())
                            + ", by the policy of the lock");
        } else if (event instanceof ManagerEvent.Reachability reach) {
            action.page().say(reach.lock() + (reach.reachable() ? " answers again" : " does not answer"));
        }
    }

    private void json(ManagerEvent event) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("format", "lockcred.event.v1");
        if (event instanceof ManagerEvent.Access access) {
            EventText.json(node.put("kind", "access"), access.event(), this::name);
        } else if (event instanceof ManagerEvent.Changed changed) {
            node.put("kind", "changed")
                    .put("lock", changed.slot().lock().value())
                    .put("slot", changed.slot().index())
                    .put("user", changed.user().value())
                    .put("revoked", changed.revoked())
                    .put("settled", changed.outcome().isSettled());
        } else if (event instanceof ManagerEvent.Adopted adopted) {
            node.put("kind", "adopted")
                    .put("lock", adopted.slot().lock().value())
                    .put("slot", adopted.slot().index())
                    .put("user", adopted.user().value());
        } else if (event instanceof ManagerEvent.Reachability reach) {
            node.put("kind", "reachability").put("lock", reach.lock().value()).put("reachable", reach.reachable());
        } else {
            return;
        }
        node.put("heard", Instant.now().toString());
        action.here().out().println(node);
        action.here().out().flush();
    }

    private String name(UserId user) {
        return user.value();
    }
}
