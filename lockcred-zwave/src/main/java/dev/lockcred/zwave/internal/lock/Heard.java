// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.CredentialKind;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverEvent.Alarm;
import dev.lockcred.spi.DriverEvent.Operated;
import dev.lockcred.spi.DriverEvent.Programmed;
import dev.lockcred.spi.DriverEvent.Stamp;
import dev.lockcred.spi.DriverEvent.Who;
import dev.lockcred.zwave.internal.cc.Notification;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a notification of a lock means (zwave.md 4.6). Pure: the same notification gives the same event. Parameters may carry
 * a code; only places are taken from them.
 */
final class Heard {

    private final String address;
    private final Quirks quirks;
    private final boolean credentials;
    private final OptionalInt count;

    /**
     * A reader for one lock.
     *
     * @param credentials whether the lock is managed by User Credential, where user and credential are numbered apart
     * @param count how many slots there are; a level above is the master code's
     */
    Heard(String address, Quirks quirks, boolean credentials, OptionalInt count) {
        this.address = address;
        this.quirks = quirks;
        this.credentials = credentials;
        this.count = count;
    }

    /** The event, or empty for a notification that says nothing about doors or codes. */
    Optional<DriverEvent> of(Notification.Report report) {
        Optional<Notification.Event> event = report.event();
        if (event.isEmpty() || event.get().type() == 0) {
            return report.v1Type() == 0 ? Optional.empty() : alarm(report.v1Type(), report.v1Level());
        }
        Notification.Event e = event.get();
        if (e.status() == 0 || e.event() == 0) {
            return Optional.empty(); // a state has ended
        }
        return switch (e.type()) {
            case Notification.ACCESS_CONTROL -> access(e, report.v1Level());
            case Notification.HOME_SECURITY -> security(e);
            case Notification.POWER_MANAGEMENT -> power(e);
            default -> Optional.empty();
        };
    }

    private Optional<DriverEvent> access(Notification.Event e, int level) {
        Stamp stamp = new Stamp(
                Optional.empty(),
                e.sequence().isPresent() ? OptionalLong.of(e.sequence().getAsInt()) : OptionalLong.empty(),
                false);
        Who who = who(e, level);
        return switch (e.event()) {
            case 0x01 -> operated(AccessOperation.LOCK, AccessSource.MANUAL, Who.NOBODY, null, stamp);
            case 0x02 -> operated(AccessOperation.UNLOCK, AccessSource.MANUAL, Who.NOBODY, null, stamp);
            case 0x03 -> operated(AccessOperation.LOCK, AccessSource.REMOTE, Who.NOBODY, null, stamp);
            case 0x04 -> operated(AccessOperation.UNLOCK, AccessSource.REMOTE, Who.NOBODY, null, stamp);
            case 0x05, 0x21 -> operated(AccessOperation.LOCK, AccessSource.KEYPAD, who, null, stamp);
            case 0x06, 0x22 -> operated(AccessOperation.UNLOCK, AccessSource.KEYPAD, who, null, stamp);
            case 0x07 -> operated(AccessOperation.LOCK, AccessSource.MANUAL, Who.NOBODY, AccessFailure.JAMMED, stamp);
            case 0x08 -> operated(AccessOperation.LOCK, AccessSource.REMOTE, Who.NOBODY, AccessFailure.JAMMED, stamp);
            case 0x09 -> operated(AccessOperation.LOCK, AccessSource.AUTO_RELOCK, Who.NOBODY, null, stamp);
            case 0x0A ->
                operated(AccessOperation.LOCK, AccessSource.AUTO_RELOCK, Who.NOBODY, AccessFailure.JAMMED, stamp);
            case 0x0B -> alarm(Alarm.Kind.JAMMED, "the bolt is jammed", stamp);
            case 0x0C, 0x25 -> programmed(Programmed.Edit.ALL_CLEARED, Who.NOBODY, stamp);
            case 0x0D, 0x2D -> programmed(Programmed.Edit.CLEARED, who, stamp);
            case 0x0E, 0x2B -> programmed(Programmed.Edit.ADDED, who, stamp);
            case 0x0F -> programmed(Programmed.Edit.DUPLICATE_REFUSED, who, stamp);
            case 0x2C -> programmed(Programmed.Edit.CHANGED, who, stamp);
            case 0x26, 0x27, 0x28, 0x29 -> programmed(Programmed.Edit.UNKNOWN, who, stamp);
            case 0x10, 0x13 -> alarm(Alarm.Kind.WRONG_CODE_LIMIT, "too many wrong codes: the keypad is closed", stamp);
            case 0x12 -> programmed(Programmed.Edit.PROGRAMMING_CODE_CHANGED, Who.NOBODY, stamp);
            case 0x14 ->
                operated(
                        AccessOperation.UNLOCK,
                        AccessSource.REMOTE,
                        Who.NOBODY,
                        AccessFailure.INVALID_CREDENTIAL,
                        stamp);
            case 0x15 ->
                operated(
                        AccessOperation.LOCK, AccessSource.REMOTE, Who.NOBODY, AccessFailure.INVALID_CREDENTIAL, stamp);
            case 0x16 -> operated(AccessOperation.DOOR_OPENED, AccessSource.UNKNOWN, Who.NOBODY, null, stamp);
            case 0x17 -> operated(AccessOperation.DOOR_CLOSED, AccessSource.UNKNOWN, Who.NOBODY, null, stamp);
            case 0x20, 0x33 -> operated(AccessOperation.NON_ACCESS, AccessSource.KEYPAD, who, null, stamp);
            case 0x23 -> operated(AccessOperation.LOCK, source(who), who, null, stamp);
            case 0x24 -> operated(AccessOperation.UNLOCK, source(who), who, null, stamp);
            case 0x2F -> operated(AccessOperation.UNLOCK, source(who), who, AccessFailure.DISABLED_USER, stamp);
            case 0x30 -> operated(AccessOperation.UNLOCK, source(who), who, AccessFailure.OUTSIDE_SCHEDULE, stamp);
            case 0x31 ->
                operated(AccessOperation.UNLOCK, source(who), who, AccessFailure.NOT_ENOUGH_CREDENTIALS, stamp);
            case 0x32 -> operated(AccessOperation.UNLOCK, source(who), who, AccessFailure.INVALID_CREDENTIAL, stamp);
            default -> Optional.empty();
        };
    }

