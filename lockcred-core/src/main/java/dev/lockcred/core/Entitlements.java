// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.Grant;
import dev.lockcred.LockId;
import dev.lockcred.Secret;
import dev.lockcred.UsageLimit;
import dev.lockcred.UserId;
import dev.lockcred.core.plan.Entitlement;
import dev.lockcred.core.plan.Entitlement.Conflict;
import dev.lockcred.core.plan.Entitlement.GrantFact;
import dev.lockcred.core.plan.Entitlement.SecretFacts;
import dev.lockcred.core.plan.PlanMemo;
import dev.lockcred.core.plan.Say;
import dev.lockcred.core.sync.Held;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.vault.SecretRef.OfProgrammingCode;
import dev.lockcred.core.vault.SecretTraits;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.LockDescription;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.WeakHashMap;

/**
 * Draws up what everybody is entitled to at one lock, from the wishes. The facts that span locks, equal PINs and shared counts,
 * are settled here (D1). What was drawn up for a lock stays for as long as it does, and while nothing it was drawn up from has
 * changed. Confined to the engine's lane.
 */
final class Entitlements {

    private final WishBook wishes;
    private final Safe safe;
    private final ZoneId siteZone;
    private final PlanMemo memo;
    private final Map<Secrets, SecretTraits> traits = new HashMap<>();
    private final Map<LockId, SecretTraits> programming = new HashMap<>();
    private final Map<LockSync, DrawnUp> latest = new WeakHashMap<>();
    private int timesForgotten;
    private boolean unseen; // a secret that is set could not be opened while this was drawn up

    Entitlements(WishBook wishes, Safe safe, ZoneId siteZone, PlanMemo memo) {
        this.wishes = wishes;
        this.safe = safe;
        this.siteZone = siteZone;
        this.memo = memo;
    }

    /** One version of a credential's secret. */
    private record Secrets(CredentialId credential, int version) {}

    /** A code in the lock. */
    private record Code(UserId user, CredentialId credential, int version) {
        static Code of(Held held) {
            return new Code(
                    held.assignment().user(),
                    held.assignment().credential(),
                    held.assignment().credentialVersion());
        }

        boolean isOf(Assignment assignment) {
            return version == assignment.credentialVersion()
                    && user.equals(assignment.user())
                    && credential.equals(assignment.credential());
        }
    }

    /** Whose right, and to which credential. */
    private record Owner(UserId user, CredentialId credential) {}

    /**
     * All that the entitlements at one lock are drawn up from. It is asked far more often than anything changes, so it is
     * compared where it lies.
     *
     * @param wishes the revision of everything wished
     * @param traits how often the traits of secrets were forgotten
     * @param from the beginning of the day, at the lock or at the site: uses are counted by days, and by what consists of them
     * @param until the end of the day, at the lock or at the site
     * @param codes whose codes are in the lock: in which state they are there entitles nobody
     */
    private record Basis(
            long wishes,
            int traits,
            Instant from,
            Instant until,
            ZoneId zone,
            Optional<LockDescription> description,
            List<Code> codes,
            Map<CredentialId, Entitlement.Refusal> refusals) {

        boolean holds(long revision, int forgotten, LockSync lock, Instant now) {
            return wishes == revision
                    && traits == forgotten
                    && !now.isBefore(from)
                    && now.isBefore(until)
                    && zone.equals(lock.zone())
                    && description.equals(lock.description())
                    && refusals.equals(lock.memory().refusals())
                    && holds(lock.memory().open());
        }

        private boolean holds(Collection<Held> open) {
            if (open.size() != codes.size()) {
                return false;
            }
            int at = 0;
            for (Held held : open) {
                if (!codes.get(at++).isOf(held.assignment())) {
                    return false;
                }
            }
            return true;
        }
    }

    private record DrawnUp(Basis from, List<Entitlement> entitlements) {}

    /** The traits of a secret, computed once per version. */
    Optional<SecretTraits> traits(UserId user, CredentialId credential, int version) {
        var key = new Secrets(credential, version);
        SecretTraits known = traits.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        try (Secret secret = safe.open(user, credential, version).orElse(null)) {
            Optional<SecretTraits> found = secret == null ? Optional.empty() : safe.traits(secret);
            found.ifPresentOrElse(t -> traits.put(key, t), () -> unseen = true);
            return found;
        }
    }

