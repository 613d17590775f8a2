// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Grant;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.text.GrantText;
import dev.lockcred.command.text.Ink;
import dev.lockcred.command.text.Table;
import dev.lockcred.command.text.Times;
import dev.lockcred.core.Grants;
import dev.lockcred.core.LockManager;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code lockcred grants}. */
@Command(name = "grants", description = "List who may open what and when, and where that was said.")
public final class GrantsCommand extends Action {

    @Override
    public Integer call() throws SiteFileException {
        try (Session session = Session.open(site(), here(), Session.Mode.OFFLINE)) {
            LockManager locks = session.locks();
            List<Grant> grants = locks.grants().list();
            if (root().json()) {
                json(locks, grants);
                return Exit.OK;
            }
            if (grants.isEmpty()) {
                page().say("No grants yet: 'lockcred apply' takes them from "
                        + session.site().name() + ", 'lockcred grant USER LOCK' adds one by hand.");
                return Exit.OK;
            }
            var names = new Names(session);
            var table = new Table();
            table.head("grant", "user", "locks", "from", "when");
            for (Grant grant : grants) {
                Optional<String> off = off(session, grant);
                table.row(
                        off.isPresent() ? Ink.DIM : Ink.PLAIN,
                        grant.id().value(),
                        names.nameOf(grant.user()),
                        GrantText.doors(grant),
                        locks.grants().origin(grant.id()).orElse("hand"),
                        off.map(o -> o + "; ").orElse("") + GrantText.when(grant));
            }
            page().table(table);
            return Exit.OK;
        }
    }

    private static Optional<String> off(Session session, Grant grant) {
        if (!grant.enabled()) {
            return Optional.of("DISABLED");
        }
        return session.locks().grants().revocations().stream()
                .filter(r -> r.user().equals(grant.user()))
                .filter(r -> r.lock().isEmpty()
                        || grant.target().locks().contains(r.lock().get()))
                .findFirst()
                .map(r -> text(session, r));
    }

    private static String text(Session session, Grants.Revocation revocation) {
        return "REVOKED by hand" + revocation.lock().map(l -> " at " + l).orElse("") + ", by " + revocation.by()
                + " on " + Times.at(revocation.at(), session.site().zone());
    }

    private void json(LockManager locks, List<Grant> grants) {
        ObjectNode answer = document("grants");
        ArrayNode all = answer.putArray("grants");
        for (Grant grant : grants) {
            ObjectNode node = all.addObject();
            GrantText.json(node, grant);
            node.put("origin", locks.grants().origin(grant.id()).orElse("hand"));
        }
        ArrayNode revocations = answer.putArray("revocations");
        locks.grants().revocations().stream()
                .sorted(java.util.Comparator.comparing(Grants.Revocation::at))
                .forEach(r -> revocations
                        .addObject()
                        .put("user", r.user().value())
                        .put("lock", r.lock().map(l -> l.value()).orElse("*"))
                        .put("by", r.by())
                        .put("at", r.at().toString()));
        print(answer);
    }
}
