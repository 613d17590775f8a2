// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

/** The numbers of the command classes a lock host meets. */
public final class ClassId {
    public static final int NO_OPERATION = 0x00;
    public static final int BASIC = 0x20;
    public static final int DOOR_LOCK_LOGGING = 0x4C;
    public static final int SCHEDULE_ENTRY_LOCK = 0x4E;
    public static final int TRANSPORT_SERVICE = 0x55;
    public static final int CRC16 = 0x56;
    public static final int ZWAVE_PLUS_INFO = 0x5E;
    public static final int MULTI_CHANNEL = 0x60;
    public static final int DOOR_LOCK = 0x62;
    public static final int USER_CODE = 0x63;
    public static final int SUPERVISION = 0x6C;
    public static final int CONFIGURATION = 0x70;
    public static final int NOTIFICATION = 0x71;
    public static final int MANUFACTURER_SPECIFIC = 0x72;
    public static final int BATTERY = 0x80;
    public static final int CLOCK = 0x81;
    public static final int USER_CREDENTIAL = 0x83;
    public static final int WAKE_UP = 0x84;
    public static final int ASSOCIATION = 0x85;
    public static final int VERSION = 0x86;
    public static final int TIME = 0x8A;
    public static final int TIME_PARAMETERS = 0x8B;
    public static final int SECURITY_0 = 0x98;
    public static final int SECURITY_2 = 0x9F;

    private ClassId() {}
}