    /** The traits of a lock's programming code; absent when nobody told it, or the vault is locked. */
    Optional<SecretTraits> programmingCode(LockId lock) {
        SecretTraits known = programming.get(lock);
        var ref = new OfProgrammingCode(lock);
        if (known != null || !safe.holds(ref)) {
            return Optional.ofNullable(known);
        }
        try (Secret code = safe.open(ref).orElse(null)) {
            Optional<SecretTraits> found = code == null ? Optional.empty() : safe.traits(code);
            found.ifPresentOrElse(t -> programming.put(lock, t), () -> unseen = true);
            return found;
        }
    }

    /** Another code of the lock counts from now on, or none. */
    void forgetProgrammingCode(LockId lock) {
        programming.remove(lock);
        timesForgotten++;
    }

    /** An edit was taken back: a version may come again with other digits. */
    void forgetTraits() {
        traits.clear();
        programming.clear();
        timesForgotten++;
    }

    /** What everybody is entitled to at the lock, by start, then user. */
    List<Entitlement> at(LockSync lock, Instant now) {
        DrawnUp known = latest.get(lock);
        if (known != null && known.from().holds(wishes.revision(), timesForgotten, lock, now)) {
            return known.entitlements();
        }
        var basis = new Basis(
                wishes.revision(),
                timesForgotten,
                later(beginning(now, 0, lock.zone()), beginning(now, 0, siteZone)),
                earlier(beginning(now, 1, lock.zone()), beginning(now, 1, siteZone)),
                lock.zone(),
                lock.description(),
                lock.memory().open().stream().map(Code::of).toList(),
                lock.memory().refusals());
        unseen = false;
        List<Entitlement> fresh = List.copyOf(drawUp(lock, basis.codes(), now));
        if (!unseen) {
            latest.put(lock, new DrawnUp(basis, fresh));
        }
        return fresh;
    }

