// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.radio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.FailedException;
import dev.lockcred.command.run.PinEntry;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.Words;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Something that is done with one network. */
abstract class RadioAction<D extends LockDriver> extends Action {

    private final Class<D> type;
    private final String typeName;

    @Option(
            names = "--driver",
            paramLabel = "NAME",
            description = "Which driver of the site file, where there are several.")
    private @Nullable String name;

    RadioAction(Class<D> type, String typeName) {
        this.type = type;
        this.typeName = typeName;
    }

    /** Does it, and answers with an exit code. */
    abstract int with(D driver, Session session) throws InterruptedException;

    /** Refuses what cannot be meant, before anything is opened. */
    void prepare() {}

    /** Takes a code from a label: unseen on a terminal, else from standard input; never from the command line. */
    final char[] label(boolean stdin, String prompt) {
        return stdin || here().terminal().keyboard().isEmpty()
                ? PinEntry.read(here().in())
                : here().terminal()
                        .keyboard()
                        .orElseThrow()
                        .secret(prompt)
                        .orElseThrow(() -> new UsageException("no code was given: nothing was done"));
    }

    /** Whether it can be done while the link is not up. */
    boolean mayBeDown() {
        return false;
    }

    @Override
    public final Integer call() throws SiteFileException, InterruptedException {
        prepare();
        Site site = site();
        String chosen = choose(site); // before anything is opened
        try (Session session = Session.care(site, here(), chosen)) {
            D driver = type.cast(Objects.requireNonNull(session.drivers().get(chosen)));
            session.look();
            LinkHealth health = driver.health();
            if (health.state() != LinkHealth.State.UP && !mayBeDown()) {
                throw new FailedException("driver " + chosen + " does not work: " + health.text());
            }
            return with(driver, session);
        }
    }

    private String choose(Site site) {
        List<String> fitting = site.drivers().keySet().stream()
                .filter(d -> site.driverType(d).orElse("").equals(typeName))
                .toList();
        if (name != null) {
            if (!fitting.contains(name)) {
                throw new UsageException("there is no " + typeName + " driver '" + name + "' in " + site.name()
                        + Words.suggest(name, fitting));
            }
            return name;
        }
        if (fitting.isEmpty()) {
            throw new UsageException("there is no driver of the type " + typeName + " in " + site.name());
        }
        if (fitting.size() > 1) {
            throw new UsageException("there are several " + typeName + " drivers (" + String.join(", ", fitting)
                    + "): say --driver NAME");
        }
        return fitting.get(0);
    }

    /** Answers programs with the document, people with the sentence. */
    final int tell(ObjectNode document, String sentence) {
        if (root().json()) {
            print(document);
        } else {
            page().say(sentence);
        }
        return Exit.OK;
    }

    /** Waits for an answer of the driver; what went wrong there is told in its words. */
    static <T> T await(CompletionStage<T> stage, Duration patience) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new FailedException("nothing came of it within " + patience.toSeconds() + " s: try again");
        } catch (ExecutionException e) {
            throw new FailedException(String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        }
    }
}
