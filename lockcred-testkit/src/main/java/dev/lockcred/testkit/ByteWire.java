// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.spi.BytePort;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A stream of bytes between two ends in memory. Where an end's executor is a {@link dev.lockcred.spi.support.Lane}, that
 * end insists on being called on it, as {@link BytePort} demands.
 *
 * <p>Confined to the run loop of its {@link VirtualTime}.
 */
public final class ByteWire {

    private final Line<byte[]> line;
    private final BytePort near;
    private final BytePort far;

    private ByteWire(Line<byte[]> line) {
        this.line = line;
        this.near = new Port(line.near);
        this.far = new Port(line.far);
    }

    /** A line that delivers everything at once, as written. */
    public static ByteWire between(VirtualTime time, Executor near, Executor far) {
        return hostile(time, near, far, Hostility.whole(), Hostility.whole(), new Seed(0));
    }

    /**
     * A hostile line.
     *
     * @param near runs the callbacks of the near end: the lane of a driver
     * @param far runs the callbacks of the far end: the lane of a simulator, or {@link VirtualTime#executor()}
     * @param toNear what happens on the way to the near end
     * @param toFar what happens on the way to the far end
     */
    public static ByteWire hostile(
            VirtualTime time, Executor near, Executor far, Hostility toNear, Hostility toFar, Seed seed) {
        return new ByteWire(new Line<>(time, Medium.BYTES, near, far, toNear, toFar, seed));
    }

    /** The driver's end. */
    public BytePort near() {
        return near;
    }

    /** The device's end. */
    public BytePort far() {
        return far;
    }

    /** Breaks the line: what is on its way is gone, both ends are told. */
    public void lose(String reason) {
        line.lose(reason);
    }

    /** Whether the line is neither lost nor closed by either side. */
    public boolean isUp() {
        return line.isUp();
    }

    private record Port(Line<byte[]>.End end) implements BytePort {
        @Override
        public void listen(Consumer<byte[]> onBytes, Consumer<Lost> onLost) {
            end.listen(onBytes, onLost);
        }

        @Override
        public void write(byte[] bytes) {
            end.send(bytes);
        }

        @Override
        public void close() {
            end.close();
        }

        @Override
        public String toString() {
            return "in-memory port";
        }
    }
}
