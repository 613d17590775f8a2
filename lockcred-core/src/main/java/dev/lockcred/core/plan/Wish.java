// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Assignment.Blocked;
import dev.lockcred.EnforcementLevel;
import dev.lockcred.EnforcementPreference;
import dev.lockcred.Grant;
import dev.lockcred.Schedule;
import dev.lockcred.UsageLimit;
import dev.lockcred.UserType;
import dev.lockcred.core.plan.Entitlement.GrantFact;
import dev.lockcred.core.plan.Wanted.Block;
import dev.lockcred.core.schedule.Conditions;
import dev.lockcred.core.schedule.NativeFit;
import dev.lockcred.core.schedule.Timetable;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockCapabilities.Unmanageable;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Works out {@link Wanted} for one entitlement: rights, times, limits, and who makes them true at this lock. */
final class Wish {

    /** How long before its start a code that the lock keeps shut until then is written (R32). */
    static final Duration LEAD = Duration.ofDays(2);

    /** Why a PIN may not stand at the lock whose menu it opens (R10). */
    static final String IS_PROGRAMMING_CODE =
            "the PIN is this lock's programming code, which opens the lock's own menu";

    private final Situation situation;
    private final Entitlement entitlement;
    private final Tense tense;
    private final Instant now; // the time spoken of
    private final Conditions conditions;
    private final List<String> causes = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();
    private EnforcementLevel level = EnforcementLevel.NATIVE;
    private boolean endRestsOnHost;
    private Optional<Instant> wake = Optional.empty(); // to be worked out anew, at the latest
    private Optional<Instant> next = Optional.empty(); // when something becomes otherwise, in the lock or of the right
    private Instant steady = Instant.MAX; // until then time alone changes nothing

    private Wish(Situation situation, Entitlement entitlement, Tense tense) {
        this.situation = situation;
        this.entitlement = entitlement;
        this.tense = tense;
        this.now = tense.at();
        this.conditions = name -> situation.host().conditions().getOrDefault(name, false);
    }

    static Wanted of(Situation situation, Entitlement entitlement, Instant now) {
        return of(situation, entitlement, Tense.present(now));
    }

    /** The same for another time, in words that fit it. */
    static Wanted of(Situation situation, Entitlement entitlement, Tense tense) {
        return new Wish(situation, entitlement, tense).work();
    }

    private Wanted work() {
        Stream.concat(entitlement.grants().stream(), entitlement.denials().stream())
                .forEach(this::lasts);
        if (entitlement.removed()) {
            return absent("the user was removed", false);
        }
        if (entitlement.revoked().isPresent()) {
            return absent("revoked by hand " + entitlement.revoked().get(), false);
        }
        List<GrantFact> live = entitlement.grants().stream()
                .filter(g -> g.grant().enabled() && !isOver(g))
                .toList();
        if (live.isEmpty()) {
            return over();
        }
        wake = nextBoundary();
        boolean denied = entitlement.denials().stream().anyMatch(this::holds);
        boolean inside = live.stream().anyMatch(this::holds);
        boolean entitled = inside && !denied;
        if (isPermanentlyDenied()) {
            return absent("a denial without end beats every window", false);
        }
        explain(live, denied, inside);

        var known = situation.lock();
        LockCapabilities capabilities =
                known.map(Situation.Abilities::capabilities).orElse(null);
        Timetable wanted = Timetable.anyOf(
                        live.stream().map(g -> Timetable.of(g.grant())).toList())
                .without(denied());
        // Where windows adjoin or overlap, one of them ends and the right does not.
        next = wanted.nextBoundary(now, situation.zone(), conditions);
        renewed();
        boolean tables = known.isPresent() && known.get().clockTrusted();
        NativeFit fit = NativeFit.fit(
                wanted,
                capabilities == null ? List.of() : capabilities.schedules(),
                capabilities != null && capabilities.oneScheduleKindPerUser(),
                situation.zone(),
                now);
        Program program = new Program(true, UserType.REGULAR, fit.entries());
        lasts(fit.steadyUntil());
        level = fit.level();
        boolean present = entitled;
        if (tables || fit.entries().isEmpty()) {
            present = entitled || fit.mayBeWritten(now, situation.zone(), conditions);
            endRestsOnHost = fit.restsOnHost(now, situation.zone());
        } else {
            // R36: without a clock known to be right the lock's own schedule is a second line only.
            level = EnforcementLevel.HOST;
            endRestsOnHost = true;
            how("the lock's clock is not known to be right, so its own schedule is a second line only");
        }
        if (!fit.parts().isEmpty()) {
            how(fit.explanation());
        }
        comes(fit.refitAt());
        // Between two windows that the lock keeps itself the code stays: only before the first is it too early.
        if (present
                && !entitled
                && wanted.lastBoundary(now, situation.zone(), conditions).isEmpty()) {
            Optional<Instant> ahead =
                    wanted.nextStart(now, situation.zone(), conditions).map(s -> s.minus(LEAD));
            if (ahead.isPresent() && now.isBefore(ahead.get())) {
                lasts(ahead.get());
                present = false;
                comes(ahead);
                how("it will be written on " + Say.time(ahead.get(), situation.zone()));
            }
        }
        if (!present && !entitled) {
            comes(nextEarlyWrite(fit, wanted));
        }
        program = limit(live, program, capabilities);
        program = type(live, program);
        Optional<Block> blocked = present ? block(live, program) : Optional.empty();
        return new Wanted(
                present,
                entitled,
                program,
                level,
                endRestsOnHost,
                blocked,
                wake,
                next,
                Optional.empty(),
                false,
                causes,
                advice,
                steady);
    }

