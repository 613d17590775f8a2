// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.doorlock.CredentialRef;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLock.Feature;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.ReadRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost, in invokes, from what is known of the lock's users now. Immutable; any thread.
 *
 * @param facts null before the lock was first seen
 * @param chainProven whether the end of the user chain is believed without a second question
 */
record Costs(
        UserTable.Snapshot table,
        @Nullable LockFacts facts,
        boolean oneDayPerEntry,
        boolean oneCall,
        boolean chainProven)
        implements CostModel {

    private static final int REPEATS = 4;

    @Override
    public String unit() {
        return "invokes";
    }

    @Override
    public Estimate of(List<Change> changes) {
        Map<CredentialRef, Integer> owners = new HashMap<>(table.owners());
        int typical = 0;
        boolean complete = table.complete();
        for (Change change : changes) {
            CredentialRef ref = Kinds.wire(change.ref()).orElse(null);
            if (ref == null || !manageable()) {
                continue;
            }
            Integer owner = owners.get(ref);
            UserRecord user = owner == null ? null : table.users().get(owner);
            int finding = user == null ? 2 : 0;
            if (change instanceof Change.Put put) {
                typical += put(put, user, finding, complete);
            } else if (change instanceof Change.Clear) {
                typical++; // an empty place is one question, a known user one command
                owners.remove(ref);
            } else if (change instanceof Change.SetEnabled enable) {
                boolean same = user != null && user.enabled() == enable.enabled();
                typical += same ? 0 : finding + 1;
            } else if (change instanceof Change.SetUser set) {
                var wishes = UserWishes.of(set.facts(), null, set.schedules());
                typical +=
                        finding + (user == null ? 1 : fields(user, wishes)) + schedules(set.schedules(), user, false);
            }
        }
        return new Estimate(typical, typical * REPEATS + 20 * changes.size());
    }

    private int put(Change.Put put, @Nullable UserRecord user, int finding, boolean complete) {
        var wishes = UserWishes.of(put.facts(), put.enabled(), put.schedules());
        boolean labelled = put.facts().name().isPresent() || put.facts().mark().isPresent();
        return switch (put.basis()) {
            case OURS ->
                finding + (user == null ? 0 : fields(user, wishes)) + schedules(put.schedules(), user, false) + 1;
            case EMPTY, CONSENT -> {
                int before = put.basis() == Change.Put.Basis.CONSENT ? 1 : 0;
                boolean plain = put.enabled()
                        && put.schedules().isEmpty()
                        && wishes.rule().code() == 0;
                if (put.userIndex().isPresent()) {
                    UserRecord there = table.users().get(put.userIndex().getAsInt());
                    yield before
                            + (there == null ? 2 : fields(there, wishes))
                            + schedules(put.schedules(), there, there == null)
                            + 1;
                }
                if (plain && oneCall && (!labelled || !complete)) {
                    yield before + (labelled ? 2 : 1);
                }
                yield before + (complete ? 0 : all()) + 2 + schedules(put.schedules(), null, true);
            }
        };
    }

    /** Commands to bring a user's fields to the wishes: at most one that tightens and one that loosens. */
    private static int fields(UserRecord user, UserWishes wishes) {
        boolean labels = !wishes.hasName(user) || !wishes.hasMark(user) || !wishes.hasRule(user);
        boolean differs = labels || !wishes.hasStatus(user) || !wishes.hasType(user);
        if (!differs) {
            return 0;
        }
        boolean loosens = wishes.loosens(user);
        boolean tightens = !wishes.hasStatus(user) && Boolean.FALSE.equals(wishes.enabled())
                || !wishes.hasType(user)
                        && wishes.type() != dev.lockcred.matter.internal.doorlock.Codes.UserType.UNRESTRICTED;
        return loosens && tightens ? 2 : 1;
    }

    private int schedules(List<dev.lockcred.spi.ScheduleEntry> wanted, @Nullable UserRecord user, boolean newUser) {
        if (wanted.isEmpty()) {
            return 0;
        }
        List<dev.lockcred.spi.ScheduleEntry> entries = oneDayPerEntry ? ScheduleCodec.oneDayEach(wanted) : wanted;
        List<dev.lockcred.spi.ScheduleEntry> there =
                user == null ? null : table.schedules().get(user.index());
        if (entries.equals(there)) {
            return 0;
        }
        boolean clean = newUser || there != null && there.isEmpty();
        int clearing = clean || facts == null
                ? 0
                : (facts.has(Feature.WEEK_DAY_SCHEDULES) ? 1 : 0) + (facts.has(Feature.YEAR_DAY_SCHEDULES) ? 1 : 0);
        return clearing + entries.size();
    }

    @Override
    public Estimate of(ReadRequest request) {
        if (!manageable()) {
            return Estimate.FREE;
        }
        Integer total = facts == null ? null : facts.number(DoorLock.TOTAL_USERS);
        int worst = ((total == null ? 255 : total) + 2) * REPEATS;
        if (request instanceof ReadRequest.Slots slots) {
            Set<Integer> users = new HashSet<>();
            int cost = 0;
            for (var place : slots.refs()) {
                Integer owner = Kinds.wire(place).map(table.owners()::get).orElse(null);
                cost += owner == null || users.add(owner) ? 1 : 0;
            }
            return new Estimate(cost, Math.max(cost, slots.refs().size() * 2 * REPEATS));
        }
        return new Estimate(all(), Math.max(all(), worst));
    }

    /** A whole read: one per user, one more when the first index is free, one to make sure that a first end is the end. */
    private int all() {
        Set<Integer> users = table.users().keySet();
        boolean endsAtFirst = users.stream().allMatch(index -> index == 1);
        return users.size() + (users.contains(1) ? 0 : 1) + (endsAtFirst && !chainProven ? 1 : 0);
    }

    @Override
    public Estimate ofCheck() {
        return Estimate.FREE;
    }

    private boolean manageable() {
        return facts == null || facts.has(Feature.USERS) || facts.accepted() != null && facts.accepts(0x22);
    }
}
