// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;

/** The entry of the {@code lockcred} command. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. Text is UTF-8, wherever it goes. */
    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), args));
    }

    /** As {@link #main}, without ending the process: answers go to {@code out}, messages to {@code err}. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new LockCred())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }
}