    private void comes(Optional<Instant> at) {
        wake = earliest(wake, at);
        next = earliest(next, at);
    }

    private Wanted over() {
        renewed();
        boolean paused = false;
        if (entitlement.grants().isEmpty()) {
            causes.add("no grant names this door");
        }
        for (GrantFact g : entitlement.grants()) {
            String id = "grant " + g.grant().id();
            if (!g.grant().enabled()) {
                causes.add(id + " is disabled"
                        + g.stopped().map(by -> " by hand " + by).orElse(""));
                if (!isOver(g)) {
                    paused = true;
                    comes(end(g));
                }
            } else if (isUsedUp(g)) {
                causes.add(id + " is used up");
            } else {
                causes.add(id + " " + tense.ended(end(g), situation.zone()));
            }
        }
        Optional<Instant> since = entitlement.grants().stream()
                .flatMap(g -> end(g).stream())
                .filter(e -> !e.isAfter(now))
                .max(Comparator.naturalOrder());
        return absent(null, paused, since);
    }

    // What is used up for a day, a week or a month begins anew with the next one.
    private void renewed() {
        Optional<Instant> period = nextPeriod();
        period.ifPresent(this::lasts);
        comes(period);
    }

    private Optional<Instant> nextPeriod() {
        var today = now.atZone(situation.zone()).toLocalDate();
        return entitlement.grants().stream()
                .filter(g -> g.grant().enabled()
                        && isUsedUp(g)
                        && end(g).map(e -> e.isAfter(now)).orElse(true))
                .flatMap(g -> g.grant().limit().flatMap(UsageLimit::per).stream())
                .map(p -> switch (p) {
                    case DAY -> today.plusDays(1);
                    case WEEK -> today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
                    case MONTH -> today.plusMonths(1).withDayOfMonth(1);
                })
                .map(d -> d.atStartOfDay(situation.zone()).toInstant())
                .min(Comparator.naturalOrder());
    }

    private Wanted absent(String cause, boolean pause) {
        return absent(cause, pause, Optional.empty());
    }

    private Wanted absent(@Nullable String cause, boolean pause, Optional<Instant> since) {
        if (cause != null) {
            causes.add(0, cause);
        }
        return new Wanted(
                false,
                false,
                Program.PLAIN,
                level,
                false,
                Optional.empty(),
                wake,
                next,
                since,
                pause,
                causes,
                advice,
                steady);
    }

    private void explain(List<GrantFact> live, boolean denied, boolean inside) {
        if (denied) {
            causes.add("a denial " + tense.holds());
        } else if (inside) {
            live.stream()
                    .filter(this::holds)
                    .findFirst()
                    .ifPresent(g -> causes.add("grant " + g.grant().id() + " " + tense.holds()));
        } else {
            Optional<Instant> start = live.stream()
                    .flatMap(g -> Timetable.of(g.grant()).nextStart(now, situation.zone(), conditions).stream())
                    .min(Comparator.naturalOrder());
            causes.add("outside the hours of "
                    + (live.size() == 1 ? "grant " + live.get(0).grant().id() : "all grants")
                    + start.map(s -> "; " + tense.nextTime(s, situation.zone())).orElse(""));
        }
    }

