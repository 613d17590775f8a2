// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.net;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.PollControlCommand;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.network.Eui64;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One device: its address, its queue with one exchange on the air at a time, and its mailbox. A device that does not answer is
 * taken to sleep: what waits for it stays in its mailbox until it is heard, and holds nobody else. A question that changes
 * something is never asked twice, and never goes out to a device believed asleep: it might be carried out hours later.
 *
 * <p>Confined to the lane.
 */
public final class Peer {

    /** How long an answer may take once the question has arrived. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

    /** How long an answer may still come when no radio acknowledged the question. */
    private static final Duration LATE_ANSWER = Duration.ofSeconds(4);

    /** From here on a short address is nobody's: FFFF is unknown here, and everybody on the air. */
    private static final int FIRST_RESERVED = 0xFFF8;

    /** How often a mailbox with letters in it knocks. */
    private static final Duration KNOCK = Duration.ofSeconds(30);

    private static final int OPTIONS =
            ApsFrame.OPTION_RETRY | ApsFrame.OPTION_ROUTE_DISCOVERY | ApsFrame.OPTION_ADDRESS_DISCOVERY;
    private static final int OPTIONS_NO_ACK = ApsFrame.OPTION_ROUTE_DISCOVERY | ApsFrame.OPTION_ADDRESS_DISCOVERY;

    private final Lane lane;
    private final Timers timers;
    private final Eui64 eui64;
    private final Listener listener;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Wakefulness wakefulness;
    private @Nullable Radio radio;
    private int nodeId;
    private int knockEndpoint = 1;
    private int nextSequence;
    private State state = new State.Idle();
    private boolean closed;

    private CompletionStage<Delivery> told = CompletableFuture.completedFuture(new Delivery.Delivered());

    private Optional<Instant> lastHeard = Optional.empty();
    private long sent;
    private long received;
    private long failures;

    /** What a peer tells; called on the lane. */
    public interface Listener {
        /** The device began, or ceased, to answer. */
        void onReachable(boolean reachable, String text);
    }

    private static final class Waiting {
        private final Exchange exchange;
        private final CompletableFuture<Reply> result = new CompletableFuture<>();
        private Timers.@Nullable Cancellable deadline;
        private boolean repeated;

        Waiting(Exchange exchange) {
            this.exchange = exchange;
        }
    }

    private sealed interface State {
        record Idle() implements State {}

        /** A question is on the air. */
        record Asking(Waiting waiting, int sequence, Timers.Cancellable timeout, boolean unacknowledged)
                implements State {}

        /** Nothing goes out but a knock now and then. */
        record Asleep(Timers.@Nullable Cancellable knock) implements State {}
    }

    public Peer(Lane lane, Timers timers, Eui64 eui64, int nodeId, Listener listener) {
        this.lane = lane;
        this.timers = timers;
        this.eui64 = eui64;
        this.nodeId = nodeId;
        this.listener = listener;
        this.wakefulness = new Wakefulness(lane, timers, this::isIdle, this::stopFastPolling);
    }

    public Eui64 eui64() {
        return eui64;
    }

    /** The short address, 0..FFF7; FFFF while unknown. */
    public int nodeId() {
        return nodeId;
    }

    public void moveTo(int newNodeId) {
        nodeId = newNodeId;
        wakeUp();
    }

    private boolean isLocated() {
        return nodeId < FIRST_RESERVED;
    }

    /** Where a knock goes: an endpoint with the door lock cluster. */
    public void knockAt(int endpoint) {
        knockEndpoint = endpoint;
    }

    public Optional<Instant> lastHeard() {
        return lastHeard;
    }

    /** Messages to the device since the start; frames of the cluster library and ZDO, acknowledgements not counted. */
    public long sent() {
        return sent;
    }

    public long received() {
        return received;
    }

    public long failures() {
        return failures;
    }

    public boolean isAsleep() {
        return state instanceof State.Asleep;
    }

    /** The radio came up. */
    public void attach(Radio newRadio) {
        radio = newRadio;
        next();
    }

    /** The same where there is one. */
    public void attachIfUp(@Nullable Radio current) {
        if (current != null && radio == null && !closed) {
            attach(current);
        }
    }

