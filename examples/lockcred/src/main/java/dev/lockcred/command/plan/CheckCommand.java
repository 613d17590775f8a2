// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.site.Problem;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.SiteReader;
import dev.lockcred.command.text.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockcred check}. */
@Command(
        name = "check",
        description = "Read the site file and tell every mistake with its place; connect to nothing.",
        footer = {
            "",
            "Editors complete and check site files with the schema:",
            "  lockcred check --schema > site.schema.json",
            "and, as the first line of the site file:",
            "  # yaml-language-server: $schema=site.schema.json"
        })
public final class CheckCommand extends Action {

    @Option(names = "--schema", description = "Print the JSON Schema of site files instead.")
    private boolean schema;

    @Override
    public Integer call() throws SiteFileException {
        if (schema) {
            here().out().print(SiteReader.schema());
            return Exit.OK;
        }
        if (root().json()) {
            return json();
        }
        Site site = site();
        page().say(site.name() + " is fine: " + Words.count(site.file().locks().size(), "lock") + ", "
                + Words.count(site.file().users().size(), "user") + ", "
                + Words.count(site.file().grants().size(), "grant") + ", "
                + Words.count(site.file().drivers().size(), "driver") + ".");
        return Exit.OK;
    }

    private int json() {
        ObjectNode answer = document("check").put("file", root().siteName());
        ArrayNode mistakes = answer.putArray("mistakes");
        try {
            site();
            print(answer.put("ok", true));
            return Exit.OK;
        } catch (SiteFileException e) {
            for (Problem problem : e.problems()) {
                ObjectNode mistake = mistakes.addObject();
                if (!problem.mark().isNone()) {
                    mistake.put("line", problem.mark().line())
                            .put("column", problem.mark().column());
                }
                mistake.put("text", problem.text());
            }
            print(answer.put("ok", false));
            return Exit.USAGE;
        }
    }
}
