// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import dev.lockcred.core.LockManagerConfig;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The process around a command; tests bring their own.
 *
 * @param out answers
 * @param err messages
 * @param in for {@code --pin-stdin}
 * @param environment variables
 * @param folder paths on the command line are relative to it
 * @param home where the vault's key is kept by default
 * @param user on whose behalf everything is done
 * @param terminal what stands at the other end
 * @param engine the last word on how the engine is put together
 */
public record Surroundings(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Map<String, String> environment,
        Path folder,
        Path home,
        String user,
        Terminal terminal,
        Consumer<LockManagerConfig> engine) {

    /** Those of this process. */
    public static Surroundings ofProcess(PrintWriter out, PrintWriter err, Interruption interruption) {
        Map<String, String> environment = System.getenv();
        return new Surroundings(
                out,
                err,
                System.in,
                environment,
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home")),
                System.getProperty("user.name", "somebody"),
                Terminal.ofProcess(environment, interruption),
                config -> {});
    }

    /** A path as somebody wrote it on the command line. */
    public Path path(String written) {
        return folder.resolve(written).normalize();
    }
}