    /** The radio is gone: what is on the air is cut off, what waits is told. */
    public void detach(String why) {
        radio = null;
        wakefulness.forget();
        if (state instanceof State.Asking asking) {
            asking.timeout().cancel();
            state = new State.Idle();
            finish(asking.waiting(), new Reply.Silent(Reply.Why.CUT_OFF, why));
        } else if (state instanceof State.Asleep asleep) {
            stop(asleep.knock());
            state = new State.Idle();
        }
        drain(closed ? Reply.Why.CLOSING : Reply.Why.LINK_DOWN, why);
    }

    /** The device is on this network no more; should it come back, it is where it will be found then. */
    public void vanish(String why) {
        Radio kept = radio;
        detach(why);
        nodeId = 0xFFFF;
        radio = kept;
    }

    /** Ends everything. */
    public void close() {
        closed = true;
        detach("the driver is closing");
    }

    /** Asks when it is this one's turn. Fails with nothing but the exception of a guard. */
    public CompletionStage<Reply> ask(Exchange exchange) {
        var waiting = new Waiting(exchange);
        if (closed) {
            waiting.result.complete(new Reply.Silent(Reply.Why.CLOSING, "the driver is closing"));
            return waiting.result;
        }
        if (radio == null) {
            waiting.result.complete(new Reply.Silent(Reply.Why.LINK_DOWN, "the Zigbee network is down"));
            return waiting.result;
        }
        long left = exchange.deadline() - timers.nanoTime();
        if (left <= 0) {
            waiting.result.complete(new Reply.Silent(Reply.Why.NO_TIME, "no time was left to ask"));
            return waiting.result;
        }
        waiting.deadline = lane.schedule(timers, Duration.ofNanos(left), () -> onDeadline(waiting));
        if (exchange.urgent()) {
            queue.addFirst(waiting);
        } else {
            queue.addLast(waiting);
        }
        next();
        wakeUp();
        return waiting.result;
    }

    /** Sends something that is not answered and waits for nobody, such as a default response. */
    public void tell(int cluster, int profile, int sourceEndpoint, int endpoint, boolean encrypt, byte[] message) {
        Radio out = radio;
        if (out != null && isLocated()) {
            sent++;
            int options = OPTIONS_NO_ACK | (encrypt ? ApsFrame.OPTION_ENCRYPT : 0);
            told = out.unicast(
                    nodeId, new ApsFrame(profile, cluster, sourceEndpoint, endpoint, options, 0, 0), message);
        }
    }

    /** Completes when what was last told has left. Never fails. */
    public CompletionStage<Delivery> told() {
        return told;
    }

    /**
     * To be told every frame of the cluster library that came from the device.
     *
     * @return whether it was the answer to a question of ours
     */
    public boolean onFrame(int cluster, int endpoint, ZclFrame frame) {
        received++;
        boolean answer = state instanceof State.Asking asking && answers(asking, cluster, endpoint, frame);
        heard();
        return answer;
    }

    /** To be told of everything else that came from the device: it is awake. */
    public void heard() {
        lastHeard = Optional.of(timers.now());
        if (state instanceof State.Asleep asleep) {
            stop(asleep.knock());
            state = new State.Idle();
            wakefulness.welcome();
            listener.onReachable(true, "it was heard");
            next();
        }
    }

    /** The device asks whether there is anything for it. */
    public PollControlCommand.CheckInResponse onCheckIn(int endpoint) {
        return wakefulness.onCheckIn(endpoint, isBusy());
    }

    private boolean answers(State.Asking asking, int cluster, int endpoint, ZclFrame frame) {
        Exchange asked = asking.waiting().exchange;
        if (cluster != asked.cluster()
                || endpoint != asked.endpoint()
                || !frame.fromServer()
                || frame.sequence() != asking.sequence()) {
            return false;
        }
        if (frame.clusterSpecific() == asked.answerSpecific() && frame.command() == asked.answerCommand()) {
            settle(asking, new Reply.Answer(frame));
            return true;
        }
        if (!frame.clusterSpecific() && frame.command() == GeneralCommand.DEFAULT_RESPONSE) {
            try {
                if (frame.generalCommand() instanceof GeneralCommand.DefaultResponse response) {
                    settle(asking, new Reply.Default(response.status()));
                    return true;
                }
            } catch (MalformedFrameException e) {
                return false; // counts as no answer; the question's own timeout follows
            }
        }
        return false;
    }

