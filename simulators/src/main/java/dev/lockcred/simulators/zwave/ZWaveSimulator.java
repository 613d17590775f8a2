// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.FrameParser;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import dev.lockcred.zwave.internal.serialapi.NodeIdWidth;
import dev.lockcred.zwave.internal.serialapi.NodeInfo;
import dev.lockcred.zwave.internal.serialapi.TxReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A controller stick and the locks around it, seen from its serial port.
 *
 * <pre>{@code
 * var stick = new ZWaveSimulator(time, Series.SERIES_700, 1).keys(keys);
 * SimulatedZWaveNode front = stick.add(6, LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));
 * wires.device(PortSpec.parse("/dev/ttyUSB0"), stick::attach);
 * front.type("735190");
 * }</pre>
 *
 * <p>Runs on the executor of its timers; with virtual time everything happens in it. One host at a time, the latest. Everything random comes from its seed.
 */
public final class ZWaveSimulator {

    /** The node id of the stick. */
    public static final int CONTROLLER = 1;

    /** Time a frame takes on the air. */
    static final Duration AIR = Duration.ofMillis(10);

    private static final Duration NO_ACK_AFTER = Duration.ofSeconds(1);
    private static final Duration BOOT = Duration.ofMillis(300);

    private final Timers timers;
    private final Series series;
    private final SplittableRandom random;
    private final Faults faults = new Faults();
    private final Map<Security, byte[]> keys = new TreeMap<>();
    private final TreeMap<Integer, SimulatedZWaveNode> inRange = new TreeMap<>();
    private final TreeSet<Integer> members = new TreeSet<>();
    private final TreeMap<Integer, Integer> frames = new TreeMap<>();
    private final List<HostMessage> asked = new ArrayList<>();
    private final StickNvm memory;
    private long home;
    private int model = 1;
    private @Nullable BytePort port;
    private FrameParser parser = new FrameParser();
    private @Nullable SimulatedZWaveNode atTheButton;
    private @Nullable SimulatedZWaveNode leaving;
    private boolean listensForSmartStart;
    private long nonsense;
    private int airTaken;

    /** A stick with an empty network, whose home id, nonces and faults come from the seed. */
    public ZWaveSimulator(Timers timers, Series series, long seed) {
        this.timers = timers;
        this.series = series;
        this.random = new SplittableRandom(seed);
        this.home = 0xC0000000L | random.nextInt() & 0x3FFFFFFFL;
        this.memory = new StickNvm(home, random.split());
    }

    // ---------------------------------------------------------------------------------------- building

    /** The network keys, which nodes that are added from now on were given when they were included. */
    public ZWaveSimulator keys(Map<Security, byte[]> networkKeys) {
        networkKeys.forEach((s, k) -> keys.put(s, k.clone()));
        return this;
    }

    /** Another model of stick: product id, 16 bits. */
    public ZWaveSimulator model(int productId) {
        model = productId;
        return this;
    }

    /** Puts a lock into the network, 2..232. */
    public SimulatedZWaveNode add(int id, LockModel lock) {
        var node = new SimulatedZWaveNode(this, id, lock, keys, true, random.split());
        inRange.put(id, node);
        members.add(id);
        remember();
        return node;
    }

    /** A lock that belongs to no network yet and asks for these classes when it is let in; its button is pressed as soon as the stick listens. */
    public SimulatedZWaveNode fresh(int id, LockModel lock, Security... wanted) {
        SimulatedZWaveNode node = SimulatedZWaveNode.fresh(this, id, lock, List.of(wanted), random.split());
        atTheButton = node;
        return node;
    }

    /** The button of this lock is pressed as soon as the stick excludes. */
    public void pressToLeave(SimulatedZWaveNode node) {
        leaving = node;
    }

