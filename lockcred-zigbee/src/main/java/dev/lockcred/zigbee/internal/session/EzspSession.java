// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.session;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.ConfigCommand;
import dev.lockcred.zigbee.internal.ezsp.EzspCodec;
import dev.lockcred.zigbee.internal.ezsp.EzspFrame;
import dev.lockcred.zigbee.internal.ezsp.EzspHeader;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspResponse;
import dev.lockcred.zigbee.internal.ezsp.EzspVersion;
import dev.lockcred.zigbee.internal.link.AshLink;
import dev.lockcred.zigbee.internal.link.AshSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with one co-processor. Commands go out one at a time and are answered by sequence; callbacks are known by their
 * flag. A session ends once, with everything outstanding failed, and is then replaced by a new one on a new port.
 *
 * <p>Confined to the lane; stages complete on it.
 */
public final class EzspSession {

    private static final Logger log = LoggerFactory.getLogger(EzspSession.class);

    /** The newest version we ask for; the co-processor answers with its own. */
    static final int DESIRED = EzspVersion.NEWEST;

    /** The oldest version that is spoken on a network here: the address layout and the security of older ones differ. */
    static final int OLDEST_USABLE = 8;

    /** Of the frame control: from the co-processor, and neither kind of callback. */
    private static final int ANSWER_BITS = 0x98;

    private static final int RESPONSE = 0x80;

    /** Sequence, frame control and frame id of the versions that are spoken on a network here. */
    private static final int HEADER = 5;

    private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(10);

    private final Lane lane;
    private final Timers timers;
    private final Listener listener;
    private final AshLink link;
    private final BiConsumer<TraceLine.Direction, String> trace;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private State state = new State.Fresh();
    private EzspCodec codec = EzspCodec.initial();
    private int nextSequence;
    private long commands;

    /** What the session tells; called on the lane. */
    public interface Listener {
        void onCallback(EzspMessage.Callback callback);

        /** The session ended by itself; every outstanding stage has failed. */
        void onDown(NcpException why);
    }

    /** A command and who waits for its answer; one is never equal to another. */
    private static final class Waiting {
        private final EzspMessage.Command command;
        private final CompletableFuture<EzspMessage.Response> answer;

        Waiting(EzspMessage.Command command, CompletableFuture<EzspMessage.Response> answer) {
            this.command = command;
            this.answer = answer;
        }
    }

    private sealed interface State {
        record Fresh() implements State {}

        record Connecting(CompletableFuture<EzspVersion> ready) implements State {}

        record Negotiating(CompletableFuture<EzspVersion> ready, boolean inNativeHeader, Timers.Cancellable timeout)
                implements State {}

        record Ready() implements State {}

        record Busy(int sequence, Waiting current, Timers.Cancellable timeout) implements State {}

        record Ended(NcpException why) implements State {}
    }

    /**
     * @param trace where redacted frames go
     */
    public EzspSession(
            Lane lane,
            Timers timers,
            BytePort port,
            AshSettings settings,
            BiConsumer<TraceLine.Direction, String> trace,
            Listener listener) {
        this.lane = lane;
        this.timers = timers;
        this.listener = listener;
        this.trace = trace;
        this.link = new AshLink(lane, timers, port, settings, new AshLink.Listener() {
            @Override
            public void onConnected() {
                negotiate();
            }

            @Override
            public void onEzsp(byte[] frame) {
                EzspSession.this.onEzsp(frame);
            }

            @Override
            public void onDown(AshLink.Down down) {
                end(down.permanent() ? NcpException.permanent(down.text()) : NcpException.lost(down.text()), true);
            }
        });
    }

    /** Resets the co-processor and agrees on a version. Called once; fails with {@link NcpException}. */
    public CompletionStage<EzspVersion> start() {
        lane.requireCurrent();
        var ready = new CompletableFuture<EzspVersion>();
        if (state instanceof State.Ended ended) {
            ready.completeExceptionally(ended.why());
        } else if (state instanceof State.Fresh) {
            state = new State.Connecting(ready);
            link.connect();
        } else {
            throw new IllegalStateException("an EZSP session starts once");
        }
        return ready;
    }

    /**
     * Sends a command when those before it are answered. Fails with {@link NcpException}: lost with the session, or refused
     * by {@code invalidCommand}.
     */
    public CompletionStage<EzspMessage.Response> send(EzspMessage.Command command) {
        lane.requireCurrent();
        var answer = new CompletableFuture<EzspMessage.Response>();
        if (state instanceof State.Ended ended) {
            answer.completeExceptionally(ended.why());
            return answer;
        }
        queue.add(new Waiting(command, answer));
        next();
        return answer;
    }

    /** The version agreed on; meaningful once started. */
    public EzspVersion version() {
        return codec.version();
    }

    /** How many commands were sent. */
    public long commands() {
        return commands;
    }

    /** Ends the session and closes the port. Idempotent; the listener hears nothing. */
    public void close() {
        end(NcpException.lost("the driver was closed"), false);
    }

    private void negotiate() {
        if (state instanceof State.Connecting connecting) {
            sendVersion(connecting.ready(), DESIRED, false);
        }
    }