    private void settle(State.Asking asking, Reply reply) {
        asking.timeout().cancel();
        state = new State.Idle();
        finish(asking.waiting(), reply);
        next();
    }

    private void next() {
        Radio out = radio;
        if (out == null || !(state instanceof State.Idle)) {
            return;
        }
        if (!queue.isEmpty() && !isLocated()) {
            fallAsleep("it has no address on this network; what is for it waits until it is heard");
            return;
        }
        Waiting waiting = queue.poll();
        if (waiting == null) {
            wakefulness.letGo();
            return;
        }
        int sequence = nextSequence;
        ZclFrame frame;
        try {
            if (!waiting.exchange.guard().getAsBoolean()) {
                finish(waiting, new Reply.Silent(Reply.Why.WITHDRAWN, "withdrawn before it was sent"));
                next();
                return;
            }
            frame = waiting.exchange.frame().apply(sequence);
        } catch (RuntimeException mistake) { // the host's, or our own: whoever asked is told, the others go on
            stop(waiting.deadline);
            waiting.result.completeExceptionally(mistake);
            next();
            return;
        }
        nextSequence = nextSequence + 1 & 0xFF;
        transmit(out, waiting, sequence, frame);
    }

    private void transmit(Radio out, Waiting waiting, int sequence, ZclFrame frame) {
        Exchange exchange = waiting.exchange;
        byte[] bytes = frame.encode();
        frame.payload().wipe();
        // The stack's own retries may take longer than an answer; their end moves this timeout.
        Timers.Cancellable timeout =
                lane.schedule(timers, ANSWER_PATIENCE.plus(ANSWER_PATIENCE), () -> onTimeout(waiting, sequence));
        state = new State.Asking(waiting, sequence, timeout, false);
        sent++;
        int options = OPTIONS | (exchange.encrypt() ? ApsFrame.OPTION_ENCRYPT : 0);
        var aps = new ApsFrame(
                Clusters.PROFILE_HOME_AUTOMATION,
                exchange.cluster(),
                Coordinator.ENDPOINT,
                exchange.endpoint(),
                options,
                0,
                0);
        out.unicast(nodeId, aps, bytes).thenAccept(delivery -> onDelivery(waiting, sequence, delivery));
    }

    private void onDelivery(Waiting waiting, int sequence, Delivery delivery) {
        if (!(state instanceof State.Asking asking) || asking.waiting() != waiting || asking.sequence() != sequence) {
            return; // answered already, or given up
        }
        asking.timeout().cancel();
        if (delivery instanceof Delivery.NotSent notSent) {
            state = new State.Idle();
            finish(waiting, new Reply.Silent(Reply.Why.REFUSED, notSent.why()));
            next();
            return;
        }
        boolean acknowledged = delivery instanceof Delivery.Delivered;
        Duration patience = acknowledged ? ANSWER_PATIENCE : LATE_ANSWER;
        state = new State.Asking(
                waiting, sequence, lane.schedule(timers, patience, () -> onTimeout(waiting, sequence)), !acknowledged);
    }

    private void onTimeout(Waiting waiting, int sequence) {
        if (!(state instanceof State.Asking asking) || asking.waiting() != waiting || asking.sequence() != sequence) {
            return;
        }
        failures++;
        state = new State.Idle();
        boolean away = asking.unacknowledged();
        boolean again = waiting.exchange.idempotent() && (away || !waiting.repeated);
        if (again) {
            waiting.repeated = true;
            queue.addFirst(waiting);
        }
        if (away) {
            fallAsleep(
                    "it does not acknowledge; what is for it waits until it is heard"); // before anybody hears of it:
            // the next question must find
            // the mailbox, not the radio
        }
        if (!again) {
            finish(
                    waiting,
                    away
                            ? new Reply.Silent(Reply.Why.UNACKNOWLEDGED, "the lock's radio did not acknowledge it")
                            : new Reply.Silent(Reply.Why.NO_ANSWER, "the lock did not answer"));
        }
        next();
    }

