// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.CredentialKind;
import dev.lockcred.UserType;
import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.spi.CredentialRef;
import java.util.Optional;

/** Between the words of the SPI and the numbers of the cluster. Pure. */
final class Kinds {

    private Kinds() {}

    /** The cluster's name for a credential that a host can write or a lock can list; empty for kinds Matter lacks. */
    static Optional<Codes.CredentialType> type(CredentialKind kind) {
        return switch (kind) {
            case PIN -> Optional.of(Codes.CredentialType.PIN);
            case RFID -> Optional.of(Codes.CredentialType.RFID);
            case FINGERPRINT -> Optional.of(Codes.CredentialType.FINGERPRINT);
            case FINGER_VEIN -> Optional.of(Codes.CredentialType.FINGER_VEIN);
            case FACE -> Optional.of(Codes.CredentialType.FACE);
            case ALIRO_KEY -> Optional.of(Codes.CredentialType.ALIRO_EVICTABLE_KEY);
            case PASSWORD, NFC, BLE, UWB, EYE, HAND, DESFIRE, OTHER -> Optional.empty();
        };
    }

    static Optional<dev.lockcred.matter.internal.doorlock.CredentialRef> wire(CredentialRef ref) {
        return type(ref.kind()).map(type -> dev.lockcred.matter.internal.doorlock.CredentialRef.of(type, ref.index()));
    }

    /**
     * The SPI's place for a credential of the lock. The programming PIN is not one of them: it is nobody's user code. Aliro
     * has three types with own numbers; the one users hold is the place, the others are listed as {@code OTHER}.
     */
    static Optional<CredentialRef> place(dev.lockcred.matter.internal.doorlock.CredentialRef credential) {
        return credential
                .type()
                .flatMap(type -> switch (type) {
                    case PROGRAMMING_PIN -> Optional.<CredentialKind>empty();
                    case PIN -> Optional.of(CredentialKind.PIN);
                    case RFID -> Optional.of(CredentialKind.RFID);
                    case FINGERPRINT -> Optional.of(CredentialKind.FINGERPRINT);
                    case FINGER_VEIN -> Optional.of(CredentialKind.FINGER_VEIN);
                    case FACE -> Optional.of(CredentialKind.FACE);
                    case ALIRO_EVICTABLE_KEY -> Optional.of(CredentialKind.ALIRO_KEY);
                    case ALIRO_ISSUER_KEY, ALIRO_NON_EVICTABLE_KEY -> Optional.of(CredentialKind.OTHER);
                })
                .map(kind -> new CredentialRef(kind, Math.min(credential.index(), 65_535)));
    }

    /** The cluster's user type; a schedule makes a regular user schedule-restricted. */
    static Codes.UserType userType(UserType type, boolean scheduled) {
        return switch (type) {
            case REGULAR -> scheduled ? Codes.UserType.SCHEDULE_RESTRICTED : Codes.UserType.UNRESTRICTED;
            case DURESS -> Codes.UserType.FORCED;
            case DISPOSABLE -> Codes.UserType.DISPOSABLE;
            case EXPIRING -> Codes.UserType.EXPIRING;
            case REMOTE_ONLY -> Codes.UserType.REMOTE_ONLY;
            case NON_ACCESS -> Codes.UserType.NON_ACCESS;
            case PROGRAMMING -> Codes.UserType.PROGRAMMING;
        };
    }

    /** What a lock's user type means; empty for a number of a later revision. */
    static Optional<UserType> userType(int raw) {
        return Codes.UserType.of(raw).map(type -> switch (type) {
            case UNRESTRICTED, YEAR_DAY, WEEK_DAY, SCHEDULE_RESTRICTED -> UserType.REGULAR;
            case PROGRAMMING -> UserType.PROGRAMMING;
            case NON_ACCESS -> UserType.NON_ACCESS;
            case FORCED -> UserType.DURESS;
            case DISPOSABLE -> UserType.DISPOSABLE;
            case EXPIRING -> UserType.EXPIRING;
            case REMOTE_ONLY -> UserType.REMOTE_ONLY;
        });
    }

    static Codes.CredentialRule rule(dev.lockcred.CredentialRule rule) {
        return switch (rule) {
            case SINGLE -> Codes.CredentialRule.SINGLE;
            case DUAL -> Codes.CredentialRule.DUAL;
            case TRIPLE -> Codes.CredentialRule.TRI;
        };
    }

    static dev.lockcred.CredentialRule rule(int raw) {
        return Codes.CredentialRule.of(raw)
                .map(rule -> switch (rule) {
                    case SINGLE -> dev.lockcred.CredentialRule.SINGLE;
                    case DUAL -> dev.lockcred.CredentialRule.DUAL;
                    case TRI -> dev.lockcred.CredentialRule.TRIPLE;
                })
                .orElse(dev.lockcred.CredentialRule.SINGLE);
    }

    /** How the lock's user events name a credential. */
    static Codes.LockDataType dataType(dev.lockcred.matter.internal.doorlock.CredentialRef ref) {
        return ref.type()
                .map(type -> switch (type) {
                    case PROGRAMMING_PIN -> Codes.LockDataType.PROGRAMMING_CODE;
                    case PIN -> Codes.LockDataType.PIN;
                    case RFID -> Codes.LockDataType.RFID;
                    case FINGERPRINT -> Codes.LockDataType.FINGERPRINT;
                    case FINGER_VEIN -> Codes.LockDataType.FINGER_VEIN;
                    case FACE -> Codes.LockDataType.FACE;
                    case ALIRO_ISSUER_KEY -> Codes.LockDataType.ALIRO_ISSUER_KEY;
                    case ALIRO_EVICTABLE_KEY -> Codes.LockDataType.ALIRO_EVICTABLE_KEY;
                    case ALIRO_NON_EVICTABLE_KEY -> Codes.LockDataType.ALIRO_NON_EVICTABLE_KEY;
                })
                .orElse(Codes.LockDataType.UNSPECIFIED);
    }
}
