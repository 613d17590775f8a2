// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.Vectors;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import dev.lockcred.zwave.internal.serialapi.NodeIdWidth;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever comes over the air or the line either is a message or a {@link MalformedFrameException}. */
class AnyBytesTest {

    @Property(tries = 20_000)
    void anyCommandDecodesOrIsMalformed(@ForAll("commands") byte[] bytes) {
        try {
            Command command = Commands.decode(Octets.of(bytes));
            command.encode();
            assertThat(command.toString()).isNotEmpty();
        } catch (MalformedFrameException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        SecretSpans.dump(Octets.of(bytes));
    }

    @Property(tries = 20_000)
    void anySerialFrameDecodesOrIsMalformed(
            @ForAll SerialFrame.Type type,
            @ForAll("functions") int function,
            @ForAll @Size(max = 60) byte[] payload,
            @ForAll NodeIdWidth width) {
        var frame = new SerialFrame.Data(type, function, Octets.of(payload));
        try {
            ChipMessage.decode(frame, width);
        } catch (MalformedFrameException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            HostMessage.decode(frame, width);
        } catch (MalformedFrameException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        SecretSpans.dump(frame, width);
    }

    @Provide
    Arbitrary<Integer> functions() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        0x02, 0x04, 0x05, 0x07, 0x0A, 0x0B, 0x13, 0x15, 0x20, 0x2E, 0x3D, 0x41, 0x49, 0x4A, 0xA8),
                Arbitraries.integers().between(0, 255));
    }

    // Random bytes rarely get past the first field, so most cases begin as a vector and are then cut, extended or
    // damaged.
    @Provide
    Arbitrary<byte[]> commands() {
        var vectors = Vectors.all().stream()
                .filter(v -> !v.group().equals("serial") && v.hex().length() >= 4)
                .map(Vectors.Vector::bytes)
                .toList();
        Arbitrary<byte[]> damaged = Combinators.combine(
                        Arbitraries.of(vectors),
                        Arbitraries.integers().between(0, 80),
                        Arbitraries.integers().between(0, 79),
                        Arbitraries.bytes(),
                        Arbitraries.bytes())
                .as((vector, length, where, value, command) -> {
                    byte[] bytes = Arrays.copyOf(vector, length);
                    if (where < length) {
                        bytes[where] = value;
                    }
                    if (length > 1 && where % 5 == 0) {
                        bytes[1] = command;
                    }
                    return bytes;
                });
        return Arbitraries.oneOf(
                damaged, damaged, Arbitraries.bytes().array(byte[].class).ofMaxSize(80));
    }
}
