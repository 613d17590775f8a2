// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

/** The general status list of the cluster library. Door Lock responses have an enumeration of their own beside it. */
public final class ZclStatus {

    public static final int SUCCESS = 0x00;
    public static final int FAILURE = 0x01;
    public static final int NOT_AUTHORISED = 0x7E;
    public static final int MALFORMED_COMMAND = 0x80;
    public static final int UNSUPPORTED_CLUSTER_COMMAND = 0x81;
    public static final int UNSUPPORTED_GENERAL_COMMAND = 0x82;
    public static final int UNSUPPORTED_MANUFACTURER_CLUSTER_COMMAND = 0x83;
    public static final int INVALID_FIELD = 0x85;
    public static final int UNSUPPORTED_ATTRIBUTE = 0x86;
    public static final int INVALID_VALUE = 0x87;
    public static final int READ_ONLY = 0x88;
    public static final int INSUFFICIENT_SPACE = 0x89;
    public static final int DUPLICATE_EXISTS = 0x8A;
    public static final int NOT_FOUND = 0x8B;
    public static final int UNREPORTABLE_ATTRIBUTE = 0x8C;
    public static final int INVALID_DATA_TYPE = 0x8D;
    public static final int TIMEOUT = 0x94;
    public static final int UNSUPPORTED_CLUSTER = 0xC3;

    private ZclStatus() {}

    /** Whether the device said that it does not have the command or cluster at all. */
    public static boolean isUnsupported(int status) {
        return status == UNSUPPORTED_CLUSTER_COMMAND
                || status == UNSUPPORTED_GENERAL_COMMAND
                || status == UNSUPPORTED_MANUFACTURER_CLUSTER_COMMAND
                || status == UNSUPPORTED_CLUSTER;
    }

    /** For messages: a name where the number is known, and the number. */
    public static String describe(int status) {
        String name = switch (status) {
            case SUCCESS -> "success";
            case FAILURE -> "failure";
            case NOT_AUTHORISED -> "not authorised";
            case MALFORMED_COMMAND -> "malformed command";
            case UNSUPPORTED_CLUSTER_COMMAND -> "unsupported cluster command";
            case UNSUPPORTED_GENERAL_COMMAND -> "unsupported general command";
            case UNSUPPORTED_MANUFACTURER_CLUSTER_COMMAND -> "unsupported manufacturer command";
            case INVALID_FIELD -> "invalid field";
            case UNSUPPORTED_ATTRIBUTE -> "unsupported attribute";
            case INVALID_VALUE -> "invalid value";
            case READ_ONLY -> "read only";
            case INSUFFICIENT_SPACE -> "insufficient space";
            case DUPLICATE_EXISTS -> "duplicate";
            case NOT_FOUND -> "not found";
            case UNREPORTABLE_ATTRIBUTE -> "unreportable attribute";
            case INVALID_DATA_TYPE -> "invalid data type";
            case TIMEOUT -> "timeout";
            case UNSUPPORTED_CLUSTER -> "unsupported cluster";
            default -> "unknown status";
        };
        return name + " (ZCL status 0x" + Integer.toHexString(status) + ")";
    }
}
