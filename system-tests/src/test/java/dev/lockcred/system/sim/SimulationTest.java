// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Random houses and stories. {@code -Dlockcred.seeds=1000} for more, {@code -Dlockcred.seed=N} to begin elsewhere; a failure
 * prints its seed and its story, shrunk.
 */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("lockcred.seeds", 60);
    private static final long FIRST = Long.getLong("lockcred.seed", 1);

    @Test
    @DisplayName("R13, R14, R19, R20, R25, R26: no story of any seed breaks a promise")
    void everyPromiseHolds() throws Exception {
        Digits.watch();

        Many.Result result = Many.run(FIRST, SEEDS, Plant::new);

        System.out.println(result.list());
        assertThat(result.failures()).as(result::tell).isEmpty();
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        Digits.watch();
        for (long seed = 1; seed <= 3; seed++) {
            assertThat(Simulation.run(seed, Plant::new)).isEqualTo(Simulation.run(seed, Plant::new));
        }
    }
}
