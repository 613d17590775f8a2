// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.simulators.zwave.CodeTable.Done;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Commands;
import dev.lockcred.zwave.internal.cc.Crc16Encap;
import dev.lockcred.zwave.internal.cc.MultiChannel;
import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.cc.TransportService;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.serialapi.ChipMessage.ProtocolInfo;
import dev.lockcred.zwave.internal.serialapi.NodeInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One simulated lock: its radio and its security around a {@link LockBody}. What people do at the door may be called from
 * anywhere; it happens on the simulator's executor.
 */
public final class SimulatedZWaveNode {

    private static final int FRAME = 46;
    private static final int MOST_RETRIES = 3;

    final int id;
    private final LockModel model;
    private final LockBody body;
    private final RandomGenerator random;
    private final Map<Security, byte[]> keys = new EnumMap<>(Security.class);
    private final ArrayDeque<Octets> waitingForNonce = new ArrayDeque<>();
    private final ByteAssembly assembly = new ByteAssembly();
    private ZWaveSimulator stick;
    private Security granted;
    private @Nullable FarS0 s0;
    private @Nullable FarS2 s2;
    private @Nullable Joining joining;
    private int lastSession = -1;
    private List<Octets> lastReports = List.of();
    private int ownSession;
    private int unanswered = -1;
    private boolean deaf;
    private boolean mute;
    private int droppedTo;
    private boolean loseNextAnswer;
    private long awakeUntil;
    private boolean everAwake;

    private final List<Command> heard = new ArrayList<>();

    SimulatedZWaveNode(
            ZWaveSimulator stick,
            int id,
            LockModel model,
            Map<Security, byte[]> keys,
            boolean associated,
            RandomGenerator random) {
        this.stick = stick;
        this.id = id;
        this.model = model;
        this.random = random;
        this.keys.putAll(keys);
        this.granted = model.security();
        this.body = new LockBody(model, stick, associated);
        use(granted);
    }

    /** A lock that is in no network yet, and asks for these classes when it is let into one. */
    static SimulatedZWaveNode fresh(
            ZWaveSimulator stick, int id, LockModel model, List<Security> wanted, RandomGenerator random) {
        var node = new SimulatedZWaveNode(stick, id, model.withSecurity(Security.NONE), Map.of(), false, random);
        node.joining = new Joining(node, wanted, random);
        return node;
    }

    void movesTo(ZWaveSimulator other) {
        stick = other;
    }

    private void use(Security security) {
        byte[] key = keys.get(security);
        if (key != null && security == Security.S0) {
            useS0(key);
        } else if (key != null) {
            useS2(FarS2.Keys.ofNetworkKey(key));
        }
    }

    // ---------------------------------------------------------------------------------------- what a test sees and
    // does

    /** Its node id. */
    public int id() {
        return id;
    }

    /** The class it speaks under. */
    public Security security() {
        return granted;
    }

    /** Whether exactly these digits stand in this slot. */
    public boolean holds(int slot, String digits) {
        Octets wanted = CodeTable.ascii(digits);
        return body.codes.code(slot).map(e -> e.code().equals(wanted)).orElse(false)
                || body.credentials.pin(slot).map(wanted::equals).orElse(false);
    }

    /** Whether these digits open it now. */
    public boolean opens(String digits) {
        return body.codes.slotOf(digits).isPresent()
                || body.credentials.slotOf(digits).isPresent();
    }

    /** Codes it holds. */
    public int used() {
        return body.codes.used() + body.credentials.users();
    }

    /** State-changing commands for codes that reached it; of User Credential, how often the most repeated one did. */
    public long writes() {
        return body.codes.writes() + body.credentials.writes();
    }

    /** How many windows a slot has. */
    public int windows(int slot) {
        return body.codes.windows(slot);
    }

    /** Whether its events go to the controller: the lifeline. */
    public boolean associated() {
        return body.associated();
    }

    /** Whether it is locked. */
    public boolean locked() {
        return body.mode() == 0xFF;
    }

    /** It hears nothing from now on, or hears again. */
    public void deaf(boolean now) {
        deaf = now;
    }

    /** Its radio acknowledges, and it says nothing. */
    public void mute(boolean now) {
        mute = now;
    }

    /** So many transmissions to it are lost from now on. */
    public void dropNext(int count) {
        droppedTo = count;
    }

    /** It acts on the next command, and what it says to that is lost. */
    public void loseNextAnswer() {
        loseNextAnswer = true;
    }

    /** It says yes to the next write, and does nothing. */
    public void pretendNext() {
        body.codes.pretendNext();
        body.credentials.pretendNext();
    }

