// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.policy.PinCheck.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges a PIN before it is anybody's (R10): each check with a severity, of which some may be changed.
 *
 * @param severities one for each check
 */
public record PinPolicy(Map<PinCheck, Severity> severities) {

    /** As R10 has it. */
    public static final PinPolicy DEFAULT = new PinPolicy(Map.of());

    /** Missing ones have their default. */
    public PinPolicy {
        var all = new EnumMap<PinCheck, Severity>(PinCheck.class);
        for (PinCheck check : PinCheck.values()) {
            Severity severity = severities.getOrDefault(check, check.byDefault());
            if (check.isFixed() && severity != check.byDefault()) {
                throw new IllegalArgumentException("the check " + check
                        + " cannot be relaxed: a lock would refuse the PIN," + " or could not tell two people apart");
            }
            all.put(check, severity);
        }
        severities = Collections.unmodifiableMap(all);
    }

    /** With another severity for one check. */
    public PinPolicy with(PinCheck check, Severity severity) {
        var changed = new EnumMap<>(severities);
        changed.put(check, severity);
        return new PinPolicy(changed);
    }

    /**
     * Judges a PIN.
     *
     * @param space what the target locks take
     * @param known the codes it has to be compared with; not the one it is to replace
     */
    public PinVerdict judge(PinCandidate candidate, PinSpace space, List<KnownPin> known) {
        var remarks = new ArrayList<PinVerdict.Remark>();
        fits(candidate, space, remarks);
        if (!remarks.isEmpty()) {
            return new PinVerdict(remarks); // what fits no lock is compared with nobody's: it would only tell (R11)
        }
        for (KnownPin other : known) {
            compare(candidate, other, remarks);
        }
        Weakness.of(candidate.pin(), candidate.ownNumbers())
                .ifPresent(weakness -> add(remarks, PinCheck.WEAK, Set.of(), Optional.empty(), weakness.words()));
        return new PinVerdict(remarks);
    }

    private void fits(PinCandidate candidate, PinSpace space, List<PinVerdict.Remark> remarks) {
        if (!space.allowsLength(candidate.pin().length())) {
            add(remarks, PinCheck.LENGTH, Set.of(), Optional.empty(), "these locks take " + space.lengthWords());
        }
        byte[] digits = candidate.pin().copyBytes();
        try {
            boolean foreign = false;
            for (byte digit : digits) {
                foreign |= !space.digits().get(digit);
            }
            if (foreign) {
                add(
                        remarks,
                        PinCheck.DIGITS,
                        Set.of(),
                        Optional.empty(),
                        "these locks take the digits " + space.digitWords() + " only");
            }
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    private void compare(PinCandidate candidate, KnownPin other, List<PinVerdict.Remark> remarks) {
        var shared = new TreeSet<>(candidate.locks());
        shared.retainAll(other.locks());
        boolean same = candidate.traits().equals(other.traits());
        boolean anothers = !other.owner().equals(Optional.of(candidate.owner()));
        if (!other.standing()) {
            if (same && anothers && !shared.isEmpty()) {
                add(remarks, PinCheck.RECENTLY_USED, shared, other.owner(), "somebody else had it here lately");
            }
            return;
        }
        if (same && !shared.isEmpty()) {
            equal(candidate, other, shared, remarks);
        } else if (same && anothers && (candidate.grouped() || other.grouped())) {
            add(
                    remarks,
                    PinCheck.DUPLICATE_THAT_COULD_MEET,
                    other.locks(),
                    other.owner(),
                    "somebody else has it at another lock, and a group may bring the two together");
        } else if (!shared.isEmpty()
                && (candidate.traits().begins(other.traits()) || other.traits().begins(candidate.traits()))) {
            add(
                    remarks,
                    PinCheck.PREFIX,
                    shared,
                    other.owner(),
                    "it begins another code here, or begins with one: some keypads open as soon as a code is complete");
        }
    }

    private void equal(PinCandidate candidate, KnownPin other, Set<LockId> shared, List<PinVerdict.Remark> remarks) {
        if (other.kind() == KnownPin.Kind.PROGRAMMING) {
            add(remarks, PinCheck.PROGRAMMING_CODE, shared, Optional.empty(), "it opens the lock's own menu");
        } else if (candidate.duress() || other.kind() == KnownPin.Kind.DURESS) {
            add(remarks, PinCheck.DURESS_PAIR, shared, other.owner(), "the silent-alarm code has to be another one");
        } else if (other.present()) {
            add(remarks, PinCheck.DUPLICATE_ON_LOCK, shared, other.owner(), "the same code stands here already");
        } else {
            add(
                    remarks,
                    PinCheck.DUPLICATE_WHERE_BOTH_MAY_OPEN,
                    shared,
                    other.owner(),
                    "the same code is to open here at other times");
        }
    }

    private void add(
            List<PinVerdict.Remark> remarks, PinCheck check, Set<LockId> locks, Optional<UserId> other, String words) {
        Severity severity = severities.getOrDefault(check, check.byDefault());
        if (severity != Severity.ALLOW) {
            remarks.add(new PinVerdict.Remark(check, severity, List.copyOf(new TreeSet<>(locks)), other, words));
        }
    }
}
