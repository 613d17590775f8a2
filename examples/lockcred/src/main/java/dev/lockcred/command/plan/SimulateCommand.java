// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Offline;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.text.Ink;
import dev.lockcred.command.text.Table;
import dev.lockcred.command.text.Times;
import dev.lockcred.command.text.Words;
import dev.lockcred.core.Simulation;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockcred simulate}. */
@Command(
        name = "simulate",
        description =
                "Run the coming days on a virtual clock: what would be written when, and what would go wrong."
                        + " An engine that stays is assumed, and what an 'apply' would leave out is said. It rests on the wishes in the store: run 'apply' first when the file has changed.")
public final class SimulateCommand extends Action {

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "7",
            description = "1 to 400 (default: ${DEFAULT-VALUE}).")
    private int days = 7;

    @Mixin
    private Offline offline = new Offline();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        if (days < 1 || days > 400) {
            throw new UsageException("--days " + days + " is outside 1 to 400");
        }
        try (Session session = Session.open(site(), here(), offline.mode())) {
            session.look();
            Simulation simulation = session.locks().simulate(Duration.ofDays(days));
            if (root().json()) {
                json(simulation);
            } else {
                show(session, simulation);
            }
            return Exit.OK;
        }
    }

    private void show(Session session, Simulation simulation) {
        var names = new Names(session);
        page().say("The coming " + Words.count(days, "day") + ", until "
                + Times.at(simulation.to(), session.site().zone())
                + ", as if an engine stayed and every lock did as it is told:");
        page().gap();
        simulation.warnings().forEach(w -> page().say("! ", "  ", Ink.WARN, w));
        if (!simulation.warnings().isEmpty()) {
            page().gap();
        }
        var table = new Table("  ");
        for (Simulation.Step step : simulation.steps()) {
            table.row(
                    Times.at(step.at(), session.zone(step.lock())),
                    step.lock().value(),
                    switch (step.sign()) {
                        case ADD -> "+";
                        case REMOVE -> "-";
                        default -> "~";
                    },
                    names.nameOf(step.user()),
                    step.reason());
        }
        page().table(table);
        if (simulation.steps().isEmpty()) {
            page().say("Nothing would be written to any lock.");
        }
        page().gap();
        simulation.writesPerDay().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(e -> page().say("  " + e.getKey() + ": at most " + Words.count(e.getValue(), "change")
                        + " on one day"));
    }

    private void json(Simulation simulation) {
        ObjectNode answer = document("simulate")
                .put("from", simulation.from().toString())
                .put("to", simulation.to().toString());
        ArrayNode steps = answer.putArray("steps");
        simulation
                .steps()
                .forEach(s -> steps.addObject()
                        .put("at", s.at().toString())
                        .put("lock", s.lock().value())
                        .put("user", s.user().value())
                        .put("action", Words.key(s.sign()))
                        .put("reason", s.reason()));
        simulation.warnings().forEach(answer.putArray("warnings")::add);
        ObjectNode most = answer.putObject("writes-per-day");
        simulation.writesPerDay().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(e -> most.put(e.getKey().value(), e.getValue()));
        print(answer);
    }
}
