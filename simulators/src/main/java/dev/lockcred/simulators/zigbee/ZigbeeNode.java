// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.zcl.ClusterCommand;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import dev.lockcred.zigbee.internal.zdo.ZdoMessage;
import dev.lockcred.zigbee.internal.zdo.ZdoRequest;
import dev.lockcred.zigbee.internal.zdo.ZdoResponse;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One device: its place on the network, its ZDO, its attributes and bindings. What it is beyond that is its application's. */
final class ZigbeeNode {

    private static final Duration ANNOUNCE = Duration.ofMillis(300);
    private static final Duration THINKS = Duration.ofMillis(5);
    private static final int RX_ON = 0x8C;
    private static final int SLEEPY = 0x80;
    private static final int KIND_END_DEVICE = 2;
    private static final int TO_LISTENERS = 0xFFFD;
    private static final int TYPE_UNICAST = 0;
    private static final int TYPE_BROADCAST = 4;
    private static final int MAX_ATTRIBUTE_BYTES = 70;

    /** What makes a node a lock, or something else. */
    interface Application {
        /** The endpoints besides those nobody needs; each with its clusters. */
        List<ZdoResponse.Endpoint> endpoints();

        int manufacturerCode();

        /** A command of a cluster; answered or refused by the application itself. */
        void onCommand(int cluster, ZclFrame frame);

        /** An answer to something this node asked or told. */
        void onAnswer(int cluster, ZclFrame frame);

        /** Brings attributes of a cluster up to date that change by themselves. */
        void refresh(int cluster);

        /** The host changed attributes of a cluster. */
        void onWritten(int cluster, List<GeneralCommand.Attribute> attributes);

        /** Whether messages of this cluster must be encrypted with the link key. */
        boolean wantsLinkKey(int cluster);
    }

    private final Air air;
    private final NcpNetwork coordinator;
    private final Eui64 eui64;
    private final @Nullable SleepCycle sleep;
    private final Duration listens;
    private final TreeMap<Integer, AttributeTable> tables = new TreeMap<>();
    private final TreeMap<Integer, Eui64> bound = new TreeMap<>();
    private Optional<Membership> membership = Optional.empty();
    private Optional<Application> application = Optional.empty();
    private int nodeId = 0xFFFE;
    private long heardCounter;
    private int lastPacket = -1;
    private boolean offAir;
    private int zclSequence = 0x40;
    private int zdoSequence;
    private int apsSequence;
    private int framesIn;
    private int framesOut;

    ZigbeeNode(Air air, NcpNetwork coordinator, Eui64 eui64, Optional<LockModel.Sleep> sleep) {
        this.air = air;
        this.coordinator = coordinator;
        this.eui64 = eui64;
        this.sleep = sleep.map(s -> new SleepCycle(air.timers(), s.longPoll(), s.shortPoll()))
                .orElse(null);
        this.listens = sleep.map(LockModel.Sleep::listens).orElse(Duration.ZERO);
        air.add(this);
    }

    void application(Application newApplication) {
        application = Optional.of(newApplication);
    }

    Eui64 eui64() {
        return eui64;
    }

    int nodeId() {
        return nodeId;
    }

    boolean isSleepy() {
        return sleep != null;
    }

    Optional<SleepCycle> sleep() {
        return Optional.ofNullable(sleep);
    }

    Optional<Membership> membership() {
        return membership;
    }

    Timers timers() {
        return air.timers();
    }

    AttributeTable attributes(int cluster) {
        return tables.computeIfAbsent(cluster, c -> new AttributeTable());
    }

    boolean isBound(int cluster) {
        return coordinator.eui64().equals(bound.get(cluster));
    }

    /** Frames of the cluster library that arrived here. */
    int framesIn() {
        return framesIn;
    }

    /** Frames of the cluster library that left here. */
    int framesOut() {
        return framesOut;
    }

    // ---- on the network

