// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback.TrustCenterJoin;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspResponse;
import dev.lockcred.zigbee.internal.ezsp.FrameId;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus.Meaning;
import dev.lockcred.zigbee.internal.ezsp.NetworkCommand;
import dev.lockcred.zigbee.internal.ezsp.NetworkParameters;
import dev.lockcred.zigbee.internal.ezsp.SendCommand;
import dev.lockcred.zigbee.internal.ezsp.TableStructures.ChildData;
import dev.lockcred.zigbee.internal.ezsp.TableStructures.MulticastEntry;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zdo.ZdoMessage;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The co-processor on its network: forming, joining, sending. */
final class NcpNetwork {

    private static final Duration STACK = Duration.ofMillis(40);
    private static final int POLICY_TRUST_CENTRE = 0x00;
    private static final int POLICY_MESSAGE_CONTENTS = 0x04;
    private static final int TAG_ONLY = 0x40;
    private static final int ALLOW_JOINS = 0x01;
    private static final int INSTALL_CODES_ONLY = 0x10;
    private static final int CONFIG_UNICASTS = 0x03;
    private static final int DEFAULT_UNICASTS = 10;
    private static final int LONGEST_MESSAGE = 82;
    private static final int COORDINATOR = 1;
    private static final int END_DEVICE = 3;
    private static final int SLEEPY_END_DEVICE = 4;

    private static final NetworkParameters NOWHERE = new NetworkParameters(Eui64.NONE, 0xFFFF, 0, 0, 0, 0, 0, 0);

    private final SimulatedNcp ncp;
    private final NcpTokens tokens;
    private final Air air;
    private final SelfZdo self;

    NcpNetwork(SimulatedNcp ncp, NcpTokens tokens, Air air) {
        this.ncp = ncp;
        this.tokens = tokens;
        this.air = air;
        this.self = new SelfZdo(ncp, this);
    }

    /** The coordinator's own address. */
    Eui64 eui64() {
        return tokens.eui64;
    }

    // ---- commands

    Optional<EzspMessage.Response> answer(FrameId bare) {
        return switch (bare) {
            case NETWORK_STATE -> Optional.of(new EzspResponse.NetworkState(ncp.ram().up ? 2 : 0));
            case GET_EUI64 -> Optional.of(new EzspResponse.OwnEui64(tokens.eui64));
            case GET_NODE_ID -> Optional.of(new EzspResponse.NodeId(bare, ncp.ram().up ? 0 : 0xFFFE));
            case GET_NETWORK_PARAMETERS ->
                Optional.of(new EzspResponse.NetworkParametersAre(
                        ncp.ram().up ? ok() : ncp.status(Meaning.NOT_JOINED),
                        ncp.ram().up ? COORDINATOR : 0,
                        ncp.ram().up ? tokens.network.orElse(NOWHERE) : NOWHERE));
            case LEAVE_NETWORK -> {
                if (!ncp.ram().up) {
                    yield status(bare, Meaning.INVALID_STATE);
                }
                ncp.ram().up = false;
                tokens.leave();
                stackStatus(Meaning.NETWORK_DOWN);
                yield status(bare, Meaning.OK);
            }
            default -> Optional.empty();
        };
    }

    Optional<EzspMessage.Response> answer(NetworkCommand command) {
        if (command instanceof NetworkCommand.NetworkInit || command instanceof NetworkCommand.NetworkInitExtended) {
            if (tokens.network.isEmpty()) {
                return status(command.id(), Meaning.NOT_JOINED);
            }
            ncp.ram().up = true;
            stackStatus(Meaning.NETWORK_UP);
            return status(command.id(), Meaning.OK);
        }
        if (command instanceof NetworkCommand.FormNetwork form) {
            return form(form.parameters());
        }
        if (command instanceof NetworkCommand.PermitJoining permit) {
            if (!ncp.ram().up) {
                return status(command.id(), Meaning.NOT_JOINED);
            }
            open(permit.seconds());
            return status(command.id(), Meaning.OK);
        }
        if (command instanceof NetworkCommand.SetConcentrator set) {
            ncp.ram().concentrator = set.on();
            return status(command.id(), Meaning.OK);
        }
        if (command instanceof NetworkCommand.SetSourceRouteDiscoveryMode) {
            return Optional.of(new EzspResponse.SourceRouteDiscoveryMode(0));
        }
        if (command instanceof NetworkCommand.RemoveDevice remove) {
            Optional<ZigbeeNode> node = air.byEui64(remove.target());
            node.ifPresent(n -> n.orderToLeave());
            return status(command.id(), Meaning.OK);
        }
        return tables(command);
    }

