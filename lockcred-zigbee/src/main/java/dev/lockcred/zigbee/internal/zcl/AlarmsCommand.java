// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;

/** Commands of the Alarms cluster (0009). */
public sealed interface AlarmsCommand extends ClusterCommand {

    int CLUSTER = 0x0009;

    @Override
    default int cluster() {
        return CLUSTER;
    }

    /**
     * From the lock: something is wrong. For Door Lock: 0 jammed, 1 factory reset, 3 radio module power cycled, 4 wrong-code
     * limit, 5 front escutcheon removed, 6 forced open.
     *
     * @param alarmedCluster whose code it is
     */
    record Alarm(int code, int alarmedCluster) implements AlarmsCommand {
        @Override
        public int id() {
            return 0x00;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(code).u16le(alarmedCluster);
        }
    }

    /** From us: forget one alarm. */
    record ResetAlarm(int code, int alarmedCluster) implements AlarmsCommand {
        @Override
        public int id() {
            return 0x00;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(code).u16le(alarmedCluster);
        }
    }

    /** From us: forget all alarms. */
    record ResetAllAlarms() implements AlarmsCommand {
        @Override
        public int id() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    static AlarmsCommand decode(ZclFrame frame) throws MalformedFrameException {
        ByteReader in = frame.payload().reader();
        if (frame.fromServer() && frame.command() == 0x00) {
            return new Alarm(in.u8("alarm code"), in.u16le("cluster"));
        }
        if (!frame.fromServer() && frame.command() == 0x00) {
            return new ResetAlarm(in.u8("alarm code"), in.u16le("cluster"));
        }
        if (!frame.fromServer() && frame.command() == 0x01) {
            return new ResetAllAlarms();
        }
        throw new MalformedFrameException("Alarms command 0x" + Integer.toHexString(frame.command()) + " is not known");
    }
}
