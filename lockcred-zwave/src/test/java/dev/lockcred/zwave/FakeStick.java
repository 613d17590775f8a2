// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.zwave.internal.frame.FrameParser;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import dev.lockcred.zwave.internal.serialapi.NodeIdWidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A Serial API chip for the tests of this module: as small as can be. The whole-system proofs run against the simulator and
 * the independent peer, which others wrote.
 */
public final class FakeStick {

    public static final long HOME = 0x7E570001L;

    private final VirtualTime time;
    private final TreeMap<Integer, FakeNode> nodes = new TreeMap<>();
    /** Every request of the host, in order. */
    public final List<HostMessage> asked = new ArrayList<>();

    private BytePort port;
    private FrameParser parser;
    public Duration air = Duration.ofMillis(10);
    public boolean mute;
    public boolean swallowCallbacks;
    public int jammed;
    public int refuse;
    /** How often a host frame is left without an ACK. */
    public int ignoreFrames;

    public int libraryType = 1;

    public FakeStick(VirtualTime time) {
        this.time = time;
    }

    public FakeStick add(FakeNode node) {
        node.attach(this, time);
        nodes.put(node.id, node);
        return this;
    }

    /** Takes the far end of a line. */
    public void attach(BytePort far) {
        port = far;
        parser = new FrameParser();
        far.listen(this::onBytes, lost -> {});
    }

    /** Sends a command of a node to the host, as it is. */
    public void radio(int node, Octets command) {
        write(new ChipMessage.Received(0, OptionalInt.empty(), node, command, Octets.EMPTY));
    }

    /** The chip restarts on its own. */
    public void restart() {
        write(new ChipMessage.ApiStarted(
                7, false, 1, new dev.lockcred.zwave.internal.serialapi.NodeInfo(0, 1, 0, Octets.EMPTY), Octets.EMPTY));
    }

    private void onBytes(byte[] bytes) {
        for (FrameParser.Found found : parser.feed(bytes)) {
            if (mute) {
                continue;
            }
            if (found instanceof FrameParser.Found.Unit unit && unit.frame() instanceof SerialFrame.Data data) {
                if (ignoreFrames > 0) {
                    ignoreFrames--;
                    continue;
                }
                port.write(new SerialFrame.Ack().encode());
                try {
                    onMessage(HostMessage.decode(data, NodeIdWidth.ONE_BYTE));
                } catch (MalformedFrameException e) {
                    throw new AssertionError("the host sent nonsense", e);
                }
            } else if (found instanceof FrameParser.Found.Damaged) {
                port.write(new SerialFrame.Nak().encode());
            }
        }
    }

    private void onMessage(HostMessage message) {
        asked.add(message);
        switch (message.function()) {
            case Function.LIBRARY_VERSION -> write(new ChipMessage.LibraryVersion("Z-Wave 7.19", libraryType));
            case Function.CONTROLLER_ID -> write(new ChipMessage.ControllerId(HOME, 1));
            case Function.API_CAPABILITIES ->
                write(new ChipMessage.ApiCapabilities(
                        1,
                        0,
                        0,
                        0,
                        0,
                        functions(0x02, 0x05, 0x07, 0x08, 0x0B, 0x13, 0x15, 0x16, 0x20, 0x41, 0x4A, 0x4B, 0x60)));
            case Function.INIT_DATA -> write(new ChipMessage.InitData(10, 8, nodeMask(), 7, 0));
            case Function.SETUP -> setup((HostMessage.Setup) message);
            case Function.NODE_PROTOCOL_INFO -> {
                FakeNode node = nodes.get(((HostMessage.AskAboutNode) message).node());
                write(
                        node == null
                                ? new ChipMessage.ProtocolInfo(0, 0, 0, 0, 0, OptionalInt.of(0))
                                : node.protocolInfo());
            }
            case Function.SEND_DATA -> sendData((HostMessage.SendData) message);
            case Function.REQUEST_NODE_INFO -> {
                FakeNode node = nodes.get(((HostMessage.AskAboutNode) message).node());
                write(new ChipMessage.Accepted(Function.REQUEST_NODE_INFO, true));
                time.schedule(
                        air,
                        () -> write(
                                node == null || node.deaf
                                        ? new ChipMessage.Update(0x81, 0, Optional.empty())
                                        : new ChipMessage.Update(0x84, node.id, Optional.of(node.nodeInfo()))));
            }
            case Function.ADD_NODE, Function.REMOVE_NODE -> membership((HostMessage.Membership) message);
            case Function.SOFT_RESET -> time.schedule(Duration.ofMillis(300), this::restart);
            default -> {}
        }
    }

