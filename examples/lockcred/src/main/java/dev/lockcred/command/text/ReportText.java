// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.core.Report;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The closing report: how every right stands, worst first. */
public final class ReportText {

    private static final List<Report.Status> ORDER = List.of(
            Report.Status.REFUSED,
            Report.Status.PENDING,
            Report.Status.SCHEDULED,
            Report.Status.CONFIRMED,
            Report.Status.REVOKED);

    private ReportText() {}

    /** All lines, by how they stand. */
    public static void show(Page page, Report report) {
        for (Report.Status status : ORDER) {
            List<Report.Line> lines = report.lines(status).stream()
                    .sorted(Comparator.comparing(Report.Line::lock, InOrder.LOCKS))
                    .toList();
            if (lines.isEmpty()) {
                continue;
            }
            page.say(ink(status), head(status));
            var table = new Table("  ");
            for (Report.Line line : lines) {
                table.row(
                        line.lock().value(),
                        line.slot().isPresent() ? "slot " + line.slot().getAsInt() : "",
                        line.userName(),
                        rest(line));
            }
            page.table(table);
        }
    }

    /** The sentence of a line, without what the columns say already. */
    private static String rest(Report.Line line) {
        String text = line.text();
        int colon = text.indexOf(": ");
        String behind = colon < 0 ? text : text.substring(colon + 2);
        if (behind.startsWith(line.userName() + " ")) {
            behind = behind.substring(line.userName().length() + 1);
        }
        behind = behind.replaceFirst("^(confirmed:?|pending:|refused:) ?(" + blocked(line) + ", )?", "");
        String risk = line.mayOpen() && line.status() != Report.Status.CONFIRMED ? " (may still open)" : "";
        return behind + advice(line).map(a -> ". " + a).orElse("") + risk;
    }

    private static String blocked(Report.Line line) {
        return line.blocked().map(Enum::name).orElse("-");
    }

    private static Optional<String> advice(Report.Line line) {
        return line.blocked().flatMap(b -> switch (b) {
            case NO_PIN -> Optional.of("Next: lockcred pin " + line.user());
            case NO_RESIDENT_ENGINE -> Optional.of("Next: lockcred apply --watch, or --accept-host-enforcement");
            default -> Optional.empty();
        });
    }

    private static Ink ink(Report.Status status) {
        return switch (status) {
            case REFUSED -> Ink.BAD;
            case PENDING -> Ink.WARN;
            case CONFIRMED -> Ink.GOOD;
            case SCHEDULED, REVOKED -> Ink.PLAIN;
        };
    }

    private static String head(Report.Status status) {
        return switch (status) {
            case REFUSED -> "Refused";
            case PENDING -> "Pending";
            case SCHEDULED -> "Scheduled";
            case CONFIRMED -> "Confirmed";
            case REVOKED -> "Revoked";
        };
    }

    /** {@code "3 confirmed, 1 pending"}. */
    public static String summary(Report report) {
        List<String> parts = ORDER.stream()
                .filter(s -> !report.lines(s).isEmpty())
                .map(s -> report.lines(s).size() + " " + Words.of(s))
                .toList();
        return parts.isEmpty() ? "no grants yet" : String.join(", ", parts);
    }

    /** For programs. */
    public static void json(ObjectNode into, Report report) {
        into.put("at", report.at().toString());
        into.put("settled", report.isSettled());
        ArrayNode lines = into.putArray("lines");
        for (Report.Line line : report.lines()) {
            ObjectNode node = lines.addObject();
            node.put("lock", line.lock().value());
            node.put("user", line.user().value()).put("name", line.userName());
            line.slot().ifPresent(s -> node.put("slot", s));
            node.put("status", Words.key(line.status()));
            line.blocked().ifPresent(b -> node.put("blocked", b.name()));
            node.put("enforcement", Levels.key(line.level()));
            node.put("may-open", line.mayOpen());
            node.put("text", line.text());
        }
    }
}