    /** Its battery was changed: nonces are gone, keys and codes are not. */
    public void newBattery() {
        if (s2 != null) {
            s2.forget();
        }
    }

    /** Somebody types a code. */
    public void type(String digits) {
        stick.soon(() -> body.type(digits).forEach(this::tell));
    }

    /** Somebody opens by the thumbturn. */
    public void turnByHand() {
        stick.soon(() -> body.turnByHand().forEach(this::tell));
    }

    /** Somebody puts a code into a slot in the lock's own menu. */
    public void program(int slot, String digits) {
        List<Command> told = body.program(slot, digits);
        stick.soon(() -> told.forEach(this::tell));
    }

    /** Somebody clears a slot in the lock's own menu. */
    public void clearByHand(int slot) {
        List<Command> told = body.clearByHand(slot);
        stick.soon(() -> told.forEach(this::tell));
    }

    /** Somebody switches the user of a PIN off or on in the menu of a lock with User Credential; nothing is told of it. */
    public void switchUser(int slot, boolean on) {
        body.credentials.switchUser(slot, on);
    }

    /** Somebody shows a finger to a lock that learns one, well or badly. */
    public void show(boolean well) {
        stick.soon(() -> body.credentials.show(well).forEach(this::tell));
    }

    /** Nobody shows anything to a lock that learns, until it gives up. */
    public void showNothing() {
        stick.soon(() -> body.credentials.showNothing().forEach(this::tell));
    }

    /** Asks the host something, as locks do for the time. */
    public void ask(Command question) {
        stick.soon(() -> tell(question));
    }

    /** The answers of the host to what was asked, and other commands that are no lock's business. */
    public List<Command> heard() {
        return List.copyOf(heard);
    }

    /** How far its clock is ahead of the true time. */
    public Duration clockAhead() {
        return body.clock.ahead();
    }

    /** Codes that were there before anybody looked; nothing is told of them. */
    public SimulatedZWaveNode prepared(int slot, String digits) {
        body.program(slot, digits);
        return this;
    }

    /** Sends these bytes as they are, in clear. */
    public void sayRaw(byte[] bytes) {
        stick.soon(() -> transmit(Octets.of(bytes)));
    }

    /** The device-specific key on the label of a lock that was made fresh. */
    public String dsk() {
        Joining j = joining;
        if (j == null) {
            throw new IllegalStateException("node " + id + " was in the network from the beginning");
        }
        return j.dsk();
    }

    byte[] dskBytes() {
        Joining j = joining;
        return j == null ? new byte[16] : j.dskBytes();
    }

    /** Whether it has been given keys, or has had them from the beginning. */
    public boolean inNetwork() {
        return granted != Security.NONE || model.security() == Security.NONE;
    }

    private void tell(Command command) {
        if (!body.associated()) {
            return;
        }
        if (model.habits().contains(Habit.SUPERVISES_EVENTS)) {
            ownSession = ownSession + 1 & 0x3F;
            unanswered = ownSession;
            insist(new Supervision.Get(false, ownSession, command.encode()), 0);
        } else {
            say(command.encode());
        }
    }

    private void insist(Supervision.Get get, int tries) {
        if (unanswered == get.session() && tries < MOST_RETRIES) {
            say(get.encode());
            later(Duration.ofSeconds(2), () -> insist(get, tries + 1));
        }
    }

    // ---------------------------------------------------------------------------------------- radio

    ProtocolInfo protocolInfo() {
        int b0 = model.beamMillis() > 0 ? 0x5B : 0xDB;
        int b1 = 0x9C | (model.beamMillis() == 1000 ? 0x40 : model.beamMillis() == 250 ? 0x20 : 0);
        return new ProtocolInfo(b0, b1, 1, 4, 0x40, OptionalInt.of(3));
    }

    NodeInfo nodeInfo() {
        var listed = new ArrayList<Integer>();
        Joining j = joining;
        if (granted == Security.NONE) {
            listed.addAll(body.classes());
        }
        if (granted.isS2() || j != null && j.wantsS2()) {
            listed.add(ClassId.SECURITY_2);
            listed.add(ClassId.TRANSPORT_SERVICE);
        }
        if (granted == Security.S0 || j != null && j.wantsS0()) {
            listed.add(ClassId.SECURITY_0);
        }
        return new NodeInfo(4, 0x40, 3, octets(listed));
    }

    /** Whether a transmission reaches it now. */
    boolean hears() {
        if (droppedTo > 0) {
            droppedTo--;
            return false;
        }
        return !deaf;
    }

