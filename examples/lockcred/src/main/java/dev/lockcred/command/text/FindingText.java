// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.core.DoorAtRisk;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** What is wrong, and what to do about it. */
public final class FindingText {

    private FindingText() {}

    public static void show(Page page, List<Finding> findings, Function<LockId, ZoneId> zones, ZoneId site) {
        for (Finding finding : findings) {
            ZoneId zone = finding.lock().map(zones).orElse(site);
            String where = finding.lock()
                    .map(l -> l + ": ")
                    .filter(l -> !finding.text().startsWith(l)) // says so itself
                    .orElse("");
            page.say(
                    mark(finding) + " ",
                    "  ",
                    ink(finding),
                    where + finding.text() + " (since " + Times.at(finding.since(), zone) + ")");
            if (!finding.action().isBlank()) {
                page.say("  > ", finding.action());
            }
        }
    }

    /** The doors somebody may open who should not. */
    public static void atRisk(Page page, List<DoorAtRisk> doors, Function<LockId, ZoneId> zones) {
        for (DoorAtRisk door : doors) {
            page.say(
                    "!! ",
                    "   ",
                    Ink.BAD,
                    door.slot() + ": " + door.text() + " (since "
                            + Times.at(door.since(), zones.apply(door.slot().lock())) + ")");
        }
    }

    private static String mark(Finding finding) {
        return switch (finding.severity()) {
            case CRITICAL -> "!!";
            case WARNING -> "! ";
            case INFO -> "- ";
        };
    }

    private static Ink ink(Finding finding) {
        return switch (finding.severity()) {
            case CRITICAL -> Ink.BAD;
            case WARNING -> Ink.WARN;
            case INFO -> Ink.PLAIN;
        };
    }

    /** For programs. */
    public static void json(ObjectNode into, List<Finding> findings) {
        ArrayNode all = into.putArray("findings");
        findings.forEach(f -> json(all.addObject(), f));
    }

    /** One for programs. */
    public static void json(ObjectNode node, Finding finding) {
        node.put("kind", finding.kind().name()).put("severity", Words.key(finding.severity()));
        finding.lock().ifPresent(l -> node.put("lock", l.value()));
        finding.slot().ifPresent(s -> node.put("slot", s.index()));
        finding.user().ifPresent(u -> node.put("user", u.value()));
        node.put("since", finding.since().toString());
        node.put("text", finding.text()).put("action", finding.action());
    }

    /** For programs. */
    public static void riskJson(ObjectNode into, List<DoorAtRisk> doors) {
        ArrayNode all = into.putArray("doors-at-risk");
        doors.forEach(d -> all.addObject()
                .put("lock", d.slot().lock().value())
                .put("slot", d.slot().index())
                .put("user", d.user().value())
                .put("since", d.since().toString())
                .put("text", d.text()));
    }
}
