// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.fake;

import dev.lockcred.spi.BytePort;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.ezsp.ConfigCommand;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback;
import dev.lockcred.zigbee.internal.ezsp.EzspCodec;
import dev.lockcred.zigbee.internal.ezsp.EzspFrame;
import dev.lockcred.zigbee.internal.ezsp.EzspHeader;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspResponse;
import dev.lockcred.zigbee.internal.ezsp.EzspVersion;
import dev.lockcred.zigbee.internal.ezsp.FrameId;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus.Meaning;
import dev.lockcred.zigbee.internal.ezsp.NetworkCommand;
import dev.lockcred.zigbee.internal.ezsp.NetworkParameters;
import dev.lockcred.zigbee.internal.ezsp.SecurityCommand;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.SecManContext;
import dev.lockcred.zigbee.internal.ezsp.SendCommand;
import dev.lockcred.zigbee.internal.ezsp.TableStructures;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A stick for tests of the driver: enough of a co-processor to carry a network with locks; no radio, no security. */
public final class FakeStick {

    public static final Eui64 EUI64 = Eui64.parse("000d6f000b0b0b01");
    private static final Duration AIR = Duration.ofMillis(10);
    private static final Duration NO_ACK = Duration.ofSeconds(5);

    private final VirtualTime time;
    private final EzspVersion version;
    private final Map<Integer, FakeLock> nodes = new HashMap<>();
    private final List<EzspMessage.Command> commands = new ArrayList<>();
    private EzspCodec codec = EzspCodec.initial();
    private AshPeer ash;
    private boolean versionSeen;
    private int lastSequence;
    private int apsSequence;

    public Eui64 eui64 = EUI64;
    public NetworkParameters network;
    public ZigbeeKey networkKey = ZigbeeKey.WELL_KNOWN;
    public ZigbeeKey linkKey = ZigbeeKey.WELL_KNOWN;
    public long frameCounter = 4096;
    public OptionalInt permitted = OptionalInt.empty();
    public Eui64 joiner;
    public ZigbeeKey joinKey;
    public int policy;

    public FakeStick(VirtualTime time, int version) {
        this.time = time;
        this.version = new EzspVersion(version);
    }

    /** A stick that has been on a network before. */
    public FakeStick onNetwork() {
        network = new NetworkParameters(Eui64.parse("dddddddddddddddd"), 0x1A62, 8, 15, 0, 0, 0, 0x07FFF800);
        networkKey = ZigbeeKey.parse("01030507090b0d0f00020406080a0c0d");
        return this;
    }

    public FakeStick with(FakeLock lock) {
        nodes.put(lock.nodeId(), lock);
        lock.attach(this);
        return this;
    }

    /** The host has opened the port. */
    public void plug(BytePort port) {
        ash = new AshPeer(time, port, new AshPeer.Owner() {
            @Override
            public void onReset() {
                codec = EzspCodec.initial();
                versionSeen = false;
            }

            @Override
            public void onEzsp(byte[] frame) {
                FakeStick.this.onEzsp(frame);
            }
        });
    }

    public AshPeer ash() {
        return ash;
    }

    public List<EzspMessage.Command> commands() {
        return commands;
    }

    VirtualTime time() {
        return time;
    }

    private void onEzsp(byte[] bytes) {
        EzspFrame frame;
        try {
            frame = codec.decodeFromHost(bytes);
        } catch (dev.lockcred.spi.support.MalformedFrameException e) {
            throw new AssertionError("the host sent a malformed frame", e);
        }
        lastSequence = frame.header().sequence();
        if (frame.message() instanceof ConfigCommand.Version ask) {
            respond(new EzspResponse.Version(version.number(), 2, 0x7430));
            if (!versionSeen) {
                versionSeen = true;
                codec = EzspCodec.of(version);
            } else if (ask.desired() != version.number()) {
                throw new AssertionError("the host insists on version " + ask.desired());
            }
            return;
        }
        if (!(frame.message() instanceof EzspMessage.Command command)) {
            respond(new EzspResponse.InvalidCommand(0x31));
            return;
        }
        commands.add(command);
        respond(answer(command));
    }

