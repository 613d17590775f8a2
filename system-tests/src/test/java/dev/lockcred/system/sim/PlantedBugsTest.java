// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.system.sim.PlantTable.Found;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The simulation finds every bug of {@link PlantedBug}, within {@link PlantTable#SEEDS} seeds, by the promise that
 * {@code docs/simulation.md} names. {@code -Dlockcred.write-docs=true} writes the table anew.
 */
class PlantedBugsTest {

    @ParameterizedTest
    @EnumSource
    void isFoundAsThePageSays(PlantedBug bug) throws Exception {
        Optional<Found> found = PlantTable.find(bug);

        assertThat(found).as("%s: %s", bug, bug.words()).isPresent();
        assertThat(Files.readString(page()))
                .as("out of step: write the page anew with -Dlockcred.write-docs=true")
                .contains("| " + bug.words() + " | `" + found.get().promise() + "` | "
                        + found.get().seed() + " |");
    }

    @Test
    void thePageTellsOfEveryBug() throws Exception {
        if (Boolean.getBoolean("lockcred.write-docs")) {
            PlantTable.write(page());
        }
        String page = Files.readString(page());
        for (PlantedBug bug : PlantedBug.values()) {
            assertThat(page).contains("| " + bug.words() + " |");
        }
        String table = page.substring(page.indexOf("<!-- planted:"), page.indexOf("<!-- /planted -->"));
        assertThat(table.lines().filter(l -> l.startsWith("| ") && l.contains("`")))
                .hasSize(PlantedBug.values().length);
        for (Failure.Promise promise : Failure.Promise.values()) {
            assertThat(page).contains("| `" + promise + "` |");
        }
    }

    static Path page() {
        return Path.of("..", "docs", "simulation.md");
    }
}
