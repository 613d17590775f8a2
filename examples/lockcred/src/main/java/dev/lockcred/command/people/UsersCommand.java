// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Grant;
import dev.lockcred.User;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.text.Table;
import dev.lockcred.command.text.Times;
import dev.lockcred.core.Grants;
import dev.lockcred.core.LockManager;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code lockcred users}. */
@Command(name = "users", description = "List the people: whether they have a PIN, how many grants, what is revoked.")
public final class UsersCommand extends Action {

    @Override
    public Integer call() throws SiteFileException {
        try (Session session = Session.open(site(), here(), Session.Mode.OFFLINE)) {
            LockManager locks = session.locks();
            List<User> users = locks.users().list();
            List<Grant> grants = locks.grants().list();
            if (root().json()) {
                ObjectNode answer = document("users");
                ArrayNode all = answer.putArray("users");
                for (User user : users) {
                    ObjectNode node =
                            all.addObject().put("user", user.id().value()).put("name", user.name());
                    node.put("pin", locks.pins().has(user.id()));
                    locks.wishes().pinSource(user.id()).ifPresent(s -> node.put("pin-source", s));
                    node.put("grants", count(grants, user));
                    ArrayNode revoked = node.putArray("revoked");
                    revocations(locks, user)
                            .forEach(r -> revoked.addObject()
                                    .put("lock", r.lock().map(l -> l.value()).orElse("*"))
                                    .put("by", r.by())
                                    .put("at", r.at().toString()));
                }
                print(answer);
                return Exit.OK;
            }
            if (users.isEmpty()) {
                page().say("Nobody yet: 'lockcred apply' takes people from "
                        + session.site().name() + ", 'lockcred user add NAME' adds one by hand.");
                return Exit.OK;
            }
            var table = new Table();
            table.head("user", "name", "PIN", "grants", "revoked by hand");
            for (User user : users) {
                table.row(
                        user.id().value(),
                        user.name(),
                        locks.wishes().pinSource(user.id()).orElse(locks.pins().has(user.id()) ? "set" : "none"),
                        Long.toString(count(grants, user)),
                        revocations(locks, user).stream()
                                .map(r -> r.lock().map(l -> "at " + l).orElse("everywhere") + " by " + r.by() + " on "
                                        + Times.at(r.at(), session.site().zone()))
                                .reduce((a, b) -> a + "; " + b)
                                .orElse("-"));
            }
            page().table(table);
            return Exit.OK;
        }
    }

    private static long count(List<Grant> grants, User user) {
        return grants.stream().filter(g -> g.user().equals(user.id())).count();
    }

    private static List<Grants.Revocation> revocations(LockManager locks, User user) {
        return locks.grants().revocations().stream()
                .filter(r -> r.user().equals(user.id()))
                .sorted(java.util.Comparator.comparing(Grants.Revocation::at))
                .toList();
    }
}
