// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.matter.internal.bridge.BridgeEvent;
import dev.lockcred.matter.internal.bridge.NodeId;
import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.matter.internal.doorlock.CredentialRef;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLockEvent;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverEvent.Programmed.Edit;
import dev.lockcred.spi.DriverEvent.Stamp;
import dev.lockcred.spi.DriverEvent.Who;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events of one lock in the words of the SPI: who, by what means, whether it was us, and when by the lock's own clock. Also
 * keeps the user table in step. Confined to the driver's lane.
 */
final class Events {

    /** What is older than this when it arrives was kept for us and sent again. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private final String address;
    private final UserTable table;
    private final Echoes echoes;
    private final Supplier<@Nullable LockFacts> facts;
    private final Supplier<@Nullable NodeId> controller;
    private final Consumer<DriverEvent> out;

    /** @param controller the bridge's node id; null where the bridge does not tell */
    Events(
            String address,
            UserTable table,
            Echoes echoes,
            Supplier<@Nullable LockFacts> facts,
            Supplier<@Nullable NodeId> controller,
            Consumer<DriverEvent> out) {
        this.address = address;
        this.table = table;
        this.echoes = echoes;
        this.facts = facts;
        this.controller = controller;
        this.out = out;
    }

    /**
     * Tells it to the host.
     *
     * @param old whether later events of the lock have been told already, or it comes from the bridge's list
     * @return whether somebody else changed users, credentials or schedules
     */
    boolean accept(BridgeEvent.NodeEvent event, DoorLockEvent content, Instant now, boolean old) {
        Optional<Instant> lockTime = event.deviceTime();
        boolean late = lockTime.map(t -> t.isBefore(now.minus(LATE))).orElse(false);
        var stamp = new Stamp(
                lockTime, event.number() >= 0 ? OptionalLong.of(event.number()) : OptionalLong.empty(), old || late);
        if (content instanceof DoorLockEvent.LockOperation operation) {
            operation(operation, stamp);
        } else if (content instanceof DoorLockEvent.LockUserChange change) {
            return userChange(change, stamp);
        } else if (content instanceof DoorLockEvent.DoorLockAlarm alarm) {
            alarm(alarm, stamp);
        } else if (content instanceof DoorLockEvent.DoorStateChange door) {
            doorState(door, stamp);
        }
        return false;
    }

    private void operation(DoorLockEvent.LockOperation event, Stamp stamp) {
        Optional<Codes.LockOperation> known = Codes.LockOperation.of(event.operation());
        if (known.isEmpty()) {
            return; // of a later revision: not guessed
        }
        AccessOperation operation = switch (known.get()) {
            case LOCK -> AccessOperation.LOCK;
            case UNLOCK, FORCED_USER -> AccessOperation.UNLOCK;
            case UNLATCH -> AccessOperation.UNLATCH;
            case NON_ACCESS_USER -> AccessOperation.NON_ACCESS;
        };
        UserRecord user = userOf(event);
        OptionalInt index = event.userIndex() != null
                ? OptionalInt.of(event.userIndex())
                : user != null ? OptionalInt.of(user.index()) : OptionalInt.empty();
        Optional<dev.lockcred.spi.CredentialRef> credential =
                event.credentials().stream().findFirst().flatMap(Kinds::place);
        boolean duress = known.get() == Codes.LockOperation.FORCED_USER
                || user != null && user.type() != null && user.type() == Codes.UserType.FORCED.code();
        boolean own = event.source() == Codes.OperationSource.REMOTE.code()
                && byOurBridge(event.fabric(), event.sourceNode())
                && echoes.isOurMotion();
        out.accept(new DriverEvent.Operated(
                address,
                operation,
                source(event.source()),
                new Who(index, credential),
                event.error() == null ? Optional.empty() : Optional.of(failure(event.error())),
                own,
                duress && event.error() == null,
                stamp));
    }

    // The user index is the lock's word; some SDKs put the user index where the credential index belongs.
    private @Nullable UserRecord userOf(DoorLockEvent.LockOperation event) {
        if (event.userIndex() != null) {
            return table.user(event.userIndex());
        }
        return event.credentials().stream()
                .map(table::ownerOf)
                .filter(u -> u != null)
                .findFirst()
                .orElse(null);
    }

    private boolean userChange(DoorLockEvent.LockUserChange event, Stamp stamp) {
        boolean own = byOurBridge(event.fabric(), event.sourceNode()) && echoes.isOurs(event);
        Who who = who(event);
        Edit edit = edit(event);
        if (!own) {
            follow(event);
        }
        out.accept(new DriverEvent.Programmed(address, edit, who, source(event.source()), own, stamp));
        return !own;
    }

