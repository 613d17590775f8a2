// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.simulators.zigbee.LockModel.Clock;
import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.internal.zcl.PollControlCommand;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import dev.lockcred.zigbee.internal.zdo.ZdoResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The endpoints, clusters and attributes of a model. */
final class LockClusters {

    private static final int ZCL_VERSION = 3;
    private static final int BATTERY = 3;
    private static final long NO_LOCAL_TIME = 0xFFFF_FFFFL;

    private LockClusters() {}

    static List<ZdoResponse.Endpoint> endpoints(LockModel model) {
        var inputs = new ArrayList<>(
                List.of(Clusters.BASIC, Clusters.POWER_CONFIGURATION, Clusters.IDENTIFY, Clusters.ALARMS));
        var outputs = new ArrayList<>(List.of(Clusters.OTA_UPGRADE));
        if (model.clock() == Clock.WRITTEN) {
            inputs.add(Clusters.TIME);
        } else if (model.clock() == Clock.ASKS) {
            outputs.add(Clusters.TIME);
        }
        if (model.sleep().isPresent()) {
            inputs.add(Clusters.POLL_CONTROL);
        }
        inputs.add(Clusters.DOOR_LOCK);
        var lock = new ZdoResponse.Endpoint(
                model.endpoint(), Clusters.PROFILE_HOME_AUTOMATION, Clusters.DEVICE_DOOR_LOCK, 0, inputs, outputs);
        if (model.endpoint() == 1) {
            return List.of(lock);
        }
        var other = new ZdoResponse.Endpoint(
                1, Clusters.PROFILE_HOME_AUTOMATION, 0x0000, 0, List.of(Clusters.IDENTIFY), List.of());
        return List.of(other, lock);
    }

    static void fill(ZigbeeNode node, LockModel model) {
        AttributeTable basic = node.attributes(Clusters.BASIC);
        basic.put(Clusters.Basic.ZCL_VERSION, ZclValue.number(ZclValue.U8, ZCL_VERSION))
                .put(Clusters.Basic.APPLICATION_VERSION, ZclValue.number(ZclValue.U8, 17))
                .put(Clusters.Basic.STACK_VERSION, ZclValue.number(ZclValue.U8, 2))
                .put(Clusters.Basic.HARDWARE_VERSION, ZclValue.number(ZclValue.U8, 1))
                .put(Clusters.Basic.MANUFACTURER_NAME, ZclValue.text(model.manufacturer()))
                .put(Clusters.Basic.MODEL_IDENTIFIER, ZclValue.text(model.model()))
                .put(Clusters.Basic.DATE_CODE, ZclValue.text("20260110"))
                .put(Clusters.Basic.POWER_SOURCE, ZclValue.number(ZclValue.ENUM8, BATTERY))
                .put(Clusters.Basic.SOFTWARE_BUILD, ZclValue.text("1.7.2"));
        boolean whole = model.has(Quirk.WHOLE_PERCENTS);
        node.attributes(Clusters.POWER_CONFIGURATION)
                .put(Clusters.Power.BATTERY_VOLTAGE, ZclValue.number(ZclValue.U8, 58))
                .put(Clusters.Power.BATTERY_PERCENTAGE, ZclValue.number(ZclValue.U8, whole ? 84 : 168));
        node.attributes(Clusters.ALARMS);
        node.attributes(Clusters.IDENTIFY).writable(0x0000, ZclValue.number(ZclValue.U16, 0));
        if (model.clock() == Clock.WRITTEN) {
            node.attributes(Clusters.TIME)
                    .writable(Clusters.Time.TIME, ZclValue.number(ZclValue.UTC, 0))
                    .writable(Clusters.Time.STATUS, ZclValue.number(ZclValue.MAP8, 0))
                    .writable(Clusters.Time.ZONE, ZclValue.number(ZclValue.S32, 0))
                    .writable(Clusters.Time.DST_START, ZclValue.number(ZclValue.U32, NO_LOCAL_TIME))
                    .writable(Clusters.Time.DST_END, ZclValue.number(ZclValue.U32, NO_LOCAL_TIME))
                    .writable(Clusters.Time.DST_SHIFT, ZclValue.number(ZclValue.S32, 0));
        }
        model.sleep()
                .ifPresent(sleep -> node.attributes(Clusters.POLL_CONTROL)
                        .writable(PollControlCommand.CHECK_IN_INTERVAL, ZclValue.number(ZclValue.U32, 4 * 3600))
                        .put(PollControlCommand.LONG_POLL_INTERVAL, quarters(ZclValue.U32, sleep.longPoll()))
                        .put(PollControlCommand.SHORT_POLL_INTERVAL, quarters(ZclValue.U16, sleep.shortPoll()))
                        .writable(PollControlCommand.FAST_POLL_TIMEOUT, ZclValue.number(ZclValue.U16, 40)));
        fillDoorLock(node.attributes(Clusters.DOOR_LOCK), model);
    }

