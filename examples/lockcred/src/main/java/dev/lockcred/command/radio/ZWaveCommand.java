// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.radio;

import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.FailedException;
import dev.lockcred.command.run.Keyboard;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.text.Table;
import dev.lockcred.zwave.InclusionChoice;
import dev.lockcred.zwave.InclusionGuide;
import dev.lockcred.zwave.Membership;
import dev.lockcred.zwave.NetworkKeys;
import dev.lockcred.zwave.NodeSummary;
import dev.lockcred.zwave.SmartStartEntry;
import dev.lockcred.zwave.StickBackup;
import dev.lockcred.zwave.ZWaveDriver;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code lockcred zwave}. */
@Command(
        name = "zwave",
        description = "Care for a Z-Wave network.",
        subcommands = {
            ZWaveCommand.Include.class,
            ZWaveCommand.Exclude.class,
            ZWaveCommand.Nodes.class,
            ZWaveCommand.SmartStart.class,
            ZWaveCommand.Backup.class,
            ZWaveCommand.Restore.class,
            ZWaveCommand.ImportKeys.class
        })
public final class ZWaveCommand extends Action {

    private static final Duration AT_THE_LOCK = Duration.ofMinutes(5);
    private static final Duration MEMORY = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Override
    public Integer call() {
        throw new ParameterException(
                spec().commandLine(), "which of include, exclude, nodes, smartstart, backup, restore, import-keys?");
    }

    private abstract static class OfStick extends RadioAction<ZWaveDriver> {
        OfStick() {
            super(ZWaveDriver.class, "zwave");
        }

        InclusionGuide guide(String ready) {
            return new InclusionGuide() {
                @Override
                public void ready() {
                    message(ready);
                }

                @Override
                public void found() {
                    message("A node answers ...");
                }

                @Override
                public CompletionStage<String> dskPin(String rest) {
                    Keyboard keyboard = here().terminal().keyboard().orElse(null);
                    if (keyboard == null) {
                        return CompletableFuture.failedFuture(new UsageException(
                                "the five digits on the lock's label are needed: run this on a terminal"));
                    }
                    message("The label of the lock shows eight groups of five digits; the last seven must be: " + rest);
                    // A person thinks longer than the driver's lane may wait.
                    return CompletableFuture.supplyAsync(
                            () -> keyboard.line("The first five digits: ")
                                    .orElse("")
                                    .strip(),
                            task -> {
                                var asking = new Thread(task, "lockcred-label");
                                asking.setDaemon(true);
                                asking.start();
                            });
                }
            };
        }

        int tell(Membership membership) {
            if (root().json()) {
                var answer = document("zwave-membership");
                if (membership instanceof Membership.Included in) {
                    answer.put("included", in.node()).put("security", in.security());
                } else if (membership instanceof Membership.Excluded out) {
                    answer.put("excluded", out.node());
                } else if (membership instanceof Membership.Failed failed) {
                    answer.put("failed", failed.text()).put("node", failed.node());
                }
                print(answer);
            } else if (membership instanceof Membership.Included in) {
                page().say("Node " + in.node() + " is in the network, " + in.security()
                        + ". Next: a lock with 'address: " + in.node() + "' in the site file.");
            } else if (membership instanceof Membership.Excluded out) {
                page().say(
                                out.node() == 0
                                        ? "A node has left its network."
                                        : "Node " + out.node() + " has left the network.");
            } else if (membership instanceof Membership.Failed failed) {
                message(failed.text());
            }
            return membership instanceof Membership.Failed ? Exit.FAILED : Exit.OK;
        }
    }

    /** {@code lockcred zwave include}. */
    @Command(name = "include", description = "Add a lock to the network, with S2 unless you allow less.")
    public static final class Include extends OfStick {
        @Option(names = "--allow-s0", description = "Take a lock that has no S2 under S0.")
        private boolean s0;

        @Option(names = "--allow-plaintext", description = "Take a lock without any security.")
        private boolean plain;

        @Override
        void prepare() {
            if (!s0 && !plain && here().terminal().keyboard().isEmpty()) {
                throw new UsageException("a lock with S2 wants the five digits on its label: run this on a terminal,"
                        + " or put the lock on the list with 'lockcred zwave smartstart --add'");
            }
        }

        @Override
        int with(ZWaveDriver driver, Session session) throws InterruptedException {
            return tell(await(
                    driver.network()
                            .include(
                                    new InclusionChoice(s0, plain),
                                    guide("Now start the inclusion at the lock, as its manual says.")),
                    AT_THE_LOCK));
        }
    }

    /** {@code lockcred zwave exclude}. */
    @Command(name = "exclude", description = "Take a lock out of whichever network it is in.")
    public static final class Exclude extends OfStick {
        @Override
        int with(ZWaveDriver driver, Session session) throws InterruptedException {
            return tell(await(
                    driver.network().exclude(guide("Now start the exclusion at the lock, as its manual says.")),
                    AT_THE_LOCK));
        }
    }

