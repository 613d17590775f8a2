// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.radio;

import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.FailedException;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.text.Table;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.spi.DiscoveredLock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code lockcred matter}. */
@Command(
        name = "matter",
        description = "Care for the devices of a Matter server.",
        subcommands = {
            MatterCommand.Commission.class,
            MatterCommand.Share.class,
            MatterCommand.Fabrics.class,
            MatterCommand.Remove.class,
            MatterCommand.Nodes.class
        })
public final class MatterCommand extends Action {

    private static final Duration MINUTES = Duration.ofMinutes(6);

    @Override
    public Integer call() {
        throw new ParameterException(spec().commandLine(), "which of commission, share, fabrics, remove, nodes?");
    }

    private abstract static class OfServer extends RadioAction<MatterDriver> {
        OfServer() {
            super(MatterDriver.class, "matter");
        }

        static <T> T done(CompletionStage<MatterDriver.Result<T>> stage) throws InterruptedException {
            MatterDriver.Result<T> result = await(stage, MINUTES);
            if (result instanceof MatterDriver.Result.Done<T> done) {
                return done.value();
            }
            throw new FailedException(((MatterDriver.Result.Failed<T>) result).text());
        }
    }

    /** {@code lockcred matter commission}. */
    @Command(
            name = "commission",
            description =
                    "Bring a device into the server's fabric. Its code is asked for, or read with --code-stdin: it opens"
                            + " the device to anybody who has it.")
    public static final class Commission extends OfServer {
        @Option(names = "--code-stdin", description = "Read the code (MT:... or digits) from standard input.")
        private boolean stdin;

        @Override
        int with(MatterDriver driver, Session session) throws InterruptedException {
            char[] code = label(stdin, "Code on the label (not shown): ");
            List<String> locks;
            try {
                locks = done(driver.commission(new String(code), this::message));
            } finally {
                Arrays.fill(code, ' ');
            }
            if (root().json()) {
                var answer = document("matter-commission");
                locks.forEach(answer.putArray("locks")::add);
                print(answer);
            } else {
                page().say(
                                locks.isEmpty()
                                        ? "The device is in the fabric, and no lock was found on it."
                                        : "The device is in the fabric. Next: a lock with 'address: "
                                                + String.join("' or '", locks) + "' in the site file.");
            }
            return Exit.OK;
        }
    }

    /** {@code lockcred matter share}. */
    @Command(name = "share", description = "Open a device for one more controller; the codes are shown once.")
    public static final class Share extends OfServer {
        @Parameters(paramLabel = "ADDRESS", description = "Of a lock on the device: 7/1.")
        private String address = "";

        @Option(names = "--minutes", defaultValue = "5", description = "How long, 3 to 15 (default: ${DEFAULT-VALUE}).")
        private int minutes = 5;

        @Override
        int with(MatterDriver driver, Session session) throws InterruptedException {
            MatterDriver.Codes codes = done(driver.share(address, Duration.ofMinutes(minutes)));
            if (root().json()) {
                print(document("matter-share").put("manual", codes.manual()).put("qr", codes.qr()));
            } else {
                page().say("For " + minutes + " minutes another controller can be let in with: " + codes.manual());
                page().say("  QR text: ", codes.qr());
            }
            return Exit.OK;
        }
    }

    /** {@code lockcred matter fabrics}. */
    @Command(name = "fabrics", description = "List who controls a device, as the device tells.")
    public static final class Fabrics extends OfServer {
        @Parameters(paramLabel = "ADDRESS", description = "Of a lock on the device: 7/1.")
        private String address = "";

        @Override
        int with(MatterDriver driver, Session session) throws InterruptedException {
            List<MatterDriver.Fabric> fabrics = done(driver.fabrics(address));
            if (root().json()) {
                var answer = document("matter-fabrics").put("address", address);
                var all = answer.putArray("fabrics");
                fabrics.forEach(f -> all.addObject()
                        .put("index", f.index())
                        .put("label", f.label())
                        .put("vendor", f.vendor()));
                print(answer);
                return Exit.OK;
            }
            var table = new Table();
            table.head("number", "called", "made by");
            fabrics.forEach(f -> table.row(Integer.toString(f.index()), f.label(), f.vendor()));
            page().table(table);
            return Exit.OK;
        }
    }

    /** {@code lockcred matter remove}. */
    @Command(
            name = "remove",
            description = "Take a device out of the server's fabric. Its codes stay in it: clear them first.")
    public static final class Remove extends OfServer {
        @Parameters(paramLabel = "ADDRESS", description = "Of a lock on the device: 7/1.")
        private String address = "";

        @Override
        int with(MatterDriver driver, Session session) throws InterruptedException {
            if (!agreed("Take the device of " + address + " out of the fabric? Codes in it go on opening it.")) {
                return Exit.USAGE;
            }
            String text = done(driver.remove(address));
            return tell(document("matter-remove").put("address", address).put("text", text), text);
        }
    }

    /** {@code lockcred matter nodes}. */
    @Command(name = "nodes", description = "List the locks of the server.")
    public static final class Nodes extends OfServer {
        @Override
        int with(MatterDriver driver, Session session) {
            List<DiscoveredLock> locks = driver.discovered();
            if (root().json()) {
                var answer = document("matter-nodes");
                var all = answer.putArray("locks");
                locks.forEach(l -> all.addObject().put("address", l.address()).put("label", l.label()));
                print(answer);
                return Exit.OK;
            }
            var table = new Table();
            table.head("address", "what");
            locks.forEach(l -> table.row(l.address(), l.label()));
            page().table(table);
            driver.warnings().forEach(w -> page().say("! ", w));
            return Exit.OK;
        }
    }
}
