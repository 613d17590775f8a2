// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** D4: the same seed gives the same trace, whatever the machine is like. */
class ReplayTest {

    @Test
    void theSameSeedGivesTheSameTraceInAnyJvm() throws Exception {
        String here = run(42, "-Xmx64m", "-XX:+UseSerialGC", "-Duser.timezone=Asia/Kathmandu", "-Duser.language=tr");
        String there = run(
                42,
                "-Xmx256m",
                "-XX:hashCode=2",
                "-XX:+UnlockExperimentalVMOptions",
                "-Duser.timezone=America/St_Johns",
                "-Duser.language=ar",
                "-Dfile.encoding=ISO-8859-1");

        assertThat(here).isEqualTo(there);
        assertThat(here.lines().count()).as("something happened").isGreaterThan(500);
        assertThat(here).contains(" tasks, 2030-04-02T1", ", 0 timers left");
    }

    @Test
    void anotherSeedGivesAnotherTrace() throws Exception {
        assertThat(run(42)).isNotEqualTo(run(43));
    }

    private static String run(long seed, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (List.of(options).contains("-XX:+UnlockExperimentalVMOptions")) {
            command.add("-XX:+UnlockExperimentalVMOptions");
        }
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), ReplayScene.class.getName(), Long.toString(seed)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