    /** Whom the parameters name, in all the forms that are seen in the field. */
    private Who who(Notification.Event e, int level) {
        Octets p = e.parameters();
        int event = e.event();
        if (event >= 0x23 && event <= 0x33) {
            return credential(p);
        }
        if (event == 0x20 || event == 0x21 || event == 0x22) {
            int value = 0;
            for (int i = 0; i < Math.min(2, p.length()); i++) {
                value = value << 8 | p.at(i);
            }
            return p.isEmpty() ? slot(level) : slot(value);
        }
        if (p.length() == 1) {
            return slot(p.at(0));
        }
        if (p.length() >= 3 && p.at(0) == 0x63 && p.at(1) == 0x03) {
            return slot(p.at(2));
        }
        if (p.length() >= 5 && p.at(0) == 0x63 && p.at(1) == 0x0D) {
            return slot(p.at(3) << 8 | p.at(4));
        }
        return slot(level);
    }

    private Who slot(int number) {
        boolean master =
                number == 0 || quirks.masterLevels().contains(number) || count.isPresent() && number > count.getAsInt();
        if (master) {
            return Who.NOBODY; // the programming code, or nobody named: neither is a user's
        }
        return credentials ? new Who(OptionalInt.of(number), Optional.empty()) : Who.slot(CredentialRef.pin(number));
    }

    /** An optional prefix 83 0E or 83 08, then user(2) [type(1) slot(2)]. */
    private static Who credential(Octets parameters) {
        Octets p = parameters;
        if (p.length() >= 2 && p.at(0) == 0x83 && (p.at(1) == 0x0E || p.at(1) == 0x08)) {
            p = p.slice(2, p.length());
        }
        if (p.length() < 2) {
            return Who.NOBODY;
        }
        int user = p.at(0) << 8 | p.at(1);
        Optional<CredentialRef> ref = Optional.empty();
        if (p.length() >= 5) {
            int slot = p.at(3) << 8 | p.at(4);
            ref = CredentialTypes.kind(p.at(2)).map(k -> new CredentialRef(k, slot));
        }
        return new Who(user == 0 ? OptionalInt.empty() : OptionalInt.of(user), ref);
    }

