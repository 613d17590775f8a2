// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.LockId;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.core.Locks;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockcred forget}. */
@Command(name = "forget", description = "Give a lock up. It leaves the site file only after this.")
public final class ForgetCommand extends Action {

    /** What becomes of its codes. */
    static final class How {
        @Option(
                names = "--clear",
                required = true,
                description = "Our codes are cleared first; say it again when they are gone.")
        private boolean clear;

        @Option(names = "--leave", required = true, description = "Our codes stay in it and are not ours any more.")
        private boolean leave;

        @Option(
                names = "--lost",
                required = true,
                description = "It is lost or dead: who may still open it is kept on a list.")
        private boolean lost;

        Locks.Forget forget() {
            if (clear == (leave || lost)) {
                throw new IllegalStateException("picocli lets exactly one of three through");
            }
            return clear ? Locks.Forget.CLEAR : leave ? Locks.Forget.LEAVE : Locks.Forget.LOST;
        }
    }

    @Parameters(paramLabel = "LOCK", description = "Which.")
    private String lock = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private How how = new How();

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
            LockId door = new Names(session).lock(lock);
            Locks.Forget forget = how.forget();
            String question = switch (forget) {
                case CLEAR -> "Clear our codes in " + door + " and give it up?";
                case LEAVE -> "Give " + door + " up and leave our codes in it? They go on opening it.";
                case LOST -> "Give " + door + " up as lost?";
            };
            if (!agreed(question)) {
                return Exit.USAGE;
            }
            session.locks().locks().forget(door, forget);
            if (forget == Locks.Forget.CLEAR) {
                int code = new Carrying(this, session, waiting)
                        .out(Optional.of(Set.of(door)), document("forget").put("lock", lock));
                if (session.locks().locks().find(door).isPresent() && code == Exit.OK) {
                    session.locks().locks().forget(door, forget);
                }
                if (!root().json()) {
                    page().say(
                                    session.locks().locks().find(door).isPresent()
                                            ? door + " is kept until its codes are gone: say it again then."
                                            : door + " is given up; take it out of "
                                                    + session.site().name() + " now.");
                }
                return code;
            }
            if (root().json()) {
                print(document("forget")
                        .put("lock", lock)
                        .put("how", forget.name().toLowerCase(java.util.Locale.ROOT)));
            } else {
                page().say(door + " is given up; take it out of "
                        + session.site().name() + " now.");
            }
            return Exit.OK;
        }
    }
}