    private Optional<EzspMessage.Response> tables(NetworkCommand command) {
        NcpRam ram = ncp.ram();
        if (command instanceof NetworkCommand.LookupNodeIdByEui64 lookup) {
            int nodeId = lookup.eui64().equals(tokens.eui64)
                    ? 0
                    : air.byEui64(lookup.eui64()).map(ZigbeeNode::nodeId).orElse(0xFFFF);
            return Optional.of(new EzspResponse.NodeId(command.id(), nodeId));
        }
        if (command instanceof NetworkCommand.LookupEui64ByNodeId lookup) {
            Optional<Eui64> found = lookup.nodeId() == 0
                    ? Optional.of(tokens.eui64)
                    : air.byNodeId(lookup.nodeId()).map(ZigbeeNode::eui64);
            return Optional.of(new EzspResponse.Eui64Of(
                    found.isPresent() ? ok() : ncp.status(Meaning.NOT_FOUND), found.orElse(Eui64.NONE)));
        }
        if (command instanceof NetworkCommand.GetChildData get) {
            List<ZigbeeNode> children = tokens.children;
            return Optional.of(
                    get.index() < children.size()
                            ? new EzspResponse.ChildDataIs(ok(), childData(children.get(get.index())))
                            : new EzspResponse.ChildDataIs(
                                    ncp.status(Meaning.NOT_JOINED), new ChildData(Eui64.NONE, 0, 0xFFFF, 0, 0, 0, 0)));
        }
        if (command instanceof NetworkCommand.SetExtendedTimeout set) {
            ram.extendedTimeouts.put(set.eui64(), set.extended());
            return Optional.of(
                    ncp.version().isWide()
                            ? new EzspResponse.StatusOnly(command.id(), ok())
                            : new EzspResponse.Done(command.id()));
        }
        if (command instanceof NetworkCommand.GetExtendedTimeout get) {
            boolean extended = ram.extendedTimeouts.getOrDefault(get.eui64(), false);
            return Optional.of(
                    ncp.version().isWide()
                            ? new EzspResponse.StatusOnly(
                                    command.id(), ncp.status(extended ? Meaning.OK : Meaning.NOT_FOUND))
                            : new EzspResponse.ExtendedTimeout(extended));
        }
        if (command instanceof NetworkCommand.SetMulticastTableEntry set) {
            ram.multicast.put(set.index(), set.entry());
            return status(command.id(), Meaning.OK);
        }
        if (command instanceof NetworkCommand.GetMulticastTableEntry get) {
            return Optional.of(new EzspResponse.MulticastEntryIs(
                    ok(), ram.multicast.getOrDefault(get.index(), new MulticastEntry(0, 0, 0))));
        }
        return Optional.empty();
    }

    private static ChildData childData(ZigbeeNode node) {
        return new ChildData(
                node.eui64(), node.isSleepy() ? SLEEPY_END_DEVICE : END_DEVICE, node.nodeId(), 0, 0, 8, 15_360);
    }

    private Optional<EzspMessage.Response> form(NetworkParameters parameters) {
        if (ncp.ram().up || !ncp.settingsForForming()) {
            return status(FrameId.FORM_NETWORK, Meaning.INVALID_STATE);
        }
        tokens.network = Optional.of(parameters);
        tokens.children.clear();
        ncp.ram().up = true;
        stackStatus(Meaning.NETWORK_UP);
        return status(FrameId.FORM_NETWORK, Meaning.OK);
    }

