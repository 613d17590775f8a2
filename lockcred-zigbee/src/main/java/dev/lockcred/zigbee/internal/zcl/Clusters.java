// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

/** Clusters beside the door lock's, and the attributes of theirs that matter here. */
public final class Clusters {

    public static final int PROFILE_HOME_AUTOMATION = 0x0104;
    public static final int DEVICE_DOOR_LOCK = 0x000A;

    public static final int BASIC = 0x0000;
    public static final int POWER_CONFIGURATION = 0x0001;
    public static final int IDENTIFY = 0x0003;
    public static final int ALARMS = AlarmsCommand.CLUSTER;
    public static final int TIME = 0x000A;
    public static final int OTA_UPGRADE = 0x0019;
    public static final int POLL_CONTROL = PollControlCommand.CLUSTER;
    public static final int DOOR_LOCK = DoorLockCommand.CLUSTER;

    private Clusters() {}

    /** Attributes of Basic. */
    public static final class Basic {
        public static final int ZCL_VERSION = 0x0000;
        public static final int APPLICATION_VERSION = 0x0001;
        public static final int STACK_VERSION = 0x0002;
        public static final int HARDWARE_VERSION = 0x0003;
        public static final int MANUFACTURER_NAME = 0x0004;
        public static final int MODEL_IDENTIFIER = 0x0005;
        public static final int DATE_CODE = 0x0006;
        public static final int POWER_SOURCE = 0x0007;
        public static final int SOFTWARE_BUILD = 0x4000;

        private Basic() {}
    }

    /** Attributes of Power Configuration. */
    public static final class Power {
        /** u8, 100 mV. */
        public static final int BATTERY_VOLTAGE = 0x0020;
        /** u8, half percent; 200 is full; some models report whole percents. */
        public static final int BATTERY_PERCENTAGE = 0x0021;

        public static final int BATTERY_ALARM_MASK = 0x0035;
        public static final int BATTERY_ALARM_STATE = 0x003E;

        private Power() {}
    }

    /** Attributes of Time. */
    public static final class Time {
        /** UTC seconds since 2000. */
        public static final int TIME = 0x0000;
        /** map8 of {@code STATUS_*}. */
        public static final int STATUS = 0x0001;
        /** s32, seconds east of UTC without daylight saving. */
        public static final int ZONE = 0x0002;
        /** u32, UTC seconds since 2000. */
        public static final int DST_START = 0x0003;

        public static final int DST_END = 0x0004;
        /** s32, seconds. */
        public static final int DST_SHIFT = 0x0005;
        /** u32, time with zone, without daylight saving. */
        public static final int STANDARD_TIME = 0x0006;
        /** u32, what the clock on the wall shows. */
        public static final int LOCAL_TIME = 0x0007;

        public static final int LAST_SET_TIME = 0x0008;
        public static final int VALID_UNTIL = 0x0009;

        public static final int STATUS_MASTER = 0x01;
        public static final int STATUS_SYNCHRONISED = 0x02;
        public static final int STATUS_MASTER_FOR_ZONE = 0x04;
        public static final int STATUS_SUPERSEDING = 0x08;

        private Time() {}
    }
}
