// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Grant;
import dev.lockcred.Schedule;
import dev.lockcred.UsageLimit;
import dev.lockcred.UserType;
import dev.lockcred.core.WeeklyText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A grant in words. */
public final class GrantText {

    private GrantText() {}

    /** {@code "front, everywhere"}. */
    public static String doors(Grant grant) {
        return Stream.concat(
                        grant.target().groups().stream().map(Object::toString),
                        grant.target().locks().stream().map(Object::toString))
                .collect(Collectors.joining(", "));
    }

    /** {@code "Tue,Fri 09:00-13:00, until 2026-12-01T00:00, once"}. */
    public static String when(Grant grant) {
        List<String> parts = new ArrayList<>();
        if (grant.effect() == Grant.Effect.DENY) {
            parts.add("DENIED");
        }
        parts.add(schedule(grant.schedule()));
        grant.validity().from().ifPresent(f -> parts.add("from " + f));
        grant.validity().until().ifPresent(u -> parts.add("until " + u));
        grant.limit().ifPresent(l -> parts.add(limit(l)));
        if (grant.type() != UserType.REGULAR) {
            parts.add(Words.of(grant.type()));
        }
        return String.join(", ", parts);
    }

    private static String limit(UsageLimit limit) {
        return (limit.uses() == 1 ? "once" : limit.uses() + " times")
                + (limit.scope() == UsageLimit.Scope.PER_LOCK ? " at each lock" : "")
                + limit.per().map(p -> " a " + Words.of(p)).orElse("");
    }

    /** A schedule in words. */
    public static String schedule(Schedule schedule) {
        if (schedule instanceof Schedule.Always) {
            return "always";
        } else if (schedule instanceof Schedule.Weekly weekly) {
            return WeeklyText.format(weekly);
        } else if (schedule instanceof Schedule.Daily daily) {
            return WeeklyText.formatDays(daily.days()) + " " + daily.start() + " for " + Times.length(daily.duration());
        } else if (schedule instanceof Schedule.Except except) {
            return schedule(except.base()) + " except "
                    + Words.count(except.days().size(), "day");
        } else if (schedule instanceof Schedule.Union union) {
            return union.parts().stream().map(GrantText::schedule).collect(Collectors.joining("; "));
        } else if (schedule instanceof Schedule.Without without) {
            return schedule(without.base()) + " without " + schedule(without.denied());
        } else if (schedule instanceof Schedule.Condition condition) {
            return "while " + condition.name();
        }
        return "in its dates";
    }

    /** For programs. */
    public static void json(ObjectNode node, Grant grant) {
        node.put("grant", grant.id().value()).put("user", grant.user().value());
        var locks = node.putArray("locks");
        grant.target().locks().forEach(l -> locks.add(l.value()));
        var groups = node.putArray("groups");
        grant.target().groups().forEach(g -> groups.add(g.value()));
        node.put("effect", Words.key(grant.effect())).put("enabled", grant.enabled());
        node.put("schedule", schedule(grant.schedule()));
        grant.validity().from().ifPresent(f -> node.put("from", f.toString()));
        grant.validity().until().ifPresent(u -> node.put("until", u.toString()));
        grant.limit()
                .ifPresent(l -> node.putObject("uses").put("count", l.uses()).put("scope", Words.key(l.scope())));
        node.put("type", Words.key(grant.type())).put("enforcement", Words.key(grant.enforcement()));
    }
}
