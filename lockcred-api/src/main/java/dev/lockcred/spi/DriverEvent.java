// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a driver reports on its own. Never carries digits. */
public sealed interface DriverEvent {

    /** The events of one lock, as opposed to those of the link. */
    sealed interface OfLock extends DriverEvent {
        /** The lock's address. */
        String address();
    }

    /**
     * Who did it, as the lock tells; the core attributes.
     *
     * @param userIndex the lock-side user
     * @param credential the place of the code
     */
    record Who(OptionalInt userIndex, Optional<CredentialRef> credential) {
        /** The lock named nobody. */
        public static final Who NOBODY = new Who(OptionalInt.empty(), Optional.empty());

        public Who {
            Objects.requireNonNull(userIndex, "userIndex");
            Objects.requireNonNull(credential, "credential");
        }

        /** Where slot and user are one. */
        public static Who slot(CredentialRef ref) {
            return new Who(OptionalInt.of(ref.index()), Optional.of(ref));
        }

        public boolean isNobody() {
            return userIndex.isEmpty() && credential.isEmpty();
        }
    }

    /**
     * When it happened, as the lock tells, and where it stands in the lock's own order.
     *
     * @param lockTime the lock's time as an instant, if told
     * @param sequence the lock's own number of the event, if it has one
     * @param replayed whether it comes from a stored log or a replay rather than live
     */
    record Stamp(Optional<Instant> lockTime, OptionalLong sequence, boolean replayed) {
        /** A live event without a time of its own. */
        public static final Stamp LIVE = new Stamp(Optional.empty(), OptionalLong.empty(), false);

        public Stamp {
            Objects.requireNonNull(lockTime, "lockTime");
            Objects.requireNonNull(sequence, "sequence");
        }
    }

    /**
     * A door was used, or somebody tried.
     *
     * @param failure why it did not succeed; absent for a success
     * @param own whether our own command caused it
     * @param duress whether the lock says that it was a duress code
     */
    record Operated(
            String address,
            AccessOperation operation,
            AccessSource source,
            Who who,
            Optional<AccessFailure> failure,
            boolean own,
            boolean duress,
            Stamp stamp)
            implements OfLock {
        public Operated {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(who, "who");
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(stamp, "stamp");
        }

        /** A live success that is nobody's echo and no duress: the ordinary case. */
        public static Operated success(String address, AccessOperation operation, AccessSource source, Who who) {
            return new Operated(address, operation, source, who, Optional.empty(), false, false, Stamp.LIVE);
        }
    }

    /**
     * A code or a user was changed at the lock, by whomever.
     *
     * @param what what happened
     * @param who which place; {@link Who#NOBODY} when the lock does not say, or for {@link Edit#ALL_CLEARED}
     * @param source by what means
     * @param own whether it is the echo of our own write
     */
    record Programmed(String address, Edit what, Who who, AccessSource source, boolean own, Stamp stamp)
            implements OfLock {
        /** What happened. */
        public enum Edit {
            ADDED,
            CHANGED,
            CLEARED,
            ALL_CLEARED,
            ENABLED,
            DISABLED,
            SCHEDULE_CHANGED,
            /** A code was refused as a duplicate. */
            DUPLICATE_REFUSED,
            PROGRAMMING_CODE_CHANGED,
            /** Something was changed, the lock does not say what. */
            UNKNOWN
        }

        public Programmed {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(who, "who");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(stamp, "stamp");
        }
    }

    /** Something at the lock wants attention. */
    record Alarm(String address, Kind kind, String text, Stamp stamp) implements OfLock {
        /** What. */
        public enum Kind {
            JAMMED,
            /** The lock was reset to its factory state: all codes are gone. */
            FACTORY_RESET,
            WRONG_CODE_LIMIT,
            TAMPERED,
            FORCED_OPEN,
            LEFT_OPEN,
            /** A duress code was used. */
            DURESS,
            RADIO_POWER_CYCLED,
            OTHER
        }

        public Alarm {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(stamp, "stamp");
        }
    }

    /**
     * The battery.
     *
     * @param percent 0..100, if told
     * @param low whether it is time to change it
     */
    record Battery(String address, OptionalInt percent, boolean low) implements OfLock {
        public Battery {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(percent, "percent");
        }
    }

    /** The lock began or ceased to answer. A hint: the outcome of a call weighs more. */
    record Reachability(String address, boolean reachable, String text) implements OfLock {
        public Reachability {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(text, "text");
        }
    }

    /** What the lock can do, or who it is, may have changed: describe it anew. */
    record DescriptionChanged(String address, String text) implements OfLock {
        public DescriptionChanged {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(text, "text");
        }
    }

    /** Events may have been missed at this lock: look at the log or at the slots when there is time. */
    record EventsMissed(String address, String text) implements OfLock {
        public EventsMissed {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(text, "text");
        }
    }

    /** The link came up or went down. */
    record LinkChanged(LinkHealth health) implements DriverEvent {
        public LinkChanged {
            Objects.requireNonNull(health, "health");
        }
    }

    /** Locks appeared or disappeared: {@link LockDriver#discovered()} has changed. */
    record LocksChanged() implements DriverEvent {}
}
