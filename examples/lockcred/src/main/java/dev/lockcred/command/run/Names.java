// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.command.site.Words;
import dev.lockcred.core.LockManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what people name on the command line, or says what there is instead. */
public final class Names {

    private final LockManager locks;
    private final Session session;

    public Names(Session session) {
        this.session = session;
        this.locks = session.locks();
    }

    /** A user by key, or by name where only one has it. */
    public User user(String written) {
        List<User> all = locks.users().list();
        Optional<User> byId =
                all.stream().filter(u -> u.id().value().equals(written)).findFirst();
        if (byId.isPresent()) {
            return byId.get();
        }
        List<User> byName =
                all.stream().filter(u -> u.name().equalsIgnoreCase(written)).toList();
        if (byName.size() == 1) {
            return byName.get(0);
        }
        if (session.site().file().users().containsKey(written)) {
            throw new UsageException("user '" + written + "' stands in "
                    + session.site().name() + " and not in the store yet: run lockcred apply first");
        }
        Set<String> known = new TreeSet<>(session.site().file().users().keySet());
        all.forEach(u -> known.add(u.id().value()));
        throw new UsageException("there is no user '" + printable(written) + "'" + Words.suggest(written, known));
    }

    public LockId lock(String written) {
        List<String> known =
                locks.locks().list().stream().map(l -> l.id().value()).toList();
        if (!known.contains(written)) {
            if (session.site().file().locks().containsKey(written)) {
                throw new UsageException("lock '" + written + "' stands in "
                        + session.site().name() + " and not in the store yet: run lockcred apply first");
            }
            throw new UsageException("there is no lock '" + printable(written) + "'" + Words.suggest(written, known));
        }
        return LockId.of(written);
    }

    /** Locks and groups, groups resolved. */
    public Set<LockId> doors(List<String> written) {
        Set<LockId> found = new TreeSet<>();
        for (String name : written) {
            Optional<LockGroup> group = group(name);
            if (group.isPresent()) {
                found.addAll(group.get().members());
            } else {
                found.add(lock(name));
            }
        }
        return found;
    }

    public Optional<LockGroup> group(String written) {
        return locks.locks().groups().stream()
                .filter(g -> g.id().value().equals(written))
                .findFirst();
    }

    public Grant grant(String written) {
        List<Grant> all = locks.grants().list();
        return all.stream()
                .filter(g -> g.id().value().equals(written))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no grant '" + printable(written) + "'"
                        + Words.suggest(
                                written, all.stream().map(g -> g.id().value()).toList())));
    }

    /** The name of a user, also of one that is gone. */
    public String nameOf(UserId user) {
        return locks.users().find(user).map(User::name).orElse(user.value());
    }

    /** The doors of a user's grants: where something may change when the user does. */
    public Set<LockId> doorsOf(UserId user) {
        Set<LockId> found = new TreeSet<>();
        locks.grants().list().stream().filter(g -> g.user().equals(user)).forEach(g -> found.addAll(doorsOf(g)));
        locks.status().lines().stream().filter(l -> l.user().equals(user)).forEach(l -> found.add(l.lock()));
        return found;
    }

    /** The doors of a grant. */
    public Set<LockId> doorsOf(Grant grant) {
        Set<LockId> found = new TreeSet<>(grant.target().locks());
        for (LockGroup group : locks.locks().groups()) {
            if (grant.target().groups().contains(group.id())) {
                found.addAll(group.members());
            }
        }
        return found;
    }

    /** Grants that exist by id. */
    public Optional<Grant> find(GrantId id) {
        return locks.grants().find(id);
    }

    private static String printable(String text) {
        // Somebody may have typed a PIN where a name belongs.
        return text.matches("[0-9]{4,}") ? "***" : text.replaceAll("\\p{Cntrl}", "?");
    }
}
