// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.system.sim.Failure.Promise;
import dev.lockcred.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which promise gives each planted bug away, at which seed, in how short a story. */
final class PlantTable {

    /** So many seeds are enough for each. */
    static final int SEEDS = 60;

    private static final String BEGIN = "<!-- planted: written by PlantedBugsTest -->";
    private static final String END = "<!-- /planted -->";

    private PlantTable() {}

    /** How a bug was found. */
    record Found(PlantedBug bug, Promise promise, long seed, Failure failure) {}

    static Optional<Found> find(PlantedBug bug) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Optional<Failure> failure = Simulation.run(seed, bug::plant).failure();
            if (failure.isPresent()) {
                return Optional.of(new Found(bug, failure.get().promise(), seed, failure.get()));
            }
        }
        return Optional.empty();
    }

    /** Writes the table into the page. */
    static void write(Path page) throws IOException {
        var table = new StringBuilder(BEGIN)
                .append("\n| planted | found by | seed | shrunk to |\n| --- | --- | --- | --- |\n");
        for (PlantedBug bug : PlantedBug.values()) {
            Optional<Found> found = find(bug);
            table.append("| ").append(bug.words()).append(" | ");
            if (found.isPresent()) {
                List<Step> story = Many.shrunk(found.get().seed(), found.get().failure(), bug::plant);
                int all = Teller.tell(
                                new Seed(found.get().seed()),
                                Setting.of(new Seed(found.get().seed())))
                        .size();
                table.append('`')
                        .append(found.get().promise())
                        .append("` | ")
                        .append(found.get().seed())
                        .append(" | ")
                        .append(story.size())
                        .append(" of ")
                        .append(all)
                        .append(" steps |\n");
            } else {
                table.append("not found within ").append(SEEDS).append(" seeds | | |\n");
            }
        }
        table.append(END);
        String text = Files.readString(page);
        Files.writeString(
                page,
                text.substring(0, text.indexOf(BEGIN)) + table + text.substring(text.indexOf(END) + END.length()));
    }

    /** From a command line: writes the page. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]));
    }
}
