// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockcred.command.run.Failures;
import dev.lockcred.command.run.Interruption;
import dev.lockcred.command.run.Surroundings;
import dev.lockcred.command.run.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The entry of the {@code lockcred} command. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. Text is UTF-8, wherever it goes. */
    public static void main(String[] args) {
        System.setProperty("jdk.console", "java.base"); // newer Javas otherwise pretend a terminal where there is none
        var out = new PrintWriter(System.out, true, UTF_8);
        var err = new PrintWriter(System.err, true, UTF_8);
        Interruption interruption = Interruption.of(Thread.currentThread());
        int code = run(Surroundings.ofProcess(out, err, interruption), args);
        out.flush();
        err.flush();
        interruption.exit(code);
    }

    /** As {@link #main}, without ending the process: answers go to {@code out}, messages to {@code err}. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Path folder = Path.of("").toAbsolutePath();
        return run(
                new Surroundings(
                        out,
                        err,
                        InputStream.nullInputStream(),
                        Map.of(),
                        folder,
                        folder,
                        "somebody",
                        Terminal.NONE,
                        config -> {}),
                args);
    }

    /** Runs one command in these surroundings. */
    static int run(Surroundings surroundings, String... args) {
        var root = new LockCred(surroundings);
        var failures = new Failures(root);
        CommandLine line = new CommandLine(root)
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.max(80, surroundings.terminal().width()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        surroundings.terminal().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
        return line.execute(args);
    }
}
