// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ZclProperties {

    @Property
    void anyBytesDecodeOrAreMalformed(@ForAll byte[] bytes) {
        decodes(() -> {
            ZclFrame frame = ZclFrame.decode(bytes);
            assertThat(ZclFrame.decode(frame.encode())).isEqualTo(frame);
        });
    }

    @Property
    void anyPayloadOfAnyCommandDecodesOrIsMalformed(
            @ForAll boolean fromServer, @ForAll @IntRange(max = 0x22) int command, @ForAll byte[] payload) {
        var frame = new ZclFrame(true, OptionalInt.empty(), fromServer, false, 1, command, Octets.of(payload));
        decodes(() -> assertThat(DoorLockResponse.decode(frame)).isNotNull());
        decodes(() -> assertThat(DoorLockCommand.decode(frame)).isNotNull());
        decodes(() -> assertThat(AlarmsCommand.decode(frame)).isNotNull());
        decodes(() -> assertThat(PollControlCommand.decode(frame)).isNotNull());
        var general = new ZclFrame(false, OptionalInt.empty(), fromServer, false, 1, command, Octets.of(payload));
        decodes(() -> assertThat(general.generalCommand()).isNotNull());
    }

    @Property
    void anyNumberSurvivesItsType(@ForAll int value) {
        assertThat(ZclValue.number(ZclValue.S32, value).asLong()).isEqualTo(OptionalLong.of(value));
        assertThat(ZclValue.number(ZclValue.U32, value & 0xFFFF_FFFFL).asLong())
                .isEqualTo(OptionalLong.of(value & 0xFFFF_FFFFL));
    }

    /** R7: whatever the frame, digits that stand in it are not in its dump. */
    @Property
    void digitsAreNeverInADump(@ForAll @Size(min = 4, max = 10) List<@IntRange(max = 9) Integer> digits) {
        var text = new StringBuilder();
        digits.forEach(text::append);
        Octets pin = Octets.of(text.toString().getBytes(StandardCharsets.US_ASCII));
        String hex = HexFormat.of().formatHex(pin.toByteArray());
        for (ClusterCommand command : List.of(
                new DoorLockCommand.Operate(DoorLockCommand.Motion.UNLOCK, Optional.of(pin)),
                new DoorLockCommand.UnlockWithTimeout(30, Optional.of(pin)),
                new DoorLockCommand.SetCode(DoorLockCommand.Medium.PIN, 1, 1, 0, pin),
                new DoorLockCommand.SetCode(DoorLockCommand.Medium.RFID, 1, 1, 0, pin),
                new DoorLockResponse.Code(DoorLockCommand.Medium.PIN, 1, 1, 0, pin),
                new DoorLockResponse.Code(DoorLockCommand.Medium.RFID, 1, 1, 0, pin),
                new DoorLockResponse.LogRecord(1, 0, 0, 0, 2, 1, pin),
                new DoorLockResponse.OperationEvent(0, 2, 1, pin, 0, Optional.of(pin)),
                new DoorLockResponse.ProgrammingEvent(0, 2, 1, pin, 0, 1, 0, Optional.of(pin)))) {
            ZclFrame frame = ZclFrame.cluster(command instanceof DoorLockResponse, false, 1, command);
            assertThat(ZclSecrets.dump(DoorLockCommand.CLUSTER, frame.encode())).doesNotContain(hex);
            assertThat(command.toString()).doesNotContain(text.toString()).doesNotContain(hex);
            assertThat(frame.toString()).doesNotContain(text.toString()).doesNotContain(hex);
        }
        ZclFrame report = ZclFrame.general(
                true,
                true,
                1,
                new GeneralCommand.Report(
                        List.of(new GeneralCommand.Attribute(0x0101, new ZclValue(ZclValue.OCTET_STRING, pin)))));
        assertThat(ZclSecrets.dump(DoorLockCommand.CLUSTER, report.encode())).doesNotContain(hex);
        assertThat(ZclSecrets.dump(0xFC00, report.encode())).doesNotContain(hex);
        assertThat(ZclSecrets.dump(0xFC00, report.withManufacturer(0x1337).encode()))
                .doesNotContain(hex);
    }

    @Example
    void whatIsNoSecretStaysReadable() {
        byte[] clear = HexFormat.of().parseHex("1114070100");

        assertThat(ZclSecrets.dump(DoorLockCommand.CLUSTER, clear)).isEqualTo("1114070100");
    }

    @Example
    void aSetPinDumpShowsTheSlotAndHidesEvenTheLength() {
        byte[] set = HexFormat.of().parseHex("110905010001000431323334");

        assertThat(ZclSecrets.dump(DoorLockCommand.CLUSTER, set)).isEqualTo("11090501000100[..]");
    }

    @Example
    void aNotificationWithoutTrailingDataIsRead() throws Exception {
        ZclFrame frame = ZclFrame.decode(HexFormat.of().parseHex("0940200002010000" + "00ed9432"));

        assertThat(DoorLockResponse.decode(frame))
                .isEqualTo(new DoorLockResponse.OperationEvent(0, 2, 1, Octets.EMPTY, 848_620_800L, Optional.empty()));
    }

    @Example
    void aNotificationWithVendorDataThatIsNoStringIsRead() throws Exception {
        // ID Lock 150, deconz-rest-plugin #4795: the data string holds more than its place in the standard says
        ZclFrame frame = ZclFrame.decode(HexFormat.of()
                .parseHex("094621" + "0102" + "0300" + "0431323334" + "0001" + "FFFFFFFF" + "0431323334"));

        var event = (DoorLockResponse.ProgrammingEvent) DoorLockResponse.decode(frame);

        assertThat(event.user()).isEqualTo(3);
        assertThat(event.data()).isPresent();
    }

    @Example
    void aWriteRefusedAsAWholeIsARefusal() throws Exception {
        ZclFrame frame = ZclFrame.decode(HexFormat.of().parseHex("18520486"));

        assertThat(frame.generalCommand())
                .isEqualTo(new GeneralCommand.WriteResponse(List.of(new GeneralCommand.Refusal(0x86, 0xFFFF))));
    }

    private interface Decoding {
        void run() throws MalformedFrameException;
    }

    private static void decodes(Decoding decoding) {
        try {
            decoding.run();
        } catch (MalformedFrameException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }
}
