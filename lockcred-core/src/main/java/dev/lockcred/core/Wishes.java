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
import java.util.Collections;
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
final class Wishes {

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
    private final Undo undo = new Undo();

    /**
     * A grant and where it came from.
     *
     * @param origin {@code hand}, or the place in a site file
     */
    record GrantRecord(Grant grant, String origin) {}

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
        return CredentialId.of(user.value());
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

    /** Records, so that an edit that fails can be taken back. */
    Undo undo() {
        return undo;
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
        grants.values().forEach(r -> index(r.grant()));
    }

    private void index(Grant grant) {
        locksOf(grant)
                .forEach(l -> byLock.computeIfAbsent(l, x -> new TreeSet<>()).add(grant.id()));
        byUser.computeIfAbsent(grant.user(), x -> new TreeSet<>()).add(grant.id());
    }

    private void unindex(Grant grant) {
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
        return names.getOrDefault(id, id.value());
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
        return ids == null
                ? List.of()
                : ids.stream()
                        .flatMap(id -> grant(id).stream())
                        .map(GrantRecord::grant)
                        .toList();
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

    /** All locks that a user's grants name. */
    Set<LockId> locksOf(UserId user) {
        var found = new TreeSet<LockId>();
        grantsOf(user).forEach(g -> found.addAll(locksOf(g)));
        return found;
    }

    void putGrant(Grant grant, String origin, Commit.Builder commit) {
        GrantRecord before = grants.get(grant.id());
        if (before != null) {
            unindex(before.grant());
        }
        var record = new GrantRecord(grant, origin);
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

    List<CredentialRecord> credentials() {
        return List.copyOf(credentials.values());
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
        return over.contains(overKey(grant, lock));
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
