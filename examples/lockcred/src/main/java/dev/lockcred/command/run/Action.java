// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.SiteReader;
import dev.lockcred.command.text.Page;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One command. */
public abstract class Action implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable Page page;

    /** Does it, and answers with an exit code. */
    @Override
    public abstract Integer call() throws Exception;

    protected final CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return spec;
    }

    public final Root root() {
        return (Root) spec().root().userObject();
    }

    public final Surroundings here() {
        return root().surroundings();
    }

    /** Where answers for people go. */
    public final Page page() {
        if (page == null) {
            page = new Page(
                    here().out(),
                    here().terminal().width(),
                    here().terminal().unicode(),
                    here().terminal().colour());
        }
        return page;
    }

    /** A message for people; never part of the answer. */
    public final void message(String text) {
        here().err().println(text);
        here().err().flush();
    }

    /** The site file: all of it, or all its mistakes. */
    protected final Site site() throws SiteFileException {
        String name = root().siteName();
        return SiteReader.read(name, here().path(name), here().environment());
    }

    /** A new answer for programs, with its format. */
    protected final ObjectNode document(String name) {
        return JsonNodeFactory.instance.objectNode().put("format", "lockcred." + name + ".v1");
    }

    /** Prints an answer for programs: one document. */
    public final void print(JsonNode document) {
        here().out().println(document.toPrettyString());
        here().out().flush();
    }

    /** Prints one element of a stream for programs: one line. */
    protected final void printLine(JsonNode element) {
        here().out().println(element.toString());
        here().out().flush();
    }

    /** That nobody can be asked; what is wrong with the command anyway goes before it, and nothing is touched to find out. */
    protected final UsageException refusal(String nobody, Consumer<Session> check) throws SiteFileException {
        try (Session session = Session.open(site(), here(), Session.Mode.OFFLINE)) {
            check.accept(session);
        }
        return new UsageException(nobody);
    }

    /** Asks for a yes, unless {@code --yes} was given. */
    protected final boolean agreed(String question) {
        if (root().yes()) {
            return true;
        }
        Keyboard keyboard = here().terminal()
                .keyboard()
                .orElseThrow(() -> new UsageException(question + " There is nobody here to ask: say --yes to mean it"));
        String answer = keyboard.line(question + " [y/N] ").orElse("").strip().toLowerCase(Locale.ROOT);
        return List.of("y", "yes").contains(answer);
    }
}