    /** Somebody else changed something: what we remember of it may be wrong now. */
    private void follow(DoorLockEvent.LockUserChange event) {
        boolean clear = event.dataOperation() == Codes.DataOperation.CLEAR.code();
        Integer user = event.userIndex();
        if (event.dataType() == Codes.LockDataType.USER.code() && user != null) {
            if (clear && user == DoorLock.ALL_INDEXES) {
                table.emptied();
            } else if (clear) {
                table.removed(user);
            } else {
                table.forget(user);
            }
        } else if (isSchedule(event.dataType())) {
            if (user == null || user == DoorLock.ALL_INDEXES) {
                table.users().forEach(u -> table.schedulesUnknown(u.index()));
            } else {
                table.schedulesUnknown(user);
            }
        } else if (user != null && user != DoorLock.ALL_INDEXES) {
            table.forget(user);
        } else {
            table.forgetAll();
        }
    }

    private Who who(DoorLockEvent.LockUserChange event) {
        Integer user = event.userIndex();
        Integer data = event.dataIndex();
        OptionalInt index = user == null || user == DoorLock.ALL_INDEXES ? OptionalInt.empty() : OptionalInt.of(user);
        Optional<dev.lockcred.spi.CredentialRef> credential = data == null || data == DoorLock.ALL_INDEXES
                ? Optional.empty()
                : credentialType(event.dataType()).flatMap(t -> Kinds.place(CredentialRef.of(t, data)));
        if (credential.isEmpty() && index.isPresent() && event.dataType() == Codes.LockDataType.USER.code()) {
            UserRecord known = table.user(index.getAsInt());
            if (known != null && known.credentials().size() == 1) {
                credential = Kinds.place(known.credentials().get(0));
            }
        }
        if (index.isEmpty() && credential.isPresent()) {
            UserRecord owner = table.ownerOf(Kinds.wire(credential.get()).orElseThrow());
            index = owner == null ? OptionalInt.empty() : OptionalInt.of(owner.index());
        }
        return new Who(index, credential);
    }

    private static Edit edit(DoorLockEvent.LockUserChange event) {
        Optional<Codes.LockDataType> type = Codes.LockDataType.of(event.dataType());
        Optional<Codes.DataOperation> operation = Codes.DataOperation.of(event.dataOperation());
        if (type.isEmpty() || operation.isEmpty() || type.get() == Codes.LockDataType.UNSPECIFIED) {
            return Edit.UNKNOWN;
        }
        if (isSchedule(event.dataType())) {
            return Edit.SCHEDULE_CHANGED;
        }
        if (type.get() == Codes.LockDataType.PROGRAMMING_CODE) {
            return Edit.PROGRAMMING_CODE_CHANGED;
        }
        boolean user = type.get() == Codes.LockDataType.USER;
        Integer index = user ? event.userIndex() : event.dataIndex();
        boolean all = index != null && index == DoorLock.ALL_INDEXES;
        return switch (operation.get()) {
            case ADD -> Edit.ADDED;
            case MODIFY -> Edit.CHANGED;
            case CLEAR ->
                all ? user || type.get() == Codes.LockDataType.PIN ? Edit.ALL_CLEARED : Edit.UNKNOWN : Edit.CLEARED;
        };
    }

    private static boolean isSchedule(int dataType) {
        return dataType == Codes.LockDataType.WEEK_DAY_SCHEDULE.code()
                || dataType == Codes.LockDataType.YEAR_DAY_SCHEDULE.code()
                || dataType == Codes.LockDataType.HOLIDAY_SCHEDULE.code();
    }

    private static Optional<Codes.CredentialType> credentialType(int dataType) {
        return Codes.LockDataType.of(dataType).flatMap(type -> switch (type) {
            case PIN -> Optional.of(Codes.CredentialType.PIN);
            case RFID -> Optional.of(Codes.CredentialType.RFID);
            case FINGERPRINT -> Optional.of(Codes.CredentialType.FINGERPRINT);
            case FINGER_VEIN -> Optional.of(Codes.CredentialType.FINGER_VEIN);
            case FACE -> Optional.of(Codes.CredentialType.FACE);
            case ALIRO_EVICTABLE_KEY -> Optional.of(Codes.CredentialType.ALIRO_EVICTABLE_KEY);
            case UNSPECIFIED,
                    PROGRAMMING_CODE,
                    USER,
                    WEEK_DAY_SCHEDULE,
                    YEAR_DAY_SCHEDULE,
                    HOLIDAY_SCHEDULE,
                    ALIRO_ISSUER_KEY,
                    ALIRO_NON_EVICTABLE_KEY -> Optional.empty();
        });
    }

