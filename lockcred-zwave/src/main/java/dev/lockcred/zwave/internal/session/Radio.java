// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.link.SerialApi;
import dev.lockcred.zwave.internal.link.SerialApi.Answer;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import dev.lockcred.zwave.internal.serialapi.TransmitOptions;
import dev.lockcred.zwave.internal.serialapi.TransmitStatus;
import dev.lockcred.zwave.internal.serialapi.TxReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one transmitter of the stick: transmissions of all nodes, one at a time, the most urgent first, aged so that none
 * starves. While a lock thinks the air is free for others. Confined to the lane.
 */
final class Radio {

    /** What became of a transmission. */
    sealed interface Result {
        /** The destination's radio has it. */
        record Delivered(Optional<TxReport> report) implements Result {}

        /** No acknowledgement; the destination may have it all the same. */
        record NoAck(Optional<TxReport> report) implements Result {}

        /** Nothing has left the antenna. */
        record NotSent(String why) implements Result {}

        /** Whoever asked for it did not want it any more when its turn came. */
        record Withdrawn() implements Result {}

        /** It was with the chip when the chip went away. */
        record Unknown(String why) implements Result {}
    }

    /**
     * One transmission.
     *
     * @param wanted asked immediately before each try
     * @param frame builds the bytes when its turn has come, as nonces are to be used in the order of sending; null withdraws
     */
    record Job(
            int node,
            Urgency urgency,
            BooleanSupplier wanted,
            Supplier<@Nullable Octets> frame,
            Consumer<Result> result) {}