    private void respond(EzspMessage.Response response) {
        ash.send(codec.encode(new EzspFrame(EzspHeader.response(lastSequence), response)));
    }

    public void callback(EzspMessage.Callback callback) {
        ash.send(codec.encode(new EzspFrame(EzspHeader.callback(lastSequence), callback)));
    }

    private NcpStatus ok() {
        return NcpStatus.of(Meaning.OK, version);
    }

    private void stackStatus(Meaning meaning) {
        time.schedule(AIR, () -> callback(new EzspCallback.StackStatus(NcpStatus.of(meaning, version))));
    }

    private EzspMessage.Response answer(EzspMessage.Command command) {
        NcpStatus wideOk = new NcpStatus(0, true);
        NcpStatus missing = NcpStatus.of(Meaning.INVALID_STATE, version);
        if (command instanceof SendCommand.Unicast unicast) {
            return unicast(unicast);
        }
        if (command instanceof SendCommand) {
            return new EzspResponse.Sent(command.id(), ok(), 0);
        }
        if (command instanceof NetworkCommand.NetworkInit) {
            if (network == null) {
                return new EzspResponse.StatusOnly(command.id(), NcpStatus.of(Meaning.NOT_JOINED, version));
            }
            stackStatus(Meaning.NETWORK_UP);
        } else if (command instanceof NetworkCommand.FormNetwork form) {
            network = form.parameters();
            stackStatus(Meaning.NETWORK_UP);
        } else if (command instanceof SecurityCommand.SetInitialSecurityState security) {
            networkKey = security.state().networkKey();
            linkKey = security.state().preconfiguredKey();
        } else if (command instanceof NetworkCommand.PermitJoining permit) {
            permitted = OptionalInt.of(permit.seconds());
            stackStatus(permit.seconds() == 0 ? Meaning.NETWORK_CLOSED : Meaning.NETWORK_OPENED);
        } else if (command instanceof ConfigCommand.SetPolicy set && set.policy() == 0) {
            policy = set.decision();
        } else if (command instanceof ConfigCommand.SetValue set && set.valueId() == 0x23) {
            frameCounter = counter(set.value());
        } else if (command instanceof SecurityCommand.ImportTransientKey key) {
            joiner = key.eui64();
            joinKey = key.key();
            return new EzspResponse.StatusOnly(command.id(), wideOk);
        } else if (command instanceof SecurityCommand.AddTransientLinkKey key) {
            joiner = key.eui64();
            joinKey = key.key();
        }
        return switch (command.id()) {
            case LEAVE_NETWORK -> {
                network = null;
                stackStatus(Meaning.NETWORK_DOWN);
                yield new EzspResponse.StatusOnly(command.id(), ok());
            }
            case GET_NETWORK_PARAMETERS ->
                network == null
                        ? new EzspResponse.NetworkParametersAre(
                                missing, 0, new NetworkParameters(Eui64.NONE, 0xFFFF, 0, 0, 0, 0, 0, 0))
                        : new EzspResponse.NetworkParametersAre(ok(), 1, network);
            case GET_EUI64 -> new EzspResponse.OwnEui64(eui64);
            case GET_VALUE ->
                new EzspResponse.Value(command.id(), ok(), Octets.hex("2a010804030 0aa".replace(" ", "")));
            case GET_EXTENDED_VALUE ->
                new EzspResponse.Value(command.id(), NcpStatus.of(Meaning.BAD_ARGUMENT, version), Octets.hex("0000"));
            case SET_SOURCE_ROUTE_DISCOVERY_MODE -> new EzspResponse.SourceRouteDiscoveryMode(55_000);
            case EXPORT_KEY -> {
                SecManContext context = ((SecurityCommand.ExportKey) command).context();
                ZigbeeKey key = context.keyType() == SecManContext.NETWORK ? currentKey() : linkKey;
                yield new EzspResponse.ExportedKey(wideOk, key, context);
            }
            case GET_KEY -> {
                int type = ((SecurityCommand.GetKey) command).keyType();
                ZigbeeKey key = type == SecurityCommand.GetKey.NETWORK ? currentKey() : linkKey;
                yield new EzspResponse.KeyIs(
                        ok(), new SecurityStructures.KeyStruct(7, type, key, frameCounter, 0, 0, eui64));
            }
            case GET_NETWORK_KEY_INFO ->
                new EzspResponse.NetworkKeyInfoIs(
                        wideOk, new SecurityStructures.NetworkKeyInfo(1, 0, 0, 0, frameCounter));
            case LOOKUP_NODE_ID_BY_EUI64 -> {
                Eui64 wanted = ((NetworkCommand.LookupNodeIdByEui64) command).eui64();
                int id = nodes.values().stream()
                        .filter(n -> n.eui64().equals(wanted))
                        .map(FakeLock::nodeId)
                        .findFirst()
                        .orElse(0xFFFF);
                yield new EzspResponse.NodeId(command.id(), id);
            }
            case GET_CHILD_DATA -> {
                int index = ((NetworkCommand.GetChildData) command).index();
                List<FakeLock> children = List.copyOf(nodes.values());
                yield index < children.size()
                        ? new EzspResponse.ChildDataIs(ok(), child(children.get(index)))
                        : new EzspResponse.ChildDataIs(
                                NcpStatus.of(Meaning.NOT_JOINED, version),
                                new TableStructures.ChildData(Eui64.NONE, 0, 0xFFFF, 0, 0, 0, 0));
            }
            case LOOKUP_EUI64_BY_NODE_ID -> {
                FakeLock node = nodes.get(((NetworkCommand.LookupEui64ByNodeId) command).nodeId());
                yield node == null
                        ? new EzspResponse.Eui64Of(NcpStatus.of(Meaning.NOT_FOUND, version), Eui64.NONE)
                        : new EzspResponse.Eui64Of(ok(), node.eui64());
            }
            case SET_EXTENDED_TIMEOUT ->
                version.isWide()
                        ? new EzspResponse.StatusOnly(command.id(), ok())
                        : new EzspResponse.Done(command.id());
            case CLEAR_TRANSIENT_LINK_KEYS, NOP, SET_MANUFACTURER_CODE -> new EzspResponse.Done(command.id());
            default -> new EzspResponse.StatusOnly(command.id(), ok());
        };
    }