    /** The fresh lock is powered up: it asks by SmartStart to be let in, if the stick listens for that. */
    public void powerUp(SimulatedZWaveNode node) {
        atTheButton = node;
        soon(() -> {
            if (listensForSmartStart) {
                byte[] dsk = node.dskBytes();
                long asks = ((dsk[8] & 0xFFL) << 24 | (dsk[9] & 0xFF) << 16 | (dsk[10] & 0xFF) << 8 | dsk[11] & 0xFF);
                write(new ChipMessage.SmartStartRequest(
                        0, 0, (asks | 0xC0000000L) & 0xFFFFFFFEL, Optional.of(node.nodeInfo())));
            }
        });
    }

    /** The locks around that stick stand around this one now; they belong to it once its memory says so. */
    public void standsWhere(ZWaveSimulator other) {
        other.inRange.values().forEach(n -> {
            n.movesTo(this);
            inRange.put(n.id, n);
        });
    }

    private void remember() {
        memory.keep(home, members);
    }

    // ---------------------------------------------------------------------------------------- looking

    public Faults faults() {
        return faults;
    }

    /** A node in range. */
    public SimulatedZWaveNode node(int id) {
        SimulatedZWaveNode node = inRange.get(id);
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + id);
        }
        return node;
    }

    public long homeId() {
        return home;
    }

    /** Application frames to and from a node so far: transmissions asked of the stick, commands told by it, both halves of a node information. */
    public int frames(int node) {
        return frames.getOrDefault(node, 0);
    }

    /** Transmissions asked of the stick so far, for all nodes: what the air was taken for. */
    public int transmissions() {
        return airTaken;
    }

    /** How often the host asked the chip for this function. */
    public int asked(int function) {
        return (int) asked.stream().filter(m -> m.function() == function).count();
    }

    /** Commands that no lock could read. */
    public long nonsense() {
        return nonsense;
    }

    Instant now() {
        return timers.now();
    }

    long nanoTime() {
        return timers.nanoTime();
    }

    void heardNonsense() {
        nonsense++;
    }

    void soon(Runnable task) {
        later(Duration.ZERO, task);
    }

    void later(Duration delay, Runnable task) {
        var unused = timers.schedule(delay, task);
    }

    // ---------------------------------------------------------------------------------------- the line

    /** Takes the device's end of a line. */
    public void attach(BytePort far) {
        port = far;
        parser = new FrameParser();
        far.listen(this::onBytes, lost -> {
            if (port == far) {
                port = null;
            }
        });
    }

    /** The chip restarts by itself, as after a brown-out. */
    public void restart() {
        soon(this::boot);
    }

    private void boot() {
        home = memory.home();
        members.clear();
        members.addAll(memory.members());
        listensForSmartStart = false;
        if (series.tellsOfItsStart()) {
            write(new ChipMessage.ApiStarted(3, false, 0x80, new NodeInfo(0, 2, 7, Octets.EMPTY), Octets.ofHex("00")));
        }
    }

    private void onBytes(byte[] bytes) {
        for (FrameParser.Found found : parser.feed(bytes)) {
            if (faults.mute) {
                continue;
            }
            if (found instanceof FrameParser.Found.Unit unit && unit.frame() instanceof SerialFrame.Data data) {
                onData(data);
            } else if (found instanceof FrameParser.Found.Damaged) {
                raw(new SerialFrame.Nak().encode());
            } // acknowledgements of what we said are taken for granted
        }
    }

    private void onData(SerialFrame.Data data) {
        if (faults.ignoredFrames > 0) {
            faults.ignoredFrames--;
            return;
        }
        if (faults.canAnswers > 0) {
            faults.canAnswers--;
            raw(new SerialFrame.Can().encode());
            return;
        }
        boolean odd = faults.oddAckAfterReset && data.function() == Function.SOFT_RESET;
        raw(odd ? new byte[] {(byte) 0xA6} : new SerialFrame.Ack().encode());
        try {
            HostMessage message = HostMessage.decode(data, NodeIdWidth.ONE_BYTE);
            asked.add(message);
            if (series.has(message.function())) {
                onMessage(message);
            } // a function it does not have: acknowledged, and nothing more
        } catch (MalformedFrameException e) {
            nonsense++;
        }
    }

    private void onMessage(HostMessage message) {
        if (message instanceof HostMessage.SendData send) {
            transmit(Function.SEND_DATA, send.node(), send.command(), send.callback());
        } else if (message instanceof HostMessage.SendDataBridge send) {
            transmit(Function.SEND_DATA_BRIDGE, send.node(), send.command(), send.callback());
        } else if (message instanceof HostMessage.Membership membership) {
            onMembership(membership);
        } else if (message instanceof HostMessage.Setup setup) {
            onSetup(setup);
        } else if (message instanceof HostMessage.AskAboutNode about) {
            onAskAboutNode(about);
        } else if (message instanceof HostMessage.NvmOperation operation) {
            onNvm(operation);
        } else if (message instanceof HostMessage.NvmRead read) {
            write(other(Function.NVM_READ_BUFFER, Octets.of(memory.read(read.offset(), read.length()))));
        } else if (message instanceof HostMessage.NvmWrite change) {
            boolean done = memory.write(change.offset(), change.data().toByteArray());
            write(other(Function.NVM_WRITE_BUFFER, Octets.of(new byte[] {(byte) (done ? 1 : 0)})));
        } else {
            onQuestion(message.function());
        }
    }

    private void onQuestion(int function) {
        switch (function) {
            case Function.LIBRARY_VERSION -> write(new ChipMessage.LibraryVersion(series.version, series.libraryType));
            case Function.CONTROLLER_ID -> write(new ChipMessage.ControllerId(home, CONTROLLER));
            case Function.API_CAPABILITIES -> write(new ChipMessage.ApiCapabilities(1, 2, 0, 4, model, functionMask()));
            case Function.CONTROLLER_CAPABILITIES -> write(new ChipMessage.ControllerCapabilities(0x1C));
            case Function.INIT_DATA ->
                write(new ChipMessage.InitData(
                        series == Series.SERIES_500 ? 8 : 10,
                        0x08,
                        Octets.of(StickNvm.mask(members)),
                        series.chipType,
                        0));
            case Function.SUC_NODE_ID -> write(new ChipMessage.SucNodeId(CONTROLLER));
            case Function.NVM_ID ->
                write(other(Function.NVM_ID, Octets.of(new byte[] {0, 0x20, (byte) 0x80, StickNvm.SIZE_POWER})));
            case Function.SOFT_RESET -> later(BOOT, this::boot);
            default -> {
                // SendDataAbort: the transmission here ends by itself before anybody could wish so
            }
        }
    }

    private Octets functionMask() {
        byte[] mask = new byte[32];
        for (int f = 1; f <= 0xFF; f++) {
            if (series.has(f)) {
                mask[(f - 1) / 8] |= (byte) (1 << (f - 1) % 8);
            }
        }
        return Octets.of(mask);
    }

    private static ChipMessage other(int function, Octets payload) {
        return new ChipMessage.Other(SerialFrame.Type.RESPONSE, function, payload);
    }

    private void onSetup(HostMessage.Setup setup) {
        write(
                switch (setup.sub()) {
                    case HostMessage.Setup.SUPPORTED -> new ChipMessage.SetupResult(0x01, Octets.ofHex("12"));
                    case HostMessage.Setup.TX_STATUS_REPORT -> new ChipMessage.SetupResult(0x02, Octets.ofHex("01"));
                    case HostMessage.Setup.MAX_PAYLOAD -> new ChipMessage.SetupResult(0x10, Octets.ofHex("2e"));
                    default -> new ChipMessage.SetupResult(0, Octets.of(new byte[] {(byte) setup.sub()}));
                });
    }

    private void onAskAboutNode(HostMessage.AskAboutNode about) {
        SimulatedZWaveNode node = members.contains(about.node()) ? inRange.get(about.node()) : null;
        if (about.function() == Function.NODE_PROTOCOL_INFO) {
            write(
                    node == null
                            ? new ChipMessage.ProtocolInfo(
                                    0, 0, 0, 0, about.node() == CONTROLLER ? 2 : 0, OptionalInt.of(0))
                            : node.protocolInfo());
            return;
        }
        write(new ChipMessage.Accepted(Function.REQUEST_NODE_INFO, true));
        boolean heard = node != null && reaches(node);
        count(about.node(), 1);
        int beam = node == null ? 0 : node.beamNow();
        later(AIR.plusMillis(beam), () -> {
            if (node != null && heard) {
                count(node.id, 1);
                write(new ChipMessage.Update(ChipMessage.Update.NODE_INFO, node.id, Optional.of(node.nodeInfo())));
            } else {
                write(new ChipMessage.Update(ChipMessage.Update.REQUEST_FAILED, 0, Optional.empty()));
            }
        });
    }

    // ---------------------------------------------------------------------------------------- the air

    private void transmit(int function, int to, Octets command, int callback) {
        if (faults.refused > 0) {
            faults.refused--;
            write(new ChipMessage.Accepted(function, false));
            return;
        }
        write(new ChipMessage.Accepted(function, true));
        if (faults.jammed > 0) {
            faults.jammed--;
            later(AIR, () -> sent(function, callback, 0x02, Duration.ZERO, 0));
            return;
        }
        count(to, 1);
        airTaken++;
        SimulatedZWaveNode node = members.contains(to) || isJoining(to) ? inRange.get(to) : null;
        boolean heard = node != null && reaches(node);
        int beam = node == null ? 0 : node.beamNow();
        Duration takes = heard ? AIR.plusMillis(beam) : NO_ACK_AFTER;
        later(takes, () -> sent(function, callback, heard ? 0x00 : 0x01, takes, beam));
        if (node != null && heard) {
            later(AIR.plusMillis(beam), () -> node.receive(command));
        }
    }

    private boolean isJoining(int id) {
        SimulatedZWaveNode node = atTheButton;
        return node != null && node.id == id;
    }

    private boolean reaches(SimulatedZWaveNode node) {
        return node.hears() && !chance(faults.lost);
    }

    private void sent(int function, int callback, int status, Duration took, int beam) {
        if (faults.swallowsCallbacks || callback == 0) {
            return;
        }
        Optional<TxReport> report = Optional.empty();
        if (series != Series.SERIES_500) {
            byte[] raw = new byte[24];
            long ticks = took.toMillis() / 10;
            raw[0] = (byte) (ticks >> 8);
            raw[1] = (byte) ticks;
            raw[3] = -60;
            raw[10] = 1;
            raw[15] = (byte) ((beam == 1000 ? 0x40 : beam == 250 ? 0x20 : 0) | 3);
            report = Optional.of(new TxReport(Octets.of(raw)));
        }
        write(new ChipMessage.Sent(function, callback, status, report));
    }

    /** A node sends: it arrives, or not, or twice, or late. */
    void fromNode(SimulatedZWaveNode node, Octets command) {
        if (chance(faults.lost)) {
            return;
        }
        arrive(node, command);
        if (chance(faults.duplicated)) {
            arrive(node, command);
        }
    }

    private void arrive(SimulatedZWaveNode node, Octets command) {
        long late = faults.delay.isZero() ? 0 : random.nextLong(faults.delay.toNanos());
        later(Duration.ofNanos(late), () -> {
            count(node.id, 1);
            OptionalInt destination = series.bridge() ? OptionalInt.of(CONTROLLER) : OptionalInt.empty();
            Octets tail = series.bridge() ? Octets.ofHex("00c4") : Octets.EMPTY; // no multicast mask, -60 dBm
            write(new ChipMessage.Received(0, destination, node.id, command, tail));
        });
    }

    private void count(int node, int by) {
        frames.merge(node, by, Integer::sum);
    }

    private boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    // ---------------------------------------------------------------------------------------- membership

    private void onMembership(HostMessage.Membership m) {
        boolean adding = m.function() == Function.ADD_NODE;
        int mode = m.mode() & 0x0F;
        listensForSmartStart = false;
        switch (mode) {
            case HostMessage.Membership.ANY, HostMessage.Membership.SMART_START_DSK -> {
                status(m, ChipMessage.MembershipStatus.READY, OptionalInt.empty(), Optional.empty());
                SimulatedZWaveNode node = adding ? atTheButton : leaving;
                if (node != null) {
                    later(Duration.ofSeconds(2), () -> {
                        if (adding) {
                            letIn(m, node);
                        } else {
                            letGo(m, node);
                        }
                    });
                }
            }
            case HostMessage.Membership.SMART_START_LISTEN -> listensForSmartStart = true;
            case HostMessage.Membership.STOP -> {
                SimulatedZWaveNode node = atTheButton;
                if (m.callback() != 0 && adding && node != null && members.contains(node.id)) {
                    status(m, ChipMessage.MembershipStatus.DONE, OptionalInt.of(node.id), Optional.empty());
                } else if (m.callback() != 0) {
                    status(m, ChipMessage.MembershipStatus.DONE, OptionalInt.of(0), Optional.empty());
                }
            }
            default -> nonsense++;
        }
    }

    private void letIn(HostMessage.Membership m, SimulatedZWaveNode node) {
        status(m, ChipMessage.MembershipStatus.NODE_FOUND, OptionalInt.empty(), Optional.empty());
        inRange.put(node.id, node);
        members.add(node.id);
        remember();
        status(m, ChipMessage.MembershipStatus.END_NODE, OptionalInt.of(node.id), Optional.of(node.nodeInfo()));
        status(m, ChipMessage.MembershipStatus.PROTOCOL_DONE, OptionalInt.of(node.id), Optional.empty());
    }

    private void letGo(HostMessage.Membership m, SimulatedZWaveNode node) {
        status(m, ChipMessage.MembershipStatus.NODE_FOUND, OptionalInt.empty(), Optional.empty());
        members.remove(node.id);
        remember();
        node.left();
        status(m, ChipMessage.MembershipStatus.END_NODE, OptionalInt.of(node.id), Optional.of(node.nodeInfo()));
        status(m, ChipMessage.MembershipStatus.DONE, OptionalInt.of(node.id), Optional.empty());
    }

    private void status(HostMessage.Membership m, int status, OptionalInt node, Optional<NodeInfo> info) {
        write(new ChipMessage.MembershipStatus(m.function(), m.callback(), status, node, info));
    }

    // ---------------------------------------------------------------------------------------- memory

    private void onNvm(HostMessage.NvmOperation o) {
        int most = 128; // as much as this chip gives at once
        ChipMessage answer = switch (o.operation()) {
            case HostMessage.NvmOperation.OPEN ->
                new ChipMessage.NvmResult(o.function(), 0, StickNvm.SIZE, Octets.EMPTY);
            case HostMessage.NvmOperation.READ -> {
                byte[] data = memory.read((int) o.offset(), Math.min(o.length(), most));
                boolean end = o.offset() + data.length >= StickNvm.SIZE;
                yield new ChipMessage.NvmResult(o.function(), end ? 0xFF : 0, o.offset(), Octets.of(data));
            }
            case HostMessage.NvmOperation.WRITE -> {
                boolean fits = o.data().length() <= most
                        && memory.write((int) o.offset(), o.data().toByteArray());
                yield new ChipMessage.NvmResult(o.function(), fits ? 0 : 1, o.offset(), Octets.EMPTY);
            }
            default -> new ChipMessage.NvmResult(o.function(), 0, 0, Octets.EMPTY);
        };
        write(answer);
    }

    // ---------------------------------------------------------------------------------------- writing

    private void write(ChipMessage message) {
        raw(message.toFrame(NodeIdWidth.ONE_BYTE).encode());
    }

    private void raw(byte[] bytes) {
        BytePort open = port;
        if (open != null && !faults.mute) {
            open.write(bytes);
        }
    }
}
