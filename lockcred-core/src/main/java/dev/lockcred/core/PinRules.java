// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.Grant;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.UserType;
import dev.lockcred.core.policy.KnownPin;
import dev.lockcred.core.policy.LockPins;
import dev.lockcred.core.policy.PinCandidate;
import dev.lockcred.core.policy.PinContradictionException;
import dev.lockcred.core.policy.PinGenerator;
import dev.lockcred.core.policy.PinPolicy;
import dev.lockcred.core.policy.PinSpace;
import dev.lockcred.core.policy.PinSpaceTooSmallException;
import dev.lockcred.core.policy.PinVerdict;
import dev.lockcred.core.policy.PinVerdict.Audience;
import dev.lockcred.core.policy.ProbeLimit;
import dev.lockcred.core.policy.Weakness;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.vault.SecretTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** PIN policy over all locks of a user's grants (R9 to R12). Confined to the engine's lane. */
final class PinRules {

    private static final Duration LATELY = Duration.ofDays(90);

    private final Engine engine;
    private final Telephones telephones;
    private final ProbeLimit probes = new ProbeLimit();

    PinRules(Engine engine, Telephones telephones) {
        this.engine = engine;
        this.telephones = telephones;
    }

    /** Remarks worth knowing, for the actor; refuses what cannot be. */
    List<String> check(UserId user, CredentialId credential, Pin pin, Actor actor) {
        requireNotProbing(actor);
        PinVerdict verdict = judge(user, credential, pin, locksOf(user, credential), telephones.of(user));
        Audience audience = actor.may(Permission.MANAGE) ? Audience.ADMINISTRATOR : Audience.UNTRUSTED;
        if (verdict.refused()) {
            if (verdict.tellsOfOthers()) {
                found(actor);
            }
            throw new PinRefusedException(String.join("; ", verdict.texts(audience)));
        }
        return verdict.texts(audience);
    }

    /** Whether the PIN is part of the user's telephone number. */
    boolean isPartOfTelephone(UserId user, Pin pin) {
        return Weakness.of(pin, telephones.of(user)).equals(Optional.of(Weakness.OWN_NUMBER));
    }

    /** Refuses to compare anything more for whoever has found out too many codes of others by asking (R11). */
    void requireNotProbing(Actor actor) {
        probes.closedUntil(actor.name(), engine.timers().now()).ifPresent(until -> {
            throw new PinRefusedException("too many PINs were refused: try again after "
                    + dev.lockcred.core.plan.Say.time(until, engine.zone()));
        });
    }

    /** An answer told this actor of somebody else's code. */
    void found(Actor actor) {
        probes.refused(actor.name(), engine.timers().now());
    }

    /** Draws one evenly from what every lock takes and the policy has nothing against (R12). */
    Pin generate(UserId user, CredentialId credential) {
        Set<LockId> locks = locksOf(user, credential);
        List<String> numbers = telephones.of(user);
        try {
            return new PinGenerator(engine.parts().secureRandom())
                    .generate(
                            space(locks),
                            engine.config().pinLength,
                            pin -> judge(user, credential, pin, locks, numbers).isGood());
        } catch (PinSpaceTooSmallException | PinContradictionException e) {
            throw new PinRefusedException(String.valueOf(e.getMessage()));
        }
    }

    /** The locks that a credential's grants name. */
    Set<LockId> locksOf(UserId user, CredentialId credential) {
        var locks = new TreeSet<LockId>();
        grantsWith(user, credential).forEach(g -> locks.addAll(engine.wishes().locksOf(g)));
        return locks;
    }

    private List<Grant> grantsWith(UserId user, CredentialId credential) {
        return engine.wishes().grantsOf(user).stream()
                .filter(g -> g.effect() == Grant.Effect.ALLOW
                        && GrantEdits.credentialOf(g).equals(credential))
                .toList();
    }

