// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.AlarmsCommand;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse.OperationEvent;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse.ProgrammingEvent;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a lock says by itself, as far as its masks and bindings let it, and its log, which hears everything. */
final class LockEvents {

    static final int KEYPAD = 0;
    static final int REMOTE = 1;
    static final int MANUAL = 2;
    static final int RFID = 3;

    private static final Duration SPEAKS = Duration.ofMillis(50);
    private static final Duration REPEATS = Duration.ofSeconds(5);
    private static final int REPETITIONS = 3;
    private static final int VENDOR_ATTRIBUTE = 0x0100;
    private static final long UNMASKED = 0xFFFF;
    private static final int LOG_OPERATION = 0;
    private static final int LOG_PROGRAMMING = 1;
    private static final int LOG_ALARM = 2;
    private static final int SECONDS_UNKNOWN = 0xFFFF;

    private final ZigbeeNode node;
    private final LockModel model;
    private final LockClock clock;
    private final List<DoorLockResponse.LogRecord> log = new ArrayList<>();
    private final Map<Integer, Timers.Cancellable> unanswered = new TreeMap<>();
    private int logged;

    LockEvents(ZigbeeNode node, LockModel model, LockClock clock) {
        this.node = node;
        this.model = model;
        this.clock = clock;
    }

    /** Somebody used, or tried to use, the lock. */
    void operation(int source, int code, int user, Octets pin) {
        record(LOG_OPERATION, source, code, user);
        boolean wrong = code >= 3 && code <= 6;
        if (wrong && model.has(Quirk.NO_WRONG_CODE_EVENTS)
                || isMasked(operationMask(source), operationBit(source, code))) {
            return;
        }
        if (model.has(Quirk.EVENTS_IN_ATTRIBUTE)) {
            int vendorSource = source == REMOTE ? 0 : source == KEYPAD ? 2 : source == MANUAL ? 0x0A : 4;
            long value = (long) vendorSource << 24 | (long) code << 16 | (user == DoorLockResponse.NO_USER ? 0 : user);
            reportVendor(value);
            return;
        }
        notify(new OperationEvent(source, code, user, pin, clock.stamp(), data(pin)));
    }

    /** Somebody changed a code. */
    void programming(int source, int code, int user, Octets pin, int userType, int userStatus) {
        record(LOG_PROGRAMMING, source, code, user);
        if (model.has(Quirk.NO_PROGRAMMING_EVENTS) || isMasked(programmingMask(source), 1L << code)) {
            return;
        }
        int shown = model.has(Quirk.USER_BYTES_SWAPPED) && user < 0x100 ? user << 8 : user;
        notify(new ProgrammingEvent(source, code, shown, pin, userType, userStatus, clock.stamp(), data(pin)));
    }

    /** Something is wrong. */
    void alarm(int code) {
        record(LOG_ALARM, MANUAL, code, SECONDS_UNKNOWN);
        boolean wanted =
                (node.attributes(Clusters.DOOR_LOCK).number(DoorLockAttribute.ALARM_MASK.id(), 0xFFFF) >> code & 1)
                        != 0;
        if (wanted && node.isBound(Clusters.ALARMS)) {
            node.timers().schedule(SPEAKS, () -> {
                var alarm = new AlarmsCommand.Alarm(code, Clusters.DOOR_LOCK);
                node.say(Clusters.ALARMS, ZclFrame.cluster(true, false, node.nextSequence(), alarm));
            });
        }
    }

    private void notify(DoorLockResponse event) {
        if (!node.isBound(Clusters.DOOR_LOCK)) {
            return;
        }
        node.timers().schedule(SPEAKS, () -> {
            int sequence = node.nextSequence();
            byte[] frame = ZclFrame.cluster(true, false, sequence, event).encode();
            byte[] said = model.has(Quirk.GARBLED_DATA_STRING) ? garbled(frame) : frame;
            node.sayRaw(Clusters.DOOR_LOCK, said);
            if (model.has(Quirk.REPEATS_UNANSWERED)) {
                repeatLater(sequence, said, 1);
            }
        });
    }

