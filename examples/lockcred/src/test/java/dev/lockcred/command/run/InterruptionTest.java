// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ctrl-C, in a process of its own. */
final class InterruptionTest {

    /** Asks, and gets no answer. */
    static final class Asker {
        private Asker() {}

        public static void main(String[] args) {
            Interruption interruption = Interruption.of(Thread.currentThread());
            int answer = interruption.whileAsking(() -> {
                System.out.println("asking");
                try {
                    return System.in.read(); // cannot be interrupted, as a console cannot
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            interruption.exit(answer);
        }
    }

    @Test
    void whoAnswersAQuestionWithCtrlCIsNotMadeToWait() throws Exception {
        Process asker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        place(Interruption.class) + File.pathSeparator + place(Asker.class),
                        Asker.class.getName())
                .start();
        try (BufferedReader said = asker.inputReader(StandardCharsets.UTF_8);
                BufferedReader messages = asker.errorReader(StandardCharsets.UTF_8)) {
            assumeTrue(asker.supportsNormalTermination(), "processes are told here, not killed");
            assertThat(said.readLine()).isEqualTo("asking");
            asker.toHandle().destroy(); // as Process.destroy, which closes the streams as well
            assertThat(asker.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(asker.exitValue()).isEqualTo(130);
            assertThat(messages.lines())
                    .anyMatch(line -> line.startsWith("lockcred: interrupted. What is stored stays stored"))
                    .noneMatch(line -> line.contains("does not end"));
        } finally {
            asker.destroyForcibly();
        }
    }

    private static String place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
