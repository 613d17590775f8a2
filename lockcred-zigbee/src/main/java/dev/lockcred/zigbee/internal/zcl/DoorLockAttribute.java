// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import java.util.Arrays;
import java.util.Optional;

/** The attributes of the Door Lock cluster (ZCL 7.3.2). */
public enum DoorLockAttribute {
    /** 0 not fully locked, 1 locked, 2 unlocked, FF undefined; reportable. */
    LOCK_STATE(0x0000, ZclValue.ENUM8),
    LOCK_TYPE(0x0001, ZclValue.ENUM8),
    ACTUATOR_ENABLED(0x0002, ZclValue.BOOL),
    /** 0 open, 1 closed, 2 jammed, 3 forced open, 4 unspecified, FF undefined; reportable. */
    DOOR_STATE(0x0003, ZclValue.ENUM8),
    DOOR_OPEN_EVENTS(0x0004, ZclValue.U32),
    DOOR_CLOSED_EVENTS(0x0005, ZclValue.U32),
    OPEN_PERIOD(0x0006, ZclValue.U16),
    NUMBER_OF_LOG_RECORDS(0x0010, ZclValue.U16),
    NUMBER_OF_TOTAL_USERS(0x0011, ZclValue.U16),
    NUMBER_OF_PIN_USERS(0x0012, ZclValue.U16),
    NUMBER_OF_RFID_USERS(0x0013, ZclValue.U16),
    NUMBER_OF_WEEK_DAY_SCHEDULES(0x0014, ZclValue.U8),
    NUMBER_OF_YEAR_DAY_SCHEDULES(0x0015, ZclValue.U8),
    NUMBER_OF_HOLIDAY_SCHEDULES(0x0016, ZclValue.U8),
    MAX_PIN_LENGTH(0x0017, ZclValue.U8),
    MIN_PIN_LENGTH(0x0018, ZclValue.U8),
    MAX_RFID_LENGTH(0x0019, ZclValue.U8),
    MIN_RFID_LENGTH(0x001A, ZclValue.U8),
    ENABLE_LOGGING(0x0020, ZclValue.BOOL),
    LANGUAGE(0x0021, ZclValue.CHAR_STRING),
    LED_SETTINGS(0x0022, ZclValue.U8),
    /** Seconds, 0 for off. */
    AUTO_RELOCK_TIME(0x0023, ZclValue.U32),
    /** 0 silent, 1 low, 2 high. */
    SOUND_VOLUME(0x0024, ZclValue.U8),
    /** 0 normal, 1 vacation, 2 privacy, 3 no remote operation, 4 passage. */
    OPERATING_MODE(0x0025, ZclValue.ENUM8),
    SUPPORTED_OPERATING_MODES(0x0026, ZclValue.MAP16),
    DEFAULT_CONFIGURATION(0x0027, ZclValue.MAP16),
    LOCAL_PROGRAMMING(0x0028, ZclValue.BOOL),
    ONE_TOUCH_LOCKING(0x0029, ZclValue.BOOL),
    INSIDE_LED(0x002A, ZclValue.BOOL),
    PRIVACY_BUTTON(0x002B, ZclValue.BOOL),
    WRONG_CODE_LIMIT(0x0030, ZclValue.U8),
    /** Seconds. */
    CODE_DISABLE_TIME(0x0031, ZclValue.U8),
    /** Whether the lock shows PINs in answers and events. */
    SEND_PIN_OVER_THE_AIR(0x0032, ZclValue.BOOL),
    REQUIRE_PIN_FOR_REMOTE(0x0033, ZclValue.BOOL),
    /** 0 network key, 1 APS encryption with the link key. */
    SECURITY_LEVEL(0x0034, ZclValue.ENUM8),
    ALARM_MASK(0x0040, ZclValue.MAP16),
    KEYPAD_OPERATION_MASK(0x0041, ZclValue.MAP16),
    RF_OPERATION_MASK(0x0042, ZclValue.MAP16),
    MANUAL_OPERATION_MASK(0x0043, ZclValue.MAP16),
    RFID_OPERATION_MASK(0x0044, ZclValue.MAP16),
    KEYPAD_PROGRAMMING_MASK(0x0045, ZclValue.MAP16),
    RF_PROGRAMMING_MASK(0x0046, ZclValue.MAP16),
    RFID_PROGRAMMING_MASK(0x0047, ZclValue.MAP16),
    CLUSTER_REVISION(0xFFFD, ZclValue.U16);

    private final int id;
    private final int type;

    DoorLockAttribute(int id, int type) {
        this.id = id;
        this.type = type;
    }

    /** The attribute id, 0..FFFF. */
    public int id() {
        return id;
    }

    /** The ZCL data type. */
    public int type() {
        return type;
    }

    /** The attribute with a value, ready to be written or reported. */
    public GeneralCommand.Attribute with(long value) {
        return new GeneralCommand.Attribute(id, ZclValue.number(type, value));
    }

    public static Optional<DoorLockAttribute> of(int id) {
        return Arrays.stream(values()).filter(a -> a.id == id).findFirst();
    }
}