    // How limits are kept is said of now and of what comes: how it was then may have been otherwise.
    private void how(String cause) {
        if (!tense.isPast()) {
            causes.add(cause);
        }
    }

    private Program limit(List<GrantFact> live, Program program, @Nullable LockCapabilities capabilities) {
        if (live.stream().anyMatch(g -> g.grant().limit().isEmpty() && g.grant().type() != UserType.DISPOSABLE)) {
            return program;
        }
        GrantFact first = live.get(0);
        int left = live.stream().mapToInt(g -> g.usesLeft().orElse(1)).sum();
        boolean disposable =
                capabilities != null && capabilities.users().types().contains(UserType.DISPOSABLE);
        boolean once = left == 1
                && live.size() == 1
                && first.grant().limit().map(l -> l.per().isEmpty()).orElse(true);
        boolean shared = first.locks() > 1
                && first.grant()
                        .limit()
                        .map(l -> l.scope() == UsageLimit.Scope.SHARED)
                        .orElse(true);
        Program result = once && disposable ? new Program(true, UserType.DISPOSABLE, program.entries()) : program;
        if (once && disposable && !shared) {
            how("one use, counted by the lock");
            return result;
        }
        boolean counts = capabilities != null && capabilities.reportsUser().value();
        if (!counts && capabilities != null) {
            level = EnforcementLevel.UNENFORCEABLE;
            how("the lock does not say who opened it, so uses cannot be counted");
            return result;
        }
        how(left + (left == 1 ? " use" : " uses") + " left, counted by this host"
                + (shared
                        ? "; shared over " + first.locks() + " locks it can be exceeded by " + (first.locks() - 1)
                        : ""));
        if (level != EnforcementLevel.UNENFORCEABLE) {
            level = EnforcementLevel.HOST;
        }
        endRestsOnHost = true;
        if (live.stream().allMatch(g -> g.grant().validity().until().isEmpty())) {
            advice.add("give a counted grant an end: an event that is lost is a use that is not counted");
        }
        return result;
    }

    private static Program type(List<GrantFact> live, Program program) {
        UserType type = live.get(0).grant().type();
        return type == UserType.REGULAR || type == UserType.DISPOSABLE || program.type() == UserType.DISPOSABLE
                ? program
                : new Program(program.enabled(), type, program.entries());
    }

    private Optional<Block> block(List<GrantFact> live, Program program) {
        Optional<Situation.Abilities> known = situation.lock();
        if (known.isPresent()) {
            LockCapabilities capabilities = known.get().capabilities();
            Optional<Unmanageable> unmanageable = capabilities.unmanageable();
            if (unmanageable.isPresent()) {
                return Optional.of(new Block(
                        Blocked.UNSUPPORTED,
                        unmanageable.get().text(),
                        String.join("; or ", unmanageable.get().instead())));
            }
            Optional<CredentialSupport> support = capabilities.credential(entitlement.kind());
            if (support.isEmpty() || !support.get().writable()) {
                return Optional.of(new Block(
                        Blocked.UNSUPPORTED,
                        "the lock takes no " + entitlement.kind() + " from a host",
                        "use another kind of credential at this lock"));
            }
            if (!capabilities.users().types().contains(program.type())) {
                return Optional.of(new Block(
                        Blocked.UNSUPPORTED,
                        "the lock has no users of the type " + program.type(),
                        "choose a regular user for this lock"));
            }
            if (!known.get().secure()) {
                return Optional.of(new Block(
                        Blocked.PLAINTEXT,
                        "the link to this lock is not encrypted: a PIN would travel in clear",
                        "include the lock with security, or say allow-plaintext: true for it"));
            }
        }
        if (entitlement.secret().isEmpty()) {
            return Optional.of(new Block(
                    Blocked.NO_PIN,
                    entitlement.userName() + " has no PIN",
                    "set one: lockcred pin " + entitlement.user()));
        }
        Optional<String> unfit = entitlement.secret().get().unfit();
        if (unfit.isPresent()) {
            return Optional.of(new Block(Blocked.PIN_REFUSED, unfit.get(), "set another PIN"));
        }
        switch (entitlement.conflict()) {
            case ANOTHERS -> {
                return Optional.of(new Block(
                        Blocked.DUPLICATE,
                        "the same PIN stands, or is to stand, at this lock for somebody else",
                        "choose another PIN"));
            }
            case PROGRAMMING_CODE -> {
                return Optional.of(new Block(Blocked.DUPLICATE, IS_PROGRAMMING_CODE, "choose another PIN"));
            }
            case NONE -> {}
        }
        boolean acceptsNone = live.stream().anyMatch(g -> g.grant().enforcement() == EnforcementPreference.ACCEPT_NONE);
        if (level == EnforcementLevel.UNENFORCEABLE && !acceptsNone) {
            return Optional.of(new Block(
                    Blocked.UNENFORCEABLE,
                    "nobody can enforce the limit at this lock",
                    "drop the limit, or say enforcement: accept-none"));
        }
        boolean requiresLock =
                live.stream().anyMatch(g -> g.grant().enforcement() == EnforcementPreference.REQUIRE_LOCK);
        if (requiresLock && level != EnforcementLevel.NATIVE && known.isPresent()) {
            return Optional.of(new Block(
                    Blocked.UNENFORCEABLE,
                    "the lock cannot enforce the limits itself, and the grant demands it",
                    "say enforcement: prefer-lock, or choose hours that the lock can hold"));
        }
        boolean acceptsHost = situation.host().acceptHost()
                || live.stream()
                        .anyMatch(g -> g.grant().enforcement() == EnforcementPreference.ACCEPT_HOST
                                || g.grant().enforcement() == EnforcementPreference.ACCEPT_NONE);
        if (endRestsOnHost && !situation.host().resident() && !acceptsHost) {
            return Optional.of(new Block(
                    Blocked.NO_RESIDENT_ENGINE,
                    "only this host would end it, and this host does not stay",
                    "keep an engine running (lockcred serve), or accept it with --accept-host-enforcement"));
        }
        return entitlement
                .refusal()
                .filter(r -> r.version() == entitlement.secret().get().version())
                .map(r -> new Block(r.blocked(), r.text(), "set another PIN, or change the grant"));
    }

