// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import dev.lockcred.spi.support.Redacted;
import java.util.List;

/** Frames as text for a log, without digits in them. */
public final class ZclSecrets {

    private ZclSecrets() {}

    /**
     * A frame in hexadecimal digits. Shown in full are only frames that cannot carry a code: general commands on clusters
     * other than Door Lock, and those Door Lock commands that have no code field. Manufacturer specific frames are hidden.
     */
    public static String dump(int cluster, byte[] frame) {
        return Redacted.hex(frame, spans(cluster, frame));
    }

    static List<Redacted.Span> spans(int cluster, byte[] frame) {
        if (frame.length < 3) {
            return List.of();
        }
        boolean manufacturer = (frame[0] & 0x04) != 0;
        if (manufacturer) {
            return List.of(new Redacted.Span(Math.min(5, frame.length), frame.length));
        }
        boolean specific = (frame[0] & 0x03) == 1;
        boolean fromServer = (frame[0] & 0x08) != 0;
        int command = frame[2] & 0xFF;
        int from;
        if (!specific) {
            // Attributes of vendors hold codes too (Onesti 0101: the last code), hence no values of this cluster.
            boolean harmless = standard(cluster) && cluster != DoorLockCommand.CLUSTER
                    || command == GeneralCommand.READ
                    || command == GeneralCommand.DEFAULT_RESPONSE;
            from = harmless ? frame.length : 3;
        } else if (cluster == DoorLockCommand.CLUSTER) {
            from = fromServer ? responseCode(command) : commandCode(command);
        } else {
            from = standard(cluster) ? frame.length : 3;
        }
        return from >= frame.length ? List.of() : List.of(new Redacted.Span(from, frame.length));
    }

    private static boolean standard(int cluster) {
        return cluster < 0x8000 && cluster >= 0;
    }

    private static int commandCode(int command) {
        return switch (command) {
            case 0x00, 0x01, 0x02 -> 3;
            case 0x03 -> 5;
            case 0x05, 0x16 -> 7;
            case 0x04, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F -> Integer.MAX_VALUE;
            case 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x17, 0x18, 0x19 -> Integer.MAX_VALUE;
            default -> 3;
        };
    }

    private static int responseCode(int command) {
        return switch (command) {
            case 0x04 -> 14;
            case 0x06, 0x17 -> 7;
            case DoorLockResponse.OPERATION_EVENT, DoorLockResponse.PROGRAMMING_EVENT -> 7;
            case 0x00, 0x01, 0x02, 0x03, 0x05, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F ->
                Integer.MAX_VALUE;
            case 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x18, 0x19 -> Integer.MAX_VALUE;
            default -> 3;
        };
    }
}
