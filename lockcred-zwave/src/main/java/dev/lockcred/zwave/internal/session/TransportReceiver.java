// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.cc.TransportService;
import dev.lockcred.zwave.internal.frame.Octets;
import java.time.Duration;
import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts datagrams of one node together again. One at a time; a second session is told to wait. Asks once for each hole, and
 * gives up when it is not filled, so that nothing is kept for ever. Confined to the lane.
 */
final class TransportReceiver {

    static final Duration SILENCE = Duration.ofMillis(800);

    private final Timers timers;
    private final Lane lane;
    private final Consumer<TransportService> answer;
    private final Consumer<Octets> whole;
    private @Nullable Datagram current;
    private int lastComplete = -1;

    private static final class Datagram {
        final int session;
        final byte[] bytes;
        final BitSet have;
        boolean asked;
        Timers.@Nullable Cancellable timer;

        Datagram(int session, int size) {
            this.session = session;
            this.bytes = new byte[size];
            this.have = new BitSet(size);
        }

        boolean complete() {
            return have.cardinality() == bytes.length;
        }
    }

    TransportReceiver(Timers timers, Lane lane, Consumer<TransportService> answer, Consumer<Octets> whole) {
        this.timers = timers;
        this.lane = lane;
        this.answer = answer;
        this.whole = whole;
    }

    void onFirst(TransportService.FirstSegment segment) {
        Datagram now = current;
        if (now != null && now.session != segment.session()) {
            answer.accept(new TransportService.Wait(missingSegments(now)));
            return;
        }
        if (now == null || now.bytes.length != segment.size()) {
            drop();
            now = new Datagram(segment.session(), segment.size());
            current = now;
        }
        take(now, 0, segment.payload());
    }

    void onNext(TransportService.NextSegment segment) {
        Datagram now = current;
        if (now == null) {
            if (segment.session() == lastComplete) {
                answer.accept(new TransportService.Complete(segment.session())); // our "complete" was lost
            }
            return;
        }
        if (now.session != segment.session() || now.bytes.length != segment.size()) {
            answer.accept(new TransportService.Wait(missingSegments(now)));
            return;
        }
        take(now, segment.offset(), segment.payload());
    }

    /** Forgets a datagram half received. */
    void drop() {
        if (current != null && current.timer != null) {
            current.timer.cancel();
        }
        current = null;
    }

    private void take(Datagram now, int offset, Octets payload) {
        System.arraycopy(payload.toByteArray(), 0, now.bytes, offset, payload.length());
        now.have.set(offset, offset + payload.length());
        if (now.timer != null) {
            now.timer.cancel();
        }
        if (now.complete()) {
            current = null;
            lastComplete = now.session;
            answer.accept(new TransportService.Complete(now.session));
            whole.accept(Octets.of(now.bytes));
            return;
        }
        now.asked = false;
        if (offset + payload.length() == now.bytes.length) {
            askForHole(now);
        } else {
            now.timer = lane.schedule(timers, SILENCE, () -> onSilence(now));
        }
    }

    private void onSilence(Datagram now) {
        if (now.asked) {
            current = null; // the segment asked for did not come
        } else {
            askForHole(now);
        }
    }

    private void askForHole(Datagram now) {
        now.asked = true;
        now.timer = lane.schedule(timers, SILENCE, () -> onSilence(now));
        answer.accept(new TransportService.Request(now.session, now.have.nextClearBit(0)));
    }

    private static int missingSegments(Datagram now) {
        int missing = now.bytes.length - now.have.cardinality();
        return Math.max(1, (missing + TransportService.MAX_SEGMENT - 1) / TransportService.MAX_SEGMENT);
    }
}