    /** Two networks met under one PAN id: the stack takes another, and those who belong to it follow. */
    void changePanId(int panId) {
        List<ZigbeeNode> members = air.nodes().stream().filter(ncp::shares).toList();
        NetworkParameters old = tokens.network.orElseThrow();
        tokens.network = Optional.of(new NetworkParameters(
                old.extendedPanId(),
                panId,
                old.txPower(),
                old.channel(),
                old.joinMethod(),
                old.nwkManager(),
                old.nwkUpdateId() + 1 & 0xFF,
                old.channels()));
        members.forEach(n -> n.follow(panId));
        stackStatus(Meaning.PAN_ID_CHANGED);
    }

    // ---- joining

    /** Opens or closes the network. */
    void open(int seconds) {
        NcpRam ram = ncp.ram();
        ram.end();
        ram.open = seconds > 0;
        stackStatus(seconds > 0 ? Meaning.NETWORK_OPENED : Meaning.NETWORK_CLOSED);
        if (seconds > 0 && seconds < 0xFF) {
            ram.closing = ncp.timers().schedule(Duration.ofSeconds(seconds), () -> {
                ram.closing = null;
                ram.open = false;
                if (ncp.ram() == ram) {
                    stackStatus(Meaning.NETWORK_CLOSED);
                }
            });
        }
    }

    /** What came of an attempt to join. */
    enum Admission {
        /** Nobody is open. */
        CLOSED,
        /** Kept out. */
        DENIED,
        /** The trust centre sent the network key under a link key the device does not have. */
        WRONG_KEY,
        JOINED
    }

    /** A device asks to join with the link key it was made with. */
    Admission join(ZigbeeNode node, ZigbeeKey linkKey) {
        NcpRam ram = ncp.ram();
        int policy = ram.policies.getOrDefault(POLICY_TRUST_CENTRE, 0);
        if (!ram.up || !ram.open) {
            return Admission.CLOSED;
        }
        @Nullable ZigbeeKey own = ram.transientKeys.get(node.eui64());
        @Nullable ZigbeeKey lent = ram.transientKeys.get(Eui64.ANY);
        @Nullable ZigbeeKey shared = lent != null || tokens.hashedLinkKeys ? lent : tokens.linkKey;
        @Nullable ZigbeeKey offered = own != null ? own : (policy & INSTALL_CODES_ONLY) != 0 ? null : shared;
        boolean denied = offered == null || (policy & ALLOW_JOINS) == 0;
        node.moveTo(air.freeNodeId());
        ncp.callback(new EzspCallback.ChildJoin(
                tokens.children.size(),
                true,
                node.nodeId(),
                node.eui64(),
                node.isSleepy() ? SLEEPY_END_DEVICE : END_DEVICE));
        ncp.callback(new TrustCenterJoin(
                node.nodeId(), node.eui64(), TrustCenterJoin.UNSECURED_JOIN, denied ? TrustCenterJoin.DENY : 0, 0));
        if (denied || offered == null) {
            return Admission.DENIED;
        }
        if (!offered.equals(linkKey)) {
            return Admission.WRONG_KEY;
        }
        admit(node, linkKey);
        return Admission.JOINED;
    }

    /** Makes a device a member. */
    void admit(ZigbeeNode node, ZigbeeKey linkKey) {
        NetworkParameters p = tokens.network.orElseThrow();
        node.member(
                new Membership(p.extendedPanId(), p.panId(), p.channel(), tokens.networkKey, tokens.eui64, linkKey));
        if (!tokens.children.contains(node)) {
            tokens.children.add(node);
        }
    }

    /** A device came back with the network key. */
    void rejoined(ZigbeeNode node) {
        ncp.callback(new TrustCenterJoin(node.nodeId(), node.eui64(), TrustCenterJoin.SECURED_REJOIN, 0, 0));
    }

