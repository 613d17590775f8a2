// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.link;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zigbee.internal.ash.AshBytes;
import dev.lockcred.zigbee.internal.ash.AshDecoder;
import dev.lockcred.zigbee.internal.ash.AshFrame;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a co-processor: resets it, then carries EZSP frames both ways, each exactly once and in order, or says that
 * it cannot any more. What is lost stays lost: after {@link Listener#onDown} a new {@link #connect} begins from nothing, as the
 * co-processor does.
 *
 * <p>Confined to the lane.
 */
public final class AshLink {

    private static final Logger log = LoggerFactory.getLogger(AshLink.class);

    /** More repetitions than this without progress end the link, however they were asked for. */
    private static final int MAX_REPEATS = 20;

    private final Lane lane;
    private final Timers timers;
    private final BytePort port;
    private final AshSettings settings;
    private final Listener listener;
    private final Stranger stranger = new Stranger();
    private final AshDecoder decoder = new AshDecoder(new AshDecoder.Sink() {
        @Override
        public void onFrame(AshFrame frame) {
            AshLink.this.onFrame(frame);
        }

        @Override
        public void onDamaged(String reason) {
            AshLink.this.onDamaged(reason);
        }
    });

    private State state = new State.Idle();
    private long damaged;
    private long repeated;

    /** What the link tells; called on the lane. */
    public interface Listener {
        /** The co-processor has started and both counters stand at zero. */
        void onConnected();

        /** An EZSP frame, once and in order. The array belongs to the receiver. */
        void onEzsp(byte[] frame);

        /** The connection is over: the co-processor lost its state, or does not answer. */
        void onDown(Down down);
    }

    /**
     * Why a connection ended.
     *
     * @param text for people
     * @param permanent whether trying again is pointless until a person acts, as with the wrong kind of stick
     */
    public record Down(String text, boolean permanent) {}

    private sealed interface State {
        record Idle() implements State {}

        record Resetting(int attempt, boolean heardAsh, Timers.Cancellable timeout) implements State {}

        /** The window of sent frames and the expectations of both sides. */
        final class Open implements State {
            private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
            private final ArrayDeque<Sent> unacknowledged = new ArrayDeque<>();
            private int nextNumber;
            private int expected;
            private boolean rejecting;
            private boolean ackDue;
            private long ackNanos;
            private int timeouts;
            private int repeats;
            private Timers.@Nullable Cancellable timer;
        }

        record Closed() implements State {}
    }

    private static final class Sent {
        private final int number;
        private final byte[] ezsp;
        private final long at;
        private boolean repeated;

        Sent(int number, byte[] ezsp, long at) {
            this.number = number;
            this.ezsp = ezsp;
            this.at = at;
        }
    }

    public AshLink(Lane lane, Timers timers, BytePort port, AshSettings settings, Listener listener) {
        this.lane = lane;
        this.timers = timers;
        this.port = port;
        this.settings = settings;
        this.listener = listener;
        port.listen(this::onBytes, lost -> onLost(lost.reason()));
    }

    /** Resets the co-processor and begins anew, whatever was before. */
    public void connect() {
        lane.requireCurrent();
        leaveState();
        decoder.reset();
        stranger.reset();
        reset(1, false);
    }

    /** Queues an EZSP frame; it leaves when the window allows. The link keeps the array and wipes it. */
    public void send(byte[] ezsp) {
        lane.requireCurrent();
        if (!(state instanceof State.Open open)) {
            throw new IllegalStateException("the ASH link is not connected");
        }
        open.waiting.add(ezsp);
        fillWindow(open);
    }

    /** Ends the connection and closes the port. Idempotent; the listener hears nothing. */
    public void close() {
        leaveState();
        state = new State.Closed();
        port.close();
    }

    /** For people: how the line is. */
    public String describe() {
        return damaged + " damaged frames received, " + repeated + " frames repeated";
    }

    private void onBytes(byte[] chunk) {
        if (state instanceof State.Resetting resetting && !resetting.heardAsh()) {
            stranger.feed(chunk);
        }
        decoder.feed(chunk);
        // The decoder may have found the answer in the chunk; only what is still unanswered can be a stranger.
        if (state instanceof State.Resetting resetting && !resetting.heardAsh()) {
            stranger.name().ifPresent(name -> down("this is " + name, true));
        }
    }

    private void onLost(String reason) {
        if (!(state instanceof State.Closed)) {
            down(reason, false);
        }
    }

    private void onFrame(AshFrame frame) {
        if (state instanceof State.Resetting resetting) {
            onFrameWhileResetting(resetting, frame);
        } else if (state instanceof State.Open open) {
            onFrameWhileOpen(open, frame);
        }
        // In any other state nobody is interested: late frames of a connection that is over.
    }

    // ---- start-up

    private void reset(int attempt, boolean heardAsh) {
        Timers.Cancellable timeout = lane.schedule(timers, settings.resetPatience(), this::onResetTimeout);
        state = new State.Resetting(attempt, heardAsh, timeout);
        write(new byte[] {AshBytes.CANCEL});
        write(new AshFrame.Rst().encode());
    }

    private void onResetTimeout() {
        if (!(state instanceof State.Resetting resetting)) {
            return;
        }
        if (resetting.attempt() >= settings.resetAttempts()) {
            down(silence(resetting), false);
            return;
        }
        if (resetting.attempt() >= 2 && !resetting.heardAsh()) {
            // Nothing here speaks ASH so far. A question in other languages costs nothing and names the stranger.
            write(Stranger.ZWAVE_PROBE);
            write(Stranger.ZNP_PROBE);
            write(Stranger.SPINEL_PROBE);
        }
        reset(resetting.attempt() + 1, resetting.heardAsh());
    }

    private String silence(State.Resetting resetting) {
        String tried = "no answer to " + resetting.attempt() + " resets";
        if (resetting.heardAsh()) {
            return tried + ", although something speaks ASH: restart the stick";
        }
        return stranger.heardAnything()
                ? tried + ", only noise: check baud rate and flow control, and that the firmware is EZSP (\"NCP\")"
                : tried + ": check that this is the right port and that the firmware is EZSP (\"NCP\")";
    }

    private void onFrameWhileResetting(State.Resetting resetting, AshFrame frame) {
        if (frame instanceof AshFrame.RstAck answer) {
            if (answer.version() != 2) {
                down("the stick speaks ASH version " + answer.version() + ", only version 2 is understood", true);
            } else if (answer.code() == AshFrame.SOFTWARE_RESET) {
                resetting.timeout().cancel();
                var open = new State.Open();
                open.ackNanos = settings.ackInitial().toNanos();
                state = open;
                listener.onConnected();
            }
            // Any other code is the story of a reset that came before ours: the answer to ours follows.
            return;
        }
        state = new State.Resetting(resetting.attempt(), true, resetting.timeout());
    }

    // ---- connected

    private void onFrameWhileOpen(State.Open open, AshFrame frame) {
        if (frame instanceof AshFrame.Data data) {
            onData(open, data);
        } else if (frame instanceof AshFrame.Ack ack) {
            acknowledge(open, ack.ackNum());
        } else if (frame instanceof AshFrame.Nak nak) {
            if (acknowledge(open, nak.ackNum()) && state == open) {
                repeatAll(open);
            }
        } else if (frame instanceof AshFrame.RstAck answer) {
            down("the stick restarted by itself (" + AshFrame.describeCode(answer.code()) + ")", false);
        } else if (frame instanceof AshFrame.Failed failed) {
            down("the stick gave up (" + AshFrame.describeCode(failed.code()) + ")", false);
        }
        // A reset is what hosts send; from the other side it is an echo of our own and means nothing.
    }

    private void onData(State.Open open, AshFrame.Data data) {
        if (!acknowledge(open, data.ackNum())) {
            reject(open);
            return;
        }
        if (data.frmNum() != open.expected) {
            if (data.reTx()) {
                sendAck(open); // a duplicate: our acknowledgement was lost
            } else {
                reject(open);
            }
            return;
        }
        open.expected = open.expected + 1 & 7;
        open.rejecting = false;
        open.ackDue = true;
        listener.onEzsp(data.ezsp().toByteArray());
        if (state == open && open.ackDue) {
            sendAck(open); // nothing was sent that could have carried it
        }
    }

    private void onDamaged(String reason) {
        damaged++;
        log.debug("dropped an ASH frame: {}", reason);
        if (state instanceof State.Open open) {
            reject(open);
        }
    }

    private void reject(State.Open open) {
        if (!open.rejecting) {
            open.rejecting = true;
            open.ackDue = false;
            write(new AshFrame.Nak(open.expected, false).encode());
        }
    }

    private void sendAck(State.Open open) {
        open.ackDue = false;
        write(new AshFrame.Ack(open.expected, false).encode());
    }

    /** Takes an acknowledgement number; false when it lies outside the window. */
    private boolean acknowledge(State.Open open, int ackNum) {
        Sent oldest = open.unacknowledged.peekFirst();
        int first = oldest == null ? open.nextNumber : oldest.number;
        int count = ackNum - first & 7;
        if (count > open.unacknowledged.size()) {
            return false;
        }
        if (count == 0) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            Sent sent = open.unacknowledged.remove();
            if (!sent.repeated && i == count - 1) {
                adapt(open, timers.nanoTime() - sent.at);
            }
            Arrays.fill(sent.ezsp, (byte) 0);
        }
        open.timeouts = 0;
        open.repeats = 0;
        restartTimer(open);
        fillWindow(open);
        return true;
    }

    private void adapt(State.Open open, long measured) {
        open.ackNanos = clamp(open.ackNanos * 7 / 8 + measured / 2);
    }

    private long clamp(long nanos) {
        return Math.max(settings.ackMin().toNanos(), Math.min(settings.ackMax().toNanos(), nanos));
    }

    private void fillWindow(State.Open open) {
        while (open.unacknowledged.size() < settings.window()) {
            byte[] next = open.waiting.poll();
            if (next == null) {
                return;
            }
            var sent = new Sent(open.nextNumber, next, timers.nanoTime());
            open.nextNumber = open.nextNumber + 1 & 7;
            open.unacknowledged.add(sent);
            if (open.unacknowledged.size() == 1) {
                restartTimer(open);
            }
            transmit(open, sent);
        }
    }

    private void transmit(State.Open open, Sent sent) {
        open.ackDue = false;
        write(new AshFrame.Data(sent.number, open.expected, sent.repeated, Octets.of(sent.ezsp)).encode());
    }

    private void repeatAll(State.Open open) {
        if (open.unacknowledged.isEmpty()) {
            return;
        }
        if (++open.repeats > MAX_REPEATS) {
            down("the stick refuses what it is sent, " + MAX_REPEATS + " times in a row", false);
            return;
        }
        write(new byte[] {AshBytes.CANCEL});
        restartTimer(open);
        for (Sent sent : open.unacknowledged) {
            sent.repeated = true;
            repeated++;
            transmit(open, sent);
        }
    }

    private void restartTimer(State.Open open) {
        if (open.timer != null) {
            open.timer.cancel();
            open.timer = null;
        }
        if (!open.unacknowledged.isEmpty()) {
            open.timer = lane.schedule(timers, Duration.ofNanos(open.ackNanos), () -> onAckTimeout(open));
        }
    }

    private void onAckTimeout(State.Open open) {
        if (state != open) {
            return;
        }
        open.ackNanos = clamp(open.ackNanos * 2);
        if (++open.timeouts >= settings.timeouts()) {
            down("the stick does not answer any more", false);
            return;
        }
        repeatAll(open);
    }

    private void down(String text, boolean permanent) {
        leaveState();
        state = new State.Idle();
        listener.onDown(new Down(text, permanent));
    }

    private void leaveState() {
        if (state instanceof State.Resetting resetting) {
            resetting.timeout().cancel();
        } else if (state instanceof State.Open open) {
            if (open.timer != null) {
                open.timer.cancel();
            }
            open.waiting.forEach(b -> Arrays.fill(b, (byte) 0));
            open.unacknowledged.forEach(s -> Arrays.fill(s.ezsp, (byte) 0));
        }
    }

    private void write(byte[] bytes) {
        port.write(bytes);
    }
}
