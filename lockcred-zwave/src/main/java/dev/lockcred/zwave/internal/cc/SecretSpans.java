// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.Redacted;
import dev.lockcred.spi.support.Redacted.Span;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.NodeIdWidth;
import java.util.List;

/**
 * Where a command or a serial frame carries digits, keys, or anything computed from them without a key (R7): what a dump
 * must hide. Works on raw bytes, so that damaged and unknown frames are covered too; when in doubt it hides.
 */
public final class SecretSpans {

    private static final int ALL = 1 << 20;

    private SecretSpans() {}

    /** A command, from its class byte on, in hexadecimal digits with its secrets hidden. */
    public static String dump(Octets command) {
        byte[] bytes = command.toByteArray();
        return Redacted.hex(bytes, inCommand(bytes, 0, bytes.length));
    }

    /** A data frame in hexadecimal digits with its secrets hidden. */
    public static String dump(SerialFrame.Data frame, NodeIdWidth width) {
        byte[] bytes = frame.encode();
        return Redacted.hex(bytes, inFrame(frame, bytes, width));
    }

    private static List<Span> inFrame(SerialFrame.Data frame, byte[] bytes, NodeIdWidth width) {
        int id = width == NodeIdWidth.ONE_BYTE ? 1 : 2;
        boolean fromHost = frame.type() == SerialFrame.Type.REQUEST;
        int lengthAt;
        switch (frame.function()) {
            case Function.SEND_DATA -> lengthAt = 4 + id;
            case Function.SEND_DATA_BRIDGE -> lengthAt = 4 + 2 * id;
            case Function.APPLICATION_COMMAND -> lengthAt = 5 + id;
            case Function.BRIDGE_APPLICATION_COMMAND -> lengthAt = 5 + 2 * id;
            case Function.NVM_READ_BUFFER,
                    Function.NVM_WRITE_BUFFER,
                    Function.NVM_OPERATION,
                    Function.NVM_OPERATION_EXTENDED -> {
                return List.of(new Span(4, ALL)); // a controller's memory may hold network keys
            }
            default -> {
                return List.of();
            }
        }
        // Answers and callbacks of SendData are short: status and transmit report, no command.
        if (!fromHost || bytes.length <= lengthAt) {
            return List.of();
        }
        if (bytes.length < lengthAt + 2 + (bytes[lengthAt] & 0xFF)) {
            return List.of(new Span(lengthAt + 1, ALL)); // not what it should be: hide
        }
        int from = lengthAt + 1;
        List<Span> inner = inCommand(bytes, from, from + (bytes[lengthAt] & 0xFF));
        // The frame's own checksum is an unkeyed sum over the digits.
        return inner.isEmpty() ? inner : List.of(inner.get(0), new Span(bytes.length - 1, bytes.length));
    }

    /** The spans of the command at {@code from}; at most one, as what follows a secret is hidden with it. */
    static List<Span> inCommand(byte[] bytes, int from, int to) {
        if (to - from < 2) {
            return List.of();
        }
        int commandClass = bytes[from] & 0xFF;
        int command = bytes[from + 1] & 0xFF;
        return switch (commandClass) {
            case ClassId.USER_CODE ->
                switch (command) {
                    case 0x01, 0x03 -> hide(from + 4, to);
                    case 0x0B, 0x0D -> hide(from + 3, to);
                    case 0x0E, 0x10, 0x12 -> hide(from + 2, to);
                    default -> List.of();
                };
            case ClassId.USER_CREDENTIAL ->
                switch (command) {
                    case 0x0A, 0x0C, 0x15, 0x17, 0x19, 0x1A, 0x1C -> hide(from + 2, to);
                    case 0x1D, 0x1E, 0x1F, 0x20, 0x21 -> hide(from + 2, to); // key locker
                    default -> List.of();
                };
            case ClassId.DOOR_LOCK_LOGGING -> command == 0x04 ? hide(from + 12, to) : List.of();
            case ClassId.NOTIFICATION -> command == 0x05 ? hide(from + 9, to) : List.of();
            case ClassId.SUPERVISION -> command == 0x01 ? inCommand(bytes, from + 4, to) : List.of();
            case ClassId.MULTI_CHANNEL ->
                command == 0x0D ? inCommand(bytes, from + 4, to) : inCommand(bytes, from + 3, to);
            case ClassId.CRC16 -> {
                List<Span> inner = inCommand(bytes, from + 2, to);
                yield inner.isEmpty() ? inner : hide(inner.get(0).from(), to);
            }
            case ClassId.TRANSPORT_SERVICE -> hide(from + 4, to);
            case ClassId.SECURITY_0 -> command == 0x06 ? hide(from + 2, to) : List.of();
            case ClassId.SECURITY_2 -> command == 0x0A ? hide(from + 3, to) : List.of();
            default -> List.of();
        };
    }

    private static List<Span> hide(int from, int to) {
        return from < to ? List.of(new Span(from, to)) : List.of();
    }
}
