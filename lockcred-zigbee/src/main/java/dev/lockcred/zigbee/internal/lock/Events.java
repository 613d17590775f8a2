// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.CredentialKind;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.zigbee.internal.zcl.AlarmsCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse.LogRecord;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse.OperationEvent;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse.ProgrammingEvent;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes our events of what locks say. Unknown sources and users stay unknown (R41). Pure. */
final class Events {

    private static final int LOG_OPERATION = 0;
    private static final int LOG_PROGRAMMING = 1;

    private final String address;
    private final Quirks quirks;
    private final ZoneId zone;

    Events(String address, Quirks quirks, ZoneId zone) {
        this.address = address;
        this.quirks = quirks;
        this.zone = zone;
    }

    /** What one operation code means; absent for codes that say nothing. */
    private record Meaning(AccessOperation operation, Optional<AccessFailure> failure, Optional<AccessSource> source) {
        static Meaning of(AccessOperation operation) {
            return new Meaning(operation, Optional.empty(), Optional.empty());
        }

        static Meaning failed(AccessOperation operation, AccessFailure failure) {
            return new Meaning(operation, Optional.of(failure), Optional.empty());
        }

        static Meaning by(AccessOperation operation, AccessSource source) {
            return new Meaning(operation, Optional.empty(), Optional.of(source));
        }
    }

    private static Optional<Meaning> meaning(int code) {
        return Optional.ofNullable(
                switch (code) {
                    case 0x01 -> Meaning.of(AccessOperation.LOCK);
                    case 0x02 -> Meaning.of(AccessOperation.UNLOCK);
                    case 0x03 -> Meaning.failed(AccessOperation.LOCK, AccessFailure.INVALID_CREDENTIAL);
                    case 0x04 -> Meaning.failed(AccessOperation.LOCK, AccessFailure.OUTSIDE_SCHEDULE);
                    case 0x05 -> Meaning.failed(AccessOperation.UNLOCK, AccessFailure.INVALID_CREDENTIAL);
                    case 0x06 -> Meaning.failed(AccessOperation.UNLOCK, AccessFailure.OUTSIDE_SCHEDULE);
                    case 0x07 -> Meaning.by(AccessOperation.LOCK, AccessSource.BUTTON);
                    case 0x08 -> Meaning.by(AccessOperation.LOCK, AccessSource.KEY);
                    case 0x09 -> Meaning.by(AccessOperation.UNLOCK, AccessSource.KEY);
                    case 0x0A -> Meaning.by(AccessOperation.LOCK, AccessSource.AUTO_RELOCK);
                    case 0x0B -> Meaning.by(AccessOperation.LOCK, AccessSource.SCHEDULE);
                    case 0x0C -> Meaning.by(AccessOperation.UNLOCK, AccessSource.SCHEDULE);
                    case 0x0D -> Meaning.by(AccessOperation.LOCK, AccessSource.MANUAL);
                    case 0x0E -> Meaning.by(AccessOperation.UNLOCK, AccessSource.MANUAL);
                    case 0x0F -> Meaning.of(AccessOperation.NON_ACCESS);
                    default -> null;
                });
    }

    /** Somebody used the lock. */
    Optional<DriverEvent> operation(OperationEvent event, boolean own) {
        return operation(event.source(), event.code(), event.user(), own, stamp(event.time(), OptionalLong.empty()));
    }

    private Optional<DriverEvent> operation(int source, int code, int user, boolean own, DriverEvent.Stamp stamp) {
        return meaning(code)
                .map(m -> new DriverEvent.Operated(
                        address,
                        m.operation(),
                        m.source().orElseGet(() -> source(source)),
                        // R41: a thumbturn, a key or a timer is nobody, whatever number stands in the field
                        m.source().isPresent() ? DriverEvent.Who.NOBODY : who(source, user),
                        m.failure(),
                        own,
                        false,
                        stamp));
    }

    /** Somebody changed a code. */
    DriverEvent programming(ProgrammingEvent event, boolean own) {
        return programming(event.source(), event.code(), event.user(), own, stamp(event.time(), OptionalLong.empty()));
    }