    // A length byte that promises more than follows, as a strict parser refuses.
    private static byte[] garbled(byte[] frame) {
        return new ByteWriter().bytes(frame).u8(0x20).u8(0x00).toByteArray();
    }

    private void repeatLater(int sequence, byte[] frame, int time) {
        unanswered.put(sequence, node.timers().schedule(REPEATS, () -> {
            unanswered.remove(sequence);
            node.sayRaw(Clusters.DOOR_LOCK, frame);
            if (time < REPETITIONS) {
                repeatLater(sequence, frame, time + 1);
            }
        }));
    }

    /** The host answered one of these notifications. */
    void answered(int sequence) {
        Timers.Cancellable timer = unanswered.remove(sequence);
        if (timer != null) {
            timer.cancel();
        }
    }

    private void reportVendor(long value) {
        if (node.isBound(Clusters.DOOR_LOCK)) {
            var report = new GeneralCommand.Report(
                    List.of(new GeneralCommand.Attribute(VENDOR_ATTRIBUTE, ZclValue.number(ZclValue.MAP32, value))));
            node.timers()
                    .schedule(
                            SPEAKS,
                            () -> node.say(
                                    Clusters.DOOR_LOCK, ZclFrame.general(true, false, node.nextSequence(), report)));
        }
    }

    private Optional<Octets> data(Octets pin) {
        if (model.has(Quirk.PIN_IN_DATA_STRING)) {
            return Optional.of(pin);
        }
        boolean none = model.has(Quirk.NO_DATA_STRING) || model.has(Quirk.GARBLED_DATA_STRING);
        return none ? Optional.empty() : Optional.of(Octets.EMPTY);
    }

    // ---- masks

    private boolean isMasked(DoorLockAttribute mask, long bit) {
        long value = node.attributes(Clusters.DOOR_LOCK).number(mask.id(), UNMASKED);
        return (value & bit) == 0;
    }

    private static DoorLockAttribute operationMask(int source) {
        return switch (source) {
            case KEYPAD -> DoorLockAttribute.KEYPAD_OPERATION_MASK;
            case REMOTE -> DoorLockAttribute.RF_OPERATION_MASK;
            case RFID -> DoorLockAttribute.RFID_OPERATION_MASK;
            default -> DoorLockAttribute.MANUAL_OPERATION_MASK;
        };
    }

    private static DoorLockAttribute programmingMask(int source) {
        return switch (source) {
            case KEYPAD -> DoorLockAttribute.KEYPAD_PROGRAMMING_MASK;
            case RFID -> DoorLockAttribute.RFID_PROGRAMMING_MASK;
            default -> DoorLockAttribute.RF_PROGRAMMING_MASK;
        };
    }

    private static long operationBit(int source, int code) {
        if (source == MANUAL) {
            return switch (code) {
                case 0x01 -> 0x0002;
                case 0x02 -> 0x0004;
                case 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E -> 0x0008L << code - 0x07;
                default -> 0x0001;
            };
        }
        return code == 0x0F ? 0x0080 : 1L << code;
    }

    // ---- log

    private void record(int type, int source, int code, int user) {
        boolean on = node.attributes(Clusters.DOOR_LOCK).number(DoorLockAttribute.ENABLE_LOGGING.id(), 1) != 0;
        if (model.logRecords() > 0 && on) {
            logged = logged % 0xFFFE + 1;
            log.add(new DoorLockResponse.LogRecord(logged, clock.stamp(), type, source, code, user, Octets.EMPTY));
            if (log.size() > model.logRecords()) {
                log.remove(0);
            }
        }
    }

    /** The record with this number, or the newest for 0. */
    Optional<DoorLockResponse.LogRecord> logged(int index) {
        if (log.isEmpty()) {
            return Optional.empty();
        }
        return index == 0
                ? Optional.of(log.get(log.size() - 1))
                : log.stream().filter(r -> r.entry() == index).findFirst();
    }

    void end() {
        unanswered.values().forEach(Timers.Cancellable::cancel);
        unanswered.clear();
    }
}
