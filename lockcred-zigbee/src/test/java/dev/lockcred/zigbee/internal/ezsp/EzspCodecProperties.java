// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.ApsKeyMetadata;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.SecManContext;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class EzspCodecProperties {

    private static final Eui64 LOCK = Eui64.parse("000d6f00deadbeef");

    @Property
    void anyBytesDecodeOrAreMalformed(@ForAll("versions") int version, @ForAll byte[] bytes) {
        EzspCodec codec = EzspCodec.of(new EzspVersion(version));
        decodes(() -> codec.decodeFromNcp(bytes));
        decodes(() -> codec.decodeFromHost(bytes));
        assertThat(codec.dump(bytes)).isNotNull();
    }

    /** Random bytes rarely have a known frame id: here they all do. */
    @Property
    void anyParametersOfAnyKnownFrameDecodeOrAreMalformed(
            @ForAll("versions") int version, @ForAll FrameId id, @ForAll boolean callback, @ForAll byte[] parameters) {
        EzspCodec codec = EzspCodec.of(new EzspVersion(version));
        EzspHeader fromNcp = callback ? EzspHeader.callback(1) : EzspHeader.response(1);
        var unknown = new EzspMessage.Unknown(version < 8 ? id.id() & 0xFF : id.id(), Octets.of(parameters));
        byte[] answer = codec.encode(new EzspFrame(fromNcp, unknown));
        byte[] command = codec.encode(new EzspFrame(EzspHeader.command(1), unknown));

        decodes(() -> codec.decodeFromNcp(answer));
        decodes(() -> {
            EzspFrame frame = codec.decodeFromHost(command);
            if (Arrays.equals(codec.encode(frame), command)) {
                return frame;
            }
            // Booleans are the only fields that lose what they were: any non-zero byte is "on".
            assertThat(codec.decodeFromHost(codec.encode(frame))).isEqualTo(frame);
            return frame;
        });
    }

    /** The messages no vector covers survive the wire in every version that has them. */
    @Property
    void messagesWithoutVectorSurviveTheWire(@ForAll("versions") int number, @ForAll @IntRange(max = 255) int b)
            throws Exception {
        EzspVersion version = new EzspVersion(number);
        EzspCodec codec = EzspCodec.of(version);
        NcpStatus ok = NcpStatus.of(NcpStatus.Meaning.OK, version);
        NcpStatus wideOk = new NcpStatus(0, true);
        ZigbeeKey key = ZigbeeKey.WELL_KNOWN;
        var aps = new ApsFrame(0x0104, 0x0101, 1, b, 0x1140, b * 257, b);
        boolean wide = version.isWide();
        for (EzspMessage.Command command : List.<EzspMessage.Command>of(
                new ConfigCommand.Bare(FrameId.LEAVE_NETWORK),
                new ConfigCommand.Bare(FrameId.READ_AND_CLEAR_COUNTERS),
                new ConfigCommand.Bare(FrameId.CLEAR_TRANSIENT_LINK_KEYS),
                new NetworkCommand.GetMulticastTableEntry(b),
                new NetworkCommand.GetChildData(b),
                new NetworkCommand.LookupEui64ByNodeId(b * 256),
                new NetworkCommand.GetExtendedTimeout(LOCK),
                new NetworkCommand.RemoveDevice(b, LOCK, LOCK),
                new SendCommand.Multicast(
                        aps,
                        b,
                        wide ? 0 : b,
                        wide ? b : 0xFFFD,
                        wide ? b : SendCommand.Broadcast.NO_ALIAS,
                        wide ? b : 0,
                        b,
                        Octets.of((byte) b)))) {
            var frame = new EzspFrame(EzspHeader.command(b), command);
            assertThat(codec.decodeFromHost(codec.encode(frame))).isEqualTo(frame);
        }
        for (EzspMessage.Response response : List.<EzspMessage.Response>of(
                new EzspResponse.StatusOnly(FrameId.LEAVE_NETWORK, ok),
                new EzspResponse.StatusOnly(FrameId.REMOVE_DEVICE, ok),
                new EzspResponse.Counters(List.of(b, 0xFFFF, 0)),
                new EzspResponse.Done(FrameId.CLEAR_TRANSIENT_LINK_KEYS),
                new EzspResponse.MulticastEntryIs(ok, new TableStructures.MulticastEntry(b, b, b)),
                new EzspResponse.ChildDataIs(ok, childData(version, b)),
                new EzspResponse.Eui64Of(ok, LOCK),
                new EzspResponse.ExtendedTimeout(b % 2 == 0))) {
            var frame = new EzspFrame(EzspHeader.response(b), response);
            assertThat(codec.decodeFromNcp(codec.encode(frame))).isEqualTo(frame);
        }
        if (number >= 12) {
            var context = new SecManContext(SecManContext.NETWORK, b, b, LOCK, 0, 0, 0x05440100L);
            for (EzspMessage.Command command : List.<EzspMessage.Command>of(
                    new SecurityCommand.ImportLinkKey(b, LOCK, key),
                    new SecurityCommand.ExportLinkKeyByIndex(b),
                    new SecurityCommand.ExportKey(context),
                    new SecurityCommand.ImportKey(context, key))) {
                var frame = new EzspFrame(EzspHeader.command(b), command);
                assertThat(codec.decodeFromHost(codec.encode(frame))).isEqualTo(frame);
            }
            SecManContext partner = wide ? context : new SecManContext(0, 0, 0, LOCK, 0, 0, 0);
            for (EzspMessage.Response response : List.<EzspMessage.Response>of(
                    new EzspResponse.StatusOnly(FrameId.IMPORT_LINK_KEY, wideOk),
                    new EzspResponse.StatusOnly(FrameId.IMPORT_KEY, wideOk),
                    new EzspResponse.ExportedLinkKey(wideOk, partner, key, new ApsKeyMetadata(b, b, b, b)))) {
                var frame = new EzspFrame(EzspHeader.response(b), response);
                assertThat(codec.decodeFromNcp(codec.encode(frame))).isEqualTo(frame);
            }
        }
        for (EzspMessage.Callback callback : List.<EzspMessage.Callback>of(
                new EzspCallback.IdConflict(b * 257),
                new EzspCallback.Poll(b * 257),
                new EzspCallback.KeyEstablishment(LOCK, b))) {
            var frame = new EzspFrame(EzspHeader.callback(b), callback);
            assertThat(codec.decodeFromNcp(codec.encode(frame))).isEqualTo(frame);
        }
    }

    private static TableStructures.ChildData childData(EzspVersion version, int b) {
        if (version.number() < 7) {
            return new TableStructures.ChildData(LOCK, 4, b, 0, 0, 0, 0);
        }
        return new TableStructures.ChildData(LOCK, 4, b, b, b, b, version.number() < 10 ? 0 : b * 65537L);
    }

    @Provide
    Arbitrary<Integer> versions() {
        return Arbitraries.integers().between(EzspVersion.OLDEST, EzspVersion.NEWEST);
    }

    private interface Decoding {
        EzspFrame run() throws MalformedFrameException;
    }

    private static void decodes(Decoding decoding) {
        try {
            assertThat(decoding.run()).isNotNull();
        } catch (MalformedFrameException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }
}
