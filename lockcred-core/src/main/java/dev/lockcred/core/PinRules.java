// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
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
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.vault.SecretTraits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** PIN policy over all locks of a user's grants (R9 to R12). Confined to the engine's lane. */
final class PinRules {

    private final Engine engine;
    private final ProbeLimit probes = new ProbeLimit();

    PinRules(Engine engine) {
        this.engine = engine;
    }

    /** Remarks worth knowing, for the actor; refuses what cannot be. */
    List<String> check(UserId user, Pin pin, Actor actor) {
        Instant now = engine.timers().now();
        probes.closedUntil(actor.name(), now).ifPresent(until -> {
            throw new PinRefusedException("too many PINs were refused: try again after "
                    + dev.lockcred.core.plan.Say.time(until, engine.zone()));
        });
        PinVerdict verdict = judge(user, pin, engine.wishes().locksOf(user));
        Audience audience = actor.may(Permission.MANAGE) ? Audience.ADMINISTRATOR : Audience.UNTRUSTED;
        if (verdict.refused()) {
            if (verdict.tellsOfOthers()) {
                probes.refused(actor.name(), now);
            }
            throw new PinRefusedException(String.join("; ", verdict.texts(audience)));
        }
        return verdict.texts(audience);
    }

    /** Draws one evenly from what every lock takes, also those of a grant to come, and the policy has nothing against (R12). */
    Pin generate(UserId user, Collection<LockId> also) {
        Set<LockId> locks = new TreeSet<>(engine.wishes().locksOf(user));
        locks.addAll(also);
        try {
            return new PinGenerator(engine.parts().secureRandom())
                    .generate(
                            space(locks),
                            engine.config().pinLength,
                            pin -> judge(user, pin, locks).isGood());
        } catch (PinSpaceTooSmallException | PinContradictionException e) {
            throw new PinRefusedException(String.valueOf(e.getMessage()));
        }
    }

    /** Refuses doors that no PIN can open together, naming two of them (R9). */
    void requireCommon(Collection<LockId> locks) {
        try {
            space(locks);
        } catch (PinContradictionException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private PinVerdict judge(UserId user, Pin pin, Set<LockId> locks) {
        boolean duress = engine.wishes().grantsOf(user).stream().anyMatch(g -> g.type() == UserType.DURESS);
        boolean grouped = engine.wishes().grantsOf(user).stream().anyMatch(PinRules::isGrouped);
        SecretTraits traits = engine.safe().traits(pin).orElseThrow();
        var candidate = new PinCandidate(pin, traits, user, duress, locks, grouped, List.of());
        return PinPolicy.DEFAULT.judge(candidate, spaceOrRefuse(locks), others(user));
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

    private List<KnownPin> others(UserId user) {
        List<KnownPin> known = new ArrayList<>();
        for (Wishes.CredentialRecord record : engine.wishes().credentials()) {
            if (!record.set() || record.owner().equals(user) || !engine.wishes().isUser(record.owner())) {
                continue;
            }
            List<Grant> grants = engine.wishes().grantsOf(record.owner());
            engine.entitlements()
                    .traits(record.owner(), record.id(), record.version())
                    .ifPresent(traits -> known.add(new KnownPin(
                            traits,
                            Optional.of(record.owner()),
                            grants.stream().anyMatch(g -> g.type() == UserType.DURESS)
                                    ? KnownPin.Kind.DURESS
                                    : KnownPin.Kind.ORDINARY,
                            engine.wishes().locksOf(record.owner()),
                            true,
                            true,
                            grants.stream().anyMatch(PinRules::isGrouped))));
        }
        return known;
    }

    private static boolean isGrouped(Grant grant) {
        return !grant.target().groups().isEmpty();
    }
}
