// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.TextChannel;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A channel of text messages between two ends in memory; otherwise as {@link ByteWire}. */
public final class TextWire {

    private final Line<String> line;
    private final TextChannel near;
    private final TextChannel far;

    private TextWire(Line<String> line) {
        this.line = line;
        this.near = new Channel(line.near);
        this.far = new Channel(line.far);
    }

    /** A channel that delivers everything at once, as sent. */
    public static TextWire between(VirtualTime time, Executor near, Executor far) {
        return hostile(time, near, far, Hostility.whole(), Hostility.whole(), new Seed(0));
    }

    /** A hostile channel; parameters as {@link ByteWire#hostile}. */
    public static TextWire hostile(
            VirtualTime time, Executor near, Executor far, Hostility toNear, Hostility toFar, Seed seed) {
        return new TextWire(new Line<>(time, Medium.TEXT, near, far, toNear, toFar, seed));
    }

    /** The driver's end. */
    public TextChannel near() {
        return near;
    }

    /** The peer's end. */
    public TextChannel far() {
        return far;
    }

    /** Breaks the channel: what is on its way is gone, both ends are told. */
    public void lose(String reason) {
        line.lose(reason);
    }

    /** Whether the channel is neither lost nor closed by either side. */
    public boolean isUp() {
        return line.isUp();
    }

    private record Channel(Line<String>.End end) implements TextChannel {
        @Override
        public void listen(Consumer<String> onText, Consumer<BytePort.Lost> onLost) {
            end.listen(onText, onLost);
        }

        @Override
        public void send(String text) {
            end.send(text);
        }

        @Override
        public void close() {
            end.close();
        }

        @Override
        public String toString() {
            return "in-memory channel";
        }
    }
}
