// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Assignment;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.Plan;
import dev.lockcred.core.WishChanges;
import dev.lockcred.core.WishPreview;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** A plan as people and as programs read it. */
public final class PlanText {

    /** So many locks are told by name. */
    private static final int NAMED = 6;

    private final Page page;
    private final Function<LockId, ZoneId> zones;

    public PlanText(Page page, Function<LockId, ZoneId> zones) {
        this.page = page;
        this.zones = zones;
    }

    /** What changes in the wishes, before what changes in the locks. */
    public void changes(WishChanges changes, String file) {
        if (changes.isEmpty()) {
            return;
        }
        page.title("Changes of " + file);
        var table = new Table("  ");
        for (WishChanges.Change change : changes.changes()) {
            boolean revokes = !change.revokes().isEmpty();
            table.row(
                    revokes ? Ink.WARN : Ink.PLAIN,
                    sign(change.kind()),
                    change.origin(),
                    change.text() + (revokes ? revoked(change.revokes()) : ""));
        }
        page.table(table);
        changes.remarks().forEach(r -> page.say("  note: ", r));
        page.gap();
    }

    private static String revoked(List<WishChanges.Revoked> revokes) {
        var doors = new TreeMap<UserId, TreeSet<LockId>>();
        revokes.forEach(r -> doors.computeIfAbsent(r.user(), u -> new TreeSet<>(InOrder.LOCKS))
                .add(r.lock()));
        var text = new StringJoiner("; ", "; revokes ", "");
        doors.forEach((user, locks) -> text.add(user + " at " + places(locks)));
        return text.toString();
    }

    private static String places(Set<LockId> locks) {
        return locks.size() > NAMED
                ? Words.count(locks.size(), "lock")
                : String.join(", ", locks.stream().map(LockId::value).toList());
    }

