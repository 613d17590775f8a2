// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people wished, in memory: users, locks, groups, grants, revocations by hand, counts. Each change goes into a commit as
 * it is made. An index tells which grants touch a lock, so that planning costs in proportion to what changed (D1). Confined to
 * the engine's lane.
 */
final class WishBook {

    private static final String WAS = "was/";

    private final TreeMap<UserId, String> names = new TreeMap<>();
    private final TreeSet<UserId> users = new TreeSet<>();
    private final TreeSet<UserId> removed = new TreeSet<>();
    private final TreeMap<LockId, Lock> locks = new TreeMap<>();
    private final TreeMap<GroupId, LockGroup> groups = new TreeMap<>();
    private final TreeMap<GrantId, GrantRecord> grants = new TreeMap<>();
    private final TreeMap<String, Grants.Revocation> revocations = new TreeMap<>();
    private final TreeMap<CredentialId, CredentialRecord> credentials = new TreeMap<>();
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private final TreeSet<String> over = new TreeSet<>();
    private final TreeMap<LockId, TreeSet<GrantId>> byLock = new TreeMap<>();
    private final TreeMap<UserId, TreeSet<GrantId>> byUser = new TreeMap<>();
    private final Map<GrantId, Integer> reach = new HashMap<>();
    private final TreeMap<String, String> former = new TreeMap<>(); // was/lock/old or was/user/old, to the id of now
    private final Undo undo = new Undo();
    private final SiteBook site = new SiteBook(undo);

    /**
     * A grant and where it came from.
     *
     * @param grant as it was said
     * @param origin {@code hand}, or the place in a site file
     * @param stopped by hand, which outranks what was said
     */
    record GrantRecord(Grant grant, String origin, Optional<Stop> stopped) {
        /** The grant as it counts. */
        Grant effective() {
            return stopped.isPresent() && grant.enabled() ? grant.with(b -> b.enabled(false)) : grant;
        }
    }

    /** Somebody disabled a grant by hand. */
    record Stop(String by, Instant at) {}

    /**
     * A credential and the version of its secret.
     *
     * @param version counts the secrets it has had; 0 before the first
     * @param set whether it has one now
     * @param compromised whether older versions go before this one comes (R17)
     */
    record CredentialRecord(
            CredentialId id, UserId owner, CredentialKind kind, int version, boolean set, boolean compromised) {}

    /** The id of a user's own PIN. */
    static CredentialId pinOf(UserId user) {
        return Pins.own(user);
    }

    // ---- loading

    void load(Table table, String key, byte[] bytes) {
        switch (table) {
            case USER -> {
                users.add(UserId.of(key));
                if (bytes.length > 0 && bytes[0] == 'x') {
                    removed.add(UserId.of(key));
                }
            }
            case NAME -> names.put(UserId.of(key), new String(bytes, StandardCharsets.UTF_8));
            case LOCK -> locks.put(LockId.of(key), WishDocuments.lock(bytes));
            case GROUP -> groups.put(GroupId.of(key), WishDocuments.group(bytes));
            case GRANT -> grants.put(GrantId.of(key), WishDocuments.grant(bytes));
            case META -> {
                if (key.startsWith(WAS)) {
                    former.put(key, new String(bytes, StandardCharsets.UTF_8));
                }
            }
            case SITE -> site.load(key, bytes);
            case CREDENTIAL -> credentials.put(CredentialId.of(key), WishDocuments.credential(bytes));
            case DENIAL -> revocations.put(key, WishDocuments.revocation(bytes));
            case COUNT -> {
                if (key.startsWith("over/")) {
                    over.add(key);
                } else {
                    counts.put(key, Integer.parseInt(new String(bytes, StandardCharsets.US_ASCII)));
                }
            }
            default -> throw new IllegalArgumentException("no wish: " + table);
        }
    }

    /** What of it came from a site. */
    SiteBook site() {
        return site;
    }

    /** Records, so that an edit that fails can be taken back. */
    Undo undo() {
        return undo;
    }

    /** Counts the changes of what is wished: while it is the same, so are all wishes. */
    long revision() {
        return undo.revision();
    }

    /** Takes an edit back. */
    void takeBack() {
        undo.takeBack();
        index();
    }

    /** Builds the index; after loading. */
    void index() {
        byLock.clear();
        byUser.clear();
        reach.clear();
        grants.values().forEach(r -> index(r.grant()));
    }

