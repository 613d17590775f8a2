// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.cc.TransportService;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.session.Radio.Result;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends one datagram in segments and waits for the node to have it whole. Confined to the lane; used once. */
final class TransportSender {

    static final Duration PAUSE = Duration.ofMillis(35);
    static final Duration COMPLETE_WITHIN = Duration.ofSeconds(1);

    private final Timers timers;
    private final Lane lane;
    private final Octets datagram;
    private final int session;
    private final BiConsumer<TransportService, Consumer<Result>> radio;
    private final Consumer<Result> result;
    private Timers.@Nullable Cancellable timer;
    private boolean allLeft;
    private boolean lastRepeated;
    private boolean done;

    /**
     * A transfer that has not begun.
     *
     * @param session 0..15
     * @param radio transmits one segment
     * @param result told once
     */
    TransportSender(
            Timers timers,
            Lane lane,
            Octets datagram,
            int session,
            BiConsumer<TransportService, Consumer<Result>> radio,
            Consumer<Result> result) {
        this.timers = timers;
        this.lane = lane;
        this.datagram = datagram;
        this.session = session;
        this.radio = radio;
        this.result = result;
    }

    void start() {
        send(0, true);
    }

    void onComplete(TransportService.Complete complete) {
        if (complete.session() == session) {
            finish(new Result.Delivered(Optional.empty()));
        }
    }

    void onRequest(TransportService.Request request) {
        if (request.session() == session && !done && request.offset() < datagram.length()) {
            send(request.offset() / TransportService.MAX_SEGMENT * TransportService.MAX_SEGMENT, false);
        }
    }

    void onWait(TransportService.Wait wait) {
        if (!done) {
            later(Duration.ofMillis(100L * Math.max(1, wait.pending())), this::start);
        }
    }

    /** Ends the transfer, whatever has arrived. */
    void cancel() {
        done = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void send(int offset, boolean goOn) {
        int to = Math.min(datagram.length(), offset + TransportService.MAX_SEGMENT);
        Octets part = datagram.slice(offset, to);
        TransportService segment = offset == 0
                ? new TransportService.FirstSegment(datagram.length(), session, part)
                : new TransportService.NextSegment(datagram.length(), session, offset, part);
        radio.accept(segment, r -> onSent(r, to, goOn));
    }

    private void onSent(Result sent, int next, boolean goOn) {
        if (done) {
            return;
        }
        if (!(sent instanceof Result.Delivered)) {
            boolean untouched = sent instanceof Result.Withdrawn || sent instanceof Result.NotSent;
            // When all has left before, the node may have it whole: only this repetition was not sent.
            finish(allLeft && untouched ? new Result.NoAck(Optional.empty()) : sent);
            return;
        }
        allLeft |= next == datagram.length();
        if (goOn && next < datagram.length()) {
            // With more than two segments the receiver is given time to breathe.
            boolean many = datagram.length() > 2 * TransportService.MAX_SEGMENT;
            later(many ? PAUSE : Duration.ZERO, () -> send(next, true));
        } else {
            later(COMPLETE_WITHIN, this::notComplete);
        }
    }

    private void notComplete() {
        if (lastRepeated) {
            finish(new Result.NoAck(Optional.empty()));
            return;
        }
        lastRepeated = true;
        int last = (datagram.length() - 1) / TransportService.MAX_SEGMENT * TransportService.MAX_SEGMENT;
        send(last, false);
    }

    private void later(Duration delay, Runnable task) {
        if (timer != null) {
            timer.cancel();
        }
        timer = lane.schedule(timers, delay, task);
    }

    private void finish(Result outcome) {
        if (!done) {
            cancel();
            result.accept(outcome);
        }
    }
}