    private void fallAsleep(String text) {
        if (radio == null || !(state instanceof State.Idle)) {
            return;
        }
        wakefulness.forget();
        state = new State.Asleep(queue.isEmpty() || !isLocated() ? null : knockLater());
        listener.onReachable(false, text);
    }

    private Timers.Cancellable knockLater() {
        return lane.schedule(timers, KNOCK, this::knock);
    }

    /** A harmless question: its answer, or any other sign of life, opens the mailbox. */
    private void knock() {
        Radio out = radio;
        if (out == null || !(state instanceof State.Asleep)) {
            return;
        }
        if (queue.isEmpty() || !isLocated()) {
            state = new State.Asleep(null);
            return;
        }
        state = new State.Asleep(knockLater());
        sent++;
        ZclFrame frame = ZclFrame.general(
                false, true, nextSequence, new GeneralCommand.Read(List.of(DoorLockAttribute.LOCK_STATE.id())));
        nextSequence = nextSequence + 1 & 0xFF;
        var aps = new ApsFrame(
                Clusters.PROFILE_HOME_AUTOMATION,
                Clusters.DOOR_LOCK,
                Coordinator.ENDPOINT,
                knockEndpoint,
                OPTIONS,
                0,
                0);
        out.unicast(nodeId, aps, frame.encode());
    }

    private void onDeadline(Waiting waiting) {
        waiting.deadline = null;
        if (queue.remove(waiting)) {
            finish(
                    waiting,
                    state instanceof State.Asleep
                            ? new Reply.Silent(
                                    Reply.Why.ASLEEP, "the lock sleeps or is away, and was not heard in time")
                            : new Reply.Silent(Reply.Why.NO_TIME, "patience ended in the queue"));
        } else if (state instanceof State.Asking asking && asking.waiting() == waiting) {
            asking.timeout().cancel();
            failures++;
            state = new State.Idle();
            finish(waiting, new Reply.Silent(Reply.Why.NO_ANSWER, "the lock did not answer in time"));
            next();
        }
        if (state instanceof State.Asleep asleep && queue.isEmpty()) {
            stop(asleep.knock());
            state = new State.Asleep(null);
        }
    }

    /** A new letter for a sleeper, or a new address: knock at once the first time, as many a silence is only a lost message. */
    private void wakeUp() {
        if (state instanceof State.Asleep asleep && !queue.isEmpty() && asleep.knock() == null) {
            knock();
        }
    }

    /** Somebody has more to ask than the queue shows: a device that checks in is to stay awake until {@link #release}. */
    public void engage() {
        wakefulness.engage();
    }

    /** That is over. */
    public void release() {
        wakefulness.release();
    }

    private boolean isIdle() {
        return state instanceof State.Idle;
    }

    private void stopFastPolling(int endpoint) {
        ZclFrame stop = ZclFrame.cluster(false, true, nextSequence, new PollControlCommand.FastPollStop());
        nextSequence = nextSequence + 1 & 0xFF;
        tell(
                Clusters.POLL_CONTROL,
                Clusters.PROFILE_HOME_AUTOMATION,
                Coordinator.ENDPOINT,
                endpoint,
                false,
                stop.encode());
    }

    private void drain(Reply.Why why, String text) {
        while (true) {
            Waiting waiting = queue.poll();
            if (waiting == null) {
                return;
            }
            finish(waiting, new Reply.Silent(why, text));
        }
    }

    private void finish(Waiting waiting, Reply reply) {
        stop(waiting.deadline);
        waiting.deadline = null;
        waiting.result.complete(reply);
    }

    private static void stop(Timers.@Nullable Cancellable timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Whether something is asked or waits. */
    public boolean isBusy() {
        return state instanceof State.Asking || !queue.isEmpty();
    }

    /** For people. */
    public String describe() {
        String where = nodeId == 0xFFFF ? "no short address" : "short address " + Integer.toHexString(nodeId);
        return where + (isAsleep() ? ", asleep or away" : "");
    }
}