    private Timetable denied() {
        return Timetable.anyOf(entitlement.denials().stream()
                .filter(d -> d.grant().enabled())
                .map(d -> Timetable.of(d.grant()))
                .toList());
    }

    // When a lock that would open too early just now may be given the code after all.
    private Optional<Instant> nextEarlyWrite(NativeFit fit, Timetable wanted) {
        return fit.surplus().holds(now, situation.zone(), conditions)
                ? fit.surplus().nextBoundary(now, situation.zone(), conditions)
                : wanted.nextBoundary(now, situation.zone(), conditions);
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    private void lasts(GrantFact g) {
        lasts(Timetable.of(g.grant()).steadyUntil(now, situation.zone()));
        end(g).filter(end -> end.isAfter(now)).ifPresent(this::lasts);
    }

    private void lasts(Instant until) {
        steady = until.isBefore(steady) ? until : steady;
    }

    private Optional<Instant> nextBoundary() {
        return Stream.concat(entitlement.grants().stream(), entitlement.denials().stream())
                .filter(g -> g.grant().enabled() && !g.expired())
                .flatMap(g -> Timetable.of(g.grant()).nextBoundary(now, situation.zone(), conditions).stream())
                .min(Comparator.naturalOrder());
    }

    private boolean holds(GrantFact g) {
        Grant grant = g.grant();
        return grant.enabled() && Timetable.of(grant).holds(now, situation.zone(), conditions);
    }

    private boolean isPermanentlyDenied() {
        return entitlement.denials().stream()
                .anyMatch(d -> d.grant().enabled()
                        && d.grant().schedule() instanceof Schedule.Always
                        && d.grant().validity().until().isEmpty()
                        && holds(d));
    }

    private boolean isOver(GrantFact g) {
        return g.expired() || isUsedUp(g) || end(g).map(e -> !e.isAfter(now)).orElse(false);
    }

    private static boolean isUsedUp(GrantFact g) {
        return g.usesLeft().isPresent() && g.usesLeft().getAsInt() <= 0;
    }

    private Optional<Instant> end(GrantFact g) {
        Optional<Instant> valid = g.grant().validity().until().map(u -> u.asEnd(situation.zone()));
        if (g.grant().schedule() instanceof Schedule.DateRange range) {
            Optional<Instant> inner = range.range().until().map(u -> u.asEnd(situation.zone()));
            return Stream.concat(valid.stream(), inner.stream()).min(Comparator.naturalOrder());
        }
        return valid;
    }
}
