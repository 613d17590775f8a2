// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.Timers;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the coordinator and the nodes: one hop with its delay, losses, APS acknowledgements with repeats, and the
 * parent's mailbox for nodes that sleep. A message for a sleeper waits 7.68 s for its next poll and is then thrown away; one for
 * a node that is awake is sent up to four times, 1.6 s apart.
 */
public final class Air {

    private static final int ATTEMPTS = 4;
    private static final Duration ACK_WAIT = Duration.ofMillis(1600);

    /** How long a parent keeps a message for a sleeping child. */
    static final Duration MAILBOX = Duration.ofMillis(7680);

    private final Timers timers;
    private final RandomGenerator random;
    private final List<ZigbeeNode> nodes = new ArrayList<>();
    private SimulatedNcp ncp;
    private Duration hop = Duration.ofMillis(5);
    private Duration slowAcks = Duration.ZERO;
    private double loss;
    private int nextCounter;
    private int frames;

    @SuppressWarnings("NullAway.Init") // the coordinator needs the air, and says so before anybody speaks
    Air(Timers timers, RandomGenerator random) {
        this.timers = timers;
        this.random = random;
    }

    void coordinator(SimulatedNcp coordinator) {
        ncp = coordinator;
    }

    void add(ZigbeeNode node) {
        nodes.add(node);
    }

    /** How long one transmission takes. */
    public Air hop(Duration duration) {
        hop = duration;
        return this;
    }

    /** Loses each transmission, acknowledgements included, with this probability. */
    public Air loss(double probability) {
        loss = probability;
        return this;
    }

    /** Makes acknowledgements come so much later, so that answers overtake them. */
    public Air slowAcks(Duration duration) {
        slowAcks = duration;
        return this;
    }

    /** Frames that were on the air: messages, their repeats, and the acknowledgements of those that ask for one. */
    int frames() {
        return frames;
    }

    Timers timers() {
        return timers;
    }

    List<ZigbeeNode> nodes() {
        return List.copyOf(nodes);
    }

    Optional<ZigbeeNode> byNodeId(int nodeId) {
        return nodes.stream().filter(n -> n.nodeId() == nodeId && ncp.shares(n)).findFirst();
    }

    Optional<ZigbeeNode> byEui64(Eui64 eui64) {
        return nodes.stream()
                .filter(n -> n.eui64().equals(eui64) && ncp.shares(n))
                .findFirst();
    }

    /** A short address nobody has. */
    int freeNodeId() {
        int candidate;
        do {
            candidate = 1 + random.nextInt(0xFFF6);
        } while (isTaken(candidate));
        return candidate;
    }

    private boolean isTaken(int nodeId) {
        return nodes.stream().anyMatch(n -> n.nodeId() == nodeId);
    }

    /** Who is told what became of a message. */
    interface Fate {
        void onEnd(boolean acknowledged);
    }

    /** From the coordinator to a node. */
    void toNode(int nodeId, ApsFrame aps, byte[] message, long frameCounter, Fate fate) {
        boolean asked = (aps.options() & ApsFrame.OPTION_RETRY) != 0;
        var packet = new Packet(aps, Octets.of(message), frameCounter, nextCounter++);
        new Transmission(nodeId, packet, asked, fate).attempt(1);
    }

    /**
     * One message on the air.
     *
     * @param frameCounter of the network layer; a node drops what is older than what it heard
     * @param counter the same in every repeat
     */
    record Packet(ApsFrame aps, Octets message, long frameCounter, int counter) {}

    /** A message to a node until its fate is known. */
    private final class Transmission {
        private final int nodeId;
        private final Packet packet;
        private final boolean asked;
        private final Fate fate;
        private boolean ended;
        private Timers.@Nullable Cancellable patience;

        Transmission(int nodeId, Packet packet, boolean asked, Fate fate) {
            this.nodeId = nodeId;
            this.packet = packet;
            this.asked = asked;
            this.fate = fate;
        }

        void attempt(int number) {
            Optional<ZigbeeNode> target = byNodeId(nodeId);
            frames++;
            boolean sleepy = target.isPresent() && target.get().isSleepy();
            if (sleepy) {
                // A parent knows when its child fetched the message, whether an acknowledgement was asked for or not.
                patience = timers.schedule(MAILBOX.plus(ACK_WAIT), () -> end(false));
                target.get().letter(() -> arrive(target.get()), hop);
                return;
            }
            target.ifPresent(node -> timers.schedule(hop, () -> arrive(node)));
            patience = timers.schedule(asked ? ACK_WAIT : hop.multipliedBy(2), () -> {
                if (!asked) {
                    end(true);
                } else if (number == ATTEMPTS) {
                    end(false);
                } else {
                    attempt(number + 1);
                }
            });
        }

        private void arrive(ZigbeeNode node) {
            if (isLost() || !ncp.shares(node) || !node.hears(packet)) {
                return;
            }
            node.receive(packet);
            if (asked) {
                frames++;
            }
            if (!isLost()) {
                timers.schedule(asked ? hop.plus(slowAcks) : hop, () -> end(true));
            }
        }

        private void end(boolean acknowledged) {
            if (!ended) {
                ended = true;
                if (patience != null) {
                    patience.cancel();
                }
                fate.onEnd(acknowledged);
            }
        }
    }

    /** From the coordinator to all who listen. */
    void toAll(ApsFrame aps, byte[] message, long frameCounter) {
        var packet = new Packet(aps, Octets.of(message), frameCounter, nextCounter++);
        for (ZigbeeNode node : nodes()) {
            if (!node.isSleepy()) {
                timers.schedule(hop, () -> {
                    if (!isLost() && ncp.shares(node) && node.hears(packet)) {
                        node.receive(packet);
                    }
                });
            }
        }
    }

    /** From a node to the coordinator; repeated like the other way, and heard once. */
    void toCoordinator(ZigbeeNode node, ApsFrame aps, byte[] message, int type) {
        fromNode(node, aps, message, type, 1);
    }

    private void fromNode(ZigbeeNode node, ApsFrame aps, byte[] message, int type, int attempt) {
        frames++;
        if (isLost()) {
            if (attempt < ATTEMPTS) {
                timers.schedule(ACK_WAIT, () -> fromNode(node, aps, message, type, attempt + 1));
            }
            return;
        }
        timers.schedule(hop, () -> {
            if (node.isOnAir() && ncp.shares(node)) {
                if ((aps.options() & ApsFrame.OPTION_RETRY) != 0) {
                    frames++;
                }
                ncp.incoming(node, aps, message, type);
            }
        });
    }

    private boolean isLost() {
        return loss > 0 && random.nextDouble() < loss;
    }
}
