// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.link;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine.Direction;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.cc.SecretSpans;
import dev.lockcred.zwave.internal.frame.FrameParser;
import dev.lockcred.zwave.internal.frame.FrameParser.Found;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import dev.lockcred.zwave.internal.serialapi.NodeIdWidth;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data frames over a serial line, acknowledged and repeated as the host application guide says. One frame is on its way at
 * a time; the caller waits for the result before it gives the next. Confined to the lane.
 */
public final class SerialLink {

    /** What became of a frame. */
    public enum Sent {
        ACKED,
        /** Not acknowledged after all repetitions. */
        GAVE_UP,
        /** The line was lost or closed. */
        LOST
    }

    static final Duration ACK_TIMEOUT = Duration.ofMillis(1600);
    static final Duration RECEPTION_TIMEOUT = Duration.ofMillis(1500);
    static final int REPETITIONS = 3;

    private static final Logger log = LoggerFactory.getLogger(SerialLink.class);

    private final Timers timers;
    private final Lane lane;
    private final BytePort port;
    private final LinkTrace trace;
    private final Consumer<SerialFrame.Data> onFrame;
    private final Consumer<String> onLost;
    private final FrameParser parser = new FrameParser();
    private State state = new State.Idle();
    private Timers.@Nullable Cancellable reception;
    private boolean heardFrame;
    private long noise;
    private final Stranger stranger = new Stranger();

    private sealed interface State {
        /** Nothing is on its way. */
        record Idle() implements State {}

        /** Written; the acknowledgement is due. */
        record AwaitingAck(Order order, int repetition, Timers.Cancellable timeout) implements State {}

        /** Not acknowledged; waiting to write it again. */
        record Pausing(Order order, int repetition, Timers.Cancellable timer) implements State {}

        /** Lost or closed: nothing works any more. */
        record Gone() implements State {}
    }

    private record Order(SerialFrame.Data frame, Consumer<Sent> result) {}

    /**
     * A link over an open port.
     *
     * @param onFrame told of each valid data frame, after it has been acknowledged
     * @param onLost told once when the line is lost
     */
    public SerialLink(
            Timers timers,
            Lane lane,
            BytePort port,
            LinkTrace trace,
            Consumer<SerialFrame.Data> onFrame,
            Consumer<String> onLost) {
        this.timers = timers;
        this.lane = lane;
        this.port = port;
        this.trace = trace;
        this.onFrame = onFrame;
        this.onLost = onLost;
    }

    /** Begins to listen, and makes the chip drop a half-read frame. */
    public void start() {
        port.listen(this::onBytes, lost -> onPortLost(lost.reason()));
        write(new SerialFrame.Nak());
    }

    /** Whether a valid frame has ever come: a device that never sends one is no Z-Wave controller. */
    public boolean heardFrame() {
        return heardFrame;
    }

    /** Bytes received so far that belonged to no valid frame. */
    public long noise() {
        return noise;
    }

    /** What the device is, judged by what it says instead of frames; empty when it cannot be told. */
    public Optional<String> stranger() {
        return heardFrame ? Optional.empty() : stranger.name();
    }

    /**
     * Asks a device that sends no frames whether it is a Zigbee stick, which stays silent until it is asked in its own way. To
     * a Z-Wave controller these bytes are noise between frames.
     */
    public void askWhetherZigbee() {
        if (!heardFrame && !(state instanceof State.Gone)) {
            port.write(Stranger.ASH_RESET.toByteArray());
        }
    }

    /**
     * Sends one frame and tells the result, on the lane.
     *
     * @throws IllegalStateException while another frame is on its way
     */
    public void send(SerialFrame.Data frame, Consumer<Sent> result) {
        lane.requireCurrent();
        if (state instanceof State.Gone) {
            result.accept(Sent.LOST);
            return;
        }
        if (!(state instanceof State.Idle)) {
            throw new IllegalStateException("a frame is on its way already");
        }
        transmit(new Order(frame, result), 0);
    }

    /** The chip may answer the next frame, a soft reset, with an ACK whose upper half is random. */
    public void expectOddAck() {
        parser.acceptAnyAckNibbleOnce();
    }