    private void index(Grant grant) {
        Set<LockId> locks = locksOf(grant);
        reach.put(grant.id(), locks.size());
        locks.forEach(l -> byLock.computeIfAbsent(l, x -> new TreeSet<>()).add(grant.id()));
        byUser.computeIfAbsent(grant.user(), x -> new TreeSet<>()).add(grant.id());
    }

    private void unindex(Grant grant) {
        reach.remove(grant.id());
        locksOf(grant).forEach(l -> {
            var at = byLock.get(l);
            if (at != null) {
                at.remove(grant.id());
            }
        });
        var of = byUser.get(grant.user());
        if (of != null) {
            of.remove(grant.id());
        }
    }

    // ---- users

    boolean isUser(UserId id) {
        return users.contains(id) && !removed.contains(id);
    }

    boolean isKnown(UserId id) {
        return users.contains(id);
    }

    boolean isRemoved(UserId id) {
        return removed.contains(id);
    }

    String name(UserId id) {
        String name = names.get(id);
        if (name != null) {
            return name;
        }
        UserId now = UserId.of(former.getOrDefault(WAS + "user/" + id.value(), id.value()));
        return names.getOrDefault(now, id.value());
    }

    /** The names of all users, under all ids they had, as far as they are not erased. */
    Map<UserId, String> namesEver() {
        var all = new TreeMap<UserId, String>(names);
        former.forEach((key, now) -> {
            String name = names.get(UserId.of(now));
            if (key.startsWith(WAS + "user/") && name != null) {
                all.putIfAbsent(UserId.of(key.substring((WAS + "user/").length())), name);
            }
        });
        return all;
    }

    /** Moves a user to another id; its grants and credentials must be moved besides. */
    void renameUser(UserId from, UserId to, Commit.Builder commit) {
        String name = names.getOrDefault(from, to.value());
        undo.remove(users, from);
        undo.remove(names, from);
        commit.delete(Table.USER, from.value());
        commit.delete(Table.NAME, from.value());
        putUser(to, name, commit);
        formerly("user/", from.value(), to.value(), commit);
    }

    /** A lock had another id before. */
    void formerly(LockId from, LockId to, Commit.Builder commit) {
        formerly("lock/", from.value(), to.value(), commit);
    }

    private void formerly(String kind, String from, String to, Commit.Builder commit) {
        for (String key : formerKeys(kind, from)) {
            undo.put(former, key, to);
            commit.put(Table.META, key, to.getBytes(StandardCharsets.UTF_8));
        }
        undo.put(former, WAS + kind + from, to);
        commit.put(Table.META, WAS + kind + from, to.getBytes(StandardCharsets.UTF_8));
        if (undo.remove(former, WAS + kind + to) != null) {
            commit.delete(Table.META, WAS + kind + to);
        }
    }

