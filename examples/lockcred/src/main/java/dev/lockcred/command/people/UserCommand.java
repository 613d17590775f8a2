// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.people;

import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Carrying;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.run.Waiting;
import dev.lockcred.command.site.SiteFileException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code lockcred user}. */
@Command(
        name = "user",
        description = "Add, rename or remove somebody by hand. Who stands in the site file is changed there.",
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Rename.class,
            UserCommand.Phone.class,
            UserCommand.Remove.class
        })
public final class UserCommand extends Action {

    @Override
    public Integer call() {
        throw new ParameterException(spec().commandLine(), "which of add, rename, phone, remove?");
    }

    /** {@code lockcred user add}. */
    @Command(name = "add", description = "Add somebody.")
    public static final class Add extends Action {
        @Parameters(paramLabel = "NAME", description = "For people.")
        private String name = "";

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "What the user is called in commands (default: from the name).")
        private @Nullable String key;

        @Override
        public Integer call() throws SiteFileException {
            try (Session session = Session.open(site(), here(), Session.Mode.WORK)) {
                User user = key == null
                        ? session.locks().users().add(name)
                        : session.locks().users().add(UserId.of(key), name);
                if (root().json()) {
                    print(document("user").put("user", user.id().value()).put("name", user.name()));
                } else {
                    page().say("Added " + user.name() + " as " + user.id() + ". Next: lockcred grant " + user.id()
                            + " LOCK");
                }
                return Exit.OK;
            }
        }
    }

    /** {@code lockcred user rename}. */
    @Command(name = "rename", description = "Give somebody another name.")
    public static final class Rename extends Action {
        @Parameters(index = "0", paramLabel = "USER", description = "Who.")
        private String user = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "The new name.")
        private String name = "";

        @Override
        public Integer call() throws SiteFileException {
            try (Session session = Session.open(site(), here(), Session.Mode.WORK)) {
                UserId id = new Names(session).user(user).id();
                requireByHand(session, id);
                User renamed = session.locks().users().rename(id, name);
                if (root().json()) {
                    print(document("user").put("user", id.value()).put("name", renamed.name()));
                } else {
                    page().say(id + " is now called " + renamed.name() + ".");
                }
                return Exit.OK;
            }
        }
    }

    /** {@code lockcred user phone}. */
    @Command(
            name = "phone",
            description =
                    "Tell somebody's telephone number, so that no PIN drawn for them is part of it, and one that is set"
                            + " is called weak. It is shown nowhere.")
    public static final class Phone extends Action {
        @Parameters(index = "0", paramLabel = "USER", description = "Who.")
        private String user = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "NUMBER", description = "The number.")
        private @Nullable String number;

        @Option(names = "--forget", description = "Forget what was told.")
        private boolean forget;

        @Override
        public Integer call() throws SiteFileException {
            if (forget == (number != null)) {
                throw new UsageException("say a NUMBER, or --forget");
            }
            try (Session session = Session.open(site(), here(), Session.Mode.WORK)) {
                User who = new Names(session).user(user);
                if (session.site().phone(who.id()).isPresent()) {
                    throw new UsageException("the telephone number of " + who.id() + " stands in "
                            + session.site().name() + ": change it there and run lockcred apply");
                }
                if (number != null) {
                    session.locks().users().tellTelephone(who.id(), number);
                } else {
                    session.locks().users().forgetTelephone(who.id());
                }
                if (root().json()) {
                    print(document("user").put("user", who.id().value()).put("phone", number != null));
                } else {
                    page().say("The telephone number of " + who.name()
                            + (number != null ? " is known." : " is not known."));
                }
                return Exit.OK;
            }
        }
    }

    /** {@code lockcred user remove}. */
    @Command(name = "remove", description = "Take every right from somebody, and remove them.")
    public static final class Remove extends Action {
        @Parameters(paramLabel = "USER", description = "Who.")
        private String user = "";

        @Mixin
        private Waiting waiting = new Waiting();

        @Override
        public Integer call() throws SiteFileException, InterruptedException {
            try (Session session = Session.open(site(), here(), Session.Mode.WORK, waiting.acceptHost())) {
                var names = new Names(session);
                User gone = names.user(user);
                requireByHand(session, gone.id());
                if (!agreed("Remove " + gone.name() + " and every code of theirs?")) {
                    return Exit.USAGE;
                }
                Set<LockId> doors = names.doorsOf(gone.id());
                session.locks().users().remove(gone.id());
                return new Carrying(this, session, waiting)
                        .out(
                                doors,
                                gone.id(),
                                document("user").put("removed", gone.id().value()));
            }
        }
    }

    private static void requireByHand(Session session, UserId id) {
        if (session.site().file().users().containsKey(id.value())) {
            throw new UsageException(
                    id + " stands in " + session.site().name() + ": change it there and run lockcred apply");
        }
    }
}