    /** Ends the link; what is on its way is lost. Idempotent. */
    public void close() {
        port.close();
        gone();
    }

    private void transmit(Order order, int repetition) {
        var timeout = lane.schedule(timers, ACK_TIMEOUT, () -> notAcknowledged("no ACK", ACK_TIMEOUT));
        state = new State.AwaitingAck(order, repetition, timeout);
        write(order.frame());
    }

    private void onBytes(byte[] chunk) {
        noise += chunk.length;
        if (!heardFrame) {
            stranger.hear(chunk);
        }
        for (Found found : parser.feed(chunk)) {
            if (state instanceof State.Gone) {
                return; // a callback above closed us
            }
            if (found instanceof Found.Damaged damaged) {
                log.debug("damaged frame: {}", damaged.why());
                trace.line(Direction.NOTE, damaged::why);
                write(new SerialFrame.Nak());
            } else if (found instanceof Found.Unit unit) {
                onUnit(unit.frame());
            }
        }
        watchReception();
    }

    private void onUnit(SerialFrame frame) {
        traced(Direction.RECEIVED, frame);
        if (frame instanceof SerialFrame.Data data) {
            heardFrame = true;
            noise = 0;
            write(new SerialFrame.Ack()); // before anything slow is done with it
            onFrame.accept(data);
        } else if (frame instanceof SerialFrame.Ack) {
            if (state instanceof State.AwaitingAck awaiting) {
                awaiting.timeout().cancel();
                state = new State.Idle();
                awaiting.order().result().accept(Sent.ACKED);
            } // an ACK nobody waits for is late: ignored on purpose
        } else if (frame instanceof SerialFrame.Nak) {
            notAcknowledged("NAK", Duration.ZERO);
        } else {
            notAcknowledged("CAN", Duration.ZERO); // the frame that collided with ours is on its way to us
        }
    }

    private void notAcknowledged(String why, Duration waited) {
        if (!(state instanceof State.AwaitingAck awaiting)) {
            return;
        }
        awaiting.timeout().cancel();
        int repetition = awaiting.repetition();
        if (repetition == REPETITIONS) {
            log.debug("{} after {} repetitions, giving up", why, REPETITIONS);
            state = new State.Idle();
            awaiting.order().result().accept(Sent.GAVE_UP);
            return;
        }
        // Host guide 6.3: 100 ms + n * 1000 ms, in which the time spent waiting for the ACK counts.
        Duration pause = Duration.ofMillis(100 + repetition * 1000L).minus(waited);
        var timer = lane.schedule(
                timers, pause.isNegative() ? Duration.ZERO : pause, () -> transmit(awaiting.order(), repetition + 1));
        state = new State.Pausing(awaiting.order(), repetition, timer);
    }

    private void watchReception() {
        if (!parser.insideFrame()) {
            if (reception != null) {
                reception.cancel();
                reception = null;
            }
        } else if (reception == null) {
            reception = lane.schedule(timers, RECEPTION_TIMEOUT, () -> {
                reception = null;
                parser.abort();
            });
        }
    }

    private void write(SerialFrame frame) {
        traced(Direction.SENT, frame);
        port.write(frame.encode());
    }

    private void traced(Direction direction, SerialFrame frame) {
        trace.line(
                direction,
                () -> frame instanceof SerialFrame.Data data
                        ? SecretSpans.dump(data, NodeIdWidth.ONE_BYTE)
                        : frame.getClass().getSimpleName());
    }

    private void onPortLost(String reason) {
        if (!(state instanceof State.Gone)) {
            gone();
            onLost.accept(reason);
        }
    }

    private void gone() {
        State before = state;
        state = new State.Gone();
        parser.abort();
        if (reception != null) {
            reception.cancel();
            reception = null;
        }
        if (before instanceof State.AwaitingAck awaiting) {
            awaiting.timeout().cancel();
            awaiting.order().result().accept(Sent.LOST);
        } else if (before instanceof State.Pausing pausing) {
            pausing.timer().cancel();
            pausing.order().result().accept(Sent.LOST);
        }
    }
}