    /** {@code lockcred zwave nodes}. */
    @Command(name = "nodes", description = "List the nodes of the network.")
    public static final class Nodes extends OfStick {
        @Override
        int with(ZWaveDriver driver, Session session) throws InterruptedException {
            List<NodeSummary> nodes = await(driver.network().nodes(), SOON);
            if (root().json()) {
                var answer = document("zwave-nodes");
                var all = answer.putArray("nodes");
                nodes.forEach(n -> all.addObject()
                        .put("node", n.id())
                        .put("lock", n.lock())
                        .put("kind", n.kind())
                        .put("security", n.security())
                        .put("reachable", n.reachable()));
                print(answer);
                return Exit.OK;
            }
            page().say(await(driver.network().stick(), SOON).toString());
            var table = new Table("  ");
            table.head("node", "what", "security", "answers");
            nodes.forEach(n -> table.row(
                    Integer.toString(n.id()),
                    n.kind() + (n.lock() ? " (a lock)" : ""),
                    n.security(),
                    n.reachable() ? "yes" : "no"));
            page().table(table);
            return Exit.OK;
        }
    }

    /** {@code lockcred zwave smartstart}. */
    @Command(
            name = "smartstart",
            description = "List the locks that are let in by themselves when powered up, or add one.")
    public static final class SmartStart extends OfStick {
        @ArgGroup
        private @Nullable Change change;

        @Option(names = "--code-stdin", description = "Read the code from standard input.")
        private boolean stdin;

        /** One of them, or neither. */
        private static final class Change {
            @Option(
                    names = "--add",
                    required = true,
                    description = "Put a lock on the list. The text of its QR code, or its DSK, is asked for.")
            private boolean add;

            @Option(
                    names = "--remove",
                    required = true,
                    description = "Take a lock off the list; its code is asked for.")
            private boolean remove;
        }

        @Override
        int with(ZWaveDriver driver, Session session) throws InterruptedException {
            if (change != null && change.add) {
                await(driver.network().addSmartStart(entry()), SOON);
            } else if (change != null && change.remove) {
                await(driver.network().removeSmartStart(entry()), SOON);
            }
            List<SmartStartEntry> entries = driver.network().smartStart();
            if (root().json()) {
                var answer = document("zwave-smartstart");
                answer.putArray("entries");
                entries.forEach(e -> answer.withArray("entries").add(e.name()));
                print(answer);
            } else {
                page().say(
                                entries.isEmpty()
                                        ? "Nobody is on the SmartStart list."
                                        : "Let in by themselves, while lockcred runs:");
                entries.forEach(e -> page().say("  ", e.name()));
            }
            return Exit.OK;
        }

        private SmartStartEntry entry() {
            char[] code = label(stdin, "QR code's text, or DSK, on the label (not shown): ");
            try {
                return SmartStartEntry.parse(new String(code));
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            } finally {
                Arrays.fill(code, ' ');
            }
        }
    }

    /** {@code lockcred zwave backup}. */
    @Command(name = "backup", description = "Save the stick's memory in a file.")
    public static final class Backup extends OfStick {
        @Parameters(paramLabel = "FILE", description = "Where to; it must not be there yet.")
        private String file = "";

        @Override
        int with(ZWaveDriver driver, Session session) throws InterruptedException {
            Path to = here().path(file);
            if (Files.exists(to)) {
                throw new UsageException(file + " is there already: a backup never overwrites anything");
            }
            StickBackup backup = await(driver.network().backup(), MEMORY);
            try {
                backup.write(to);
            } catch (IOException e) {
                throw new FailedException("the backup cannot be written: " + e.getMessage());
            }
            return tell(
                    document("zwave-backup").put("file", to.toString()).put("bytes", backup.size()),
                    "Saved the stick's memory, " + backup.size() + " bytes, in " + file
                            + ". The network keys are not in it: keep the key file as well.");
        }
    }

    /** {@code lockcred zwave restore}. */
    @Command(
            name = "restore",
            description = "Write a saved memory into the stick, which then is the one it was taken from.")
    public static final class Restore extends OfStick {
        @Parameters(paramLabel = "FILE", description = "The backup.")
        private String file = "";

        @Override
        int with(ZWaveDriver driver, Session session) throws InterruptedException {
            StickBackup backup;
            try {
                backup = StickBackup.read(here().path(file));
            } catch (IOException | IllegalArgumentException e) {
                throw new UsageException(file + " is no backup that can be read: " + e.getMessage());
            }
            if (!agreed("Overwrite the memory of the stick? The old stick must never be used beside it.")) {
                return Exit.USAGE;
            }
            await(driver.network().restore(backup), MEMORY);
            return tell(document("zwave-restore").put("bytes", backup.size()), "Restored. The stick starts anew.");
        }
    }

    /** {@code lockcred zwave import-keys}. */
    @Command(
            name = "import-keys",
            description = "Take network keys over from Z-Wave JS UI or Home Assistant into a new key file.")
    public static final class ImportKeys extends Action {
        @Parameters(index = "0", paramLabel = "FROM", description = "What the other software exported.")
        private String from = "";

        @Parameters(index = "1", paramLabel = "KEYS", description = "The new key file; it must not be there yet.")
        private String to = "";

        @Override
        public Integer call() {
            try {
                NetworkKeys.importFrom(here().path(from)).write(here().path(to));
            } catch (FileAlreadyExistsException e) {
                throw new UsageException(to + " is there already: keys are never overwritten");
            } catch (NoSuchFileException e) {
                throw new UsageException("there is no file " + from);
            } catch (IOException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
            if (root().json()) {
                print(document("zwave-import-keys").put("file", here().path(to).toString()));
            } else {
                page().say("The keys stand in " + to + ", readable by you alone. Name it as 'keys' of the driver.");
            }
            return Exit.OK;
        }
    }
}
