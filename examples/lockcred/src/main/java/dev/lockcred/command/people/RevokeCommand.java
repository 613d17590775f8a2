// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.people;

import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.SiteFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockcred revoke}. */
@Command(
        name = "revoke",
        description =
                "Take all rights from somebody, at all doors or at some, whatever the site file says, until 'unrevoke'.")
public final class RevokeCommand extends Action {

    @Parameters(index = "0", paramLabel = "USER", description = "Who.")
    private String user = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "LOCK", description = "Where (default: everywhere).")
    private List<String> doors = new ArrayList<>();

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
            var names = new Names(session);
            User who = names.user(user);
            Set<LockId> where = doors.isEmpty() ? names.doorsOf(who.id()) : names.doors(doors);
            session.locks().grants().revoke(who.id(), doors.isEmpty() ? List.of() : List.copyOf(where));
            if (!root().json()) {
                page().say("Revoked: " + who.name()
                        + (doors.isEmpty() ? " everywhere" : " at " + String.join(", ", doors))
                        + ". It outranks the site file until 'lockcred unrevoke " + who.id()
                        + (doors.isEmpty() ? "" : " " + String.join(" ", doors)) + "'.");
            }
            return new Carrying(this, session, waiting)
                    .out(
                            where,
                            who.id(),
                            document("revoke").put("user", who.id().value()));
        }
    }
}