    private DriverEvent programming(int source, int code, int rawUser, boolean own, DriverEvent.Stamp stamp) {
        boolean deletion = code == ProgrammingEvent.PIN_DELETED || code == ProgrammingEvent.RFID_DELETED;
        boolean all = deletion && (rawUser == DoorLockResponse.NO_USER || rawUser == 0xFF);
        DriverEvent.Programmed.Edit edit = switch (code) {
            case ProgrammingEvent.MASTER_CHANGED -> DriverEvent.Programmed.Edit.PROGRAMMING_CODE_CHANGED;
            case ProgrammingEvent.PIN_ADDED, ProgrammingEvent.RFID_ADDED -> DriverEvent.Programmed.Edit.ADDED;
            case ProgrammingEvent.PIN_DELETED, ProgrammingEvent.RFID_DELETED ->
                all ? DriverEvent.Programmed.Edit.ALL_CLEARED : DriverEvent.Programmed.Edit.CLEARED;
            case ProgrammingEvent.PIN_CHANGED -> DriverEvent.Programmed.Edit.CHANGED;
            default -> DriverEvent.Programmed.Edit.UNKNOWN;
        };
        CredentialKind kind = code == ProgrammingEvent.RFID_ADDED || code == ProgrammingEvent.RFID_DELETED
                ? CredentialKind.RFID
                : CredentialKind.PIN;
        boolean nobody = all || rawUser == DoorLockResponse.NO_USER;
        return new DriverEvent.Programmed(
                address,
                edit,
                nobody ? DriverEvent.Who.NOBODY : DriverEvent.Who.slot(new CredentialRef(kind, user(rawUser))),
                source(source),
                own,
                stamp);
    }

    /** A record of the stored log. */
    Optional<DriverEvent> logged(LogRecord record) {
        var stamp =
                new DriverEvent.Stamp(ZigbeeTime.toInstant(record.time(), zone), OptionalLong.of(record.entry()), true);
        return switch (record.eventType()) {
            case LOG_OPERATION -> operation(record.source(), record.code(), record.user(), false, stamp);
            case LOG_PROGRAMMING ->
                Optional.of(programming(record.source(), record.code(), record.user(), false, stamp));
            default -> Optional.of(alarm(record.code(), stamp));
        };
    }

    /** An alarm of the Door Lock cluster; absent when it is another cluster's. */
    Optional<DriverEvent> alarm(AlarmsCommand.Alarm alarm) {
        return alarm.alarmedCluster() == DoorLockCommand.CLUSTER
                ? Optional.of(alarm(alarm.code(), DriverEvent.Stamp.LIVE))
                : Optional.empty();
    }

    private DriverEvent alarm(int code, DriverEvent.Stamp stamp) {
        DriverEvent.Alarm.Kind kind = switch (code) {
            case 0 -> DriverEvent.Alarm.Kind.JAMMED;
            case 1 -> DriverEvent.Alarm.Kind.FACTORY_RESET;
            case 3 -> DriverEvent.Alarm.Kind.RADIO_POWER_CYCLED;
            case 4 -> DriverEvent.Alarm.Kind.WRONG_CODE_LIMIT;
            case 5 -> DriverEvent.Alarm.Kind.TAMPERED;
            case 6 -> DriverEvent.Alarm.Kind.FORCED_OPEN;
            default -> DriverEvent.Alarm.Kind.OTHER;
        };
        return new DriverEvent.Alarm(address, kind, "Door Lock alarm code " + code, stamp);
    }

    /** An event some vendors put into an attribute: source, code, user (2 bytes), from the highest byte on. */
    Optional<DriverEvent> vendor(long value) {
        int source = (int) (value >>> 24 & 0xFF);
        int code = (int) (value >>> 16 & 0xFF);
        return operation(source, code, (int) (value & 0xFFFF), false, DriverEvent.Stamp.LIVE);
    }

    /** The battery, of the attribute's half percents. */
    DriverEvent battery(int raw) {
        return charge(percent(raw, quirks));
    }

    /** The battery, in percent. */
    DriverEvent charge(int percent) {
        return new DriverEvent.Battery(address, java.util.OptionalInt.of(percent), percent <= 15);
    }

    static int percent(int raw, Quirks quirks) {
        return Math.max(0, Math.min(100, quirks.wholePercents() ? raw : raw / 2));
    }

    private DriverEvent.Who who(int source, int rawUser) {
        if (rawUser == DoorLockResponse.NO_USER) {
            return DriverEvent.Who.NOBODY;
        }
        CredentialKind kind = source(source) == AccessSource.RFID ? CredentialKind.RFID : CredentialKind.PIN;
        return DriverEvent.Who.slot(new CredentialRef(kind, user(rawUser)));
    }

    private int user(int raw) {
        return quirks.userByteSwapped() && raw >= 256 ? raw >>> 8 : raw;
    }

    private AccessSource source(int raw) {
        Optional<AccessSource> byProfile = quirks.source(raw)
                .flatMap(name -> Arrays.stream(AccessSource.values())
                        .filter(s -> s.name().equals(name))
                        .findFirst());
        return byProfile.orElseGet(() -> switch (raw) {
            case 0 -> AccessSource.KEYPAD;
            case 1 -> AccessSource.REMOTE;
            case 2 -> AccessSource.MANUAL;
            case 3 -> AccessSource.RFID;
            case 4 -> AccessSource.BIOMETRIC;
            case 5 -> AccessSource.APP;
            default -> AccessSource.UNKNOWN;
        });
    }

    private DriverEvent.Stamp stamp(long time, OptionalLong sequence) {
        return new DriverEvent.Stamp(ZigbeeTime.toInstant(time, zone), sequence, false);
    }
}
