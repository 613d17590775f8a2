// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.contract.LockDriverContract;
import dev.lockcred.testkit.contract.LockUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The driver of docs/writing-a-driver.md keeps the contract, in fewer than 150 lines of code. */
class AcmeContractTest extends LockDriverContract {

    @Override
    protected LockUnderTest open(TestHost host, VirtualTime time) {
        return new SimulatedBox(time);
    }

    @Test
    void theDriverIsShorterThan150Lines() throws IOException {
        Path folder = Path.of("src/main/java/dev/lockcred/examples/acme");
        long lines = 0;
        for (String file : List.of("AcmeDriver.java", "AcmeLock.java")) {
            lines += Files.readAllLines(folder.resolve(file)).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty()
                            && !line.startsWith("//")
                            && !line.startsWith("*")
                            && !line.startsWith("/*")
                            && !line.startsWith("import ")
                            && !line.startsWith("package "))
                    .count();
        }
        assertThat(lines).isLessThan(150);
    }
}