    private static String sign(WishChanges.Kind kind) {
        return switch (kind) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case CHANGED, RENAMED, ROTATED -> "~";
        };
    }

    /** Why it would be refused as it stands. */
    public void refusals(List<WishPreview.Refusal> refusals) {
        refusals.forEach(r -> page.say("! ", "  ", Ink.BAD, r.text()));
        if (!refusals.isEmpty()) {
            page.gap();
        }
    }

    /** The plan, lock by lock. */
    public void plan(Plan plan, boolean verbose) {
        warnings(plan);
        for (Plan.OfLock lock : inOrder(plan)) {
            List<Plan.Item> items = lock.items().stream()
                    .filter(i ->
                            verbose || i.sign() != Plan.Sign.NONE || i.due().isPresent())
                    .toList();
            int quiet = lock.items().size() - items.size();
            if (items.isEmpty() && quiet == 0 && lock.warnings().isEmpty()) {
                continue;
            }
            ZoneId zone = zones.apply(lock.lock());
            page.title(lock.lock() + "  " + page.paint(Ink.DIM, cost(lock)));
            var table = new Table("  ");
            for (Plan.Item item : items) {
                table.row(ink(item.sign()), sign(item), item.userName(), slot(item.slot()), reason(item, zone));
            }
            page.table(table);
            if (quiet > 0) {
                page.say("  = ", Words.count(quiet, "code") + " as it should be");
            }
            page.say("  ", footer(lock, zone, plan.at()));
            page.gap();
        }
    }

    private static List<Plan.OfLock> inOrder(Plan plan) {
        return plan.locks().stream()
                .sorted(Comparator.comparing(Plan.OfLock::lock, InOrder.LOCKS))
                .toList();
    }

    private void warnings(Plan plan) {
        boolean any = false;
        for (Plan.OfLock lock : inOrder(plan)) {
            for (String warning : lock.warnings()) {
                if (lock.items().stream().anyMatch(i -> says(warning, i))) {
                    continue; // stands with the item
                }
                page.say("! ", "  ", Ink.WARN, lock.lock() + ": " + warning);
                any = true;
            }
        }
        if (any) {
            page.gap();
        }
    }

    private static boolean says(String warning, Plan.Item item) {
        return item.sign() == Plan.Sign.REFUSED && warning.contains(item.reason());
    }

    private static String cost(Plan.OfLock lock) {
        long changes = lock.items().stream().filter(PlanText::isChange).count();
        if (changes == 0) {
            return "nothing to send";
        }
        return Words.count(changes, "change") + ", about " + lock.cost() + " " + lock.unit();
    }

    /** Whether it would be sent now. */
    public static boolean isChange(Plan.Item item) {
        return item.due().isEmpty()
                && (item.sign() == Plan.Sign.ADD || item.sign() == Plan.Sign.REMOVE || item.sign() == Plan.Sign.CHANGE);
    }

    private static Ink ink(Plan.Sign sign) {
        return switch (sign) {
            case ADD -> Ink.GOOD;
            case REMOVE, CHANGE -> Ink.WARN;
            case REFUSED -> Ink.BAD;
            case NONE -> Ink.DIM;
        };
    }

    private static String sign(Plan.Item item) {
        return switch (item.sign()) {
            case ADD -> "+";
            case REMOVE -> "-";
            case CHANGE -> "~";
            case REFUSED -> "!";
            case NONE -> item.due().isPresent() ? "." : "=";
        };
    }

    private static String slot(OptionalInt slot) {
        return slot.isPresent() ? "slot " + slot.getAsInt() : "";
    }

    private static String reason(Plan.Item item, ZoneId zone) {
        var text = new StringBuilder(item.reason());
        item.due()
                .map(d -> Times.at(d, zone))
                .filter(d -> !item.reason().contains(d))
                .ifPresent(d -> text.append("; next on ").append(d));
        if (item.sign() == Plan.Sign.ADD || item.sign() == Plan.Sign.CHANGE || item.sign() == Plan.Sign.NONE) {
            text.append("; ").append(Levels.of(item.level()));
        }
        if (item.cost() > 0) {
            text.append(" (").append(item.cost()).append(")");
        }
        item.blocked()
                .flatMap(b -> advice(b, item))
                .ifPresent(a -> text.append(". ").append(a));
        return text.toString();
    }

    private static Optional<String> advice(Assignment.Blocked blocked, Plan.Item item) {
        return Optional.ofNullable(
                switch (blocked) {
                    case NO_PIN -> "Next: lockcred pin " + item.user();
                    case NO_RESIDENT_ENGINE ->
                        "Next: lockcred apply --watch, or --accept-host-enforcement, or enforcement: accept-host";
                    case PLAINTEXT -> "Next: include the lock securely, or allow-plaintext: true";
                    case UNENFORCEABLE -> "Next: another lock, or enforcement: accept-none";
                    default -> null;
                });
    }

    private static String footer(Plan.OfLock lock, ZoneId zone, Instant now) {
        String seen = lock.observed()
                .map(o -> "oldest observation " + Times.ago(o, now))
                .orElse("its slots were never read");
        return seen
                + lock.next()
                        .map(n -> "; next change by itself " + Times.at(n, zone))
                        .orElse("");
    }

    /** The last line: what all of it comes to. */
    public String summary(Plan plan) {
        long changes = plan.locks().stream()
                .flatMap(l -> l.items().stream())
                .filter(PlanText::isChange)
                .count();
        long refused = plan.locks().stream()
                .flatMap(l -> l.items().stream())
                .filter(i -> i.sign() == Plan.Sign.REFUSED)
                .count();
        long locks = plan.locks().stream()
                .filter(l -> l.items().stream().anyMatch(PlanText::isChange))
                .count();
        if (changes == 0) {
            return refused == 0
                    ? "Nothing to do: every lock agrees as far as is known."
                    : "Nothing to send, and " + Words.count(refused, "code") + " that cannot be written: see above.";
        }
        return Words.count(changes, "change") + " at " + Words.count(locks, "lock")
                + (refused > 0 ? ", and " + refused + " that cannot be done" : "") + ".";
    }

    // ---- for programs

    /** The plan for programs. */
    public static void json(ObjectNode into, Plan plan) {
        into.put("at", plan.at().toString());
        into.put("changes", plan.hasChanges());
        ArrayNode locks = into.putArray("locks");
        for (Plan.OfLock lock : plan.locks()) {
            ObjectNode node = locks.addObject();
            node.put("lock", lock.lock().value());
            node.put("cost", lock.cost()).put("unit", lock.unit());
            lock.next().ifPresent(n -> node.put("next", n.toString()));
            lock.observed().ifPresent(o -> node.put("observed", o.toString()));
            lock.warnings().forEach(node.putArray("warnings")::add);
            ArrayNode items = node.putArray("items");
            for (Plan.Item item : lock.items()) {
                ObjectNode entry = items.addObject();
                entry.put("action", Words.key(item.sign()));
                entry.put("user", item.user().value()).put("name", item.userName());
                item.slot().ifPresent(s -> entry.put("slot", s));
                entry.put("enforcement", Levels.key(item.level()));
                item.blocked().ifPresent(b -> entry.put("blocked", b.name()));
                entry.put("reason", item.reason());
                entry.put("cost", item.cost());
                item.due().ifPresent(d -> entry.put("due", d.toString()));
            }
        }
    }

    /** Changes of the wishes, for programs. */
    public static void json(ObjectNode into, WishChanges changes) {
        ArrayNode all = into.putArray("wishes");
        for (WishChanges.Change change : changes.changes()) {
            ObjectNode node = all.addObject();
            node.put("change", Words.key(change.kind()));
            node.put("part", Words.key(change.part()));
            node.put("id", change.id());
            node.put("origin", change.origin());
            node.put("text", change.text());
            ArrayNode revokes = node.putArray("revokes");
            change.revokes()
                    .forEach(r -> revokes.addObject()
                            .put("user", r.user().value())
                            .put("lock", r.lock().value()));
        }
    }

    /** Why it would be refused, for programs. */
    public static void json(ObjectNode into, List<WishPreview.Refusal> refusals) {
        ArrayNode all = into.putArray("refusals");
        refusals.forEach(
                r -> all.addObject().put("reason", Words.key(r.reason())).put("text", r.text()));
    }
}
