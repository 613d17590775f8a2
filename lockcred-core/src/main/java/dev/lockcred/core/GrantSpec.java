// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.CredentialId;
import dev.lockcred.EnforcementPreference;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.LockId;
import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import dev.lockcred.Target;
import dev.lockcred.UsageLimit;
import dev.lockcred.UserId;
import dev.lockcred.UserType;
import dev.lockcred.Validity;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a grant is written down in code; a reading of {@link Grant.Builder} for people. Not thread-safe. */
public final class GrantSpec {

    private final List<LockId> locks = new ArrayList<>();
    private final List<GroupId> groups = new ArrayList<>();
    private final List<Schedule> windows = new ArrayList<>();
    private final TreeMap<LockId, Integer> slots = new TreeMap<>();
    private Set<LocalDate> except = Set.of();
    private @Nullable Moment from;
    private @Nullable Moment until;
    private @Nullable GrantId id;
    private @Nullable UsageLimit limit;
    private @Nullable CredentialId credential;
    private UserType type = UserType.REGULAR;
    private EnforcementPreference enforcement = EnforcementPreference.PREFER_LOCK;
    private Grant.Effect effect = Grant.Effect.ALLOW;
    private boolean generatedPin;
    private boolean enabled = true;

    /** Every right at no door yet. */
    public GrantSpec() {}

    /** The doors. */
    public GrantSpec locks(String... ids) {
        Arrays.stream(ids).map(LockId::of).forEach(locks::add);
        return this;
    }

    /** All doors of these groups, now and later. */
    public GrantSpec groups(String... ids) {
        Arrays.stream(ids).map(GroupId::of).forEach(groups::add);
        return this;
    }

    /** Default: an id of the engine's choosing. */
    public GrantSpec id(String newId) {
        this.id = GrantId.of(newId);
        return this;
    }

    /** A weekly window, such as {@code "Mon-Fri 07:00-18:00"}; several make a union. See {@link WeeklyText}. */
    public GrantSpec weekly(String text) {
        windows.add(WeeklyText.parse(text));
        return this;
    }

    /** Every day from a time for a duration; several windows make a union. */
    public GrantSpec daily(LocalTime at, Duration length) {
        windows.add(Schedule.daily(at, length));
        return this;
    }

    /** Any schedule; several make a union. */
    public GrantSpec schedule(Schedule schedule) {
        windows.add(schedule);
        return this;
    }

    /** On the locks' wall clocks. */
    public GrantSpec from(LocalDateTime start) {
        this.from = Moment.local(start);
        return this;
    }

    /** From a moment of any kind: on the wall clock, or one instant for all locks. */
    public GrantSpec from(Moment start) {
        this.from = start;
        return this;
    }

    /** On the locks' wall clocks, exclusive. */
    public GrantSpec until(LocalDateTime end) {
        this.until = Moment.local(end);
        return this;
    }

    /** Until a moment of any kind, exclusive. */
    public GrantSpec until(Moment end) {
        this.until = end;
        return this;
    }

    /** Except on these local days. */
    public GrantSpec except(Set<LocalDate> days) {
        this.except = Set.copyOf(days);
        return this;
    }

    /** At most so many unlocks over all the doors. */
    public GrantSpec uses(int count) {
        this.limit = UsageLimit.of(count);
        return this;
    }

    /** At most so often: shared or per lock, over its life or per period. */
    public GrantSpec limit(UsageLimit newLimit) {
        this.limit = newLimit;
        return this;
    }

    /** What the lock-side user may do. Default: regular. */
    public GrantSpec type(UserType newType) {
        this.type = newType;
        return this;
    }

    /** What is accepted as enforcement of the limits. Default: the lock where it can, else this host. */
    public GrantSpec enforcement(EnforcementPreference preference) {
        this.enforcement = preference;
        return this;
    }

    /** Makes it a denial: beats every window of the same user at these doors. */
    public GrantSpec deny() {
        this.effect = Grant.Effect.DENY;
        return this;
    }

    /** As this grant in everything but its id and its user. */
    public GrantSpec like(Grant other) {
        locks.clear();
        locks.addAll(other.target().locks());
        groups.clear();
        groups.addAll(other.target().groups());
        windows.clear();
        windows.add(other.schedule());
        slots.clear();
        slots.putAll(other.slots());
        except = Set.of();
        from = other.validity().from().orElse(null);
        until = other.validity().until().orElse(null);
        limit = other.limit().orElse(null);
        credential = other.credential().orElse(null);
        type = other.type();
        enforcement = other.enforcement();
        effect = other.effect();
        enabled = other.enabled();
        return this;
    }

    /** Default: enabled. */
    public GrantSpec enabled(boolean value) {
        this.enabled = value;
        return this;
    }

    /** Pins the slot at one lock. */
    public GrantSpec slot(String lock, int index) {
        slots.put(LockId.of(lock), index);
        return this;
    }

    /** Another credential than the user's own PIN. */
    public GrantSpec credential(CredentialId newCredential) {
        this.credential = newCredential;
        return this;
    }

    /** Draws a PIN for the credential if it has none yet. */
    public GrantSpec generatedPin() {
        this.generatedPin = true;
        return this;
    }

    /** Whether {@link #generatedPin} was asked for. */
    public boolean wantsGeneratedPin() {
        return generatedPin;
    }

    /** The id given, if one was. */
    public Optional<GrantId> wantedId() {
        return Optional.ofNullable(id);
    }

    /** The grant that is specified. */
    public Grant build(GrantId grantId, UserId user) {
        Schedule schedule = windows.isEmpty()
                ? Schedule.always()
                : windows.size() == 1 ? windows.get(0) : Schedule.union(windows.toArray(Schedule[]::new));
        if (!except.isEmpty()) {
            schedule = schedule.except(except);
        }
        var builder = Grant.builder(grantId, user, new Target(locks, groups))
                .schedule(schedule)
                .validity(new Validity(Optional.ofNullable(from), Optional.ofNullable(until)))
                .type(type)
                .enforcement(enforcement)
                .effect(effect)
                .enabled(enabled);
        if (limit != null) {
            builder.limit(limit);
        }
        if (credential != null) {
            builder.credential(credential);
        }
        slots.forEach(builder::slot);
        return builder.build();
    }
}
