// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** Kills a one-shot run in the middle of its writes, for real ({@code kill -9}), and lets another one finish. */
class ApplyKillIT {

    @TempDir
    Path folder;

    @RepeatedTest(3)
    @DisplayName("R20, R21: the run after a kill in the middle of an apply ends with every code in every lock")
    void theNextRunFinishes(RepetitionInfo repetition) throws Exception {
        var random = new Random(Long.getLong("lockcred.seed", 1) * 31 + repetition.getCurrentRepetition());
        for (int kill = 0; kill < 2; kill++) {
            Process victim = start();
            try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
                assertThat(out.readLine()).isEqualTo("applying");
                LockSupport.parkNanos(random.nextInt(2_500) * 1_000_000L);
                victim.toHandle().destroyForcibly(); // SIGKILL
                victim.waitFor();
            }
        }

        Process last = start();
        String said;
        try (BufferedReader out = last.inputReader(StandardCharsets.UTF_8)) {
            said = String.join("\n", out.lines().toList());
        }

        assertThat(last.waitFor()).isZero();
        assertThat(said).isEqualTo("applying\nsettled");
        assertThat(ApplyVictim.lock(folder, "front").occupied()).hasSize(ApplyVictim.USERS);
        assertThat(ApplyVictim.lock(folder, "back").occupied()).hasSize(ApplyVictim.USERS);
    }

    private Process start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        ApplyVictim.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
