// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Everything that is wished, as one value: what a site file says. {@link Wishes#obey} makes it true in one edit, or not at all.
 *
 * <p>Each part has an origin for people, the place where it was said, such as {@code site.yaml:22}. The ids of locks, groups
 * and users are their identity: renaming says what it {@code was}, else it is a removal and an addition.
 *
 * @param site the identity of whoever speaks, such as the file's {@code site.id}; a store obeys one
 * @param locks each id once
 * @param groups each id once; their members are locks of this state, or of the store
 * @param users each id once
 * @param grants in the order of the file; each id once
 */
public record WishedState(
        String site, List<LockWish> locks, List<GroupWish> groups, List<UserWish> users, List<GrantWish> grants) {

    public WishedState {
        if (site.isBlank() || site.length() > 200) {
            throw new IllegalArgumentException("a site's id has 1 to 200 characters and is not blank");
        }
        locks = List.copyOf(locks);
        groups = List.copyOf(groups);
        users = List.copyOf(users);
        grants = List.copyOf(grants);
        requireOnce("lock", locks.stream().map(l -> l.lock().id()).toList());
        requireOnce("group", groups.stream().map(g -> g.group().id()).toList());
        requireOnce("user", users.stream().map(u -> u.user().id()).toList());
        requireOnce(
                "grant",
                grants.stream()
                        .filter(GrantWish::named)
                        .map(g -> g.grant().id())
                        .toList());
    }

    private static void requireOnce(String what, List<?> ids) {
        Set<Object> seen = new HashSet<>();
        for (Object id : ids) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException(what + " '" + id + "' is there twice");
            }
        }
    }

    /** Collects a state. */
    public static WishedState of(String site, Consumer<Builder> what) {
        var builder = new Builder();
        what.accept(builder);
        return new WishedState(site, builder.locks, builder.groups, builder.users, builder.grants);
    }

    /** A lock, the id it had before, and the code that opens its own menu where it is given. */
    public record LockWish(Lock lock, Optional<LockId> was, Optional<PinWish> programmingCode, String origin) {

        /** One whose programming code is not given. */
        public LockWish(Lock lock, Optional<LockId> was, String origin) {
            this(lock, was, Optional.empty(), origin);
        }

        public LockWish {
            Objects.requireNonNull(lock, "lock");
            Objects.requireNonNull(was, "was");
            Objects.requireNonNull(programmingCode, "programmingCode");
            Objects.requireNonNull(origin, "origin");
        }
    }

    /** A group of locks. */
    public record GroupWish(LockGroup group, String origin) {
        public GroupWish {
            Objects.requireNonNull(group, "group");
            Objects.requireNonNull(origin, "origin");
        }
    }

    /**
     * A user, and what is given of it.
     *
     * @param user who
     * @param was the id it had before
     * @param pin the PIN, where it is given
     * @param telephone the number, where it is given, as {@link Users#tellTelephone} takes it
     * @param origin where it was said
     */
    public record UserWish(
            User user, Optional<UserId> was, Optional<PinWish> pin, Optional<String> telephone, String origin) {

        /** One whose telephone number is not given. */
        public UserWish(User user, Optional<UserId> was, Optional<PinWish> pin, String origin) {
            this(user, was, pin, Optional.empty(), origin);
        }

        public UserWish {
            telephone.ifPresent(number -> Telephones.require(user.id(), number));
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(was, "was");
            Objects.requireNonNull(pin, "pin");
            Objects.requireNonNull(origin, "origin");
        }

        /** Without the telephone number. */
        @Override
        public String toString() {
            return "UserWish[" + user + ", was " + was + ", " + pin + ", " + origin + "]";
        }
    }

    /**
     * A PIN or a programming code that is given from outside: a changed one is a rotation, and it cannot be set by hand.
     *
     * @param pin stays the caller's, who closes it when the call is over
     * @param source for people: from where it comes, such as {@code env ANNA_PIN}; never digits
     */
    public record PinWish(Pin pin, String source) {
        public PinWish {
            Objects.requireNonNull(pin, "pin");
            Objects.requireNonNull(source, "source");
        }
    }

    /**
     * A grant.
     *
     * @param grant what is granted; its id counts only when it is {@code named}
     * @param named whether the id is the grant's key; else it is recognised by its content, then by its place among the user's
     * @param was the id it had before; counts only when it is {@code named}
     * @param pin a PIN of this grant alone, where it is given; absent: the user's own
     */
    public record GrantWish(Grant grant, boolean named, Optional<GrantId> was, Optional<PinWish> pin, String origin) {

        /** One that had no other id before. */
        public GrantWish(Grant grant, boolean named, Optional<PinWish> pin, String origin) {
            this(grant, named, Optional.empty(), pin, origin);
        }

        public GrantWish {
            Objects.requireNonNull(grant, "grant");
            Objects.requireNonNull(was, "was");
            Objects.requireNonNull(pin, "pin");
            Objects.requireNonNull(origin, "origin");
        }
    }

    /** Collects a state; not thread-safe. */
    public static final class Builder {
        private static final GrantId UNNAMED = GrantId.of("unnamed");

        private final List<LockWish> locks = new ArrayList<>();
        private final List<GroupWish> groups = new ArrayList<>();
        private final List<UserWish> users = new ArrayList<>();
        private final List<GrantWish> grants = new ArrayList<>();

        private Builder() {}

        public Builder lock(Lock lock, String origin) {
            locks.add(new LockWish(lock, Optional.empty(), origin));
            return this;
        }

        /** A lock that had another id before. */
        public Builder lock(Lock lock, LockId was, String origin) {
            locks.add(new LockWish(lock, Optional.of(was), origin));
            return this;
        }

        /** A lock whose programming code may be given. */
        public Builder lock(LockWish lock) {
            locks.add(lock);
            return this;
        }

        public Builder group(LockGroup group, String origin) {
            groups.add(new GroupWish(group, origin));
            return this;
        }

        public Builder user(User user, String origin) {
            users.add(new UserWish(user, Optional.empty(), Optional.empty(), origin));
            return this;
        }

        /** A user whose PIN is given. */
        public Builder user(User user, PinWish pin, String origin) {
            users.add(new UserWish(user, Optional.empty(), Optional.of(pin), origin));
            return this;
        }

        public Builder user(UserWish user) {
            users.add(user);
            return this;
        }

        /** A grant that is recognised by its id. */
        public Builder grant(Grant grant, String origin) {
            grants.add(new GrantWish(grant, true, Optional.empty(), origin));
            return this;
        }

        public Builder grant(GrantWish grant) {
            grants.add(grant);
            return this;
        }

        /** A grant, recognised by its id if the specification gives one. */
        public Builder grant(UserId user, Consumer<GrantSpec> what, String origin) {
            grants.add(wish(user, what, Optional.empty(), origin));
            return this;
        }

        /** A grant with a PIN of its own, recognised by its id if the specification gives one. */
        public Builder grant(UserId user, Consumer<GrantSpec> what, PinWish pin, String origin) {
            grants.add(wish(user, what, Optional.of(pin), origin));
            return this;
        }

        private static GrantWish wish(UserId user, Consumer<GrantSpec> what, Optional<PinWish> pin, String origin) {
            var spec = new GrantSpec();
            what.accept(spec);
            Optional<GrantId> id = spec.wantedId();
            return new GrantWish(spec.build(id.orElse(UNNAMED), user), id.isPresent(), pin, origin);
        }
    }
}