    /** A device left. */
    void left(ZigbeeNode node) {
        if (tokens.children.remove(node)) {
            ncp.callback(new TrustCenterJoin(node.nodeId(), node.eui64(), TrustCenterJoin.LEFT, 0, 0));
        }
    }

    // ---- sending

    EzspMessage.Response send(SendCommand send) {
        NcpRam ram = ncp.ram();
        FrameId id = send.id();
        if (!ram.up) {
            return new EzspResponse.Sent(id, ncp.status(Meaning.INVALID_STATE), 0);
        }
        if (send.message().length() > LONGEST_MESSAGE) {
            return new EzspResponse.Sent(id, ncp.status(Meaning.MESSAGE_TOO_LONG), 0);
        }
        int limit = ram.configuration.getOrDefault(CONFIG_UNICASTS, DEFAULT_UNICASTS);
        if (send instanceof SendCommand.Unicast && ram.onAir >= limit) {
            return new EzspResponse.Sent(id, ncp.status(Meaning.TOO_MANY_MESSAGES), 0);
        }
        ram.apsSequence = ram.apsSequence + 1 & 0xFF;
        tokens.frameCounter++;
        ApsFrame aps = numbered(send.aps(), ram.apsSequence);
        if (send instanceof SendCommand.Unicast unicast) {
            unicast(unicast, aps);
        } else {
            ncp.traffic().broadcasts++;
            air.toAll(aps, send.message().toByteArray(), tokens.frameCounter);
            int destination = send instanceof SendCommand.Broadcast b ? b.destination() : 0xFFFD;
            ncp.callbackSoon(
                    STACK,
                    new EzspCallback.MessageSent(
                            ok(),
                            send instanceof SendCommand.Broadcast ? 6 : 3,
                            destination,
                            aps,
                            send.tag(),
                            Octets.EMPTY));
        }
        return new EzspResponse.Sent(id, ok(), ram.apsSequence);
    }

    private void unicast(SendCommand.Unicast unicast, ApsFrame aps) {
        NcpRam ram = ncp.ram();
        ncp.traffic().unicasts++;
        byte[] message = unicast.message().toByteArray();
        Octets repeated = ram.policies.getOrDefault(POLICY_MESSAGE_CONTENTS, TAG_ONLY) == TAG_ONLY
                ? Octets.EMPTY
                : Octets.of(message);
        if (unicast.destination() == 0) {
            ncp.callbackSoon(Duration.ofMillis(1), sent(unicast, aps, Meaning.OK, repeated));
            if (aps.profile() == ZdoMessage.PROFILE) {
                self.onRequest(aps.cluster(), message);
            }
            return;
        }
        ram.onAir++;
        air.toNode(unicast.destination(), aps, message, tokens.frameCounter, acknowledged -> {
            ram.onAir--;
            if (ncp.ram() == ram) {
                ncp.callback(sent(unicast, aps, acknowledged ? Meaning.OK : Meaning.DELIVERY_FAILED, repeated));
            }
        });
    }

    private EzspCallback.MessageSent sent(SendCommand.Unicast unicast, ApsFrame aps, Meaning meaning, Octets repeated) {
        return new EzspCallback.MessageSent(
                ncp.status(meaning), unicast.type(), unicast.destination(), aps, unicast.tag(), repeated);
    }

    /** The same header with the sequence number its sender gives it. */
    static ApsFrame numbered(ApsFrame aps, int sequence) {
        return new ApsFrame(
                aps.profile(),
                aps.cluster(),
                aps.sourceEndpoint(),
                aps.destinationEndpoint(),
                aps.options(),
                aps.group(),
                sequence);
    }

    // ---- small things

    private NcpStatus ok() {
        return ncp.status(Meaning.OK);
    }

    private Optional<EzspMessage.Response> status(FrameId id, Meaning meaning) {
        return Optional.of(new EzspResponse.StatusOnly(id, ncp.status(meaning)));
    }

    private void stackStatus(Meaning meaning) {
        ncp.callbackSoon(STACK, new EzspCallback.StackStatus(ncp.status(meaning)));
    }
}
