// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.Crc;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.spi.support.Redacted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CodecSupportTest {

    @Property
    void whatIsWrittenIsReadAgain(
            @ForAll @IntRange(max = 0xFF) int u8,
            @ForAll @IntRange(max = 0xFFFF) int u16,
            @ForAll @IntRange(max = 0xFFFFFF) int u24,
            @ForAll @LongRange(max = 0xFFFF_FFFFL) long u32,
            @ForAll long u64,
            @ForAll byte[] more)
            throws Exception {
        byte[] frame = new ByteWriter()
                .u8(u8)
                .u16be(u16)
                .u16le(u16)
                .u24be(u24)
                .u32be(u32)
                .u32le(u32)
                .u64be(u64)
                .u64le(u64)
                .bytes(more)
                .toByteArray();

        var in = new ByteReader(frame);
        assertThat(in.peekU8("u8")).isEqualTo(u8);
        assertThat(in.u8("u8")).isEqualTo(u8);
        assertThat(in.u16be("u16be")).isEqualTo(u16);
        assertThat(in.u16le("u16le")).isEqualTo(u16);
        assertThat(in.u24be("u24be")).isEqualTo(u24);
        assertThat(in.u32be("u32be")).isEqualTo(u32);
        assertThat(in.u32le("u32le")).isEqualTo(u32);
        assertThat(in.u64be("u64be")).isEqualTo(u64);
        assertThat(in.u64le("u64le")).isEqualTo(u64);
        assertThat(in.rest()).isEqualTo(more);
        in.end();
    }

    @Example
    void byteOrderIsTheOneNamed() {
        assertThat(new ByteWriter()
                        .u16be(0x0102)
                        .u16le(0x0304)
                        .u24be(0x050607)
                        .u32le(0x0D0C0B0AL)
                        .toByteArray())
                .containsExactly(1, 2, 4, 3, 5, 6, 7, 10, 11, 12, 13);
    }

    @Property
    void aShortFrameIsMalformedAndNamesItsField(@ForAll byte[] frame, @ForAll @IntRange(max = 100) int more) {
        var in = new ByteReader(frame);

        assertThatThrownBy(() -> in.bytes(frame.length + 1 + more, "user code"))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("'user code'")
                .hasMessageContaining(frame.length + " left");
        assertThat(in.remaining()).isEqualTo(frame.length);
    }

    @Example
    void wrongAndLeftOverBytesAreMalformed() {
        assertThatThrownBy(() -> new ByteReader(new byte[] {0x62}).expect(0x63, "command class"))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("command class is 62, expected 63 at byte 0");
        assertThatThrownBy(() -> new ByteReader(new byte[3]).end())
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("3 bytes left over at byte 0");
        assertThatThrownBy(() -> new ByteReader(new byte[3], 2, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void aValueThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new ByteWriter().u8(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteWriter().u8(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteWriter().u32be(1L << 32)).isInstanceOf(IllegalArgumentException.class);
    }

    // The check values of "123456789" in the catalogue of parametrised CRC algorithms (reveng).
    @Example
    void checksumsGiveTheirCheckValues() {
        byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);

        assertThat(Crc.ccittFalse(check)).isEqualTo(0x29B1);
        assertThat(Crc.augCcitt(check)).isEqualTo(0xE5CC);
        assertThat(Crc.x25(check)).isEqualTo(0x906E);
    }

    @Property
    void oneWrongBitChangesTheChecksum(@ForAll byte[] bytes, @ForAll @IntRange(max = 10_000) int at) {
        if (bytes.length > 0) {
            byte[] wrong = bytes.clone();
            wrong[at % bytes.length] ^= (byte) (1 << at % 8);

            assertThat(Crc.ccittFalse(wrong)).isNotEqualTo(Crc.ccittFalse(bytes));
            assertThat(Crc.x25(wrong)).isNotEqualTo(Crc.x25(bytes));
        }
    }

    @Example
    void hiddenSpansShowNeitherContentNorLength() {
        byte[] frame = {0x63, 0x01, 0x02, 0x01, 0x31, 0x32, 0x33, 0x34};

        assertThat(Redacted.hex(frame, List.of(new Redacted.Span(4, 8)))).isEqualTo("63010201[..]");
        assertThat(Redacted.hex(frame, List.of(new Redacted.Span(4, 99)))).isEqualTo("63010201[..]");
        assertThat(Redacted.hex(frame, List.of(new Redacted.Span(6, 8), new Redacted.Span(4, 6))))
                .isEqualTo("63010201[..]");
        assertThat(Redacted.hex(frame, List.of(new Redacted.Span(0, 1), new Redacted.Span(2, 2))))
                .isEqualTo("[..]01020131323334");
        assertThatThrownBy(() -> new Redacted.Span(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void nothingOfAHiddenSpanIsShown(@ForAll byte[] frame, @ForAll @IntRange(max = 20) int from) {
        int start = Math.min(from, frame.length);
        byte[] other = frame.clone();
        for (int i = start; i < other.length; i++) {
            other[i] = (byte) ~other[i];
        }

        var span = List.of(new Redacted.Span(start, frame.length));
        assertThat(Redacted.hex(frame, span)).isEqualTo(Redacted.hex(other, span));
    }
}