    static final Duration ABORT_AFTER = Duration.ofSeconds(20);
    static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);
    static final Duration REFUSED_PAUSE = Duration.ofMillis(500);
    static final int REFUSED_TRIES = 3;
    static final Duration JAM_PAUSE = Duration.ofSeconds(1);
    static final int JAM_TRIES = 5;
    /** Waiting for so long lifts a job by one urgency. */
    static final Duration AGEING = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Radio.class);

    private record Waiting(Job job, long since) {}

    private sealed interface State {
        record Idle() implements State {}

        /** With the chip: asked, or on the air, until its callback. */
        record OnAir(
                Waiting waiting, Octets frame, int callback, int refused, int jammed, List<Timers.Cancellable> timers)
                implements State {}

        /** Refused or jammed; tried again in a moment. */
        record Pausing(Waiting waiting, Octets frame, Timers.Cancellable timer) implements State {}
    }

    private final Timers timers;
    private final Lane lane;
    private final SerialApi api;
    private final IntSupplier bridgeSource;
    private final IntSupplier maxPayload;
    private final Consumer<String> onTrouble;
    private final List<Waiting> queue = new ArrayList<>();
    private State state = new State.Idle();
    private int callbacks;
    private boolean stopped = true;

    /**
     * A radio without a chip yet.
     *
     * @param bridgeSource our node id for SendDataBridge, 0 to use SendData
     * @param maxPayload how many bytes of a command the chip takes with explorer frames
     * @param onTrouble told when the chip swallows transmissions, or cannot get anything on the air
     */
    Radio(
            Timers timers,
            Lane lane,
            SerialApi api,
            IntSupplier bridgeSource,
            IntSupplier maxPayload,
            Consumer<String> onTrouble) {
        this.timers = timers;
        this.lane = lane;
        this.api = api;
        this.bridgeSource = bridgeSource;
        this.maxPayload = maxPayload;
        this.onTrouble = onTrouble;
    }

    /** The chip is there: transmissions begin. */
    void resume() {
        stopped = false;
        next();
    }

    /** The chip is gone: everything ends. */
    void stop(String why) {
        stopped = true;
        State before = state;
        state = new State.Idle();
        List<Waiting> all = List.copyOf(queue);
        queue.clear();
        if (before instanceof State.OnAir onAir) {
            onAir.timers().forEach(Timers.Cancellable::cancel);
            onAir.waiting().job().result().accept(new Result.Unknown(why));
        } else if (before instanceof State.Pausing pausing) {
            pausing.timer().cancel();
            pausing.waiting().job().result().accept(new Result.NotSent(why));
        }
        all.forEach(w -> w.job().result().accept(new Result.NotSent(why)));
    }

    /** Queues a transmission; its result is told on the lane. */
    void send(Job job) {
        lane.requireCurrent();
        if (stopped) {
            job.result().accept(new Result.NotSent("the controller is not connected"));
            return;
        }
        queue.add(new Waiting(job, timers.nanoTime()));
        next();
    }

    /** Whether nothing is queued or on the air. */
    boolean idle() {
        return queue.isEmpty() && state instanceof State.Idle;
    }

    private void next() {
        while (state instanceof State.Idle && !stopped && !queue.isEmpty()) {
            Waiting first = mostUrgent();
            queue.remove(first);
            Octets frame =
                    first.job().wanted().getAsBoolean() ? first.job().frame().get() : null;
            if (frame == null) {
                first.job().result().accept(new Result.Withdrawn());
            } else {
                transmit(first, frame, 0, 0);
            }
        }
    }

    private Waiting mostUrgent() {
        long now = timers.nanoTime();
        Waiting best = queue.get(0);
        for (Waiting w : queue) {
            if (rank(w, now) < rank(best, now)) {
                best = w; // among equals the first that came
            }
        }
        return best;
    }

    private static long rank(Waiting w, long now) {
        if (w.job().urgency() == Urgency.EXPRESS) {
            return Long.MIN_VALUE;
        }
        return w.job().urgency().rank() - (now - w.since()) / AGEING.toNanos();
    }

    private void transmit(Waiting waiting, Octets frame, int refused, int jammed) {
        callbacks = callbacks % 255 + 1;
        int callback = callbacks;
        Job job = waiting.job();
        int source = bridgeSource.getAsInt();
        var timersOnAir = List.of(
                lane.schedule(
                        timers, ABORT_AFTER, () -> api.ask(new HostMessage.Ask(Function.SEND_DATA_ABORT), a -> {})),
                lane.schedule(timers, GIVE_UP_AFTER, () -> noCallback(callback)));
        state = new State.OnAir(waiting, frame, callback, refused, jammed, timersOnAir);
        HostMessage message = source != 0
                ? new HostMessage.SendDataBridge(source, job.node(), frame, options(frame, job.urgency()), callback)
                : new HostMessage.SendData(job.node(), frame, options(frame, job.urgency()), callback);
        api.ask(message, answer -> onAnswer(callback, answer));
    }

    private void onAnswer(int callback, Answer answer) {
        if (!(state instanceof State.OnAir onAir) || onAir.callback() != callback) {
            return;
        }
        if (answer instanceof Answer.Failed failed) {
            finish(onAir, failed.written() ? new Result.Unknown(failed.why()) : new Result.NotSent(failed.why()));
        } else if (answer instanceof Answer.Got got
                && got.message() instanceof ChipMessage.Accepted accepted
                && !accepted.accepted()) {
            if (onAir.refused() + 1 >= REFUSED_TRIES) {
                finish(onAir, new Result.NotSent("the controller's queue is full"));
            } else {
                pause(onAir, REFUSED_PAUSE, onAir.refused() + 1, onAir.jammed());
            }
        }
    }

    /** Takes the callback of a transmission. */
    void onSent(ChipMessage.Sent sent) {
        if (!(state instanceof State.OnAir onAir) || onAir.callback() != sent.callback()) {
            log.debug("a callback {} nobody waits for", sent.callback());
            return;
        }
        TransmitStatus status = TransmitStatus.of(sent.status());
        boolean atOnce = sent.report().map(r -> r.ticks() == 0).orElse(true);
        if (status == TransmitStatus.OK) {
            finish(onAir, new Result.Delivered(sent.report()));
        } else if (status == TransmitStatus.FAIL && atOnce) {
            // Nothing has left: the air is taken by somebody else (700 and 800 series say so with 0 ticks).
            if (onAir.jammed() + 1 >= JAM_TRIES) {
                finish(onAir, new Result.NotSent("the radio is jammed"));
                onTrouble.accept("nothing could be transmitted " + JAM_TRIES + " times: the radio is jammed or stuck");
            } else {
                pause(onAir, JAM_PAUSE, onAir.refused(), onAir.jammed() + 1);
            }
        } else {
            finish(onAir, new Result.NoAck(sent.report()));
        }
    }

    private void noCallback(int callback) {
        if (state instanceof State.OnAir onAir && onAir.callback() == callback) {
            String why = "the controller never told what became of a transmission";
            finish(onAir, new Result.Unknown(why));
            onTrouble.accept(why);
        }
    }

    private void pause(State.OnAir onAir, Duration pause, int refused, int jammed) {
        onAir.timers().forEach(Timers.Cancellable::cancel);
        var timer = lane.schedule(timers, pause, () -> again(onAir.waiting(), onAir.frame(), refused, jammed));
        state = new State.Pausing(onAir.waiting(), onAir.frame(), timer);
    }

    private void again(Waiting waiting, Octets frame, int refused, int jammed) {
        if (waiting.job().wanted().getAsBoolean()) {
            transmit(waiting, frame, refused, jammed);
        } else {
            state = new State.Idle();
            waiting.job().result().accept(new Result.Withdrawn());
            next();
        }
    }

    private void finish(State.OnAir onAir, Result result) {
        onAir.timers().forEach(Timers.Cancellable::cancel);
        state = new State.Idle();
        onAir.waiting().job().result().accept(result);
        next();
    }

    /** The options for a command of this length: explorer frames cost payload, so the longest go without. */
    private int options(Octets frame, Urgency urgency) {
        boolean urgent = urgency == Urgency.EXPRESS || frame.length() > maxPayload.getAsInt();
        return urgent ? TransmitOptions.URGENT : TransmitOptions.NORMAL;
    }

    /** How many bytes a command may have in one frame: two more than with explorer frames. */
    int longest() {
        return maxPayload.getAsInt() + 2;
    }
}