    /** What it costs to wake it now, in milliseconds. */
    int beamNow() {
        boolean awake = everAwake && stick.nanoTime() - awakeUntil < 0;
        everAwake = true;
        awakeUntil = stick.nanoTime() + Duration.ofSeconds(5).toNanos();
        return awake ? 0 : model.beamMillis();
    }

    /** A command has reached its radio; it answers when it has thought. */
    void receive(Octets bytes) {
        if (!mute) {
            later(model.think(), () -> onFrame(bytes));
        }
    }

    void transmit(Octets bytes) {
        if (mute) {
            return;
        }
        if (loseNextAnswer && !isNonce(bytes)) {
            loseNextAnswer = false;
            return;
        }
        if (bytes.length() <= FRAME) {
            stick.fromNode(this, bytes);
            return;
        }
        int session = random.nextInt(16);
        int first = Math.min(TransportService.MAX_SEGMENT, bytes.length());
        stick.fromNode(
                this, new TransportService.FirstSegment(bytes.length(), session, bytes.slice(0, first)).encode());
        for (int at = first; at < bytes.length(); at += TransportService.MAX_SEGMENT) {
            int end = Math.min(at + TransportService.MAX_SEGMENT, bytes.length());
            stick.fromNode(
                    this, new TransportService.NextSegment(bytes.length(), session, at, bytes.slice(at, end)).encode());
        }
    }

    private static boolean isNonce(Octets bytes) {
        return bytes.length() > 1
                && (bytes.at(0) == ClassId.SECURITY_0 && bytes.at(1) != 0x81
                        || bytes.at(0) == ClassId.SECURITY_2 && bytes.at(1) < 3);
    }

    // ---------------------------------------------------------------------------------------- security

    void useS0(byte[] key) {
        if (s0 == null) {
            s0 = new FarS0(id, key, random);
        } else {
            s0.rekey(key);
        }
    }

    void useS2(FarS2.Keys newKeys) {
        if (s2 == null) {
            s2 = new FarS2(stick.homeId(), id, newKeys, random);
        } else {
            s2.rekey(newKeys);
        }
    }

    /** Says something the way its class wants. */
    void say(Octets command) {
        boolean underS0 =
                granted == Security.S0 || granted == Security.NONE && joining != null && s2 == null && s0 != null;
        if (underS0) {
            waitingForNonce.add(command);
            transmit(new Security0.NonceGet().encode());
        } else if (s2 != null) {
            if (s2.ready()) {
                transmit(s2.seal(command));
            } else {
                waitingForNonce.add(command);
                if (waitingForNonce.size() == 1) {
                    transmit(s2.nonceGet());
                }
            }
        } else {
            transmit(command);
        }
    }

    /** Says it under a session of its own making: the nonce is asked for first. */
    void askAfresh(Octets command) {
        FarS2 session = s2;
        if (session != null) {
            waitingForNonce.clear();
            waitingForNonce.add(command);
            transmit(session.nonceGet());
        }
    }

    private void onFrame(Octets bytes) {
        try {
            onCommand(Commands.decode(bytes), bytes);
        } catch (MalformedFrameException e) {
            // Noise on the air; a lock does not answer that.
            stick.heardNonsense();
        }
    }

    private void onCommand(Command command, Octets bytes) throws MalformedFrameException {
        Joining j = joining;
        if (command instanceof TransportService segment) {
            onSegment(segment);
        } else if (command instanceof Crc16Encap crc) {
            onFrame(crc.encapsulated());
        } else if (j != null && granted == Security.NONE && j.onClear(command)) {
            return;
        } else if (command instanceof Security0 security) {
            onS0(security);
        } else if (command instanceof Security2 security) {
            onS2(security);
        } else if (granted == Security.NONE) {
            act(bytes);
        } // in clear to a secured node: it does not listen
    }

    private void onSegment(TransportService segment) {
        assembly.take(segment, this::transmit, this::onFrame);
    }

    private void onS0(Security0 command) throws MalformedFrameException {
        FarS0 session = s0;
        if (session == null) {
            return;
        }
        if (command instanceof Security0.NonceGet) {
            transmit(session.giveNonce(stick.nanoTime()));
        } else if (command instanceof Security0.NonceReport report && !waitingForNonce.isEmpty()) {
            transmit(session.seal(waitingForNonce.remove(), report.nonce()));
        } else if (command instanceof Security0.Encap encap) {
            Optional<Octets> plain = session.open(encap, stick.nanoTime());
            if (plain.isPresent()) {
                act(plain.get());
            }
        }
    }