    private void sendVersion(CompletableFuture<EzspVersion> ready, int desired, boolean inNativeHeader) {
        Timers.Cancellable timeout = lane.schedule(
                timers,
                COMMAND_PATIENCE,
                () -> end(NcpException.lost("the stick did not answer the version question"), true));
        state = new State.Negotiating(ready, inNativeHeader, timeout);
        transmit(new ConfigCommand.Version(desired));
    }

    private int transmit(EzspMessage.Command command) {
        int sequence = nextSequence;
        nextSequence = nextSequence + 1 & 0xFF;
        commands++;
        byte[] bytes = codec.encode(new EzspFrame(EzspHeader.command(sequence), command));
        trace.accept(TraceLine.Direction.SENT, codec.dump(bytes));
        link.send(bytes);
        return sequence;
    }

    private void next() {
        if (!(state instanceof State.Ready) || queue.isEmpty()) {
            return;
        }
        Waiting waiting = queue.remove();
        Timers.Cancellable timeout = lane.schedule(timers, COMMAND_PATIENCE, () -> onTimeout(waiting));
        state = new State.Busy(nextSequence, waiting, timeout); // the answer may come inside the write
        transmit(waiting.command);
    }

    private void onTimeout(Waiting waiting) {
        if (state instanceof State.Busy busy && busy.current() == waiting) {
            end(NcpException.lost("the stick did not answer " + name(waiting.command)), true);
        }
    }

    private void onEzsp(byte[] bytes) {
        trace.accept(TraceLine.Direction.RECEIVED, codec.dump(bytes));
        EzspFrame frame;
        try {
            frame = codec.decodeFromNcp(bytes);
        } catch (MalformedFrameException e) {
            log.debug("dropped an EZSP frame: {}", e.getMessage());
            notUnderstood(bytes);
            return;
        }
        if (frame.header().overflow()) {
            log.warn("the Zigbee stick ran out of memory and lost messages");
        }
        if (frame.message() instanceof EzspMessage.Callback callback) {
            listener.onCallback(callback);
        } else if (frame.message() instanceof EzspMessage.Response response) {
            onResponse(frame.header().sequence(), response);
        }
        // Frames that are not spoken here are tolerated: newer firmware tells more.
    }

    /** A newer firmware may answer in a new form: that costs the one command, not the network. */
    private void notUnderstood(byte[] bytes) {
        if (bytes.length < HEADER || (bytes[1] & ANSWER_BITS) != RESPONSE || !(state instanceof State.Busy busy)) {
            return;
        }
        int id = bytes[3] & 0xFF | (bytes[4] & 0xFF) << 8;
        if (busy.sequence() == (bytes[0] & 0xFF) && busy.current().command.id().id() == id) {
            finish(busy)
                    .answer
                    .completeExceptionally(NcpException.unclear(
                            "the stick's answer to " + name(busy.current().command) + " is not understood"));
        }
    }

    private void onResponse(int sequence, EzspMessage.Response response) {
        if (state instanceof State.Negotiating negotiating) {
            if (response instanceof EzspResponse.Version version) {
                onVersion(negotiating, version);
            }
        } else if (state instanceof State.Busy busy && busy.sequence() == sequence) {
            if (response instanceof EzspResponse.InvalidCommand invalid) {
                finish(busy)
                        .answer
                        .completeExceptionally(NcpException.refused("the stick's firmware refuses "
                                + name(busy.current().command) + " (reason 0x" + Integer.toHexString(invalid.reason())
                                + ")"));
            } else if (response.id() == busy.current().command.id()) {
                finish(busy).answer.complete(response);
            }
        }
        // Anything else answers a command nobody waits for any more.
    }

    private Waiting finish(State.Busy busy) {
        busy.timeout().cancel();
        state = new State.Ready();
        // The next command leaves before the answer is looked at, so that it carries the acknowledgement.
        next();
        return busy.current();
    }

    private void onVersion(State.Negotiating negotiating, EzspResponse.Version answer) {
        negotiating.timeout().cancel();
        int version = answer.protocol();
        if (version < OLDEST_USABLE || version > EzspVersion.NEWEST) {
            end(
                    NcpException.permanent("the stick speaks EZSP version " + version + "; versions " + OLDEST_USABLE
                            + " to " + EzspVersion.NEWEST + " are understood: "
                            + (version < OLDEST_USABLE ? "update its firmware" : "update this library")),
                    true);
            return;
        }
        codec = EzspCodec.of(new EzspVersion(version));
        if (version == DESIRED || negotiating.inNativeHeader()) {
            state = new State.Ready();
            negotiating.ready().complete(codec.version());
            next();
        } else {
            sendVersion(negotiating.ready(), version, true);
        }
    }

    private void end(NcpException why, boolean tell) {
        State old = state;
        if (old instanceof State.Ended) {
            return;
        }
        state = new State.Ended(why);
        link.close();
        if (old instanceof State.Connecting connecting) {
            connecting.ready().completeExceptionally(why);
        } else if (old instanceof State.Negotiating negotiating) {
            negotiating.timeout().cancel();
            negotiating.ready().completeExceptionally(why);
        } else if (old instanceof State.Busy busy) {
            busy.timeout().cancel();
            busy.current().answer.completeExceptionally(why);
        }
        while (!queue.isEmpty()) {
            queue.remove().answer.completeExceptionally(why);
        }
        if (tell) {
            listener.onDown(why);
        }
    }

    private static String name(EzspMessage.Command command) {
        return command.id().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