    void moveTo(int newNodeId) {
        nodeId = newNodeId;
    }

    void member(Membership of) {
        membership = Optional.of(of);
        heardCounter = 0;
    }

    void follow(int panId) {
        membership = membership.map(m -> m.withPanId(panId));
    }

    /** Joins as a stranger, with the link key it was made with. */
    NcpNetwork.Admission join(ZigbeeKey linkKey) {
        forgetNetwork();
        NcpNetwork.Admission admission = coordinator.join(this, linkKey);
        if (admission == NcpNetwork.Admission.JOINED) {
            timers().schedule(ANNOUNCE, this::announce);
        }
        return admission;
    }

    /** Comes back with the network key it has, perhaps at another short address. */
    void rejoin(int newNodeId) {
        nodeId = newNodeId;
        coordinator.rejoined(this);
        timers().schedule(ANNOUNCE, this::announce);
    }

    /** Says where it is. */
    void announce() {
        var announce = new ZdoRequest.DeviceAnnounce(nodeId, eui64, isSleepy() ? SLEEPY : RX_ON);
        send(
                new ApsFrame(ZdoMessage.PROFILE, ZdoRequest.DeviceAnnounce.CLUSTER, 0, 0, 0, TO_LISTENERS, 0),
                new ZdoMessage.Frame(zdoSequence++ & 0xFF, announce).encode(),
                TYPE_BROADCAST);
    }

    /** The trust centre tells it to go. */
    void orderToLeave() {
        timers().schedule(THINKS, this::leave);
    }

    void leave() {
        coordinator.left(this);
        forgetNetwork();
    }

    private void forgetNetwork() {
        membership = Optional.empty();
        bound.clear();
        lastPacket = -1;
    }

    /** Out of reach or without power: hears and says nothing. */
    void offAir(boolean value) {
        offAir = value;
        if (sleep != null) {
            if (value) {
                sleep.goAway();
            } else {
                sleep.comeBack();
            }
        }
    }

    boolean isOnAir() {
        return !offAir;
    }

    // ---- hearing

    /** Puts a message into the parent's mailbox; for a sleepy node. */
    void letter(Runnable arrive, Duration hop) {
        if (sleep != null) {
            sleep.put(arrive, hop);
        }
    }

    /** Whether its radio and its network layer take this packet. */
    boolean hears(Air.Packet packet) {
        if (offAir) {
            return false;
        }
        if (packet.frameCounter() < heardCounter) {
            return false; // replayed, or sent by a coordinator whose counter went back
        }
        heardCounter = packet.frameCounter();
        return true;
    }

    void receive(Air.Packet packet) {
        if (packet.counter() == lastPacket) {
            return; // a repeat whose first copy arrived
        }
        lastPacket = packet.counter();
        ApsFrame aps = packet.aps();
        byte[] message = packet.message().toByteArray();
        if (aps.profile() != ZdoMessage.PROFILE) {
            framesIn++;
        }
        timers().schedule(THINKS, () -> {
            if (aps.profile() == ZdoMessage.PROFILE) {
                onZdo(aps.cluster(), message);
            } else if (hasEndpoint(aps.destinationEndpoint())) {
                onZcl(aps, message);
            }
        });
    }

    private boolean hasEndpoint(int number) {
        return application.isPresent() && application.get().endpoints().stream().anyMatch(e -> e.number() == number);
    }

    private void onZdo(int cluster, byte[] message) {
        ZdoMessage.Frame frame;
        try {
            frame = ZdoMessage.Frame.decode(cluster, message);
        } catch (MalformedFrameException e) {
            return;
        }
        if ((cluster & ZdoMessage.RESPONSE_BIT) != 0) {
            return;
        }
        answer(frame.message()).ifPresent(answer -> {
            var aps = new ApsFrame(ZdoMessage.PROFILE, answer.cluster(), 0, 0, ApsFrame.OPTION_RETRY, 0, 0);
            send(aps, new ZdoMessage.Frame(frame.sequence(), answer).encode(), TYPE_UNICAST);
        });
        if (frame.message() instanceof ZdoRequest.MgmtLeave) {
            timers().schedule(ANNOUNCE, this::leave);
        }
    }

