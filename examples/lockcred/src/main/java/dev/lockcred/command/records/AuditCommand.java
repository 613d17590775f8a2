// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockcred.AuditEntry;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.text.Ink;
import dev.lockcred.command.text.Table;
import dev.lockcred.command.text.Times;
import dev.lockcred.command.text.Words;
import dev.lockcred.core.Audit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockcred audit}. */
@Command(
        name = "audit",
        description =
                "Show what was changed by whom, what was written to which lock, and with what result. Newest first.",
        subcommands = AuditCommand.Verify.class)
public final class AuditCommand extends Action {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Override
    public Integer call() throws SiteFileException {
        if (limit < 1 || limit > 100_000) {
            throw new UsageException("--limit " + limit + " is outside 1 to 100000");
        }
        try (Session session = Session.open(site(), here(), Session.Mode.OFFLINE)) {
            List<AuditEntry> entries = session.locks().audit().latest(limit);
            if (root().json()) {
                entries.forEach(this::json);
                return Exit.OK;
            }
            var names = new Names(session);
            var table = new Table();
            table.head("no.", "when (" + Times.name(session.site().zone()) + ")", "by", "what");
            for (AuditEntry entry : entries) {
                String where = entry.slot()
                        .map(s -> s + ": ")
                        .or(() -> entry.lock().map(l -> l + ": "))
                        .orElse("");
                String whose = entry.user().map(u -> names.nameOf(u) + ", ").orElse("");
                table.row(
                        Long.toString(entry.sequence()),
                        Times.second(entry.at(), session.site().zone()),
                        entry.actor(),
                        entry.act() + " " + where + whose + entry.detail());
            }
            page().table(table);
            return Exit.OK;
        }
    }

    private void json(AuditEntry entry) {
        var node = JsonNodeFactory.instance.objectNode().put("format", "lockcred.audit.v1");
        node.put("sequence", entry.sequence()).put("at", entry.at().toString());
        node.put("actor", entry.actor()).put("act", entry.act());
        entry.lock().ifPresent(l -> node.put("lock", l.value()));
        entry.slot().ifPresent(s -> node.put("slot", s.index()));
        entry.user().ifPresent(u -> node.put("user", u.value()));
        node.put("detail", entry.detail());
        printLine(node);
    }

    /** {@code lockcred audit verify}. */
    @Command(
            name = "verify",
            description = "Check the whole audit trail against its key and the anchor outside the store.")
    public static final class Verify extends Action {
        @Override
        public Integer call() throws SiteFileException {
            try (Session session = Session.open(site(), here(), Session.Mode.OFFLINE)) {
                Audit.Verification verdict = session.locks().audit().verify();
                if (root().json()) {
                    var node = document("audit-verify")
                            .put("intact", verdict.intact())
                            .put("entries", verdict.entries())
                            .put("unprotected", verdict.unprotected())
                            .put("unverifiable", verdict.unverifiable());
                    verdict.problems().forEach(node.putArray("problems")::add);
                    print(node);
                } else {
                    show(verdict);
                }
                return verdict.intact() ? Exit.OK : Exit.FAILED;
            }
        }

        private void show(Audit.Verification verdict) {
            verdict.problems().forEach(p -> page().say("!! ", "   ", Ink.BAD, p));
            if (verdict.unprotected() > 0) {
                page().say(
                                "! ",
                                Words.count(verdict.unprotected(), "entry", "entries")
                                        + " were written while the key was missing: nothing protects them.");
            }
            if (verdict.unverifiable() > 0) {
                page().say(
                                "! ",
                                Words.count(verdict.unverifiable(), "entry", "entries")
                                        + " cannot be checked: their key is gone.");
            }
            long checked = verdict.entries() - verdict.unprotected() - verdict.unverifiable();
            if (verdict.intact() && checked == 0 && verdict.entries() > 0) {
                page().say(Ink.WARN, "Nothing could be checked: whether the record was changed is not known.");
                return;
            }
            page().say(
                            verdict.intact() ? Ink.GOOD : Ink.BAD,
                            Words.count(checked, "entry", "entries") + " checked: "
                                    + (verdict.intact()
                                            ? "the chain is intact."
                                            : "SOMEBODY CHANGED THE RECORD, see above."));
        }
    }
}
