// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.util.OptionalInt;

/**
 * A frame of the cluster library.
 *
 * @param clusterSpecific whether the command belongs to the cluster; else it is a general one
 * @param manufacturer present in manufacturer specific frames; 0..FFFF
 * @param fromServer whether it goes from the server of the cluster (the lock) to the client (us)
 * @param noDefaultResponse whether the sender wants no default response to a success
 * @param sequence 0..255; an answer repeats that of the question
 * @param command 0..255
 * @param payload what follows the command id
 */
public record ZclFrame(
        boolean clusterSpecific,
        OptionalInt manufacturer,
        boolean fromServer,
        boolean noDefaultResponse,
        int sequence,
        int command,
        Octets payload) {

    private static final int CLUSTER_SPECIFIC = 0x01;
    private static final int TYPE_MASK = 0x03;
    private static final int MANUFACTURER = 0x04;
    private static final int FROM_SERVER = 0x08;
    private static final int NO_DEFAULT_RESPONSE = 0x10;

    /** A general command. */
    public static ZclFrame general(
            boolean fromServer, boolean noDefaultResponse, int sequence, GeneralCommand command) {
        var out = new ByteWriter();
        command.writeBody(out);
        return new ZclFrame(
                false,
                OptionalInt.empty(),
                fromServer,
                noDefaultResponse,
                sequence,
                command.id(),
                Octets.of(out.toByteArray()));
    }

    /** A command of a cluster. */
    public static ZclFrame cluster(
            boolean fromServer, boolean noDefaultResponse, int sequence, ClusterCommand command) {
        var out = new ByteWriter();
        command.writeBody(out);
        var frame = new ZclFrame(
                true,
                OptionalInt.empty(),
                fromServer,
                noDefaultResponse,
                sequence,
                command.id(),
                Octets.of(out.toByteArray()));
        out.wipe();
        return frame;
    }

    /** The same frame with a manufacturer code. */
    public ZclFrame withManufacturer(int code) {
        return new ZclFrame(
                clusterSpecific, OptionalInt.of(code), fromServer, noDefaultResponse, sequence, command, payload);
    }

    /** The bytes for an APS frame. */
    public byte[] encode() {
        var out = new ByteWriter();
        int control = (clusterSpecific ? CLUSTER_SPECIFIC : 0)
                | (manufacturer.isPresent() ? MANUFACTURER : 0)
                | (fromServer ? FROM_SERVER : 0)
                | (noDefaultResponse ? NO_DEFAULT_RESPONSE : 0);
        out.u8(control);
        manufacturer.ifPresent(out::u16le);
        out.u8(sequence).u8(command).bytes(payload.toByteArray());
        byte[] bytes = out.toByteArray();
        out.wipe();
        return bytes;
    }

    public static ZclFrame decode(byte[] bytes) throws MalformedFrameException {
        var in = new ByteReader(bytes);
        int control = in.u8("frame control");
        int type = control & TYPE_MASK;
        if (type > 1) {
            throw new MalformedFrameException("ZCL frame type " + type + " is reserved");
        }
        OptionalInt manufacturer =
                (control & MANUFACTURER) != 0 ? OptionalInt.of(in.u16le("manufacturer")) : OptionalInt.empty();
        return new ZclFrame(
                type == CLUSTER_SPECIFIC,
                manufacturer,
                (control & FROM_SERVER) != 0,
                (control & NO_DEFAULT_RESPONSE) != 0,
                in.u8("sequence"),
                in.u8("command"),
                Octets.of(in.rest()));
    }

    /** The general command in it. */
    public GeneralCommand generalCommand() throws MalformedFrameException {
        if (clusterSpecific) {
            throw new MalformedFrameException("a cluster command where a general one was expected");
        }
        return GeneralCommand.read(command, payload.reader());
    }
}
