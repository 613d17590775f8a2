// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Timers;
import dev.lockcred.zigbee.internal.ash.AshDecoder;
import dev.lockcred.zigbee.internal.ash.AshFrame;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The co-processor's end of ASH version 2 on one port: up to five frames unacknowledged, adaptive timer, go-back-N, the reject
 * condition, and the failed state after four timeouts in a row, in which everything but a reset is answered by ERROR.
 */
final class AshServer {

    private static final int VERSION = 2;
    private static final int WINDOW = 5;
    private static final int TIMEOUTS = 4;
    private static final int TOO_MANY_TIMEOUTS = 0x51;
    private static final Duration BOOT = Duration.ofMillis(30);
    private static final Duration ACK_DELAY = Duration.ofMillis(20);
    private static final Duration NOT_READY = Duration.ofSeconds(1);
    private static final long FIRST_WAIT = Duration.ofMillis(1600).toNanos();
    private static final long SHORTEST_WAIT = Duration.ofMillis(400).toNanos();
    private static final long LONGEST_WAIT = Duration.ofMillis(3200).toNanos();

    /** What the line serves. */
    interface Owner {
        /** The host asked for a reset; the co-processor forgets all but its tokens. */
        void onReset();

        void onEzsp(byte[] frame);
    }

    private final Timers timers;
    private final BytePort port;
    private final LineFaults faults;
    private final Traffic traffic;
    private final Owner owner;
    private final ArrayDeque<Out> waiting = new ArrayDeque<>();
    private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
    private State state = new State.Off();
    private int next;
    private int expected;
    private boolean rejecting;
    private int timeouts;
    private long wait = FIRST_WAIT;
    private Timers.@Nullable Cancellable repeat;
    private Timers.@Nullable Cancellable pendingAck;
    private Timers.@Nullable Cancellable hostBusy;

    private sealed interface State {
        /** Before the first reset: hears nothing else. */
        record Off() implements State {}

        record Booting(Timers.Cancellable boot) implements State {}

        record Connected() implements State {}

        record Failed(int code) implements State {}

        /** Says nothing any more. */
        record Dead() implements State {}
    }

    private record Out(Octets ezsp, boolean callback) {}

    private static final class InFlight {
        private final int number;
        private final Octets ezsp;
        private final long since;
        private boolean repeated;

        InFlight(int number, Octets ezsp, long since) {
            this.number = number;
            this.ezsp = ezsp;
            this.since = since;
        }
    }

    AshServer(Timers timers, BytePort port, LineFaults faults, Traffic traffic, Owner owner) {
        this.timers = timers;
        this.port = port;
        this.faults = faults;
        this.traffic = traffic;
        this.owner = owner;
    }

    void listen() {
        var decoder = new AshDecoder(new AshDecoder.Sink() {
            @Override
            public void onFrame(AshFrame frame) {
                AshServer.this.onFrame(frame);
            }

            @Override
            public void onDamaged(String reason) {
                reject();
            }
        });
        port.listen(
                bytes -> {
                    traffic.bytesFromHost += bytes.length;
                    decoder.feed(bytes);
                },
                lost -> stop());
    }

    /** Sends a frame when the window allows. */
    void send(byte[] ezsp, boolean callback) {
        if (state instanceof State.Connected) {
            waiting.add(new Out(Octets.of(ezsp), callback));
            pump();
        }
    }

    /** The co-processor restarted without being asked, for a reason of {@link AshFrame#describeCode}. */
    void restarted(int code) {
        forget();
        state = new State.Connected();
        write(new AshFrame.RstAck(VERSION, code));
    }

    /** The co-processor gave up. */
    void fail(int code) {
        forget();
        state = new State.Failed(code);
        write(new AshFrame.Failed(VERSION, code));
    }

    /** The co-processor hangs: it neither hears nor speaks until it is plugged in again. */
    void die() {
        forget();
        state = new State.Dead();
    }

    /** Puts bytes on the line that are no frame. */
    void babble(byte[] bytes) {
        port.write(bytes);
    }

    void close() {
        stop();
        port.close();
    }

    private void stop() {
        forget();
        state = new State.Dead();
    }

    private void onFrame(AshFrame frame) {
        if (state instanceof State.Dead) {
            return;
        }
        traffic.ashFromHost++;
        if (frame instanceof AshFrame.Rst) {
            onRst();
        } else if (state instanceof State.Failed failed) {
            write(new AshFrame.Failed(VERSION, failed.code()));
        } else if (!(state instanceof State.Connected)) {
            return;
        } else if (frame instanceof AshFrame.Data data) {
            if (acknowledge(data.ackNum())) {
                onData(data);
            }
        } else if (frame instanceof AshFrame.Ack ack) {
            acknowledge(ack.ackNum());
            onReadiness(ack.notReady());
        } else if (frame instanceof AshFrame.Nak nak) {
            if (acknowledge(nak.ackNum())) {
                repeatAll();
            }
            onReadiness(nak.notReady());
        }
    }

