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
import dev.lockcred.core.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockcred unrevoke}. */
@Command(name = "unrevoke", description = "Lift a revocation by hand: what the grants say holds again.")
public final class UnrevokeCommand extends Action {

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
            int before = revocations(session, who).size();
            session.locks().grants().unrevoke(who.id(), doors.isEmpty() ? List.of() : List.copyOf(where));
            if (!root().json()) {
                tell(who, before, revocations(session, who));
            }
            return new Carrying(this, session, waiting)
                    .out(
                            where,
                            who.id(),
                            document("unrevoke").put("user", who.id().value()));
        }
    }

    private static List<Grants.Revocation> revocations(Session session, User who) {
        return session.locks().grants().revocations().stream()
                .filter(r -> r.user().equals(who.id()))
                .toList();
    }

    private void tell(User who, int before, List<Grants.Revocation> left) {
        String which = "revocation of " + who.name() + (doors.isEmpty() ? "" : " at " + String.join(", ", doors));
        page().say(
                        left.size() < before
                                ? "Lifted: every " + which + " by hand. What the grants say holds again."
                                : "There is no " + which + " by hand: nothing is lifted.");
        left.forEach(r -> page().say("Still revoked "
                + r.lock().map(l -> "at " + l).orElse("everywhere") + ": lockcred unrevoke " + who.id()
                + r.lock().map(l -> " " + l).orElse("")));
    }
}
