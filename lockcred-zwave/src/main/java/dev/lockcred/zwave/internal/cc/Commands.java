// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/**
 * Reads commands of every class we speak. Bytes after the last field known are passed over, as newer versions of a class
 * may only append; a class or command we do not know becomes {@link Command.Unknown}.
 */
public final class Commands {

    private Commands() {}

    /** Reads one command. */
    public static Command decode(Octets bytes) throws MalformedFrameException {
        if (bytes.length() < 2) {
            return new Command.Unknown(bytes);
        }
        var in = new ByteReader(bytes.toByteArray());
        int commandClass = in.u8("command class");
        if (commandClass == ClassId.TRANSPORT_SERVICE) {
            return TransportService.read(bytes); // the low bits of its command byte belong to the size
        }
        int command = in.u8("command");
        return switch (commandClass) {
            case ClassId.DOOR_LOCK_LOGGING -> DoorLockLogging.read(bytes, command, in);
            case ClassId.SCHEDULE_ENTRY_LOCK -> ScheduleEntryLock.read(bytes, command, in);
            case ClassId.CRC16 -> Crc16Encap.read(bytes, command, in);
            case ClassId.MULTI_CHANNEL -> MultiChannel.read(bytes, command, in);
            case ClassId.DOOR_LOCK -> DoorLock.read(bytes, command, in);
            case ClassId.USER_CODE -> UserCode.read(bytes, command, in);
            case ClassId.SUPERVISION -> Supervision.read(bytes, command, in);
            case ClassId.CONFIGURATION -> Configuration.read(bytes, command, in);
            case ClassId.NOTIFICATION -> Notification.read(bytes, command, in);
            case ClassId.MANUFACTURER_SPECIFIC -> ManufacturerSpecific.read(bytes, command, in);
            case ClassId.BATTERY -> Battery.read(bytes, command, in);
            case ClassId.CLOCK -> Clock.read(bytes, command, in);
            case ClassId.USER_CREDENTIAL -> UserCredential.read(bytes, command, in);
            case ClassId.WAKE_UP -> WakeUp.read(bytes, command, in);
            case ClassId.ASSOCIATION -> Association.read(bytes, command, in);
            case ClassId.VERSION -> Version.read(bytes, command, in);
            case ClassId.TIME -> Time.read(bytes, command, in);
            case ClassId.TIME_PARAMETERS -> TimeParameters.read(bytes, command, in);
            case ClassId.SECURITY_0 -> Security0.read(bytes, command, in);
            case ClassId.SECURITY_2 -> Security2.read(bytes, command, in);
            default -> new Command.Unknown(bytes);
        };
    }
}
