// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.net;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspResponse;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus.Meaning;
import dev.lockcred.zigbee.internal.ezsp.SendCommand;
import dev.lockcred.zigbee.internal.session.EzspSession;
import dev.lockcred.zigbee.internal.session.NcpException;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends messages and tells what became of each. Any number may be on the way to different nodes; how many to one node is the
 * {@link Peer}'s business. Confined to the lane.
 */
public final class Radio {

    /** Longer than any retry of the stack: what is not reported by then never will be. */
    private static final Duration REPORT_PATIENCE = Duration.ofSeconds(40);

    private static final Duration FULL_WAIT = Duration.ofMillis(200);
    private static final int FULL_ATTEMPTS = 15;
    private static final int FULL_RADIUS = 0xFF;

    private final Lane lane;
    private final Timers timers;
    private final EzspSession session;
    private final EzspCalls calls;
    private final TreeMap<Integer, OnAir> onAir = new TreeMap<>();
    private int nextTag;

    private record OnAir(CompletableFuture<Delivery> result, Timers.Cancellable timeout) {}

    public Radio(Lane lane, Timers timers, EzspSession session) {
        this.lane = lane;
        this.timers = timers;
        this.session = session;
        this.calls = new EzspCalls(session);
    }

    /** Sends to one node; never fails: the loss of the stick is {@link Delivery.Unacknowledged}. */
    public CompletionStage<Delivery> unicast(int nodeId, ApsFrame aps, byte[] message) {
        var result = new CompletableFuture<Delivery>();
        unicast(nodeId, aps, message, result, 1);
        return result;
    }

    private void unicast(int nodeId, ApsFrame aps, byte[] message, CompletableFuture<Delivery> result, int attempt) {
        int tag = reserve(result);
        if (tag < 0) {
            result.complete(new Delivery.NotSent("too many messages on the way"));
            return;
        }
        var command = new SendCommand.Unicast(SendCommand.Unicast.DIRECT, nodeId, aps, tag, Octets.of(message));
        calls.ask(command, EzspResponse.Sent.class).whenComplete((sent, failure) -> {
            command.message().wipe();
            if (failure != null) {
                Throwable cause = EzspCalls.unwrap(failure);
                release(tag);
                result.complete(
                        !(cause instanceof NcpException ncp && ncp.isRefused())
                                ? new Delivery.Unacknowledged(String.valueOf(cause.getMessage()))
                                : new Delivery.NotSent(String.valueOf(cause.getMessage())));
            } else if (!sent.status().isOk()) {
                release(tag);
                if (isFull(sent.status()) && attempt < FULL_ATTEMPTS) {
                    lane.schedule(timers, FULL_WAIT, () -> unicast(nodeId, aps, message, result, attempt + 1));
                } else {
                    result.complete(new Delivery.NotSent("the stick refuses the message: " + sent.status()));
                }
            }
        });
    }

    /** Sends to all nodes at an address such as FFFC; completes when it has left. */
    public CompletionStage<Void> broadcast(int destination, ApsFrame aps, byte[] message) {
        return calls.attempt(new SendCommand.Broadcast(
                SendCommand.Broadcast.NO_ALIAS, destination, 0, aps, FULL_RADIUS, 0, Octets.of(message)));
    }

    /** To be told every callback; true when it was about a message of ours. */
    public boolean onCallback(EzspMessage.Callback callback) {
        if (!(callback instanceof EzspCallback.MessageSent sent)) {
            return false;
        }
        OnAir message = sent.type() == SendCommand.Unicast.DIRECT ? onAir.remove(sent.tag()) : null;
        if (message != null) {
            message.timeout().cancel();
            message.result()
                    .complete(
                            sent.status().isOk()
                                    ? new Delivery.Delivered()
                                    : new Delivery.Unacknowledged(sent.status().toString()));
        }
        return true;
    }

    /** To be told when the session is over. */
    public void onDown(NcpException why) {
        var open = new TreeMap<>(onAir);
        onAir.clear();
        open.values().forEach(m -> {
            m.timeout().cancel();
            m.result().complete(new Delivery.Unacknowledged(String.valueOf(why.getMessage())));
        });
    }

    private int reserve(CompletableFuture<Delivery> result) {
        // One byte in all versions up to 13; 0 is left to messages nobody waits for.
        for (int i = 0; i < 255; i++) {
            nextTag = nextTag % 255 + 1;
            if (!onAir.containsKey(nextTag)) {
                int tag = nextTag;
                onAir.put(tag, new OnAir(result, lane.schedule(timers, REPORT_PATIENCE, () -> {
                    onAir.remove(tag);
                    result.complete(new Delivery.Unacknowledged("the stick never said what became of it"));
                })));
                return tag;
            }
        }
        return -1;
    }

    private void release(int tag) {
        OnAir message = onAir.remove(tag);
        if (message != null) {
            message.timeout().cancel();
        }
    }

    private static boolean isFull(NcpStatus status) {
        return status.is(Meaning.TOO_MANY_MESSAGES) || status.is(Meaning.NO_BUFFERS) || status.is(Meaning.BUSY);
    }

    /** How many commands the session has sent; for cost reports. */
    public long commands() {
        return session.commands();
    }
}
