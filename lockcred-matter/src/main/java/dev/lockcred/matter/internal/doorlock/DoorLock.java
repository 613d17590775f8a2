// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.doorlock;

/** The numbers of the Door Lock cluster that have no type of their own (Matter application clusters, 5.2). */
public final class DoorLock {

    /** The cluster id. */
    public static final int CLUSTER = 0x0101;

    /** The device type of a door lock, in the descriptor's device type list. */
    public static final int DEVICE_TYPE = 0x0A;

    /** The device type of a node behind a bridge. */
    public static final int BRIDGED_NODE = 0x13;

    /** As a user or credential index: all of them. One value away from deleting one; never sent unless a person asked. */
    public static final int ALL_INDEXES = 0xFFFE;

    /** As a schedule index in a clear command: all of that user's, or all holidays. */
    public static final int ALL_SCHEDULES = 0xFE;

    /** The unique id a lock stores for "none"; it reads back as null. */
    public static final long NO_UNIQUE_ID = 0xFFFF_FFFFL;

    /** The longest user name, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 10;

    public static final int LOCK_STATE = 0;
    public static final int ACTUATOR_ENABLED = 2;
    public static final int DOOR_STATE = 3;
    public static final int TOTAL_USERS = 17;
    public static final int PIN_USERS = 18;
    public static final int RFID_USERS = 19;
    public static final int WEEK_DAY_SCHEDULES_PER_USER = 20;
    public static final int YEAR_DAY_SCHEDULES_PER_USER = 21;
    public static final int HOLIDAY_SCHEDULES = 22;
    public static final int MAX_PIN_LENGTH = 23;
    public static final int MIN_PIN_LENGTH = 24;
    public static final int MAX_RFID_LENGTH = 25;
    public static final int MIN_RFID_LENGTH = 26;
    public static final int CREDENTIAL_RULES = 27;
    public static final int CREDENTIALS_PER_USER = 28;
    public static final int AUTO_RELOCK_TIME = 35;
    public static final int OPERATING_MODE = 37;
    public static final int SUPPORTED_OPERATING_MODES = 38;
    public static final int WRONG_CODE_ENTRY_LIMIT = 48;
    public static final int USER_CODE_DISABLE_TIME = 49;
    public static final int REQUIRE_PIN_FOR_REMOTE = 51;
    public static final int EXPIRING_USER_TIMEOUT = 53;
    public static final int ACCEPTED_COMMANDS = 65_529;
    public static final int FEATURE_MAP = 65_532;
    public static final int CLUSTER_REVISION = 65_533;

    /** The FeatureMap bits. */
    public enum Feature {
        PIN(0),
        RFID(1),
        FINGER(2),
        WEEK_DAY_SCHEDULES(4),
        DOOR_SENSOR(5),
        FACE(6),
        /** PINs may be sent along with lock and unlock. */
        PIN_WITH_COMMAND(7),
        USERS(8),
        YEAR_DAY_SCHEDULES(10),
        HOLIDAY_SCHEDULES(11),
        UNBOLT(12),
        ALIRO(13),
        ALIRO_BLE_UWB(14);

        private final int bit;

        Feature(int bit) {
            this.bit = bit;
        }

        /** Whether the map has it. */
        public boolean in(long featureMap) {
            return (featureMap >> bit & 1) == 1;
        }
    }

    private DoorLock() {}
}
