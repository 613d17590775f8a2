// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A property in small; {@link Estate} lives in a large one from a command line. */
class EstateTest {

    @TempDir
    Path folder;

    @Test
    @DisplayName("R13, R14, R19, R25, R26: a property with many doors breaks no promise")
    void aPropertyHoldsEveryPromise() {
        Digits.watch();

        assertThat(Estate.live(1, 1, 33, 6, Disk::inMemory).failure()).isEmpty();
    }

    @Test
    @DisplayName("R20: the same story ends the same on a real disk")
    void theSameOnSqlite() {
        Digits.watch();

        Simulation.Outcome memory = Estate.live(2, 1, 6, 4, Disk::inMemory);
        Simulation.Outcome disk = Estate.live(2, 1, 6, 4, step -> Disk.sqlite(folder.resolve("store")));

        assertThat(memory.failure()).isEmpty();
        assertThat(disk.failure()).isEmpty();
    }
}
