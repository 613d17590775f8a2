// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.net;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.zdo.ZdoMessage;
import dev.lockcred.zigbee.internal.zdo.ZdoRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks devices what they are. Answers are matched by sequence, sender and kind. Confined to the lane. */
public final class ZdoClient {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 2;
    private static final int OPTIONS =
            ApsFrame.OPTION_RETRY | ApsFrame.OPTION_ROUTE_DISCOVERY | ApsFrame.OPTION_ADDRESS_DISCOVERY;

    /** Routers and the coordinator. */
    public static final int ALL_ROUTERS = 0xFFFC;

    /** Everybody whose receiver is on. */
    public static final int ALL_AWAKE = 0xFFFD;

    private final Lane lane;
    private final Timers timers;
    private final TreeMap<Integer, Asked> asked = new TreeMap<>();
    private @Nullable Radio radio;
    private int nextSequence;

    private record Asked(
            int nodeId, int cluster, CompletableFuture<Optional<ZdoMessage>> answer, Timers.Cancellable timeout) {}

    public ZdoClient(Lane lane, Timers timers) {
        this.lane = lane;
        this.timers = timers;
    }

    public void attach(Radio newRadio) {
        radio = newRadio;
    }

    /** The radio is gone: nobody answers any more. */
    public void detach() {
        radio = null;
        var open = new TreeMap<>(asked);
        asked.clear();
        open.values().forEach(a -> {
            a.timeout().cancel();
            a.answer().complete(Optional.empty());
        });
    }

    /** The answer of a node; absent when there was none after two attempts. Never fails. */
    public CompletionStage<Optional<ZdoMessage>> ask(int nodeId, ZdoRequest request) {
        return attempt(nodeId, request, 1);
    }

    private CompletionStage<Optional<ZdoMessage>> attempt(int nodeId, ZdoRequest request, int attempt) {
        return once(nodeId, request)
                .thenCompose(answer -> answer.isPresent() || attempt == ATTEMPTS || radio == null
                        ? CompletableFuture.completedFuture(answer)
                        : attempt(nodeId, request, attempt + 1));
    }

    private CompletionStage<Optional<ZdoMessage>> once(int nodeId, ZdoRequest request) {
        Radio out = radio;
        var answer = new CompletableFuture<Optional<ZdoMessage>>();
        if (out == null) {
            answer.complete(Optional.empty());
            return answer;
        }
        int sequence = sequence();
        Timers.Cancellable timeout = lane.schedule(timers, PATIENCE, () -> {
            asked.remove(sequence);
            answer.complete(Optional.empty());
        });
        asked.put(sequence, new Asked(nodeId, request.cluster() | ZdoMessage.RESPONSE_BIT, answer, timeout));
        byte[] bytes = new ZdoMessage.Frame(sequence, request).encode();
        var aps = new ApsFrame(ZdoMessage.PROFILE, request.cluster(), 0, 0, OPTIONS, 0, 0);
        if (nodeId >= 0xFFF8) {
            out.broadcast(nodeId, aps, bytes);
        } else {
            out.unicast(nodeId, aps, bytes);
        }
        return answer;
    }

    /** Says something to all that nobody answers. */
    public void announce(int destination, ZdoRequest request) {
        Radio out = radio;
        if (out != null) {
            var aps = new ApsFrame(ZdoMessage.PROFILE, request.cluster(), 0, 0, OPTIONS, 0, 0);
            out.broadcast(destination, aps, new ZdoMessage.Frame(sequence(), request).encode());
        }
    }

    /** To be told every answer. */
    public void onAnswer(int sender, ZdoMessage.Frame frame) {
        Asked question = asked.get(frame.sequence());
        if (question == null || question.cluster() != frame.message().cluster()) {
            return;
        }
        if (question.nodeId() != sender && question.nodeId() < 0xFFF8) {
            return;
        }
        asked.remove(frame.sequence());
        question.timeout().cancel();
        question.answer().complete(Optional.of(frame.message()));
    }

    private int sequence() {
        nextSequence = nextSequence + 1 & 0xFF;
        return nextSequence;
    }
}