    private static Instant beginning(Instant now, int days, ZoneId zone) {
        return LocalDate.ofInstant(now, zone).plusDays(days).atStartOfDay(zone).toInstant();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private List<Entitlement> drawUp(LockSync lock, List<Code> codes, Instant now) {
        var allowing = new LinkedHashMap<Owner, List<Grant>>();
        var denying = new HashMap<UserId, List<Grant>>();
        for (Grant grant : wishes.grantsAt(lock.id())) {
            if (grant.effect() == Grant.Effect.DENY) {
                denying.computeIfAbsent(grant.user(), u -> new ArrayList<>()).add(grant);
            } else {
                CredentialId credential = grant.credential().orElse(WishBook.pinOf(grant.user()));
                allowing.computeIfAbsent(new Owner(grant.user(), credential), k -> new ArrayList<>(2))
                        .add(grant);
            }
        }
        var found = new ArrayList<Beginning>(allowing.size());
        allowing.forEach((owner, grants) -> found.add(new Beginning(
                start(grants, lock.zone()),
                one(lock, owner, grants, denying.getOrDefault(owner.user(), List.of()), now))));
        found.sort(Comparator.comparing(Beginning::at)
                .thenComparing(b -> b.of().user())
                .thenComparing(b -> b.of().credential()));
        return conflicts(lock.id(), codes, found);
    }

    private record Beginning(Instant at, Entitlement of) {}

    private Entitlement one(LockSync lock, Owner owner, List<Grant> grants, List<Grant> denials, Instant now) {
        UserId user = owner.user();
        CredentialId credential = owner.credential();
        Optional<WishBook.CredentialRecord> record = wishes.credential(credential);
        CredentialKind kind = record.map(WishBook.CredentialRecord::kind).orElse(CredentialKind.PIN);
        Optional<SecretFacts> secret = record.filter(WishBook.CredentialRecord::set)
                .map(r -> new SecretFacts(r.version(), unfit(lock, user, r), r.compromised()));
        return new Entitlement(
                user,
                wishes.name(user),
                credential,
                kind,
                secret,
                grants.stream().map(g -> fact(lock, g, now)).toList(),
                denials.stream().map(g -> fact(lock, g, now)).toList(),
                wishes.revocation(user, lock.id()).map(r -> byHand(r.by(), r.at(), lock.zone()) + stillIn(grants)),
                wishes.isRemoved(user),
                Conflict.NONE,
                lock.refusal(credential),
                Optional.empty());
    }

    private static String byHand(String by, Instant at, ZoneId zone) {
        return "by " + by + " on " + Say.time(at, zone);
    }

    // A word by hand outranks the site, which still says otherwise.
    private String stillIn(List<Grant> grants) {
        List<String> places = grants.stream()
                .flatMap(g -> wishes.site().find(SiteBook.Of.GRANT, g.id()).stream())
                .map(SiteBook.Item::origin)
                .toList();
        return places.isEmpty() ? "" : ", still in " + String.join(", ", places);
    }

    private GrantFact fact(LockSync lock, Grant grant, Instant now) {
        return new GrantFact(
                grant,
                usesLeft(grant, lock, now),
                wishes.isOver(grant.id(), lock.id()),
                wishes.grant(grant.id())
                        .flatMap(WishBook.GrantRecord::stopped)
                        .map(s -> byHand(s.by(), s.at(), lock.zone()) + stillIn(List.of(grant))),
                wishes.reach(grant));
    }

    /** How often a grant may still be used at a lock; absent: without limit. */
    OptionalInt usesLeft(Grant grant, LockSync lock, Instant now) {
        return grant.limit()
                .map(l -> OptionalInt.of(
                        Math.max(0, l.uses() - wishes.count(countKey(grant, l, lock.id(), lock.zone(), now)))))
                .orElse(
                        grant.type() == dev.lockcred.UserType.DISPOSABLE
                                ? OptionalInt.of(Math.max(0, 1 - wishes.count(grant.id() + "|*|all")))
                                : OptionalInt.empty());
    }

    /** Under which key uses of a limited grant are counted now. */
    String countKey(Grant grant, UsageLimit limit, LockId lock, ZoneId zone, Instant at) {
        boolean shared = limit.scope() == UsageLimit.Scope.SHARED;
        var local = at.atZone(shared ? siteZone : zone);
        String period = limit.per()
                .map(p -> switch (p) {
                    case DAY -> local.toLocalDate().toString();
                    case WEEK ->
                        local.get(IsoFields.WEEK_BASED_YEAR) + "-W" + local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
                    case MONTH -> java.time.YearMonth.from(local).toString();
                })
                .orElse("all");
        return grant.id() + "|" + (shared ? "*" : lock) + "|" + period;
    }

    private Optional<String> unfit(LockSync lock, UserId user, WishBook.CredentialRecord record) {
        Optional<CredentialSupport> support =
                lock.description().flatMap(d -> d.capabilities().credential(record.kind()));
        Optional<SecretTraits> traits = traits(user, record.id(), record.version());
        if (support.isEmpty() || traits.isEmpty()) {
            return Optional.empty();
        }
        CredentialSupport.Length length = support.get().length().value();
        if (length.allows(traits.get().length())) {
            return Optional.empty();
        }
        return Optional.of(
                length.fixed().isPresent()
                        ? "this lock takes PINs of exactly " + length.fixed().getAsInt() + " digits"
                        : "this lock takes PINs of " + length.min() + " to " + length.max() + " digits");
    }

    // Same PIN, two users, one lock: who stands there first, or is to come first, has it; the other waits (domain.md
    // 4). The lock's own programming code was there before them all (R10).
    private List<Entitlement> conflicts(LockId lock, List<Code> codes, List<Beginning> all) {
        var owners = new HashMap<SecretTraits, CredentialId>();
        for (Code code : codes) {
            traits(code.user(), code.credential(), code.version())
                    .ifPresent(t -> owners.putIfAbsent(t, code.credential()));
        }
        Optional<SecretTraits> menu = programmingCode(lock);
        var result = new ArrayList<Entitlement>(all.size());
        for (Beginning beginning : all) {
            Entitlement e = beginning.of();
            Optional<SecretTraits> mine = e.secret().flatMap(s -> traits(e.user(), e.credential(), s.version()));
            Conflict conflict = Conflict.NONE;
            if (mine.isPresent() && !e.removed()) {
                CredentialId owner = owners.putIfAbsent(mine.get(), e.credential());
                if (mine.equals(menu)) {
                    conflict = Conflict.PROGRAMMING_CODE;
                } else if (owner != null && !owner.equals(e.credential())) {
                    conflict = Conflict.ANOTHERS;
                }
            }
            result.add(memo.shared(conflict == Conflict.NONE ? e : with(conflict, e)));
        }
        return result;
    }

    private static Entitlement with(Conflict conflict, Entitlement e) {
        return new Entitlement(
                e.user(),
                e.userName(),
                e.credential(),
                e.kind(),
                e.secret(),
                e.grants(),
                e.denials(),
                e.revoked(),
                e.removed(),
                conflict,
                e.refusal(),
                e.gapSince());
    }

    private static Instant start(List<Grant> grants, ZoneId zone) {
        return grants.stream()
                .map(g -> g.validity().from().map(f -> f.asStart(zone)).orElse(Instant.EPOCH))
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH)
                .truncatedTo(ChronoUnit.SECONDS);
    }
}
