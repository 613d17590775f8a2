// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.radio;

import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.FailedException;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.text.Table;
import dev.lockcred.core.store.PrivateFiles;
import dev.lockcred.zigbee.ZigbeeDriver;
import dev.lockcred.zigbee.network.Consent;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.InstallCode;
import dev.lockcred.zigbee.network.Joining;
import dev.lockcred.zigbee.network.NetworkBackup;
import dev.lockcred.zigbee.network.NetworkInfo;
import dev.lockcred.zigbee.network.NetworkSettings;
import dev.lockcred.zigbee.network.NodeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code lockcred zigbee}. */
@Command(
        name = "zigbee",
        description = "Care for a Zigbee network.",
        subcommands = {
            ZigbeeCommand.Form.class,
            ZigbeeCommand.Permit.class,
            ZigbeeCommand.Nodes.class,
            ZigbeeCommand.Backup.class,
            ZigbeeCommand.Restore.class
        })
public final class ZigbeeCommand extends Action {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public Integer call() {
        throw new ParameterException(spec().commandLine(), "which of form, permit, nodes, backup, restore?");
    }

    private abstract static class OfStick extends RadioAction<ZigbeeDriver> {
        OfStick() {
            super(ZigbeeDriver.class, "zigbee");
        }

        @Override
        boolean mayBeDown() {
            return true; // a stick without a network has no link to be up
        }

        /** The network the stick is on, which it leaves only when that is meant. */
        static Optional<NetworkInfo> present(ZigbeeDriver driver, boolean leave, String command) {
            Optional<NetworkInfo> present = driver.network().info();
            if (present.isPresent() && !leave) {
                throw new UsageException("the stick is on " + present.get().describe()
                        + " already. To give it up: lockcred zigbee backup FILE, then " + command
                        + " --leave-existing");
            }
            return present;
        }
    }

    /** {@code lockcred zigbee form}. */
    @Command(name = "form", description = "Form a new network on the stick.")
    public static final class Form extends OfStick {
        @Option(names = "--channel", defaultValue = "15", description = "11 to 26 (default: ${DEFAULT-VALUE}).")
        private int channel = 15;

        @Option(
                names = "--leave-existing",
                description = "Let the stick leave the network it is on: every device must be joined anew.")
        private boolean leave;

        @Override
        int with(ZigbeeDriver driver, Session session) throws InterruptedException {
            Optional<NetworkInfo> present = present(driver, leave, "form");
            if (present.isPresent()
                    && !agreed("Leave the network the stick is on? Every device on it must be joined anew.")) {
                return Exit.USAGE;
            }
            NetworkInfo network = await(
                    driver.network()
                            .form(
                                    NetworkSettings.DEFAULT.withChannel(channel),
                                    leave ? Consent.LEAVE_EXISTING : Consent.KEEP_EXISTING),
                    PATIENCE);
            return tell(
                    document("zigbee-network").put("network", network.describe()),
                    "Formed " + network.describe() + ". Next: lockcred zigbee permit");
        }
    }

    /** {@code lockcred zigbee permit}. */
    @Command(name = "permit", description = "Open the network for one lock to join, by the install code printed on it.")
    public static final class Permit extends OfStick {
        @Parameters(paramLabel = "EUI64", arity = "0..1", description = "The lock's address, printed beside the code.")
        private @Nullable String device;

        @Option(names = "--code-stdin", description = "Read the install code from standard input.")
        private boolean stdin;

        @Option(
                names = "--well-known-key",
                description = "Join without a code: whoever listens meanwhile learns the network's key.")
        private boolean wellKnown;

        @Override
        void prepare() {
            if (wellKnown == (device != null)) {
                throw new UsageException("say which lock may join (its EUI64), or --well-known-key");
            }
        }

