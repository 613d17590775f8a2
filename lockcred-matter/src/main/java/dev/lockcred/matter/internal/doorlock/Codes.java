// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.doorlock;

import java.util.Optional;

/** The enumerations of the Door Lock cluster. Each {@code of} answers empty for a number of a later revision. */
public final class Codes {

    private Codes() {}

    private interface Numbered {
        int code();
    }

    private static <E extends Numbered> Optional<E> find(E[] values, int code) {
        for (E value : values) {
            if (value.code() == code) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    public enum LockState implements Numbered {
        NOT_FULLY_LOCKED(0),
        LOCKED(1),
        UNLOCKED(2),
        UNLATCHED(3);

        private final int code;

        LockState(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<LockState> of(int code) {
            return find(values(), code);
        }
    }

    public enum DoorState implements Numbered {
        OPEN(0),
        CLOSED(1),
        JAMMED(2),
        FORCED_OPEN(3),
        ERROR(4),
        AJAR(5);

        private final int code;

        DoorState(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<DoorState> of(int code) {
            return find(values(), code);
        }
    }

    /** There is no 2. */
    public enum UserStatus implements Numbered {
        AVAILABLE(0),
        ENABLED(1),
        DISABLED(3);

        private final int code;

        UserStatus(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<UserStatus> of(int code) {
            return find(values(), code);
        }
    }

    public enum UserType implements Numbered {
        UNRESTRICTED(0),
        YEAR_DAY(1),
        WEEK_DAY(2),
        PROGRAMMING(3),
        NON_ACCESS(4),
        /** Opens and raises a silent alarm. */
        FORCED(5),
        /** Disabled by the lock after its first use. */
        DISPOSABLE(6),
        /** Disabled by the lock a lock-wide time after its first use. */
        EXPIRING(7),
        SCHEDULE_RESTRICTED(8),
        REMOTE_ONLY(9);

        private final int code;

        UserType(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<UserType> of(int code) {
            return find(values(), code);
        }
    }

    public enum CredentialRule implements Numbered {
        SINGLE(0),
        DUAL(1),
        TRI(2);

        private final int code;

        CredentialRule(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<CredentialRule> of(int code) {
            return find(values(), code);
        }
    }

    public enum CredentialType implements Numbered {
        PROGRAMMING_PIN(0),
        PIN(1),
        RFID(2),
        FINGERPRINT(3),
        FINGER_VEIN(4),
        FACE(5),
        ALIRO_ISSUER_KEY(6),
        ALIRO_EVICTABLE_KEY(7),
        ALIRO_NON_EVICTABLE_KEY(8);

        private final int code;

        CredentialType(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<CredentialType> of(int code) {
            return find(values(), code);
        }
    }

    /** What SetUser and SetCredential do, and what LockUserChange tells. */
    public enum DataOperation implements Numbered {
        ADD(0),
        CLEAR(1),
        MODIFY(2);

        private final int code;

        DataOperation(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<DataOperation> of(int code) {
            return find(values(), code);
        }
    }

    public enum LockDataType implements Numbered {
        UNSPECIFIED(0),
        PROGRAMMING_CODE(1),
        USER(2),
        WEEK_DAY_SCHEDULE(3),
        YEAR_DAY_SCHEDULE(4),
        HOLIDAY_SCHEDULE(5),
        PIN(6),
        RFID(7),
        FINGERPRINT(8),
        FINGER_VEIN(9),
        FACE(10),
        ALIRO_ISSUER_KEY(11),
        ALIRO_EVICTABLE_KEY(12),
        ALIRO_NON_EVICTABLE_KEY(13);

        private final int code;

        LockDataType(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<LockDataType> of(int code) {
            return find(values(), code);
        }
    }

    public enum LockOperation implements Numbered {
        LOCK(0),
        UNLOCK(1),
        NON_ACCESS_USER(2),
        FORCED_USER(3),
        UNLATCH(4);

        private final int code;

        LockOperation(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<LockOperation> of(int code) {
            return find(values(), code);
        }
    }

    public enum OperationSource implements Numbered {
        UNSPECIFIED(0),
        MANUAL(1),
        /** The vendor's own app or remote. */
        PROPRIETARY_REMOTE(2),
        KEYPAD(3),
        AUTO(4),
        BUTTON(5),
        SCHEDULE(6),
        /** Over Matter. */
        REMOTE(7),
        RFID(8),
        BIOMETRIC(9),
        ALIRO(10);

        private final int code;

        OperationSource(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<OperationSource> of(int code) {
            return find(values(), code);
        }
    }

    public enum OperationError implements Numbered {
        UNSPECIFIED(0),
        INVALID_CREDENTIAL(1),
        DISABLED_USER(2),
        RESTRICTED(3),
        LOW_BATTERY(4);

        private final int code;

        OperationError(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<OperationError> of(int code) {
            return find(values(), code);
        }
    }

    public enum Alarm implements Numbered {
        JAMMED(0),
        FACTORY_RESET(1),
        RADIO_POWER_CYCLED(3),
        WRONG_CODE_LIMIT(4),
        ESCUTCHEON_REMOVED(5),
        FORCED_OPEN(6),
        AJAR(7),
        FORCED_USER(8);

        private final int code;

        Alarm(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<Alarm> of(int code) {
            return find(values(), code);
        }
    }

    /** The status inside SetCredentialResponse and the schedule answers; values above 127 are interaction statuses. */
    public enum DlStatus implements Numbered {
        SUCCESS(0),
        FAILURE(1),
        DUPLICATE(2),
        OCCUPIED(3),
        INVALID_FIELD(133),
        RESOURCE_EXHAUSTED(137),
        NOT_FOUND(139);

        private final int code;

        DlStatus(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<DlStatus> of(int code) {
            return find(values(), code);
        }
    }

    public enum OperatingMode implements Numbered {
        NORMAL(0),
        VACATION(1),
        PRIVACY(2),
        NO_REMOTE(3),
        PASSAGE(4);

        private final int code;

        OperatingMode(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        public static Optional<OperatingMode> of(int code) {
            return find(values(), code);
        }
    }
}
