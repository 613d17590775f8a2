// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Assignment;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.command.text.FindingText;
import dev.lockcred.command.text.ReportText;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.Report;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Carries out what was wished: sends, waits, shows how it goes, and says how everything stands at the end. */
public final class Carrying {

    private final Action action;
    private final Session session;
    private final Waiting waiting;

    public Carrying(Action action, Session session, Waiting waiting) {
        this.action = action;
        this.session = session;
        this.waiting = waiting;
    }

    /**
     * Carries it out and reports.
     *
     * @param only the locks concerned; absent: all
     * @param answer what the command answers programs besides the report
     */
    public int out(Optional<Set<LockId>> only, ObjectNode answer) throws InterruptedException {
        return out(only, Optional.empty(), answer);
    }

    /** {@link #out(Optional, ObjectNode)}, reporting on what concerns one user only. */
    public int out(Set<LockId> only, UserId user, ObjectNode answer) throws InterruptedException {
        return out(Optional.of(only), Optional.of(user), answer);
    }

    private int out(Optional<Set<LockId>> only, Optional<UserId> user, ObjectNode answer) throws InterruptedException {
        session.work();
        Report report;
        Progress progress = Progress.of(action);
        try {
            ApplyOptions options = new ApplyOptions(waiting.patience(), only, progress::heard);
            report = session.locks().blocking().apply(options);
        } finally {
            progress.close();
        }
        if (user.isPresent()) {
            List<Report.Line> concerned = report.lines().stream()
                    .filter(l -> l.user().equals(user.get()))
                    .toList();
            report = new Report(report.at(), concerned);
        }
        int code = code(report);
        if (action.root().json()) {
            ReportText.json(answer, report);
            answer.put("exit", code);
            action.print(answer);
        } else {
            ReportText.show(action.page(), report);
            if (!report.lines().isEmpty()
                    || only.isEmpty()) { // of a door or a person without rights nothing is to be said
                action.page().say(closing(report, code));
            }
            if (code == Exit.PENDING) {
                FindingText.show(
                        action.page(),
                        ofTheHost(),
                        session::zone,
                        session.site().zone());
            }
        }
        return code;
    }

    /** What holds everything up until a person says something: a store that was restored, a clock that jumped. */
    private List<Finding> ofTheHost() {
        return session.locks().findings().stream()
                .filter(f -> f.lock().isEmpty() && f.severity() == Finding.Severity.CRITICAL)
                .toList();
    }

    private String closing(Report report, int code) {
        String what = ReportText.summary(report) + ".";
        if (waiting.isNoWait()) {
            return what + " The wish is stored; 'lockcred apply' carries it out.";
        }
        return switch (code) {
            case Exit.PENDING ->
                what + " What is pending is stored: 'lockcred apply' tries again, 'lockcred apply --watch'"
                        + " stays until it is done.";
            case Exit.FAILED -> what + " What is refused stays so until something changes, as said above.";
            default -> what;
        };
    }

    /** The exit code of a report. */
    public static int code(Report report) {
        boolean failed = report.lines(Report.Status.REFUSED).stream().anyMatch(l -> !waitsForResident(l));
        boolean pending = !report.lines(Report.Status.PENDING).isEmpty()
                || report.lines(Report.Status.REFUSED).stream().anyMatch(Carrying::waitsForResident);
        return failed ? Exit.FAILED : pending ? Exit.PENDING : Exit.OK;
    }

    private static boolean waitsForResident(Report.Line line) {
        return line.blocked()
                .filter(b -> b == Assignment.Blocked.NO_RESIDENT_ENGINE)
                .isPresent();
    }

    /** Nothing but the report. */
    public static ObjectNode noAnswer() {
        return JsonNodeFactory.instance.objectNode();
    }
}