    private void onRst() {
        forget();
        owner.onReset();
        state = new State.Booting(timers.schedule(BOOT, () -> {
            state = new State.Connected();
            write(new AshFrame.RstAck(VERSION, AshFrame.SOFTWARE_RESET));
        }));
    }

    private void onData(AshFrame.Data data) {
        if (data.frmNum() == expected) {
            expected = expected + 1 & 7;
            rejecting = false;
            ackSoon();
            owner.onEzsp(data.ezsp().toByteArray());
        } else if (data.reTx()) {
            write(new AshFrame.Ack(expected, false)); // our acknowledgement was lost
        } else {
            reject();
        }
    }

    private void reject() {
        if (state instanceof State.Connected && !rejecting) {
            rejecting = true;
            write(new AshFrame.Nak(expected, false));
        }
    }

    private void ackSoon() {
        if (pendingAck == null) {
            pendingAck = timers.schedule(ACK_DELAY, () -> {
                pendingAck = null;
                write(new AshFrame.Ack(expected, false));
            });
        }
    }

    /** Takes the host's acknowledgement; false when the number is out of the window. */
    private boolean acknowledge(int ackNum) {
        int oldest = inFlight.isEmpty() ? next : inFlight.getFirst().number;
        int count = ackNum - oldest & 7;
        if (count > inFlight.size()) {
            return false;
        }
        if (count == 0) {
            return true;
        }
        InFlight last = inFlight.getFirst();
        for (int i = 0; i < count; i++) {
            last = inFlight.remove();
        }
        if (!last.repeated) {
            long measured = timers.nanoTime() - last.since;
            wait = clamp(wait * 7 / 8 + measured / 2);
        }
        timeouts = 0;
        startTimer();
        pump();
        return true;
    }

    private void onReadiness(boolean notReady) {
        if (hostBusy != null) {
            hostBusy.cancel();
            hostBusy = null;
        }
        if (notReady) {
            hostBusy = timers.schedule(NOT_READY, () -> {
                hostBusy = null;
                pump();
            });
        } else {
            pump();
        }
    }

    private void pump() {
        Iterator<Out> each = waiting.iterator();
        while (each.hasNext() && inFlight.size() < WINDOW && state instanceof State.Connected) {
            Out out = each.next();
            if (out.callback() && hostBusy != null) {
                continue; // a host that is not ready still gets its answers
            }
            each.remove();
            var frame = new InFlight(next, out.ezsp(), timers.nanoTime());
            next = next + 1 & 7;
            inFlight.add(frame);
            write(new AshFrame.Data(frame.number, expected, false, frame.ezsp));
            startTimer();
        }
    }

    private void repeatAll() {
        for (InFlight frame : inFlight) {
            frame.repeated = true;
            write(new AshFrame.Data(frame.number, expected, true, frame.ezsp));
        }
        startTimer();
    }

    private void onTimeout() {
        repeat = null;
        timeouts++;
        if (timeouts >= TIMEOUTS) {
            fail(TOO_MANY_TIMEOUTS);
        } else {
            wait = clamp(wait * 2);
            repeatAll();
        }
    }

    private void startTimer() {
        if (repeat != null) {
            repeat.cancel();
            repeat = null;
        }
        if (!inFlight.isEmpty()) {
            repeat = timers.schedule(Duration.ofNanos(wait), this::onTimeout);
        }
    }

    private void write(AshFrame frame) {
        boolean carriesAck = frame instanceof AshFrame.Data || frame instanceof AshFrame.Ack;
        if (carriesAck && pendingAck != null) {
            pendingAck.cancel();
            pendingAck = null;
        }
        traffic.ashToHost++;
        byte[] bytes = faults.apply(frame.encode());
        traffic.bytesToHost += bytes.length;
        if (bytes.length > 0) {
            port.write(bytes);
        }
    }

    private void forget() {
        if (state instanceof State.Booting booting) {
            booting.boot().cancel();
        }
        waiting.clear();
        inFlight.clear();
        startTimer();
        if (pendingAck != null) {
            pendingAck.cancel();
            pendingAck = null;
        }
        if (hostBusy != null) {
            hostBusy.cancel();
            hostBusy = null;
        }
        next = 0;
        expected = 0;
        rejecting = false;
        timeouts = 0;
        wait = FIRST_WAIT;
    }

    private static long clamp(long nanos) {
        return Math.max(SHORTEST_WAIT, Math.min(LONGEST_WAIT, nanos));
    }
}
