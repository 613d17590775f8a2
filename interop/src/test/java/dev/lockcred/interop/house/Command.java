// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.house;

import dev.lockcred.interop.Peer;
import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command as its users run it: a process of its own, in the folder of the site file. What it says is looked through for PINs,
 * and kept as a transcript.
 */
final class Command {

    private final Path folder;
    private final Map<String, String> environment;
    private final StringBuilder transcript = new StringBuilder();
    private int runs;

    Command(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** What a run ended with. */
    record Result(int code, String out, String err) {
        @Override
        public String toString() {
            return "exit " + code + "\n" + out + err;
        }
    }

    /** A run that goes on. */
    final class Running {
        private final Process process;
        private final Path out;
        private final Path err;

        private final String line;

        private Running(String line, Process process, Path out, Path err) {
            this.line = line;
            this.process = process;
            this.out = out;
            this.err = err;
        }

        String said() throws IOException {
            return Files.readString(out) + Files.readString(err);
        }

        /** The power fails. */
        void kill() throws IOException, InterruptedException {
            process.destroyForcibly().waitFor();
            note(line, said(), "killed");
        }

        /** Ctrl-C, in effect. */
        Result stop() throws IOException, InterruptedException {
            process.destroy();
            return end();
        }

        Result end() throws IOException, InterruptedException {
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it did not end:\n" + said());
            }
            var result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
            Pins.inspect("what the command said", result.out(), result.err());
            note(line, result.out() + result.err(), "exit " + result.code());
            return result;
        }
    }

    private void note(String line, String said, String end) {
        transcript
                .append("$ ")
                .append(line)
                .append('\n')
                .append(said)
                .append('[')
                .append(end)
                .append("]\n\n");
    }

    /** What was typed and said so far. */
    String transcript() {
        return transcript.toString();
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return start("", arguments).end();
    }

    /** With something typed. */
    Result typing(String input, String... arguments) throws IOException, InterruptedException {
        return start(input, arguments).end();
    }

    Running start(String input, String... arguments) throws IOException {
        runs++;
        Path out = folder.resolve("out-" + runs);
        Path err = folder.resolve("err-" + runs);
        Path jar = Peer.ZWAVE
                .folder()
                .resolve("../../examples/lockcred/target/lockcred.jar")
                .normalize();
        List<String> command = new ArrayList<>(
                // The launcher's own options.
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var typed = process.getOutputStream()) {
            typed.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new Running("lockcred " + String.join(" ", arguments), process, out, err);
    }
}
