// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.policy.PinCheck.Severity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the policy thinks of a PIN. Never any of its digits.
 *
 * @param remarks one for each failed check and each code it failed against; none: a good PIN
 */
public record PinVerdict(List<Remark> remarks) {

    /** To whom a verdict is told. */
    public enum Audience {
        /** May see who has which codes: everything is said. */
        ADMINISTRATOR,
        /** Anybody else: a refusal must not tell that a code exists, let alone whose it is (R11). */
        UNTRUSTED
    }

    /**
     * A failed check.
     *
     * @param check which
     * @param severity what follows
     * @param locks where
     * @param other against whose code, if it is known
     * @param words for people
     */
    public record Remark(PinCheck check, Severity severity, List<LockId> locks, Optional<UserId> other, String words) {
        public Remark {
            Objects.requireNonNull(check, "check");
            Objects.requireNonNull(severity, "severity");
            locks = List.copyOf(locks);
            Objects.requireNonNull(other, "other");
            Objects.requireNonNull(words, "words");
        }

        private String inFull() {
            return words
                    + (locks.isEmpty()
                            ? ""
                            : " (" + locks.stream().map(LockId::value).collect(Collectors.joining(", "))
                                    + other.map(user -> ", " + user).orElse("") + ")");
        }
    }

    public PinVerdict {
        remarks = List.copyOf(remarks);
    }

    /** Whether the PIN cannot be used. */
    public boolean refused() {
        return remarks.stream().anyMatch(remark -> remark.severity() == Severity.REJECT);
    }

    /** Whether nothing at all is to be said against it: only such PINs are generated. */
    public boolean isGood() {
        return remarks.isEmpty();
    }

    /** Whether the refusal tells that some code exists, so that asking again and again has to be slowed down (R11). */
    public boolean tellsOfOthers() {
        return remarks.stream()
                .anyMatch(remark ->
                        remark.severity() == Severity.REJECT && remark.check().tellsOfOthers());
    }

    /** One sentence for each thing to say, refusals first. */
    public List<String> texts(Audience audience) {
        var refusals = remarks.stream()
                .filter(remark -> remark.severity() == Severity.REJECT)
                .toList();
        var warnings = remarks.stream()
                .filter(remark -> remark.severity() == Severity.WARN)
                .toList();
        if (audience == Audience.ADMINISTRATOR) {
            return Stream.concat(refusals.stream(), warnings.stream())
                    .map(Remark::inFull)
                    .distinct()
                    .toList();
        }
        if (tellsOfOthers()) {
            return List.of("choose another PIN"); // and nothing else: not even why others were
        }
        return Stream.concat(refusals.stream(), warnings.stream())
                .filter(remark -> !remark.check().tellsOfOthers())
                .map(Remark::words)
                .distinct()
                .toList();
    }
}