    private Optional<ZdoMessage> answer(ZdoMessage request) {
        int response = request.cluster() | ZdoMessage.RESPONSE_BIT;
        List<ZdoResponse.Endpoint> endpoints =
                application.map(Application::endpoints).orElse(List.of());
        if (request instanceof ZdoRequest.NodeDescriptorOf) {
            return Optional.of(new ZdoResponse.NodeDescriptor(
                    0,
                    nodeId,
                    new ZdoResponse.Descriptor(
                            KIND_END_DEVICE,
                            0x40,
                            isSleepy() ? SLEEPY : RX_ON,
                            application.map(Application::manufacturerCode).orElse(0),
                            82,
                            82,
                            0,
                            82,
                            0)));
        }
        if (request instanceof ZdoRequest.ActiveEndpointsOf) {
            return Optional.of(new ZdoResponse.ActiveEndpoints(
                    0,
                    nodeId,
                    endpoints.stream().map(ZdoResponse.Endpoint::number).toList()));
        }
        if (request instanceof ZdoRequest.SimpleDescriptorOf simple) {
            return Optional.of(endpoints.stream()
                    .filter(e -> e.number() == simple.endpoint())
                    .<ZdoMessage>map(e -> new ZdoResponse.SimpleDescriptor(0, nodeId, e))
                    .findFirst()
                    .orElse(new ZdoResponse.StatusOnly(response, ZdoResponse.INVALID_ENDPOINT)));
        }
        if (request instanceof ZdoRequest.Bind bind) {
            boolean known = endpoints.stream()
                    .anyMatch(e ->
                            e.number() == bind.sourceEndpoint() && e.inputs().contains(bind.boundCluster()));
            if (known && bind.unbind()) {
                bound.remove(bind.boundCluster());
            } else if (known) {
                bound.put(bind.boundCluster(), bind.destination());
            }
            return Optional.of(new ZdoResponse.StatusOnly(response, known ? 0 : ZdoResponse.INVALID_ENDPOINT));
        }
        if (request instanceof ZdoRequest.NwkAddr nwk) {
            return nwk.eui64().equals(eui64)
                    ? Optional.of(new ZdoResponse.Address(response, 0, eui64, nodeId))
                    : Optional.empty();
        }
        if (request instanceof ZdoRequest.IeeeAddr) {
            return Optional.of(new ZdoResponse.Address(response, 0, eui64, nodeId));
        }
        if (request instanceof ZdoRequest.MgmtLeave) {
            return Optional.of(new ZdoResponse.StatusOnly(response, 0));
        }
        if (request instanceof ZdoRequest.MgmtPermitJoining) {
            return Optional.empty();
        }
        return Optional.of(new ZdoResponse.StatusOnly(response, ZdoResponse.NOT_SUPPORTED));
    }

    private void onZcl(ApsFrame aps, byte[] message) {
        Application app = application.orElseThrow();
        int cluster = aps.cluster();
        if (app.wantsLinkKey(cluster) && (aps.options() & ApsFrame.OPTION_ENCRYPT) == 0) {
            return;
        }
        ZclFrame frame;
        try {
            frame = ZclFrame.decode(message);
        } catch (MalformedFrameException e) {
            return;
        }
        boolean answer = frame.fromServer() || !frame.clusterSpecific() && isAnswer(frame.command());
        if (answer) {
            app.onAnswer(cluster, frame);
        } else if (frame.clusterSpecific()) {
            app.onCommand(cluster, frame);
        } else {
            onGeneral(cluster, frame);
        }
    }

