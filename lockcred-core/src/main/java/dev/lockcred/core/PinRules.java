// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.CredentialKind;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.vault.SecretTraits;
import dev.lockcred.spi.CredentialSupport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** PIN policy over all locks of a user's grants (R9, R10, R12). Confined to the engine's lane. */
final class PinRules {

    private static final int TRIES = 10_000;

    private final Engine engine;

    PinRules(Engine engine) {
        this.engine = engine;
    }

    /** Remarks worth knowing; refuses what cannot be. */
    List<String> check(UserId user, Pin pin) {
        List<String> remarks = new ArrayList<>();
        Range range = range(user);
        if (pin.length() < range.min || pin.length() > range.max) {
            throw new PinRefusedException("the PIN has the wrong length: " + range.words());
        }
        SecretTraits traits = engine.safe().traits(pin).orElseThrow();
        for (UserId other : others(user)) {
            Optional<SecretTraits> theirs = traitsOf(other);
            if (theirs.isEmpty()) {
                continue;
            }
            if (theirs.get().equals(traits)) {
                throw new PinRefusedException("choose another PIN"); // R11: never whose
            }
            if (theirs.get().begins(traits) || traits.begins(theirs.get())) {
                remarks.add(
                        "another PIN at the same door begins with this one, or this one with it: some keypads accept"
                                + " a code as soon as it is complete");
            }
        }
        if (isWeak(pin)) {
            remarks.add("the PIN is easy to guess");
        }
        return remarks.stream().distinct().toList();
    }

    /** Draws one evenly from what every lock takes, no weak one, none that another has (R12). */
    Pin generate(UserId user) {
        Range range = range(user);
        int length = Math.max(range.min, Math.min(range.max, engine.config().pinLength));
        byte[] digits = new byte[length];
        for (int attempt = 0; attempt < TRIES; attempt++) {
            for (int i = 0; i < length; i++) {
                digits[i] = (byte) ('0' + engine.secureRandom().nextInt(10));
            }
            Pin pin = Pin.ofAscii(digits);
            Arrays.fill(digits, (byte) 0);
            if (!isWeak(pin) && !clashes(user, pin)) {
                return pin;
            }
            pin.close();
        }
        throw new PinRefusedException("no PIN of " + length + " digits is left that no other at these doors equals or"
                + " begins with: use longer ones");
    }

    private boolean clashes(UserId user, Pin pin) {
        SecretTraits traits = engine.safe().traits(pin).orElseThrow();
        return others(user).stream()
                .flatMap(u -> traitsOf(u).stream())
                .anyMatch(t -> t.equals(traits) || t.begins(traits) || traits.begins(t));
    }

    private Optional<SecretTraits> traitsOf(UserId user) {
        return engine.wishes()
                .credential(Wishes.pinOf(user))
                .filter(Wishes.CredentialRecord::set)
                .flatMap(c -> engine.entitlements().traits(user, c.id(), c.version()));
    }

    private List<UserId> others(UserId user) {
        var mine = engine.wishes().locksOf(user);
        return engine.wishes().users().stream()
                .filter(u ->
                        !u.equals(user) && engine.wishes().locksOf(u).stream().anyMatch(mine::contains))
                .toList();
    }

    private record Range(int min, int max, String narrow, String wide) {
        String words() {
            return min == max
                    ? "it must have exactly " + min + " digits"
                    : "it must have " + min + " to " + max + " digits";
        }
    }

    private Range range(UserId user) {
        int min = 4;
        int max = 10;
        String narrow = "";
        String wide = "";
        for (LockId id : engine.wishes().locksOf(user)) {
            LockSync lock = engine.syncs().get(id);
            Optional<CredentialSupport.Length> length = Optional.ofNullable(lock)
                    .flatMap(LockSync::description)
                    .flatMap(d -> d.capabilities().credential(CredentialKind.PIN))
                    .map(s -> s.length().value());
            if (length.isEmpty()) {
                continue;
            }
            int low = length.get().fixed().orElse(length.get().min());
            int high = length.get().fixed().orElse(length.get().max());
            if (low > min) {
                min = low;
                narrow = id.value();
            }
            if (high < max) {
                max = high;
                wide = id.value();
            }
        }
        if (min > max) {
            throw new PinRefusedException("no PIN can open both " + narrow + " and " + wide + ": " + narrow
                    + " wants at least " + min + " digits, " + wide + " takes at most " + max);
        }
        return new Range(min, max, narrow, wide);
    }

    static boolean isWeak(Pin pin) {
        byte[] d = pin.copyBytes();
        try {
            boolean same = true;
            boolean up = true;
            boolean down = true;
            for (int i = 1; i < d.length; i++) {
                same &= d[i] == d[0];
                up &= d[i] == d[i - 1] + 1;
                down &= d[i] == d[i - 1] - 1;
            }
            boolean year = d.length == 4 && (d[0] == '1' && d[1] == '9' || d[0] == '2' && d[1] == '0');
            return same || up || down || year;
        } finally {
            Arrays.fill(d, (byte) 0);
        }
    }
}
