// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.spi.support.Redacted;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.util.List;

/**
 * Bytes to EZSP frames and back, for one version. Two codecs of different versions live side by side: nothing here is static
 * state.
 */
public final class EzspCodec {

    /** The first VERSION exchange of a session has the legacy header whatever the version is. */
    private static final EzspVersion ANY = new EzspVersion(EzspVersion.OLDEST);

    private final EzspVersion version;

    private EzspCodec(EzspVersion version) {
        this.version = version;
    }

    /** The codec of the first VERSION exchange, before the version is known. */
    public static EzspCodec initial() {
        return new EzspCodec(ANY);
    }

    public static EzspCodec of(EzspVersion version) {
        return new EzspCodec(version);
    }

    public EzspVersion version() {
        return version;
    }

    /** The bytes of a frame, to be put into an ASH DATA frame. */
    public byte[] encode(EzspFrame frame) {
        var out = new ByteWriter();
        writeHeader(out, frame.header(), frame.message().frameId());
        frame.message().write(out, version);
        byte[] bytes = out.toByteArray();
        out.wipe();
        return bytes;
    }

    /**
     * Reads a frame from the co-processor. Bytes after the known parameters are passed over: newer firmware appends fields.
     *
     * @throws MalformedFrameException when the frame is cut, or is no answer and no callback
     */
    public EzspFrame decodeFromNcp(byte[] bytes) throws MalformedFrameException {
        var in = new ByteReader(bytes);
        RawHeader raw = readHeader(in);
        EzspHeader header = raw.header();
        if (!header.fromNcp()) {
            throw new MalformedFrameException("EZSP frame from the co-processor without the response bit");
        }
        FrameId id = FrameId.of(raw.frameId()).orElse(null);
        EzspMessage message = null;
        if (id != null) {
            message = header.isCallback() ? EzspReader.callback(id, in, version) : EzspReader.response(id, in, version);
        }
        return new EzspFrame(
                header, message != null ? message : new EzspMessage.Unknown(raw.frameId(), Octets.of(in.rest())));
    }

    /** Reads a frame from a host; the other end's side. Bytes left over are an error. */
    public EzspFrame decodeFromHost(byte[] bytes) throws MalformedFrameException {
        var in = new ByteReader(bytes);
        RawHeader raw = readHeader(in);
        if (raw.header().fromNcp()) {
            throw new MalformedFrameException("EZSP command with the response bit");
        }
        FrameId id = FrameId.of(raw.frameId()).orElse(null);
        EzspMessage message = id == null ? null : EzspReader.command(id, in, version);
        if (message == null) {
            message = new EzspMessage.Unknown(raw.frameId(), Octets.of(in.rest()));
        }
        in.end();
        return new EzspFrame(raw.header(), message);
    }

    /** A frame as text for a log: parameters are shown only where no message and no key can stand in them. */
    public String dump(byte[] bytes) {
        int header = headerLength();
        if (bytes.length < header) {
            return Redacted.hex(bytes);
        }
        int number = frameId(bytes);
        String name = FrameId.of(number).map(FrameId::name).orElse("0x" + Integer.toHexString(number));
        boolean open = FrameId.of(number).map(EzspCodec::isHarmless).orElse(false);
        List<Redacted.Span> hidden = open ? List.of() : List.of(new Redacted.Span(header, bytes.length));
        return name + " " + Redacted.hex(bytes, hidden);
    }

    // A list of what may be seen rather than of what may not: a forgotten entry hides too much, never too little.
    private static boolean isHarmless(FrameId id) {
        return switch (id) {
            case VERSION,
                    ADD_ENDPOINT,
                    GET_EXTENDED_VALUE,
                    NOP,
                    SET_CONCENTRATOR,
                    SET_MANUFACTURER_CODE,
                    NETWORK_INIT,
                    NETWORK_INIT_EXTENDED,
                    NETWORK_STATE,
                    STACK_STATUS_HANDLER,
                    FORM_NETWORK,
                    LEAVE_NETWORK,
                    PERMIT_JOINING,
                    CHILD_JOIN_HANDLER,
                    TRUST_CENTER_JOIN_HANDLER,
                    GET_EUI64,
                    GET_NODE_ID,
                    GET_NETWORK_PARAMETERS,
                    GET_CHILD_DATA,
                    GET_CONFIGURATION_VALUE,
                    SET_CONFIGURATION_VALUE,
                    SET_POLICY,
                    INVALID_COMMAND,
                    SET_SOURCE_ROUTE_DISCOVERY_MODE,
                    LOOKUP_NODE_ID_BY_EUI64,
                    LOOKUP_EUI64_BY_NODE_ID,
                    SET_EXTENDED_TIMEOUT,
                    GET_EXTENDED_TIMEOUT,
                    REMOVE_DEVICE,
                    GET_NETWORK_KEY_INFO,
                    POLL_HANDLER,
                    ID_CONFLICT_HANDLER -> true;
            default -> false;
        };
    }

    private void writeHeader(ByteWriter out, EzspHeader header, int frameId) {
        out.u8(header.sequence()).u8(header.control());
        switch (version.header()) {
            case LEGACY -> out.u8(frameId);
            case LEGACY_FF -> out.u8(0xFF).u8(0).u8(frameId);
            case EXTENDED -> out.u8(header.controlHigh()).u16le(frameId);
        }
    }

    private record RawHeader(EzspHeader header, int frameId) {}

    private RawHeader readHeader(ByteReader in) throws MalformedFrameException {
        int sequence = in.u8("EZSP sequence");
        int control = in.u8("EZSP frame control");
        return switch (version.header()) {
            case LEGACY -> new RawHeader(new EzspHeader(sequence, control, 1), in.u8("EZSP frame id"));
            case LEGACY_FF -> {
                in.expect(0xFF, "EZSP extended frame id");
                in.skip(1, "EZSP extended frame control");
                yield new RawHeader(new EzspHeader(sequence, control, 1), in.u8("EZSP frame id"));
            }
            case EXTENDED -> {
                int high = in.u8("EZSP frame control, high byte");
                if ((high & 0x03) != 1) {
                    throw new MalformedFrameException("EZSP frame format version is " + (high & 0x03) + ", expected 1");
                }
                yield new RawHeader(new EzspHeader(sequence, control, high), in.u16le("EZSP frame id"));
            }
        };
    }

    private int headerLength() {
        return version.header() == EzspVersion.Header.LEGACY ? 3 : 5;
    }

    private int frameId(byte[] bytes) {
        return switch (version.header()) {
            case LEGACY -> bytes[2] & 0xFF;
            case LEGACY_FF -> bytes[4] & 0xFF;
            case EXTENDED -> bytes[3] & 0xFF | (bytes[4] & 0xFF) << 8;
        };
    }
}
