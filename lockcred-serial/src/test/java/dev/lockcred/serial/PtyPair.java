// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Two pseudo-terminals joined back to back by socat: what is written to one is read from the other. */
final class PtyPair implements AutoCloseable {
    final Path near;
    final Path far;
    private final Process socat;

    private PtyPair(Path near, Path far, Process socat) {
        this.near = near;
        this.far = far;
        this.socat = socat;
    }

    static PtyPair in(Path folder) throws IOException {
        Path near = folder.resolve("near");
        Path far = folder.resolve("far");
        Process socat;
        try {
            socat = new ProcessBuilder("socat", "-d", "-d", "pty,raw,echo=0,link=" + near, "pty,raw,echo=0,link=" + far)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("socat makes the pseudo-terminals and is not installed");
            throw e;
        }
        var pair = new PtyPair(near, far, socat);
        // Not closed: socat would stop at its next message.
        var messages = new BufferedReader(new InputStreamReader(socat.getInputStream()));
        for (String line = messages.readLine(); line != null; line = messages.readLine()) {
            if (line.contains("starting data transfer loop")) {
                return pair;
            }
        }
        pair.close();
        throw new IOException("socat ended before the pair was up");
    }

    /** Both terminals go away, as a stick that is pulled out does. */
    void vanish() {
        socat.destroyForcibly();
        try {
            socat.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        vanish();
    }
}