    private static boolean isAnswer(int command) {
        return command == GeneralCommand.DEFAULT_RESPONSE || command == GeneralCommand.READ_RESPONSE;
    }

    private void onGeneral(int cluster, ZclFrame frame) {
        Application app = application.orElseThrow();
        if (!tables.containsKey(cluster)) {
            refuse(cluster, frame, ZclStatus.UNSUPPORTED_CLUSTER);
            return;
        }
        GeneralCommand command;
        try {
            command = frame.generalCommand();
        } catch (MalformedFrameException e) {
            refuse(cluster, frame, ZclStatus.MALFORMED_COMMAND);
            return;
        }
        app.refresh(cluster);
        Optional<GeneralCommand> answer = attributes(cluster).answer(command, MAX_ATTRIBUTE_BYTES);
        if (answer.isEmpty()) {
            refuse(cluster, frame, ZclStatus.UNSUPPORTED_GENERAL_COMMAND);
            return;
        }
        say(cluster, ZclFrame.general(true, true, frame.sequence(), answer.get()));
        if (command instanceof GeneralCommand.Write write) {
            app.onWritten(cluster, write.attributes());
        }
    }

    // ---- speaking

    /** Answers a command with a default response. */
    void refuse(int cluster, ZclFrame frame, int status) {
        if (status == ZclStatus.SUCCESS && frame.noDefaultResponse()) {
            return;
        }
        ZclFrame response = ZclFrame.general(
                true, true, frame.sequence(), new GeneralCommand.DefaultResponse(frame.command(), status));
        say(
                cluster,
                frame.manufacturer().isPresent()
                        ? response.withManufacturer(frame.manufacturer().getAsInt())
                        : response);
    }

    /** Answers a command with one of the cluster. */
    void answer(int cluster, ZclFrame frame, ClusterCommand answer) {
        say(cluster, ZclFrame.cluster(true, true, frame.sequence(), answer));
    }

    /** A frame on its own account, under a new sequence number. */
    int nextSequence() {
        zclSequence = zclSequence + 1 & 0xFF;
        return zclSequence;
    }

    /** Reports an attribute where a host asked for it and bound the cluster. */
    void report(int cluster, int attribute) {
        Optional<ZclValue> value = attributes(cluster).get(attribute);
        if (isBound(cluster) && attributes(cluster).reports(attribute) && value.isPresent()) {
            say(
                    cluster,
                    ZclFrame.general(
                            true,
                            false,
                            nextSequence(),
                            new GeneralCommand.Report(List.of(new GeneralCommand.Attribute(attribute, value.get())))));
        }
    }

    /** Sends a frame of the cluster library to the coordinator's endpoint 1. */
    void say(int cluster, ZclFrame frame) {
        sayRaw(cluster, frame.encode());
    }

    /** The same with bytes as they are. */
    void sayRaw(int cluster, byte[] frame) {
        Application app = application.orElseThrow();
        int endpoint = app.endpoints().stream()
                .filter(e -> e.inputs().contains(cluster) || e.outputs().contains(cluster))
                .map(ZdoResponse.Endpoint::number)
                .findFirst()
                .orElse(app.endpoints().get(0).number());
        int options = ApsFrame.OPTION_RETRY | (app.wantsLinkKey(cluster) ? ApsFrame.OPTION_ENCRYPT : 0);
        if (!offAir) {
            framesOut++;
        }
        send(new ApsFrame(Clusters.PROFILE_HOME_AUTOMATION, cluster, endpoint, 1, options, 0, 0), frame, TYPE_UNICAST);
    }

    private void send(ApsFrame aps, byte[] message, int type) {
        if (!offAir && membership.isPresent()) {
            // A host takes two messages with one number for one message.
            apsSequence = apsSequence + 1 & 0xFF;
            air.toCoordinator(this, NcpNetwork.numbered(aps, apsSequence), message, type);
            if (sleep != null) {
                sleep.stayAwake(listens);
            }
        }
    }
}