    private boolean byOurBridge(@Nullable Integer fabric, @Nullable Long sourceNode) {
        LockFacts now = facts.get();
        Integer own = now == null ? null : now.ownFabric();
        if (fabric == null || own == null || !own.equals(fabric)) {
            return false;
        }
        NodeId bridge = controller.get();
        return bridge == null || sourceNode == null || bridge.bits() == sourceNode;
    }

    private void alarm(DoorLockEvent.DoorLockAlarm event, Stamp stamp) {
        Optional<Codes.Alarm> known = Codes.Alarm.of(event.alarmCode());
        var kind = known.map(alarm -> switch (alarm) {
            case JAMMED -> DriverEvent.Alarm.Kind.JAMMED;
            case FACTORY_RESET -> DriverEvent.Alarm.Kind.FACTORY_RESET;
            case RADIO_POWER_CYCLED -> DriverEvent.Alarm.Kind.RADIO_POWER_CYCLED;
            case WRONG_CODE_LIMIT -> DriverEvent.Alarm.Kind.WRONG_CODE_LIMIT;
            case ESCUTCHEON_REMOVED -> DriverEvent.Alarm.Kind.TAMPERED;
            case FORCED_OPEN -> DriverEvent.Alarm.Kind.FORCED_OPEN;
            case AJAR -> DriverEvent.Alarm.Kind.LEFT_OPEN;
            case FORCED_USER -> DriverEvent.Alarm.Kind.DURESS;
        });
        if (known.equals(Optional.of(Codes.Alarm.FACTORY_RESET))) {
            table.forgetAll();
        }
        out.accept(new DriverEvent.Alarm(
                address,
                kind.orElse(DriverEvent.Alarm.Kind.OTHER),
                "Matter door lock alarm " + event.alarmCode(),
                stamp));
    }

    private void doorState(DoorLockEvent.DoorStateChange event, Stamp stamp) {
        Codes.DoorState.of(event.doorState()).ifPresent(state -> {
            switch (state) {
                case OPEN, FORCED_OPEN -> door(AccessOperation.DOOR_OPENED, stamp);
                case CLOSED -> door(AccessOperation.DOOR_CLOSED, stamp);
                case JAMMED, ERROR ->
                    out.accept(new DriverEvent.Alarm(
                            address, DriverEvent.Alarm.Kind.OTHER, "the door is jammed or its sensor fails", stamp));
                case AJAR ->
                    out.accept(new DriverEvent.Alarm(
                            address, DriverEvent.Alarm.Kind.LEFT_OPEN, "the door is ajar", stamp));
            }
        });
    }

    private void door(AccessOperation operation, Stamp stamp) {
        out.accept(new DriverEvent.Operated(
                address, operation, AccessSource.UNKNOWN, Who.NOBODY, Optional.empty(), false, false, stamp));
    }

    private static AccessSource source(int raw) {
        return Codes.OperationSource.of(raw)
                .map(source -> switch (source) {
                    case UNSPECIFIED, ALIRO -> AccessSource.UNKNOWN;
                    case MANUAL -> AccessSource.MANUAL;
                    case PROPRIETARY_REMOTE -> AccessSource.APP;
                    case KEYPAD -> AccessSource.KEYPAD;
                    case AUTO -> AccessSource.AUTO_RELOCK;
                    case BUTTON -> AccessSource.BUTTON;
                    case SCHEDULE -> AccessSource.SCHEDULE;
                    case REMOTE -> AccessSource.REMOTE;
                    case RFID -> AccessSource.RFID;
                    case BIOMETRIC -> AccessSource.BIOMETRIC;
                })
                .orElse(AccessSource.UNKNOWN);
    }

    private static AccessFailure failure(int raw) {
        return Codes.OperationError.of(raw)
                .map(error -> switch (error) {
                    case UNSPECIFIED -> AccessFailure.UNSPECIFIED;
                    case INVALID_CREDENTIAL -> AccessFailure.INVALID_CREDENTIAL;
                    case DISABLED_USER -> AccessFailure.DISABLED_USER;
                    case RESTRICTED -> AccessFailure.OUTSIDE_SCHEDULE;
                    case LOW_BATTERY -> AccessFailure.LOW_BATTERY;
                })
                .orElse(AccessFailure.UNSPECIFIED);
    }
}
