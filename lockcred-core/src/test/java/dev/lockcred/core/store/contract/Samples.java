// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store.contract;

import dev.lockcred.AccessEvent;
import dev.lockcred.AccessEvent.Attribution;
import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.AuditEntry;
import dev.lockcred.CredentialKind;
import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.store.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Log entries for tests of stores and of what stands on them. */
public final class Samples {

    public static final Instant START = Instant.parse("2026-03-01T06:00:00Z");
    public static final LockId FRONT = LockId.of("front");
    public static final LockId BACK = LockId.of("back");
    public static final UserId ANNA = UserId.of("anna");
    public static final UserId BEN = UserId.of("ben");

    private Samples() {}

    /** Somebody opens a door with a code. */
    public static AccessEvent opening(long id, LockId lock, UserId user, Instant when) {
        return event(id, lock, new Attribution.ByUser(user, Optional.empty()), when);
    }

    /** A successful opening at the keypad. */
    public static AccessEvent event(long id, LockId lock, Attribution who, Instant when) {
        return new AccessEvent(
                id,
                lock,
                AccessOperation.UNLOCK,
                AccessSource.KEYPAD,
                Optional.empty(),
                who,
                Optional.of(Slot.pin(lock, 3)),
                Optional.empty(),
                when,
                Optional.empty(),
                OptionalLong.empty(),
                false,
                false);
    }

    /** Anything a lock might report, from a seeded source. Instants repeat often, so that order among equals is tested. */
    public static AccessEvent random(long id, Random random) {
        LockId lock = LockId.of("lock-" + random.nextInt(3));
        Attribution who = random.nextInt(4) == 0
                ? new Attribution.UnknownUser()
                : random.nextInt(3) == 0
                        ? new Attribution.Nobody()
                        : new Attribution.ByUser(
                                UserId.of("user-" + random.nextInt(3)),
                                random.nextBoolean() ? Optional.empty() : Optional.of(GrantId.of("grant-1")));
        Instant heard = START.plusSeconds(random.nextInt(40)).plusNanos(random.nextInt(2) * 1_000L);
        return new AccessEvent(
                id,
                lock,
                pick(AccessOperation.values(), random),
                pick(AccessSource.values(), random),
                random.nextBoolean() ? Optional.empty() : Optional.of(pick(AccessFailure.values(), random)),
                who,
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new Slot(lock, pick(CredentialKind.values(), random), random.nextInt(65_536))),
                random.nextBoolean() ? Optional.empty() : Optional.of(heard.minusSeconds(random.nextInt(30))),
                heard,
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(random.nextInt(20_000) - 10_000)),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong()),
                random.nextBoolean(),
                random.nextBoolean());
    }

    /** An audit entry about a code, with some link. */
    public static AuditRecord audit(long sequence, LockId lock, UserId user) {
        var entry = new AuditEntry(
                sequence,
                START.plusSeconds(sequence),
                "system",
                "code.written",
                Optional.of(lock),
                Optional.of(Slot.pin(lock, 3)),
                Optional.of(user),
                "confirmed by read-back");
        return new AuditRecord(entry, "%064x".formatted(sequence));
    }

    private static <T> T pick(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }
}
