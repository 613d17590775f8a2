// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.SiteReader;
import dev.lockcred.command.site.SiteWishes;
import dev.lockcred.command.text.EventText;
import dev.lockcred.command.text.FindingText;
import dev.lockcred.command.text.Times;
import dev.lockcred.command.text.Words;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.LockManagerException;
import dev.lockcred.core.ManagerEvent;
import dev.lockcred.core.Obey;
import dev.lockcred.core.WishChanges;
import dev.lockcred.core.WishRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stays with the locks until it is interrupted: tells what happens, and follows the site file when it changes. */
final class Watching {

    private static final long LOOK_SECONDS = 2;

    private final Action action;
    private final Session session;
    private final Obey obey;
    private Set<List<Object>> told = Set.of(); // guarded by this

    Watching(Action action, Session session, Obey obey) {
        this.action = action;
        this.session = session;
        this.obey = obey;
    }

    /** Returns when the thread is interrupted. */
    int stay() {
        Path file = action.here().path(action.root().siteName());
        LockManager.Subscription hearing = session.locks().listen(this::tell);
        try {
            findings(session.locks().findings()); // those that were there before we listened
            action.message("Watching " + Words.count(session.site().locks().size(), "lock") + "; Ctrl-C ends it.");
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
        } catch (LockManagerException e) {
            if (!Thread.interrupted()) { // else it ended over a question
                throw e;
            }
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
            say(access.event().when(), access.event().lock(), EventText.sentence(access.event(), this::name));
        } else if (event instanceof ManagerEvent.Changed changed) {
            say(
                    changed.slot().lock(),
                    changed.slot() + ": the code of " + name(changed.user()) + " was "
                            + (changed.revoked() ? "removed" : "written")
                            + (changed.outcome().isSettled() ? "" : ", not proved yet"));
        } else if (event instanceof ManagerEvent.Adopted adopted) {
            say(
                    adopted.slot().lock(),
                    adopted.slot() + ": a code that is not ours was adopted, as " + name(adopted.user())
                            + ", by the policy of the lock");
        } else if (event instanceof ManagerEvent.Reachability reach) {
            say(reach.lock(), reach.lock() + (reach.reachable() ? " answers again" : " does not answer"));
        } else if (event instanceof ManagerEvent.FindingsChanged changed) {
            findings(changed.findings());
        }
    }

    /** What has no time of its own happened as it was heard. */
    private void say(LockId lock, String text) {
        say(Instant.now(), lock, text);
    }

    private void say(Instant when, LockId lock, String text) {
        action.page().say(Times.at(when, zone(lock)) + "  " + text);
    }

    /** From the file: a listener that asked the engine would make it wait for itself. */
    private ZoneId zone(LockId lock) {
        return session.site().zone(lock.value());
    }

    /** Tells of each finding once, and again when it comes back. */
    private synchronized void findings(List<Finding> findings) {
        var now = new LinkedHashSet<List<Object>>();
        for (Finding finding : findings) {
            List<Object> key = List.of(finding.kind(), finding.lock(), finding.slot(), finding.user());
            now.add(key);
            if (told.contains(key)) {
                continue;
            }
            if (action.root().json()) {
                ObjectNode node = event("finding");
                FindingText.json(node.putObject("finding"), finding);
                print(node);
            } else {
                FindingText.show(
                        action.page(),
                        List.of(finding),
                        this::zone,
                        session.site().zone());
            }
        }
        told = now;
    }

    private void json(ManagerEvent event) {
        ObjectNode node;
        if (event instanceof ManagerEvent.Access access) {
            node = event("access");
            EventText.json(node, access.event(), this::name);
        } else if (event instanceof ManagerEvent.Changed changed) {
            node = event("changed")
                    .put("lock", changed.slot().lock().value())
                    .put("slot", changed.slot().index())
                    .put("user", changed.user().value())
                    .put("revoked", changed.revoked())
                    .put("settled", changed.outcome().isSettled());
        } else if (event instanceof ManagerEvent.Adopted adopted) {
            node = event("adopted")
                    .put("lock", adopted.slot().lock().value())
                    .put("slot", adopted.slot().index())
                    .put("user", adopted.user().value());
        } else if (event instanceof ManagerEvent.Reachability reach) {
            node = event("reachability").put("lock", reach.lock().value()).put("reachable", reach.reachable());
        } else if (event instanceof ManagerEvent.FindingsChanged changed) {
            findings(changed.findings());
            return;
        } else {
            return;
        }
        print(node);
    }

    private static ObjectNode event(String kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", "lockcred.event.v1")
                .put("kind", kind);
    }

    private void print(ObjectNode node) {
        node.put("heard", Instant.now().toString());
        action.here().out().println(node);
        action.here().out().flush();
    }

    private String name(UserId user) {
        return user.value();
    }
}
