// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import dev.lockcred.command.demo.Demo;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.jdbc.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lockcred demo}. */
@Command(
        name = "demo",
        description = "Tells the main job as a story, on fake locks and virtual time; needs and leaves nothing.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        Path folder = Files.createTempDirectory("lockcred-demo");
        try {
            Demo.run(spec.commandLine().getOut(), SqliteStore.at(folder.resolve("store")), new InMemoryKeyPlace());
        } finally {
            remove(folder);
        }
        return 0;
    }

    private static void remove(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
