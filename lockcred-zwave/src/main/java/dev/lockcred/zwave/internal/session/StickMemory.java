// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.link.SerialApi.Answer;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole memory of the chip, or writes it: by 2A and 2B on the 500 series, by 2E or 3D later. The chip's radio
 * should be quiet meanwhile; whoever calls has seen to it. Confined to the lane; used once.
 */
public final class StickMemory {

    /** How it ended. */
    public sealed interface Ended {
        /** Read: all of it. */
        record Read(Octets memory) implements Ended {}

        /** Written, and read back equal. */
        record Written() implements Ended {}

        /** Not done; {@code begun}: whether a byte may have been written. */
        record Failed(String why, boolean begun) implements Ended {}
    }

    /** Asked per piece at first; the chip may give fewer, which is then its size of a piece. */
    private static final int PIECE = 240;

    private static final int OLD_PIECE = 48;
    /** No stick has more; anything above is a misread size. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Network network;
    private final int function;
    private final byte @Nullable [] wanted;
    private final CompletableFuture<Ended> result = new CompletableFuture<>();
    private int size;
    private int piece;
    private boolean begun;

    private StickMemory(Network network, ControllerFacts facts, byte @Nullable [] wanted) {
        this.network = network;
        this.wanted = wanted;
        this.function = facts.capabilities().supports(Function.NVM_OPERATION_EXTENDED)
                ? Function.NVM_OPERATION_EXTENDED
                : facts.capabilities().supports(Function.NVM_OPERATION)
                        ? Function.NVM_OPERATION
                        : facts.capabilities().supports(Function.NVM_READ_BUFFER) ? Function.NVM_READ_BUFFER : 0;
    }

    /** Reads it all. */
    public static CompletableFuture<Ended> read(Network network, ControllerFacts facts) {
        return new StickMemory(network, facts, null).start();
    }

    /** Writes it all, and reads it back; refused before the first byte when the size differs. */
    public static CompletableFuture<Ended> write(Network network, ControllerFacts facts, byte[] memory) {
        return new StickMemory(network, facts, memory.clone()).start();
    }

    private CompletableFuture<Ended> start() {
        if (function == 0) {
            failed("this stick does not let its memory be read");
        } else if (function == Function.NVM_READ_BUFFER) {
            ask(new HostMessage.Ask(Function.NVM_ID), answer -> {
                Octets id = answer instanceof ChipMessage.Other other ? other.payload() : Octets.EMPTY;
                int power = id.length() > 3 ? id.at(3) : 0;
                opened(power >= 0x0E && power <= 0x18 ? 1L << power : 0, OLD_PIECE);
            });
        } else {
            ask(operation(HostMessage.NvmOperation.OPEN, 0, 0, Octets.EMPTY), answer -> {
                if (answer instanceof ChipMessage.NvmResult open && open.status() == 0) {
                    boolean wraps = function == Function.NVM_OPERATION && open.offset() == 0;
                    opened(wraps ? 0x10000 : open.offset(), PIECE);
                } else {
                    failed("the stick refused to open its memory");
                }
            });
        }
        return result;
    }

    private void opened(long bytes, int pieceAtFirst) {
        piece = pieceAtFirst;
        if (bytes <= 0 || bytes > LARGEST) {
            closeAndFail("the size of the stick's memory cannot be told");
            return;
        }
        size = (int) bytes;
        byte[] target = wanted;
        if (target == null) {
            read(new ByteArrayOutputStream());
        } else if (target.length != size) {
            closeAndFail("the backup has " + target.length + " bytes, this stick's memory " + size);
        } else {
            begun = true;
            measure(target);
        }
    }

    // ---- reading

    private void read(ByteArrayOutputStream soFar) {
        if (soFar.size() >= size) {
            byte[] target = wanted;
            boolean differs = target != null && !Arrays.equals(target, soFar.toByteArray());
            close(
                    differs
                            ? new Ended.Failed("the stick's memory differs from what was written", true)
                            : target != null ? new Ended.Written() : new Ended.Read(Octets.of(soFar.toByteArray())));
            return;
        }
        readPiece(soFar.size(), data -> {
            soFar.writeBytes(data.toByteArray());
            read(soFar);
        });
    }

    private void readPiece(int offset, Consumer<Octets> then) {
        int length = Math.min(piece, size - offset);
        HostMessage message = function == Function.NVM_READ_BUFFER
                ? new HostMessage.NvmRead(offset, length)
                : operation(HostMessage.NvmOperation.READ, length, offset, Octets.EMPTY);
        ask(message, answer -> {
            Octets data = data(answer);
            if (data.isEmpty() || data.length() > length) {
                closeAndFail("the stick's memory could not be read at " + offset);
            } else {
                piece = Math.min(piece, Math.max(data.length(), 1));
                then.accept(data);
            }
        });
    }

    private Octets data(ChipMessage answer) {
        if (answer instanceof ChipMessage.NvmResult got && (got.status() == 0 || got.status() == 0xFF)) {
            return got.data();
        }
        return answer instanceof ChipMessage.Other other && function == Function.NVM_READ_BUFFER
                ? other.payload()
                : Octets.EMPTY;
    }

    // ---- writing

    /** One read tells how much the chip takes at once. */
    private void measure(byte[] target) {
        readPiece(0, data -> writeFrom(0, target));
    }

    private void writeFrom(int offset, byte[] target) {
        if (offset >= size) {
            read(new ByteArrayOutputStream());
            return;
        }
        int length = Math.min(piece, size - offset);
        Octets data = Octets.of(Arrays.copyOfRange(target, offset, offset + length));
        HostMessage message = function == Function.NVM_READ_BUFFER
                ? new HostMessage.NvmWrite(offset, data)
                : operation(HostMessage.NvmOperation.WRITE, length, offset, data);
        ask(message, answer -> {
            boolean done = answer instanceof ChipMessage.NvmResult r && (r.status() == 0 || r.status() == 0xFF)
                    || answer instanceof ChipMessage.Other o
                            && !o.payload().isEmpty()
                            && o.payload().at(0) != 0;
            if (done) {
                writeFrom(offset + length, target);
            } else {
                closeAndFail("the stick's memory could not be written at " + offset);
            }
        });
    }

    // ---- common

    private HostMessage operation(int operation, int length, int offset, Octets data) {
        return new HostMessage.NvmOperation(function, operation, length, offset, data);
    }

    private void ask(HostMessage message, Consumer<ChipMessage> then) {
        var unused = network.ask(message).thenAccept(answer -> {
            if (answer instanceof Answer.Got got) {
                then.accept(got.message());
            } else {
                failed(answer instanceof Answer.Failed f ? f.why() : "the stick did not answer");
            }
        });
    }

    private void closeAndFail(String why) {
        close(new Ended.Failed(why, begun));
    }

    private void close(Ended how) {
        if (function == Function.NVM_READ_BUFFER) {
            result.complete(how);
        } else {
            var unused = network.ask(operation(HostMessage.NvmOperation.CLOSE, 0, 0, Octets.EMPTY))
                    .thenAccept(a -> result.complete(how));
        }
    }

    private void failed(String why) {
        result.complete(new Ended.Failed(why, begun));
    }
}
