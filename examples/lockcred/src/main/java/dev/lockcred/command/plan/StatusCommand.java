// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Finding;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Offline;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.text.FindingText;
import dev.lockcred.command.text.InOrder;
import dev.lockcred.command.text.Ink;
import dev.lockcred.command.text.PlanText;
import dev.lockcred.command.text.ReportText;
import dev.lockcred.command.text.Table;
import dev.lockcred.command.text.Times;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.LockStatus;
import dev.lockcred.core.Plan;
import dev.lockcred.core.Report;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockcred status}. */
@Command(
        name = "status",
        description =
                "Show which locks answer, what is wrong, which doors are at risk, and what comes next. A lock that has"
                        + " nothing to do is not woken to be asked: it is said when it was last heard.")
public final class StatusCommand extends Action {

    private static final String NOT_ASKED = "not asked";

    @Mixin
    private Offline offline = new Offline();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        try (Session session = Session.open(site(), here(), offline.mode())) {
            session.look();
            List<LockStatus> locks = session.locks().locks().status().stream()
                    .sorted(Comparator.comparing(l -> l.lock().id(), InOrder.LOCKS))
                    .toList();
            List<DoorAtRisk> doors = session.locks().doorsAtRisk();
            List<Finding> findings = session.locks().findings();
            Plan plan = session.locks().plan();
            Report report = session.locks().status();
            if (root().json()) {
                json(locks, doors, findings, plan, report);
            } else {
                show(session, locks, doors, findings, plan, report);
            }
            return Exit.OK;
        }
    }

    private void show(
            Session session,
            List<LockStatus> locks,
            List<DoorAtRisk> doors,
            List<Finding> findings,
            Plan plan,
            Report report) {
        if (locks.isEmpty()) {
            page().say("There are no locks yet: 'lockcred apply' takes them from "
                    + session.site().name() + ".");
            return;
        }
        var table = new Table();
        table.head("lock", "answers", "next change by itself", "doing");
        for (LockStatus lock : locks) {
            boolean away = lock.unreachableSince().isPresent();
            table.row(
                    away ? Ink.WARN : Ink.PLAIN,
                    lock.lock().id().value(),
                    heard(lock, plan.at()),
                    next(session, lock, plan),
                    doing(lock, plan));
        }
        page().table(table);
        page().gap();
        page().title(doors.isEmpty() ? "No door is at risk." : "Doors at risk");
        FindingText.atRisk(page(), doors, session::zone);
        if (!findings.isEmpty()) {
            page().gap();
            page().title("Findings");
            FindingText.show(page(), findings, session::zone, session.site().zone());
        }
        page().gap();
        page().say("Rights: " + ReportText.summary(report) + ".");
    }

    /** Whether it answers now; of one that was not spoken to, what is known instead. */
    private static String heard(LockStatus lock, Instant now) {
        return answers(lock).equals(NOT_ASKED)
                ? lock.lastHeard().map(t -> "heard " + Times.ago(t, now)).orElse("never heard")
                : answers(lock);
    }

    /** A lock that is remembered from last time and was not spoken to since is not said to answer. */
    private static String answers(LockStatus lock) {
        if (lock.unreachableSince().isPresent()) {
            return "no";
        }
        return lock.reachable() && lock.health().lastHeard().isPresent() ? "yes" : NOT_ASKED;
    }

    private static String doing(LockStatus lock, Plan plan) {
        boolean due = plan.locks().stream()
                .anyMatch(l ->
                        l.lock().equals(lock.lock().id()) && l.items().stream().anyMatch(PlanText::isChange));
        return due && lock.unreachableSince().isEmpty() ? "something is due: lockcred plan" : lock.text();
    }

    private static String next(Session session, LockStatus lock, Plan plan) {
        return plan.locks().stream()
                .filter(l -> l.lock().equals(lock.lock().id()))
                .findFirst()
                .flatMap(Plan.OfLock::next)
                .map(n -> Times.at(n, session.zone(lock.lock().id())))
                .orElse("-");
    }

    private void json(
            List<LockStatus> locks, List<DoorAtRisk> doors, List<Finding> findings, Plan plan, Report report) {
        ObjectNode answer = document("status");
        ArrayNode all = answer.putArray("locks");
        for (LockStatus lock : locks) {
            ObjectNode node = all.addObject().put("lock", lock.lock().id().value());
            node.put("reachable", lock.reachable());
            node.put("answers", answers(lock));
            lock.lastHeard().ifPresent(t -> node.put("last-heard", t.toString()));
            lock.unreachableSince().ifPresent(t -> node.put("unreachable-since", t.toString()));
            node.put("text", doing(lock, plan));
            plan.locks().stream()
                    .filter(l -> l.lock().equals(lock.lock().id()))
                    .findFirst()
                    .flatMap(Plan.OfLock::next)
                    .ifPresent(n -> node.put("next", n.toString()));
        }
        FindingText.riskJson(answer, doors);
        FindingText.json(answer, findings);
        ReportText.json(answer.putObject("rights"), report);
        print(answer);
    }
}
