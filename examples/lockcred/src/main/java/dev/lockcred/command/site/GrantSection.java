// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.EnforcementPreference;
import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import dev.lockcred.UserType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may open which doors, and when. */
public record GrantSection(
        At<String> user,
        List<At<String>> locks,
        Optional<At<String>> id,
        Optional<At<String>> was,
        Optional<At<Boolean>> enabled,
        List<At<Schedule>> weekly,
        List<DailySection> daily,
        Optional<At<Moment>> from,
        Optional<At<Moment>> until,
        List<At<ExceptItem>> except,
        Optional<UsesSection> uses,
        Map<String, Keyed<At<Integer>>> slot,
        Optional<At<EnforcementPreference>> enforcement,
        Optional<At<UserType>> type,
        Optional<At<Boolean>> deny,
        Optional<PinSource> pin,
        Mark mark) {

    static final Shape<GrantSection> SHAPE = Shapes.section("grant", "a grant", GrantSection::new);

    private GrantSection(Fields in) {
        this(
                in.required("user", Shapes.one(Scalar.id("a user")), "whose it is"),
                in.required(
                        "locks",
                        Shapes.oneOrMore(Shapes.one(Scalar.id("a lock or a group"))),
                        "which doors: locks, groups, or a list of them"),
                in.optional("id", Shapes.one(Scalar.id("a grant")), "what it is recognised by when it is edited"),
                in.optional("was", Shapes.one(Scalar.id("a grant")), "its id before it was renamed"),
                in.optional("enabled", Shapes.one(Scalar.truth()), "false: stopped for the time being (default: true)"),
                in.optional(
                                "weekly",
                                Shapes.oneOrMore(Shapes.one(Scalar.weekly())),
                                "days and times on the lock's clock, such as \"Tue,Fri 09:00-13:00\"")
                        .orElse(List.of()),
                in.optional("daily", Shapes.oneOrMore(DailySection.SHAPE), "every day from a time for a while")
                        .orElse(List.of()),
                in.optional(
                        "from",
                        Shapes.one(Scalar.moment()),
                        "when it begins, on each lock's clock unless an offset is given"),
                in.optional("until", Shapes.one(Scalar.moment()), "when it ends, exclusive"),
                in.optional(
                                "except",
                                Shapes.oneOrMore(Shapes.one(ExceptItem.TYPE)),
                                "days on which it does not hold, or `holidays`")
                        .orElse(List.of()),
                in.optional("uses", UsesSection.SHAPE, "at most so many unlocks"),
                in.optional(
                                "slot",
                                Shapes.table(Scalar.id("a lock"), Shapes.one(Scalar.number("a slot", 0, 65_535))),
                                "slots of your choice, by lock")
                        .orElse(Map.of()),
                in.optional(
                        "enforcement",
                        Shapes.one(Scalar.choice("an enforcement", enforcements())),
                        "who keeps the limits: prefer-lock (default), require-lock, accept-host, accept-none"),
                in.optional(
                        "type",
                        Shapes.one(Scalar.choice("a type of user", types())),
                        "what the code does (default: regular)"),
                in.optional("deny", Shapes.one(Scalar.truth()), "true: closes the doors for this user while it holds"),
                in.optional("pin", PinSource.SHAPE, "a PIN of its own for this grant"),
                in.mark());
    }

    static Map<String, EnforcementPreference> enforcements() {
        Map<String, EnforcementPreference> words = new LinkedHashMap<>();
        words.put("prefer-lock", EnforcementPreference.PREFER_LOCK);
        words.put("require-lock", EnforcementPreference.REQUIRE_LOCK);
        words.put("accept-host", EnforcementPreference.ACCEPT_HOST);
        words.put("accept-none", EnforcementPreference.ACCEPT_NONE);
        return words;
    }

    static Map<String, UserType> types() {
        Map<String, UserType> words = new LinkedHashMap<>();
        words.put("regular", UserType.REGULAR);
        words.put("duress", UserType.DURESS);
        words.put("disposable", UserType.DISPOSABLE);
        words.put("expiring", UserType.EXPIRING);
        words.put("remote-only", UserType.REMOTE_ONLY);
        words.put("non-access", UserType.NON_ACCESS);
        return words;
    }
}
