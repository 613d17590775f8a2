// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.Grant;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockPolicy;
import dev.lockcred.Schedule;
import dev.lockcred.UsageLimit;
import dev.lockcred.UserType;
import dev.lockcred.core.WeeklyText;
import dev.lockcred.core.WishedState;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes wishes as a site file that {@link SiteReader} takes. What a file cannot say stands in a comment. */
public final class SiteExport {

    private final StringBuilder out = new StringBuilder();

    private SiteExport() {}

    /** The wishes as text; drivers and settings are those of the site. */
    public static String of(Site site, WishedState wishes) {
        var export = new SiteExport();
        export.write(site, wishes);
        return export.out.toString();
    }

    private void write(Site site, WishedState wishes) {
        line("site: { name: " + text(site.file().site().name().value()) + ", zone: " + site.zone() + ", id: "
                + site.identity() + " }");
        line("drivers:");
        site.file().drivers().forEach((name, driver) -> {
            var settings = new StringBuilder("type: " + driver.value().type());
            driver.value()
                    .settings()
                    .forEach((k, v) ->
                            settings.append(", ").append(k).append(": ").append(text(v)));
            line("  " + name + ": { " + settings + " }");
        });
        line("locks:");
        wishes.locks().forEach(l -> {
            String code = source(site.programmingCodeSource(l.lock().id()));
            line("  " + l.lock().id() + ": { " + lock(l.lock()) + code + " }");
        });
        if (!wishes.groups().isEmpty()) {
            line("groups:");
            for (WishedState.GroupWish wish : wishes.groups()) {
                LockGroup group = wish.group();
                line("  " + group.id() + ": " + list(group.members()));
            }
        }
        if (!wishes.users().isEmpty()) {
            line("users:");
            wishes.users().forEach(u -> {
                String pin = source(site.pinSource(u.user().id()));
                String phone = site.phone(u.user().id())
                        .map(p -> ", phone: " + text(p))
                        .orElse("");
                line("  " + u.user().id() + ": { name: " + text(u.user().name()) + pin + phone + " }");
            });
        }
        if (!wishes.grants().isEmpty()) {
            line("grants:");
            wishes.grants().forEach(g -> grant(g.grant()));
        }
    }

    private static String source(Optional<PinSource> named) {
        return named.map(p -> ", " + p.of().key() + ": { "
                        + p.env()
                                .map(e -> "env: " + e.value())
                                .orElseGet(() ->
                                        "file: " + text(p.file().orElseThrow().value()))
                        + " }")
                .orElse("");
    }

    private static String lock(Lock lock) {
        var text = new StringBuilder("driver: " + lock.driver() + ", address: " + text(lock.address()));
        lock.zone().ifPresent(z -> text.append(", zone: ").append(z));
        lock.profile().ifPresent(p -> text.append(", profile: ").append(text(p)));
        if (lock.allowPlaintext()) {
            text.append(", allow-plaintext: true");
        }
        LockPolicy p = lock.policy();
        LockPolicy d = LockPolicy.DEFAULT;
        List<String> policy = new ArrayList<>();
        add(policy, "foreign", word(p.foreign()), word(d.foreign()));
        add(policy, "altered", word(p.altered()), word(d.altered()));
        add(policy, "deleted", word(p.deleted()), word(d.deleted()));
        add(policy, "writes-per-hour", p.writesPerHour(), d.writesPerHour());
        add(policy, "writes-per-day", p.writesPerDay(), d.writesPerDay());
        add(policy, "reads-per-day", p.readsPerDay(), d.readsPerDay());
        add(policy, "spacing", Scalar.format(p.spacing()), Scalar.format(d.spacing()));
        add(policy, "contention", p.contention(), d.contention());
        if (!policy.isEmpty()) {
            text.append(", policy: { ").append(String.join(", ", policy)).append(" }");
        }
        return text.toString();
    }

    private static void add(List<String> parts, String key, Object value, Object usual) {
        if (!value.equals(usual)) {
            parts.add(key + ": " + value);
        }
    }

    private void grant(Grant grant) {
        List<String> parts = new ArrayList<>();
        parts.add("id: " + grant.id());
        parts.add("user: " + grant.user());
        List<Object> doors = new ArrayList<>(grant.target().groups());
        doors.addAll(grant.target().locks());
        parts.add("locks: " + list(doors));
        Set<LocalDate> except = new TreeSet<>();
        List<String> weekly = new ArrayList<>();
        List<String> daily = new ArrayList<>();
        boolean sayable = windows(grant.schedule(), weekly, daily, except);
        if (!weekly.isEmpty()) {
            parts.add("weekly: \"" + String.join("; ", weekly) + "\"");
        }
        if (!daily.isEmpty()) {
            parts.add("daily: [" + String.join(", ", daily) + "]");
        }
        grant.validity().from().ifPresent(f -> parts.add("from: " + f));
        grant.validity().until().ifPresent(u -> parts.add("until: " + u));
        if (!except.isEmpty()) {
            parts.add("except: " + list(except));
        }
        grant.limit().ifPresent(l -> parts.add("uses: " + uses(l)));
        if (!grant.slots().isEmpty()) {
            List<String> slots = new ArrayList<>();
            grant.slots().forEach((lock, slot) -> slots.add(lock + ": " + slot));
            parts.add("slot: { " + String.join(", ", slots) + " }");
        }
        add(parts, "enabled", grant.enabled(), true);
        add(parts, "deny", grant.effect() == Grant.Effect.DENY, false);
        add(parts, "type", word(grant.type()), word(UserType.REGULAR));
        add(parts, "enforcement", word(grant.enforcement()), "prefer-lock");
        String text = "- { " + String.join(", ", parts) + " }";
        line(sayable ? "  " + text : "  # its hours cannot be said in a site file: " + text);
    }

    private static String uses(UsageLimit limit) {
        boolean plain = limit.scope() == UsageLimit.Scope.SHARED && limit.per().isEmpty();
        return plain
                ? Integer.toString(limit.uses())
                : "{ count: " + limit.uses() + (limit.scope() == UsageLimit.Scope.PER_LOCK ? ", per: lock" : "")
                        + limit.per().map(p -> ", each: " + word(p)).orElse("") + " }";
    }

    /** Whether all of the schedule can be said. */
    private static boolean windows(Schedule schedule, List<String> weekly, List<String> daily, Set<LocalDate> except) {
        if (schedule instanceof Schedule.Always) {
            return true;
        } else if (schedule instanceof Schedule.Weekly w) {
            weekly.add(WeeklyText.format(w));
            return true;
        } else if (schedule instanceof Schedule.Daily d) {
            daily.add("{ at: \"" + d.start() + "\", for: " + Scalar.format(d.duration()) + " }");
            return d.days().equals(EnumSet.allOf(DayOfWeek.class));
        } else if (schedule instanceof Schedule.Except e) {
            except.addAll(e.days());
            return windows(e.base(), weekly, daily, except);
        } else if (schedule instanceof Schedule.Union u) {
            return u.parts().stream()
                    .allMatch(p -> !(p instanceof Schedule.Except) && windows(p, weekly, daily, except));
        }
        return false;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String list(Iterable<?> items) {
        List<String> parts = new ArrayList<>();
        items.forEach(i -> parts.add(i.toString()));
        return "[" + String.join(", ", parts) + "]";
    }

    private static String text(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
