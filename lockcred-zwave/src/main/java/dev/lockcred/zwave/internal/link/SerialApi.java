// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.link;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import dev.lockcred.zwave.internal.serialapi.NodeIdWidth;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request at a time and its direct answer. What the chip tells on its own goes to the listener at once, also between a
 * request and its answer. Confined to the lane.
 */
public final class SerialApi {

    /** What became of a request. */
    public sealed interface Answer {
        /** The chip answered. */
        record Got(ChipMessage message) implements Answer {}

        /** The request was acknowledged and has no answer. */
        record Taken() implements Answer {}

        /** No acknowledgement, no answer, or no line; {@code written}: whether the chip may have got it all the same. */
        record Failed(String why, boolean written) implements Answer {}
    }

    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(SerialApi.class);

    private final Timers timers;
    private final Lane lane;
    private final Consumer<ChipMessage> onNews;
    private final Consumer<String> onTrouble;
    private final ArrayDeque<Order> waiting = new ArrayDeque<>();
    private @Nullable SerialLink link;
    private NodeIdWidth width = NodeIdWidth.ONE_BYTE;
    private State state = new State.Idle();
    private long malformed;

    private sealed interface State {
        record Idle() implements State {}

        /** Written, not acknowledged; an early answer is kept. */
        record Sending(Order order) implements State {}

        /** Acknowledged; the answer is due. */
        record AwaitingAnswer(Order order, Timers.Cancellable timeout) implements State {}
    }

    private static final class Order {
        final HostMessage message;
        final Consumer<Answer> result;

        @Nullable
        ChipMessage early;

        Order(HostMessage message, Consumer<Answer> result) {
            this.message = message;
            this.result = result;
        }
    }

    /**
     * A conversation without a line yet.
     *
     * @param onNews told of what the chip sends on its own
     * @param onTrouble told when a request got no acknowledgement or no answer: the line is to be opened anew
     */
    public SerialApi(Timers timers, Lane lane, Consumer<ChipMessage> onNews, Consumer<String> onTrouble) {
        this.timers = timers;
        this.lane = lane;
        this.onNews = onNews;
        this.onTrouble = onTrouble;
    }

    /** Goes on over this link; what was in flight on the one before has failed already. */
    public void attach(SerialLink newLink) {
        link = newLink;
        width = NodeIdWidth.ONE_BYTE;
    }

    /** Ends everything in flight and in the queue. */
    public void detach(String why) {
        link = null;
        List<Order> open = List.copyOf(waiting);
        waiting.clear();
        State before = state;
        state = new State.Idle();
        if (before instanceof State.AwaitingAnswer awaiting) {
            awaiting.timeout().cancel();
            awaiting.order().result.accept(new Answer.Failed(why, true));
        } else if (before instanceof State.Sending sending) {
            sending.order().result.accept(new Answer.Failed(why, true));
        }
        open.forEach(o -> o.result.accept(new Answer.Failed(why, false)));
    }

    /** Frames that could not be understood, since the beginning. */
    public long malformed() {
        return malformed;
    }

    /** Asks the chip and tells the answer, on the lane. */
    public void ask(HostMessage message, Consumer<Answer> result) {
        lane.requireCurrent();
        if (link == null) {
            result.accept(new Answer.Failed("the controller is not connected", false));
            return;
        }
        waiting.add(new Order(message, result));
        next();
    }

    /** Takes a data frame from the link. */
    public void onFrame(SerialFrame.Data frame) {
        ChipMessage message;
        try {
            message = ChipMessage.decode(frame, width);
        } catch (MalformedFrameException e) {
            malformed++;
            log.debug("function {}: {}", frame.function(), e.getMessage());
            return;
        }
        if (frame.type() == SerialFrame.Type.REQUEST) {
            onNews.accept(message);
        } else if (state instanceof State.AwaitingAnswer awaiting && answers(message, awaiting.order())) {
            awaiting.timeout().cancel();
            finish(awaiting.order(), new Answer.Got(message));
        } else if (state instanceof State.Sending sending && answers(message, sending.order())) {
            sending.order().early = message; // its ACK is on its way, or was lost
        } else {
            log.debug("an answer of function {} that nobody waits for", frame.function());
        }
    }

    private static boolean answers(ChipMessage message, Order order) {
        return message.function() == order.message.function();
    }

    private void next() {
        if (!(state instanceof State.Idle) || waiting.isEmpty() || link == null) {
            return;
        }
        Order order = waiting.remove();
        if (order.message.function() == Function.SOFT_RESET) {
            link.expectOddAck();
        }
        state = new State.Sending(order);
        link.send(order.message.toFrame(width), sent -> onSent(order, sent));
    }

    private void onSent(Order order, SerialLink.Sent sent) {
        if (!(state instanceof State.Sending sending) || sending.order() != order) {
            return; // detached meanwhile
        }
        if (order.early != null) {
            finish(order, new Answer.Got(order.early));
        } else if (sent == SerialLink.Sent.ACKED && !hasAnswer(order.message)) {
            finish(order, new Answer.Taken());
        } else if (sent == SerialLink.Sent.ACKED) {
            var timeout = lane.schedule(timers, ANSWER_TIMEOUT, () -> {
                String why = "function " + order.message.function() + " was not answered";
                finish(order, new Answer.Failed(why, true));
                onTrouble.accept(why);
            });
            state = new State.AwaitingAnswer(order, timeout);
        } else if (sent == SerialLink.Sent.GAVE_UP) {
            String why = "the controller acknowledged nothing";
            finish(order, new Answer.Failed(why, true));
            onTrouble.accept(why);
        } // LOST: detach() follows and ends the order
    }

    private void finish(Order order, Answer answer) {
        state = new State.Idle();
        order.result.accept(answer);
        next();
    }

    /** Some functions answer with callbacks alone, or not at all. */
    private static boolean hasAnswer(HostMessage message) {
        return switch (message.function()) {
            case Function.SOFT_RESET, Function.SEND_DATA_ABORT, Function.ADD_NODE, Function.REMOVE_NODE -> false;
            default -> true;
        };
    }

    /** Follows a change of the width of node ids. */
    public void width(NodeIdWidth newWidth) {
        width = newWidth;
    }
}
