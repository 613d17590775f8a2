// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import dev.lockcred.command.demo.Demo;
import dev.lockcred.core.store.InMemoryStore;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lockcred demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tells the main job as a story, on fake locks and virtual time; needs and leaves nothing.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        Demo.run(spec.commandLine().getOut(), InMemoryStore.create());
        return 0;
    }
}
