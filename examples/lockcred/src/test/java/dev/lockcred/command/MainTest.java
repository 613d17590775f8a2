// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int lockcred(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void helpIsAnAnswer() {
        assertThat(lockcred("--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: lockcred").contains("Exit codes:");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void versionNamesTheReleaseAndTheJava() {
        assertThat(lockcred("--version")).isZero();
        assertThat(out.toString()).matches("(?s)lockcred \\d+\\.\\d+.*Java \\d+.*");
    }

    @Test
    void noCommandIsBadUsage() {
        assertThat(lockcred()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("which command?", "lockcred --help");
    }

    @Test
    void anUnknownCommandIsBadUsage() {
        assertThat(lockcred("aply")).isEqualTo(2);
        assertThat(err.toString()).contains("aply");
    }
}