    private List<String> formerKeys(String kind, String now) {
        return former.entrySet().stream()
                .filter(e -> e.getKey().startsWith(WAS + kind) && e.getValue().equals(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The ids a user had before, under which log entries of that time stand. */
    List<UserId> formerIds(UserId user) {
        return formerKeys("user/", user.value()).stream()
                .map(k -> UserId.of(k.substring((WAS + "user/").length())))
                .toList();
    }

    /** The ids a lock had before. */
    List<LockId> formerIds(LockId lock) {
        return formerKeys("lock/", lock.value()).stream()
                .map(k -> LockId.of(k.substring((WAS + "lock/").length())))
                .toList();
    }

    Optional<String> storedName(UserId id) {
        return Optional.ofNullable(names.get(id));
    }

    List<UserId> users() {
        return users.stream().filter(u -> !removed.contains(u)).toList();
    }

    void putUser(UserId id, String name, Commit.Builder commit) {
        undo.add(users, id);
        undo.remove(removed, id);
        undo.put(names, id, name);
        commit.put(Table.USER, id.value(), new byte[] {'u'});
        commit.put(Table.NAME, id.value(), name.getBytes(StandardCharsets.UTF_8));
    }

    void removeUser(UserId id, Commit.Builder commit) {
        undo.add(removed, id);
        commit.put(Table.USER, id.value(), new byte[] {'x'});
    }

    void eraseName(UserId id, Commit.Builder commit) {
        undo.remove(names, id);
        commit.delete(Table.NAME, id.value());
    }

    // ---- locks and groups

    Optional<Lock> lock(LockId id) {
        return Optional.ofNullable(locks.get(id));
    }

    List<Lock> locks() {
        return List.copyOf(locks.values());
    }

    void putLock(Lock lock, Commit.Builder commit) {
        undo.put(locks, lock.id(), lock);
        commit.put(Table.LOCK, lock.id().value(), WishDocuments.encode(lock));
    }

    void removeLock(LockId id, Commit.Builder commit) {
        undo.remove(locks, id);
        commit.delete(Table.LOCK, id.value());
        commit.delete(Table.LOCK_STATE, id.value());
    }

    List<LockGroup> groups() {
        return List.copyOf(groups.values());
    }

    boolean isGroup(GroupId id) {
        return groups.containsKey(id);
    }

    void putGroup(LockGroup group, Commit.Builder commit) {
        undo.put(groups, group.id(), group);
        commit.put(Table.GROUP, group.id().value(), WishDocuments.encode(group));
        index();
    }

    void removeGroup(GroupId id, Commit.Builder commit) {
        undo.remove(groups, id);
        commit.delete(Table.GROUP, id.value());
        index();
    }

    // ---- grants

    Optional<GrantRecord> grant(GrantId id) {
        return Optional.ofNullable(grants.get(id));
    }

    List<GrantRecord> grants() {
        return List.copyOf(grants.values());
    }

    List<Grant> grantsAt(LockId lock) {
        return indexed(byLock.get(lock));
    }

    List<Grant> grantsOf(UserId user) {
        return indexed(byUser.get(user));
    }

    private List<Grant> indexed(@Nullable Set<GrantId> ids) {
        if (ids == null) {
            return List.of();
        }
        var found = new ArrayList<Grant>(ids.size());
        for (GrantId id : ids) {
            GrantRecord record = grants.get(id);
            if (record != null) {
                found.add(record.effective());
            }
        }
        return Collections.unmodifiableList(found);
    }

    /** The locks of a grant, groups resolved, each once. */
    Set<LockId> locksOf(Grant grant) {
        var found = new LinkedHashSet<LockId>(grant.target().locks());
        for (GroupId id : grant.target().groups()) {
            LockGroup group = groups.get(id);
            if (group != null) {
                found.addAll(group.members());
            }
        }
        return Collections.unmodifiableSet(found);
    }

    /** How many locks a grant names, groups resolved; without counting them again for each of them. */
    int reach(Grant grant) {
        Integer known = reach.get(grant.id());
        return known != null ? known : locksOf(grant).size();
    }

    /** All locks that a user's grants name. */
    Set<LockId> locksOf(UserId user) {
        var found = new TreeSet<LockId>();
        grantsOf(user).forEach(g -> found.addAll(locksOf(g)));
        return found;
    }

    void putGrant(GrantRecord record, Commit.Builder commit) {
        Grant grant = record.grant();
        GrantRecord before = grants.get(grant.id());
        if (before != null) {
            unindex(before.grant());
        }
        undo.put(grants, grant.id(), record);
        index(grant);
        commit.put(Table.GRANT, grant.id().value(), WishDocuments.encode(record));
    }

    void removeGrant(GrantId id, Commit.Builder commit) {
        GrantRecord before = undo.remove(grants, id);
        if (before != null) {
            unindex(before.grant());
        }
        commit.delete(Table.GRANT, id.value());
        forgetCounts(id, commit);
    }

    // ---- revocations by hand

    Optional<Grants.Revocation> revocation(UserId user, LockId lock) {
        if (revocations.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(revocations.getOrDefault(user + "|*", revocations.get(user + "|" + lock)));
    }

    List<Grants.Revocation> revocations() {
        return List.copyOf(revocations.values());
    }

    void putRevocation(Grants.Revocation revocation, Commit.Builder commit) {
        String key = key(revocation.user(), revocation.lock().orElse(null));
        undo.put(revocations, key, revocation);
        commit.put(Table.DENIAL, key, WishDocuments.encode(revocation));
    }

    /** Lifts the revocation at one lock, or all of the user's. */
    void removeRevocation(UserId user, @Nullable LockId lock, Commit.Builder commit) {
        List<String> keys = lock != null
                ? List.of(key(user, lock))
                : revocations.keySet().stream()
                        .filter(k -> k.startsWith(user + "|"))
                        .toList();
        for (String key : keys) {
            if (undo.remove(revocations, key) != null) {
                commit.delete(Table.DENIAL, key);
            }
        }
    }

    private static String key(UserId user, @Nullable LockId lock) {
        return user + "|" + (lock == null ? "*" : lock);
    }

    // ---- credentials

    Optional<CredentialRecord> credential(CredentialId id) {
        return Optional.ofNullable(credentials.get(id));
    }

    /** The credentials of a user, by id. */
    List<CredentialRecord> credentialsOf(UserId user) {
        return credentials.values().stream().filter(c -> c.owner().equals(user)).toList();
    }

    List<CredentialRecord> credentials() {
        return List.copyOf(credentials.values());
    }

    void removeCredential(CredentialId id, Commit.Builder commit) {
        undo.remove(credentials, id);
        commit.delete(Table.CREDENTIAL, id.value());
    }

    void putCredential(CredentialRecord record, Commit.Builder commit) {
        undo.put(credentials, record.id(), record);
        commit.put(Table.CREDENTIAL, record.id().value(), WishDocuments.encode(record));
    }

    // ---- counts (R37, R38)

    int count(String key) {
        return counts.getOrDefault(key, 0);
    }

    void count(String key, int value, Commit.Builder commit) {
        undo.put(counts, key, value);
        commit.put(Table.COUNT, key, Integer.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** Latches that a grant is over at a lock for good: a clock that jumps back revives nothing (R14, R47). */
    void latchOver(GrantId grant, LockId lock, Commit.Builder commit) {
        String key = overKey(grant, lock);
        if (undo.add(over, key)) {
            commit.put(Table.COUNT, key, new byte[] {'1'});
        }
    }

    boolean isOver(GrantId grant, LockId lock) {
        return !over.isEmpty() && over.contains(overKey(grant, lock));
    }

    /** An edited grant is a new word: what was latched of the old one is forgotten. */
    void forgetLatches(GrantId grant, Commit.Builder commit) {
        List<String> keys =
                over.stream().filter(k -> k.startsWith("over/" + grant + "|")).toList();
        keys.forEach(k -> {
            undo.remove(over, k);
            commit.delete(Table.COUNT, k);
        });
    }

    /** What was counted and latched at one lock was so at the other. */
    void renameCounts(LockId from, LockId to, Commit.Builder commit) {
        for (String key : List.copyOf(over)) {
            if (key.endsWith("|" + from)) {
                undo.remove(over, key);
                commit.delete(Table.COUNT, key);
                String renamed = key.substring(0, key.length() - from.value().length()) + to;
                undo.add(over, renamed);
                commit.put(Table.COUNT, renamed, new byte[] {'1'});
            }
        }
        String middle = "|" + from + "|";
        for (String key : List.copyOf(counts.keySet())) {
            int at = key.indexOf(middle);
            if (at >= 0) {
                int value = count(key);
                undo.remove(counts, key);
                commit.delete(Table.COUNT, key);
                count(key.substring(0, at) + "|" + to + "|" + key.substring(at + middle.length()), value, commit);
            }
        }
    }

    /** What was counted and latched of one grant was of the other. */
    void renameCounts(GrantId from, GrantId to, Commit.Builder commit) {
        String latched = "over/" + from + "|";
        for (String key : List.copyOf(over)) {
            if (key.startsWith(latched)) {
                undo.remove(over, key);
                commit.delete(Table.COUNT, key);
                String renamed = "over/" + to + "|" + key.substring(latched.length());
                undo.add(over, renamed);
                commit.put(Table.COUNT, renamed, new byte[] {'1'});
            }
        }
        String counted = from + "|";
        for (String key : List.copyOf(counts.keySet())) {
            if (key.startsWith(counted)) {
                int value = count(key);
                undo.remove(counts, key);
                commit.delete(Table.COUNT, key);
                count(to + "|" + key.substring(counted.length()), value, commit);
            }
        }
    }

    private void forgetCounts(GrantId grant, Commit.Builder commit) {
        forgetLatches(grant, commit);
        List<String> keys = Map.copyOf(counts).keySet().stream()
                .filter(k -> k.startsWith(grant + "|"))
                .sorted()
                .toList();
        keys.forEach(k -> {
            undo.remove(counts, k);
            commit.delete(Table.COUNT, k);
        });
    }

    private static String overKey(GrantId grant, LockId lock) {
        return "over/" + grant + "|" + lock;
    }
}