    private static TableStructures.ChildData child(FakeLock lock) {
        return new TableStructures.ChildData(lock.eui64(), 3, lock.nodeId(), 0, 0, 0, 0);
    }

    private ZigbeeKey currentKey() {
        return network == null ? ZigbeeKey.of(new byte[16]) : networkKey;
    }

    private static long counter(Octets value) {
        return value.u8(0) | value.u8(1) << 8 | value.u8(2) << 16 | (long) value.u8(3) << 24;
    }

    private EzspMessage.Response unicast(SendCommand.Unicast unicast) {
        apsSequence = apsSequence + 1 & 0xFF;
        int sequence = apsSequence;
        FakeLock node = nodes.get(unicast.destination());
        boolean arrives = node != null && node.hears();
        ApsFrame aps = unicast.aps();
        byte[] message = unicast.message().toByteArray();
        if (arrives) {
            time.schedule(AIR, () -> node.onMessage(aps, message));
        }
        boolean asked = (aps.options() & ApsFrame.OPTION_RETRY) != 0;
        NcpStatus status = arrives || !asked ? ok() : NcpStatus.of(Meaning.DELIVERY_FAILED, version);
        time.schedule(
                arrives || !asked ? AIR : NO_ACK,
                () -> callback(new EzspCallback.MessageSent(
                        status, unicast.type(), unicast.destination(), aps, unicast.tag(), Octets.EMPTY)));
        return new EzspResponse.Sent(FrameId.SEND_UNICAST, ok(), sequence);
    }

    /** A node says something to the host. */
    void fromNode(
            FakeLock node, int profile, int cluster, int endpoint, int hostEndpoint, int options, byte[] message) {
        var aps = new ApsFrame(profile, cluster, endpoint, hostEndpoint, options, 0, 0);
        callback(new EzspCallback.IncomingMessage(
                0,
                aps,
                200,
                -50,
                node.nodeId(),
                version.isWide() ? node.eui64() : Eui64.NONE,
                0xFF,
                0xFF,
                0,
                Octets.of(message)));
    }
}