    /** Refuses doors that no PIN can open together, naming two of them (R9). */
    void requireCommon(Collection<LockId> locks) {
        try {
            space(locks);
        } catch (PinContradictionException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private PinVerdict judge(UserId user, CredentialId credential, Pin pin, Set<LockId> locks, List<String> numbers) {
        List<Grant> grants = grantsWith(user, credential);
        boolean duress = grants.stream().anyMatch(g -> g.type() == UserType.DURESS);
        boolean grouped = grants.stream().anyMatch(PinRules::isGrouped);
        SecretTraits traits = engine.safe().traits(pin).orElseThrow();
        List<KnownPin> known = others(credential);
        known.addAll(programmingCodes(locks));
        known.addAll(recent(user, pin, traits, locks));
        var candidate = new PinCandidate(pin, traits, user, duress, locks, grouped, numbers);
        return PinPolicy.DEFAULT.judge(candidate, spaceOrRefuse(locks), known);
    }

    private PinSpace spaceOrRefuse(Collection<LockId> locks) {
        try {
            return space(locks);
        } catch (PinContradictionException e) {
            throw new PinRefusedException(String.valueOf(e.getMessage()));
        }
    }

    private PinSpace space(Collection<LockId> locks) {
        List<LockPins> pins = new ArrayList<>();
        for (LockId id : locks) {
            Optional.ofNullable(engine.syncs().get(id))
                    .flatMap(LockSync::description)
                    .flatMap(d -> d.capabilities().credential(CredentialKind.PIN))
                    .ifPresent(support -> pins.add(LockPins.of(id, support)));
        }
        return PinSpace.of(pins);
    }

    private List<KnownPin> others(CredentialId credential) {
        List<KnownPin> known = new ArrayList<>();
        for (WishBook.CredentialRecord record : engine.wishes().credentials()) {
            if (!record.set()
                    || record.id().equals(credential)
                    || !engine.wishes().isUser(record.owner())) {
                continue;
            }
            List<Grant> grants = grantsWith(record.owner(), record.id());
            engine.entitlements()
                    .traits(record.owner(), record.id(), record.version())
                    .ifPresent(traits -> known.add(new KnownPin(
                            traits,
                            Optional.of(record.owner()),
                            grants.stream().anyMatch(g -> g.type() == UserType.DURESS)
                                    ? KnownPin.Kind.DURESS
                                    : KnownPin.Kind.ORDINARY,
                            locksOf(record.owner(), record.id()),
                            true,
                            true,
                            grants.stream().anyMatch(PinRules::isGrouped))));
        }
        return known;
    }

    private List<KnownPin> programmingCodes(Set<LockId> locks) {
        List<KnownPin> known = new ArrayList<>();
        for (LockId lock : locks) {
            engine.entitlements()
                    .programmingCode(lock)
                    .ifPresent(traits -> known.add(new KnownPin(
                            traits, Optional.empty(), KnownPin.Kind.PROGRAMMING, Set.of(lock), true, true, false)));
        }
        return known;
    }

    // R10: what somebody else had here lately. Of a PIN that is gone only the fingerprint is left, so each is compared
    // in
    // its slot.
    private List<KnownPin> recent(UserId user, Pin pin, SecretTraits traits, Set<LockId> locks) {
        Instant since = engine.timers().now().minus(LATELY);
        List<KnownPin> found = new ArrayList<>();
        for (LockId lock : locks) {
            for (Attribution.Past past : engine.attribution().goneSince(lock, since)) {
                Assignment code = past.assignment();
                boolean same = !code.user().equals(user)
                        && past.fingerprint()
                                .flatMap(f -> engine.safe().matches(f, code.slot(), pin))
                                .orElse(false);
                if (same) {
                    found.add(new KnownPin(
                            traits,
                            Optional.of(code.user()),
                            KnownPin.Kind.ORDINARY,
                            Set.of(lock),
                            false,
                            false,
                            false));
                }
            }
        }
        return found;
    }

    private static boolean isGrouped(Grant grant) {
        return !grant.target().groups().isEmpty();
    }
}
