// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.fake;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Timers;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.zigbee.internal.ash.AshDecoder;
import dev.lockcred.zigbee.internal.ash.AshFrame;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The co-processor's end of ASH for tests: one frame at a time, repeats until acknowledged. */
public final class AshPeer {

    private static final Duration REPEAT = Duration.ofMillis(1600);

    private final VirtualTime time;
    private final BytePort port;
    private final Owner owner;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private final List<AshFrame> heard = new ArrayList<>();
    private boolean deaf;
    private boolean connected;
    private int expected;
    private int next;
    private boolean rejecting;
    private byte[] outstanding;
    private Timers.Cancellable timer;

    /** What an ASH end serves. */
    public interface Owner {
        void onReset();

        void onEzsp(byte[] frame);
    }

    public AshPeer(VirtualTime time, BytePort port, Owner owner) {
        this.time = time;
        this.port = port;
        this.owner = owner;
        var decoder = new AshDecoder(new AshDecoder.Sink() {
            @Override
            public void onFrame(AshFrame frame) {
                AshPeer.this.onFrame(frame);
            }

            @Override
            public void onDamaged(String reason) {
                reject();
            }
        });
        port.listen(decoder::feed, lost -> stopTimer());
    }

    /** Stops answering anything. */
    public void fallSilent() {
        deaf = true;
        stopTimer();
    }

    public List<AshFrame> heard() {
        return List.copyOf(heard);
    }

    public void write(AshFrame frame) {
        port.write(frame.encode());
    }

    public void writeRaw(byte[] bytes) {
        port.write(bytes);
    }

    public void send(byte[] ezsp) {
        waiting.add(ezsp);
        pump();
    }

    private void onFrame(AshFrame frame) {
        heard.add(frame);
        if (deaf) {
            return;
        }
        if (frame instanceof AshFrame.Rst) {
            stopTimer();
            waiting.clear();
            outstanding = null;
            expected = 0;
            next = 0;
            rejecting = false;
            connected = true;
            owner.onReset();
            write(new AshFrame.RstAck(2, AshFrame.SOFTWARE_RESET));
        } else if (connected && frame instanceof AshFrame.Data data) {
            acknowledged(data.ackNum());
            if (data.frmNum() == expected) {
                expected = expected + 1 & 7;
                rejecting = false;
                write(new AshFrame.Ack(expected, false));
                owner.onEzsp(data.ezsp().toByteArray());
            } else if (data.reTx()) {
                write(new AshFrame.Ack(expected, false));
            } else {
                reject();
            }
        } else if (connected && frame instanceof AshFrame.Ack ack) {
            acknowledged(ack.ackNum());
        } else if (connected && frame instanceof AshFrame.Nak nak) {
            acknowledged(nak.ackNum());
            repeat();
        }
    }

    private void reject() {
        if (connected && !rejecting && !deaf) {
            rejecting = true;
            write(new AshFrame.Nak(expected, false));
        }
    }

    private void acknowledged(int ackNum) {
        if (outstanding != null && ackNum == (next & 7)) {
            outstanding = null;
            stopTimer();
            pump();
        }
    }

    private void pump() {
        if (outstanding == null && !waiting.isEmpty() && !deaf) {
            outstanding = waiting.remove();
            int number = next;
            next = next + 1 & 7;
            write(new AshFrame.Data(number, expected, false, Octets.of(outstanding)));
            startTimer();
        }
    }

    private void repeat() {
        if (outstanding != null && !deaf) {
            write(new AshFrame.Data(next - 1 & 7, expected, true, Octets.of(outstanding)));
            startTimer();
        }
    }

    private void startTimer() {
        stopTimer();
        timer = time.schedule(REPEAT, this::repeat);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