    private static AccessSource source(Who who) {
        CredentialKind kind = who.credential().map(CredentialRef::kind).orElse(CredentialKind.PIN);
        return switch (kind) {
            case PIN, PASSWORD -> AccessSource.KEYPAD;
            case RFID, NFC, DESFIRE -> AccessSource.RFID;
            case FINGERPRINT, FINGER_VEIN, FACE, EYE, HAND -> AccessSource.BIOMETRIC;
            default -> AccessSource.UNKNOWN;
        };
    }

    private Optional<DriverEvent> security(Notification.Event e) {
        return switch (e.event()) {
            case 0x03 -> alarm(Alarm.Kind.TAMPERED, "the cover was removed", Stamp.LIVE);
            case 0x04 -> alarm(Alarm.Kind.TAMPERED, "an invalid code", Stamp.LIVE);
            case 0x01, 0x02 -> alarm(Alarm.Kind.FORCED_OPEN, "intrusion", Stamp.LIVE);
            default -> Optional.empty();
        };
    }

    private Optional<DriverEvent> power(Notification.Event e) {
        return switch (e.event()) {
            case 0x0A, 0x0B, 0x0E, 0x0F -> Optional.of(new DriverEvent.Battery(address, OptionalInt.empty(), true));
            default -> Optional.empty();
        };
    }

    private Optional<DriverEvent> alarm(int type, int level) {
        Stamp stamp = Stamp.LIVE;
        Optional<Alarms> meaning = Alarms.of(type, quirks);
        if (meaning.isEmpty()) {
            return Optional.empty();
        }
        return switch (meaning.get()) {
            case KEYPAD_LOCK -> operated(AccessOperation.LOCK, AccessSource.KEYPAD, slot(level), null, stamp);
            case KEYPAD_UNLOCK -> operated(AccessOperation.UNLOCK, AccessSource.KEYPAD, slot(level), null, stamp);
            case MANUAL_LOCK -> operated(AccessOperation.LOCK, AccessSource.MANUAL, Who.NOBODY, null, stamp);
            case MANUAL_UNLOCK -> operated(AccessOperation.UNLOCK, AccessSource.MANUAL, Who.NOBODY, null, stamp);
            case REMOTE_LOCK -> operated(AccessOperation.LOCK, AccessSource.REMOTE, Who.NOBODY, null, stamp);
            case REMOTE_UNLOCK -> operated(AccessOperation.UNLOCK, AccessSource.REMOTE, Who.NOBODY, null, stamp);
            case AUTO_LOCK -> operated(AccessOperation.LOCK, AccessSource.AUTO_RELOCK, Who.NOBODY, null, stamp);
            case RFID_UNLOCK -> operated(AccessOperation.UNLOCK, AccessSource.RFID, slot(level), null, stamp);
            case JAMMED -> alarm(Alarm.Kind.JAMMED, "the bolt is jammed", stamp);
            case ALL_DELETED -> programmed(Programmed.Edit.ALL_CLEARED, Who.NOBODY, stamp);
            case DELETED -> programmed(Programmed.Edit.CLEARED, slot(level), stamp);
            case ADDED -> programmed(Programmed.Edit.ADDED, slot(level), stamp);
            case DUPLICATE -> programmed(Programmed.Edit.DUPLICATE_REFUSED, slot(level), stamp);
            case OUTSIDE_SCHEDULE ->
                operated(
                        AccessOperation.UNLOCK,
                        AccessSource.KEYPAD,
                        slot(level),
                        AccessFailure.OUTSIDE_SCHEDULE,
                        stamp);
            case WRONG_CODE_LIMIT ->
                alarm(Alarm.Kind.WRONG_CODE_LIMIT, "too many wrong codes: the keypad is closed", stamp);
            case BATTERY_LOW -> Optional.of(new DriverEvent.Battery(address, OptionalInt.empty(), true));
            case NOTHING -> Optional.empty();
        };
    }

    private Optional<DriverEvent> operated(
            AccessOperation what, AccessSource source, Who who, @Nullable AccessFailure failure, Stamp stamp) {
        return Optional.of(new Operated(address, what, source, who, Optional.ofNullable(failure), false, false, stamp));
    }

    private Optional<DriverEvent> programmed(Programmed.Edit what, Who who, Stamp stamp) {
        return Optional.of(new Programmed(address, what, who, AccessSource.UNKNOWN, false, stamp));
    }

    private Optional<DriverEvent> alarm(Alarm.Kind kind, String text, Stamp stamp) {
        return Optional.of(new Alarm(address, kind, text, stamp));
    }
}
