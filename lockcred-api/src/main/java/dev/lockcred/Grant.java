// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The statement "this user may open these locks, when the schedule says so, at most so often". The grant is what a person
 * edits; everything on a lock is derived from grants (R1).
 *
 * @param id what it is recognised by
 * @param user whose
 * @param credential which of the user's credentials; absent: the user's own PIN
 * @param target which doors
 * @param effect whether it allows or denies
 * @param schedule when
 * @param validity from when until when; the schedule holds only within
 * @param limit at most so often
 * @param enabled an administrator's switch, independent of the schedule
 * @param type what the lock-side user may do
 * @param enforcement what is accepted as enforcement
 * @param slots slots that a person pinned; the allocator chooses the others (R1)
 */
public record Grant(
        GrantId id,
        UserId user,
        Optional<CredentialId> credential,
        Target target,
        Effect effect,
        Schedule schedule,
        Validity validity,
        Optional<UsageLimit> limit,
        boolean enabled,
        UserType type,
        EnforcementPreference enforcement,
        Map<LockId, Integer> slots) {

    /** Whether a grant opens doors or closes them. */
    public enum Effect {
        ALLOW,
        /** Beats every window of the same user at the same locks while it holds (R30). */
        DENY
    }

    public Grant {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(credential, "credential");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(validity, "validity");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(enforcement, "enforcement");
        if (type == UserType.PROGRAMMING) {
            throw new IllegalArgumentException("grant " + id + ": a programming code is never given by a grant");
        }
        if (type == UserType.DISPOSABLE && limit.isPresent() && limit.get().uses() != 1) {
            throw new IllegalArgumentException("grant " + id + ": a disposable user has exactly one use, not "
                    + limit.get().uses());
        }
        if (effect == Effect.DENY && limit.isPresent()) {
            throw new IllegalArgumentException("grant " + id + ": a denial has no usage limit");
        }
        slots.forEach((lock, index) -> new Slot(lock, CredentialKind.PIN, index));
        slots = Collections.unmodifiableMap(new TreeMap<>(slots));
    }

    /** An allowing, always valid, regular grant; refine it in the builder. */
    public static Builder builder(GrantId id, UserId user, Target target) {
        return new Builder(id, user, target);
    }

    /** A builder that starts from this grant. */
    public Builder toBuilder() {
        var builder = new Builder(id, user, target);
        builder.credential = credential.orElse(null);
        builder.effect = effect;
        builder.schedule = schedule;
        builder.validity = validity;
        builder.limit = limit.orElse(null);
        builder.enabled = enabled;
        builder.type = type;
        builder.enforcement = enforcement;
        builder.slots = new TreeMap<>(slots);
        return builder;
    }

    /** The same grant with something changed. */
    public Grant with(UnaryOperator<Builder> change) {
        return change.apply(toBuilder()).build();
    }

    /** Builds a grant; not thread-safe. */
    public static final class Builder {
        private final GrantId id;
        private final UserId user;
        private Target target;
        private @Nullable CredentialId credential;
        private Effect effect = Effect.ALLOW;
        private Schedule schedule = Schedule.always();
        private Validity validity = Validity.FOREVER;
        private @Nullable UsageLimit limit;
        private boolean enabled = true;
        private UserType type = UserType.REGULAR;
        private EnforcementPreference enforcement = EnforcementPreference.PREFER_LOCK;
        private TreeMap<LockId, Integer> slots = new TreeMap<>();

        private Builder(GrantId id, UserId user, Target target) {
            this.id = id;
            this.user = user;
            this.target = target;
        }

        public Builder target(Target newTarget) {
            this.target = newTarget;
            return this;
        }

        /** Default: the user's own PIN. */
        public Builder credential(CredentialId newCredential) {
            this.credential = newCredential;
            return this;
        }

        /** Default: {@link Effect#ALLOW}. */
        public Builder effect(Effect newEffect) {
            this.effect = newEffect;
            return this;
        }

        /** Default: {@link Schedule#always()}. */
        public Builder schedule(Schedule newSchedule) {
            this.schedule = newSchedule;
            return this;
        }

        /** Default: {@link Validity#FOREVER}. */
        public Builder validity(Validity newValidity) {
            this.validity = newValidity;
            return this;
        }

        /** Default: no limit. */
        public Builder limit(UsageLimit newLimit) {
            this.limit = newLimit;
            return this;
        }

        /** Default: enabled. */
        public Builder enabled(boolean newEnabled) {
            this.enabled = newEnabled;
            return this;
        }

        /** Default: {@link UserType#REGULAR}. */
        public Builder type(UserType newType) {
            this.type = newType;
            return this;
        }

        /** Default: {@link EnforcementPreference#PREFER_LOCK}. */
        public Builder enforcement(EnforcementPreference newEnforcement) {
            this.enforcement = newEnforcement;
            return this;
        }

        /** Pins the slot at one lock. */
        public Builder slot(LockId lock, int index) {
            slots.put(lock, index);
            return this;
        }

        /**
         * The grant.
         *
         * @throws IllegalArgumentException saying what cannot be
         */
        public Grant build() {
            return new Grant(
                    id,
                    user,
                    Optional.ofNullable(credential),
                    target,
                    effect,
                    schedule,
                    validity,
                    Optional.ofNullable(limit),
                    enabled,
                    type,
                    enforcement,
                    slots);
        }
    }
}