    /** The node whose button is pressed as soon as the stick listens. */
    public FakeNode pressed;

    private void membership(HostMessage.Membership m) {
        boolean adding = m.function() == Function.ADD_NODE;
        int mode = m.mode() & 0x0F;
        if (mode == HostMessage.Membership.ANY) {
            status(m, 1, OptionalInt.empty(), Optional.empty());
            if (pressed != null) {
                time.schedule(Duration.ofSeconds(2), () -> {
                    status(m, 2, OptionalInt.empty(), Optional.empty());
                    if (adding) {
                        add(pressed);
                        status(m, 3, OptionalInt.of(pressed.id), Optional.of(pressed.nodeInfo()));
                        status(m, 5, OptionalInt.of(pressed.id), Optional.empty());
                    } else {
                        nodes.remove(pressed.id);
                        status(m, 3, OptionalInt.of(pressed.id), Optional.empty());
                        status(m, 6, OptionalInt.of(pressed.id), Optional.empty());
                    }
                });
            }
        } else if (mode == HostMessage.Membership.STOP && m.callback() != 0 && pressed != null && adding) {
            status(m, 6, OptionalInt.of(pressed.id), Optional.empty());
        }
    }

    private void status(
            HostMessage.Membership m,
            int status,
            OptionalInt node,
            Optional<dev.lockcred.zwave.internal.serialapi.NodeInfo> info) {
        write(new ChipMessage.MembershipStatus(m.function(), m.callback(), status, node, info));
    }

    private void setup(HostMessage.Setup setup) {
        switch (setup.sub()) {
            case HostMessage.Setup.SUPPORTED -> write(new ChipMessage.SetupResult(0x01, Octets.ofHex("12")));
            case HostMessage.Setup.TX_STATUS_REPORT -> write(new ChipMessage.SetupResult(0x02, Octets.ofHex("01")));
            case HostMessage.Setup.MAX_PAYLOAD -> write(new ChipMessage.SetupResult(0x10, Octets.ofHex("2e")));
            default -> write(new ChipMessage.SetupResult(0, Octets.of(new byte[] {(byte) setup.sub()})));
        }
    }

    private void sendData(HostMessage.SendData send) {
        if (refuse > 0) {
            refuse--;
            write(new ChipMessage.Accepted(Function.SEND_DATA, false));
            return;
        }
        write(new ChipMessage.Accepted(Function.SEND_DATA, true));
        if (jammed > 0) {
            jammed--;
            time.schedule(air, () -> callback(send, 0x02, 0));
            return;
        }
        FakeNode node = nodes.get(send.node());
        boolean heard = node != null && !node.deaf && node.dropNext-- <= 0;
        if (node != null && node.dropNext < 0) {
            node.dropNext = 0;
        }
        Duration takes = heard ? air : Duration.ofSeconds(1);
        time.schedule(takes, () -> callback(send, heard ? 0x00 : 0x01, (int) (takes.toMillis() / 10)));
        if (heard) {
            node.deliver(send.command(), air.plus(node.think));
        }
    }

    private void callback(HostMessage.SendData send, int status, int ticks) {
        if (!swallowCallbacks) {
            byte[] report = new byte[24];
            report[1] = (byte) ticks;
            write(new ChipMessage.Sent(
                    Function.SEND_DATA,
                    send.callback(),
                    status,
                    Optional.of(new dev.lockcred.zwave.internal.serialapi.TxReport(Octets.of(report)))));
        }
    }

    private void write(ChipMessage message) {
        if (port != null && !mute) {
            port.write(message.toFrame(NodeIdWidth.ONE_BYTE).encode());
        }
    }

    private Octets nodeMask() {
        byte[] mask = new byte[29];
        mask[0] = 1;
        nodes.keySet().forEach(n -> mask[(n - 1) / 8] |= (byte) (1 << (n - 1) % 8));
        return Octets.of(mask);
    }

    private static Octets functions(int... ids) {
        byte[] mask = new byte[32];
        for (int f : ids) {
            mask[(f - 1) / 8] |= (byte) (1 << (f - 1) % 8);
        }
        return Octets.of(mask);
    }
}
