// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A peer that is wrong proves nothing: each package's own tests. */
class PeersCheckThemselvesIT {
    private static final long PATIENCE_MINUTES = 10;

    @Test
    @RequiresPeer(Peer.ZWAVE)
    void zwave() throws Exception {
        runNodeTests(Peer.ZWAVE);
    }

    @Test
    @RequiresPeer(Peer.MATTER)
    void matter() throws Exception {
        runNodeTests(Peer.MATTER);
    }

    @Test
    @RequiresPeer(Peer.ZIGBEE)
    void zigbee() throws Exception {
        runNodeTests(Peer.ZIGBEE);
    }

    private static void runNodeTests(Peer peer) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=tap"));
        try (Stream<Path> files = Files.list(peer.folder().resolve("test"))) {
            files.filter(file -> file.toString().endsWith(".test.mjs"))
                    .sorted()
                    .forEach(file -> command.add("test/" + file.getFileName()));
        }
        Path output = Files.createDirectories(Peer.home().resolve("target")).resolve(peer.name() + "-selftest.tap");

        Process tests = new ProcessBuilder(command)
                .directory(peer.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        tests.getOutputStream().close();

        assertThat(tests.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(tests.exitValue()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains("# fail 0").doesNotContain("# pass 0");
    }
}