    private static ZclValue quarters(int type, Duration duration) {
        return ZclValue.number(type, Math.max(1, duration.toMillis() / 250));
    }

    private static void fillDoorLock(AttributeTable lock, LockModel model) {
        put(lock, DoorLockAttribute.LOCK_STATE, 1);
        put(lock, DoorLockAttribute.LOCK_TYPE, 0);
        put(lock, DoorLockAttribute.ACTUATOR_ENABLED, 1);
        put(lock, DoorLockAttribute.NUMBER_OF_TOTAL_USERS, model.pinUsers());
        put(lock, DoorLockAttribute.NUMBER_OF_PIN_USERS, model.pinUsers());
        put(lock, DoorLockAttribute.NUMBER_OF_RFID_USERS, model.rfidUsers());
        if (model.logRecords() > 0) {
            put(lock, DoorLockAttribute.NUMBER_OF_LOG_RECORDS, model.logRecords());
            writable(lock, DoorLockAttribute.ENABLE_LOGGING, 1);
        }
        if (model.weekDays() + model.yearDays() > 0) {
            put(lock, DoorLockAttribute.NUMBER_OF_WEEK_DAY_SCHEDULES, model.weekDays());
            put(lock, DoorLockAttribute.NUMBER_OF_YEAR_DAY_SCHEDULES, model.yearDays());
            put(lock, DoorLockAttribute.NUMBER_OF_HOLIDAY_SCHEDULES, model.holidays());
        }
        put(lock, DoorLockAttribute.MAX_PIN_LENGTH, model.maxPin());
        put(lock, DoorLockAttribute.MIN_PIN_LENGTH, model.minPin());
        writable(lock, DoorLockAttribute.AUTO_RELOCK_TIME, 30);
        writable(lock, DoorLockAttribute.SOUND_VOLUME, 1);
        writable(lock, DoorLockAttribute.OPERATING_MODE, 0);
        put(lock, DoorLockAttribute.SUPPORTED_OPERATING_MODES, 0x0001);
        writable(lock, DoorLockAttribute.WRONG_CODE_LIMIT, 5);
        writable(lock, DoorLockAttribute.CODE_DISABLE_TIME, 30);
        writable(lock, DoorLockAttribute.SEND_PIN_OVER_THE_AIR, model.showsPins() ? 1 : 0);
        writable(lock, DoorLockAttribute.REQUIRE_PIN_FOR_REMOTE, 0);
        if (model.has(Quirk.LINK_KEY_ONLY)) {
            put(lock, DoorLockAttribute.SECURITY_LEVEL, 1);
        }
        if (!model.has(Quirk.NO_MASKS)) {
            // Zero by the standard: a lock says nothing until a host asks for it.
            for (DoorLockAttribute mask : List.of(
                    DoorLockAttribute.ALARM_MASK,
                    DoorLockAttribute.KEYPAD_OPERATION_MASK,
                    DoorLockAttribute.RF_OPERATION_MASK,
                    DoorLockAttribute.MANUAL_OPERATION_MASK,
                    DoorLockAttribute.RFID_OPERATION_MASK,
                    DoorLockAttribute.KEYPAD_PROGRAMMING_MASK,
                    DoorLockAttribute.RF_PROGRAMMING_MASK,
                    DoorLockAttribute.RFID_PROGRAMMING_MASK)) {
                writable(lock, mask, 0);
            }
        }
        put(lock, DoorLockAttribute.CLUSTER_REVISION, 3);
    }

    private static void put(AttributeTable lock, DoorLockAttribute attribute, long value) {
        lock.put(attribute.id(), attribute.with(value).value());
    }

    private static void writable(AttributeTable lock, DoorLockAttribute attribute, long value) {
        lock.writable(attribute.id(), attribute.with(value).value());
    }
}