        @Override
        int with(ZigbeeDriver driver, Session session) throws InterruptedException {
            Joining joining = wellKnown
                    ? new Joining.WithWellKnownKey(Duration.ofSeconds(60))
                    : new Joining.ByInstallCode(Eui64.parse(String.valueOf(device)), code(), Duration.ofSeconds(180));
            Set<Eui64> before = new HashSet<>();
            driver.network().nodes().forEach(n -> before.add(n.eui64()));
            await(driver.network().permit(joining), PATIENCE);
            message("The network is open for " + joining.duration().toSeconds()
                    + " s. Now start the joining at the lock, as its manual says.");
            var never = new CountDownLatch(1);
            for (long left = joining.duration().toSeconds(); left > 0; left--) {
                for (NodeInfo node : driver.network().nodes()) {
                    if (!before.contains(node.eui64())) {
                        return tell(
                                document("zigbee-permit")
                                        .put("joined", node.eui64().toString()),
                                "Joined: " + node.eui64() + ". Next: a lock with 'address: \"" + node.eui64()
                                        + "\"' in the site file.");
                    }
                }
                if (never.await(1, TimeUnit.SECONDS)) {
                    break;
                }
            }
            throw new FailedException("nobody joined: is the lock near, and in its joining mode?");
        }

        private InstallCode code() {
            char[] text = label(stdin, "Install code (not shown): ");
            try {
                return InstallCode.parse(new String(text));
            } finally {
                Arrays.fill(text, ' ');
            }
        }
    }

    /** {@code lockcred zigbee nodes}. */
    @Command(name = "nodes", description = "List the devices of the network.")
    public static final class Nodes extends OfStick {
        @Override
        int with(ZigbeeDriver driver, Session session) {
            List<NodeInfo> nodes = driver.network().nodes();
            if (root().json()) {
                var answer = document("zigbee-nodes");
                var all = answer.putArray("nodes");
                for (NodeInfo n : nodes) {
                    var node = all.addObject().put("eui64", n.eui64().toString());
                    n.lock().ifPresent(l -> node.put("lock", l));
                    n.manufacturer().ifPresent(m -> node.put("manufacturer", m));
                    n.model().ifPresent(m -> node.put("model", m));
                }
                print(answer);
                return Exit.OK;
            }
            driver.network().info().ifPresent(i -> page().say(i.describe()));
            var table = new Table("  ");
            table.head("address", "lock", "model");
            nodes.forEach(n -> table.row(
                    n.eui64().toString(),
                    n.lock().map(l -> l ? "yes" : "no").orElse("not asked yet"),
                    (n.manufacturer().orElse("") + " " + n.model().orElse("")).strip()));
            page().table(table);
            return Exit.OK;
        }
    }

    /** {@code lockcred zigbee backup}. */
    @Command(name = "backup", description = "Save the network, with its key, in a file for you alone.")
    public static final class Backup extends OfStick {
        @Parameters(paramLabel = "FILE", description = "Where to; it must not be there yet.")
        private String file = "";

        @Override
        int with(ZigbeeDriver driver, Session session) throws InterruptedException {
            Path to = here().path(file);
            if (Files.exists(to)) {
                throw new UsageException(file + " is there already: a backup never overwrites anything");
            }
            NetworkBackup backup = await(driver.network().backup(), PATIENCE);
            try {
                PrivateFiles.createFile(to);
                Files.writeString(to, backup.toJson(), StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new FailedException("the backup cannot be written: " + e.getMessage());
            }
            return tell(
                    document("zigbee-backup").put("file", to.toString()),
                    "Saved the network in " + file
                            + ". It holds the network's key: whoever has it can open the doors.");
        }
    }

    /** {@code lockcred zigbee restore}. */
    @Command(
            name = "restore",
            description = "Bring a saved network back on this stick. The old stick must never be used again.")
    public static final class Restore extends OfStick {
        @Parameters(paramLabel = "FILE", description = "The backup.")
        private String file = "";

        @Option(names = "--leave-existing", description = "Let the stick leave the network it is on.")
        private boolean leave;

        @Override
        int with(ZigbeeDriver driver, Session session) throws InterruptedException {
            NetworkBackup backup;
            try {
                backup = NetworkBackup.parse(Files.readString(here().path(file)));
            } catch (IOException | IllegalArgumentException e) {
                throw new UsageException(file + " is no backup that can be read: " + e.getMessage());
            }
            present(driver, leave, "restore FILE");
            if (!agreed("Bring this network back on the stick? The old stick must never be used on it again.")) {
                return Exit.USAGE;
            }
            NetworkInfo network = await(
                    driver.network().restore(backup, leave ? Consent.LEAVE_EXISTING : Consent.KEEP_EXISTING), PATIENCE);
            return tell(
                    document("zigbee-network").put("network", network.describe()),
                    "Restored " + network.describe() + ".");
        }
    }
}