    private void onS2(Security2 command) throws MalformedFrameException {
        FarS2 session = s2;
        if (session == null) {
            return;
        }
        if (command instanceof Security2.NonceGet) {
            transmit(session.nonceReport());
        } else if (command instanceof Security2.NonceReport report) {
            if (session.onNonceReport(report) && !waitingForNonce.isEmpty()) {
                while (!waitingForNonce.isEmpty()) {
                    transmit(session.seal(waitingForNonce.remove()));
                }
                Joining j = joining();
                if (j != null) {
                    j.sent();
                }
            }
        } else if (command instanceof Security2.Encap encap) {
            FarS2.Opened opened = session.open(encap);
            if (opened instanceof FarS2.Opened.Plain plain) {
                act(plain.command());
            } else if (opened instanceof FarS2.Opened.OutOfStep) {
                transmit(session.nonceReport());
            }
        }
    }

    // ---------------------------------------------------------------------------------------- joining

    @Nullable
    Joining joining() {
        return granted == Security.NONE ? joining : null;
    }

    void learnt(int keyBit, byte[] key) {
        for (Security s : Security.values()) {
            if (s.keyBit == keyBit) {
                keys.put(s, key);
            }
        }
    }

    /** It has its keys: what is still to be said under the temporary ones has been queued before. */
    void joined(Security best) {
        later(Duration.ofMillis(500), () -> {
            granted = best;
            use(best);
        });
    }

    void joiningFailed() {
        s2 = null;
        s0 = null;
        waitingForNonce.clear();
    }

    /** It has left the network: keys are gone. */
    void left() {
        keys.clear();
        granted = Security.NONE;
        joiningFailed();
    }

    // ---------------------------------------------------------------------------------------- acting

    private void act(Octets bytes) throws MalformedFrameException {
        Command command = Commands.decode(bytes);
        Joining j = joining();
        if (j != null && j.onSecure(command)) {
            return;
        }
        if (command instanceof MultiChannel.Encap channel) {
            act(channel.encapsulated());
        } else if (command instanceof Supervision.Get get && model.supervision()) {
            supervised(get);
        } else if (command instanceof Supervision.Report report) {
            if (report.session() == unanswered) {
                unanswered = -1;
            }
        } else if (command instanceof Security2.SupportedGet) {
            say(new Security2.SupportedReport(octets(body.classes())).encode());
        } else if (command instanceof Security0.SupportedGet) {
            say(new Security0.SupportedReport(0, octets(body.classes())).encode());
        } else {
            Optional<Done> result = body.on(command);
            result.ifPresent(done -> {
                done.answers().forEach(a -> say(a.encode()));
                aftermath(done);
            });
            if (result.isEmpty()) {
                heard.add(command);
            }
        }
    }

    private void aftermath(Done done) {
        if (done.duplicate().isPresent() && !model.habits().contains(Habit.SWALLOWS_DUPLICATES)) {
            tell(body.duplicate(done.duplicate().getAsInt()));
        }
    }

    private void supervised(Supervision.Get get) throws MalformedFrameException {
        if (get.session() == lastSession) {
            lastReports.forEach(this::say); // our answer was lost: not executed twice
            return;
        }
        if (model.habits().contains(Habit.SUPERVISION_REFUSED)) {
            say(new Supervision.Report(false, get.session(), Supervision.NO_SUPPORT, 0).encode());
            return;
        }
        Optional<Done> done = body.on(Commands.decode(get.encapsulated()));
        lastSession = get.session();
        int status = done.isEmpty()
                ? Supervision.NO_SUPPORT
                : done.get().accepted() && !model.habits().contains(Habit.SUPERVISION_SAYS_FAIL)
                        ? Supervision.SUCCESS
                        : Supervision.FAIL;
        int session = model.habits().contains(Habit.SUPERVISION_SESSION_ZERO) ? 0 : get.session();
        Octets report = new Supervision.Report(false, session, status, 0).encode();
        lastReports =
                model.habits().contains(Habit.SUPERVISION_FLOODS) ? List.of(report, report, report) : List.of(report);
        if (model.habits().contains(Habit.SUPERVISION_WORKS_FIRST)) {
            say(new Supervision.Report(true, session, Supervision.WORKING, 1).encode());
            later(Duration.ofSeconds(1), () -> say(report));
        } else {
            lastReports.forEach(this::say);
        }
        done.ifPresent(d -> {
            d.answers().forEach(a -> say(a.encode()));
            aftermath(d);
        });
    }

    void later(Duration delay, Runnable task) {
        stick.later(delay, task);
    }

    private static Octets octets(List<Integer> ids) {
        byte[] all = new byte[ids.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (int) ids.get(i);
        }
        return Octets.of(all);
    }

    @Override
    public String toString() {
        return "node " + id + " (" + granted + ")";
    }
}
