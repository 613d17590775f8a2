// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.CredentialKind;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one lock can do. What is not here it cannot do, and is answered at once (product promise 8). What is not known yet is
 * absent, which is never zero.
 *
 * @param credentials by kind; a kind that is missing does not exist at this lock
 * @param users what it can do with users
 * @param schedules its own schedule tables
 * @param oneScheduleKindPerUser whether a user can have entries of one table only at a time
 * @param clock what can be done with its clock (R36)
 * @param operations how the door can be operated
 * @param remotePin whether operating it from afar wants a PIN
 * @param reportsUser whether events tell who it was; without it a usage limit is unenforceable (R37)
 * @param reportsProgramming whether it tells of codes changed at its keypad
 * @param checksChanges whether there is a cheap check for changes
 * @param log whether it keeps a log that can be replayed
 * @param wake how long it may take to answer because it sleeps; zero for a lock that listens
 * @param unmanageable why codes cannot be managed at all, for a lock where they cannot
 */
public record LockCapabilities(
        Map<CredentialKind, CredentialSupport> credentials,
        UserSupport users,
        List<ScheduleSupport> schedules,
        boolean oneScheduleKindPerUser,
        Clock clock,
        Set<Operation.Kind> operations,
        RemotePin remotePin,
        Evidenced<Boolean> reportsUser,
        Evidenced<Boolean> reportsProgramming,
        boolean checksChanges,
        boolean log,
        Duration wake,
        Optional<Unmanageable> unmanageable) {

    /** What can be done with a lock's clock. */
    public enum Clock {
        NONE,
        READ,
        WRITE,
        READ_WRITE
    }

    /** Whether operating the door from afar wants a PIN. */
    public enum RemotePin {
        /** The lock would not know what to do with one. */
        NOT_SUPPORTED,
        OPTIONAL,
        REQUIRED
    }

    /**
     * Why codes cannot be managed.
     *
     * @param code for programs: {@code BRIDGED_WITHOUT_USER_FEATURE}, {@code LOCK_WITHOUT_USER_FEATURE} ...
     * @param text for people: which lock, which hub, what is missing
     * @param instead for people: what would work
     */
    public record Unmanageable(String code, String text, List<String> instead) {
        public Unmanageable {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(text, "text");
            instead = List.copyOf(instead);
        }
    }

    public LockCapabilities {
        credentials = credentials.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(credentials));
        Objects.requireNonNull(users, "users");
        schedules = List.copyOf(schedules);
        Objects.requireNonNull(clock, "clock");
        operations = operations.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(operations));
        Objects.requireNonNull(remotePin, "remotePin");
        Objects.requireNonNull(reportsUser, "reportsUser");
        Objects.requireNonNull(reportsProgramming, "reportsProgramming");
        Objects.requireNonNull(unmanageable, "unmanageable");
        if (wake.isNegative()) {
            throw new IllegalArgumentException("wake " + wake + " is negative");
        }
        boolean writes = credentials.values().stream().anyMatch(CredentialSupport::writable);
        if (writes && unmanageable.isPresent()) {
            throw new IllegalArgumentException("a lock that takes codes is not unmanageable");
        }
        long kinds = schedules.stream().map(ScheduleSupport::kind).distinct().count();
        if (kinds != schedules.size()) {
            throw new IllegalArgumentException("each schedule table is listed once");
        }
    }

    /** What can be done with a kind of credential. */
    public Optional<CredentialSupport> credential(CredentialKind kind) {
        return Optional.ofNullable(credentials.get(kind));
    }

    /** The lock's schedule table of a kind. */
    public Optional<ScheduleSupport> schedule(ScheduleEntry.Kind kind) {
        return schedules.stream().filter(s -> s.kind() == kind).findFirst();
    }

    /** Starts from a lock that can do nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds capabilities; not thread-safe. */
    public static final class Builder {
        private final EnumMap<CredentialKind, CredentialSupport> credentials = new EnumMap<>(CredentialKind.class);
        private UserSupport users = UserSupport.SLOT_ONLY;
        private List<ScheduleSupport> schedules = List.of();
        private boolean oneScheduleKindPerUser;
        private Clock clock = Clock.NONE;
        private Set<Operation.Kind> operations = Set.of();
        private RemotePin remotePin = RemotePin.NOT_SUPPORTED;
        private Evidenced<Boolean> reportsUser = Evidenced.assumed(false, "not declared");
        private Evidenced<Boolean> reportsProgramming = Evidenced.assumed(false, "not declared");
        private boolean checksChanges;
        private boolean log;
        private Duration wake = Duration.ZERO;
        private @Nullable Unmanageable unmanageable;

        private Builder() {}

        public Builder credential(CredentialKind kind, CredentialSupport support) {
            credentials.put(kind, support);
            return this;
        }

        /** Default: {@link UserSupport#SLOT_ONLY}. */
        public Builder users(UserSupport support) {
            this.users = support;
            return this;
        }

        /** Default: none. */
        public Builder schedules(List<ScheduleSupport> tables, boolean oneKindPerUser) {
            this.schedules = tables;
            this.oneScheduleKindPerUser = oneKindPerUser;
            return this;
        }

        /** Default: {@link Clock#NONE}. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /** Default: none. */
        public Builder operations(Set<Operation.Kind> kinds) {
            this.operations = kinds;
            return this;
        }

        /** Default: {@link RemotePin#NOT_SUPPORTED}. */
        public Builder remotePin(RemotePin value) {
            this.remotePin = value;
            return this;
        }

        /** Default: no, assumed. */
        public Builder reportsUser(Evidenced<Boolean> value) {
            this.reportsUser = value;
            return this;
        }

        /** Default: no, assumed. */
        public Builder reportsProgramming(Evidenced<Boolean> value) {
            this.reportsProgramming = value;
            return this;
        }

        /** Default: no. */
        public Builder checksChanges(boolean value) {
            this.checksChanges = value;
            return this;
        }

        /** Default: no. */
        public Builder log(boolean value) {
            this.log = value;
            return this;
        }

        /** Default: zero. */
        public Builder wake(Duration value) {
            this.wake = value;
            return this;
        }

        /** Default: absent. */
        public Builder unmanageable(Unmanageable why) {
            this.unmanageable = why;
            return this;
        }

        public LockCapabilities build() {
            return new LockCapabilities(
                    credentials,
                    users,
                    schedules,
                    oneScheduleKindPerUser,
                    clock,
                    operations,
                    remotePin,
                    reportsUser,
                    reportsProgramming,
                    checksChanges,
                    log,
                    wake,
                    Optional.ofNullable(unmanageable));
        }
    }
}
