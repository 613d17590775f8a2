// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Commands;
import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.Ecdh;
import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.S0Crypto;
import dev.lockcred.zwave.internal.security.S0Session;
import dev.lockcred.zwave.internal.security.S2Keys;
import dev.lockcred.zwave.internal.security.S2Session;
import dev.lockcred.zwave.internal.security.SecurityClass;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.NodeInfo;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A node behind {@link FakeStick}: unwraps, lets its device answer, wraps. */
public class FakeNode {

    /** What a device does with a command: the commands it answers with, or nothing for "not understood". */
    public interface Device {
        Optional<List<Octets>> on(Command command) throws MalformedFrameException;

        List<Integer> classes();
    }

    public final int id;
    public final Device device;
    public final SecurityClass security;
    public boolean deaf;
    /** Hears, and never answers anything. */
    public boolean dumb;
    /** How many transmissions to it are lost. */
    public int dropNext;

    public boolean flirs;
    public boolean supervision = true;
    /** Answers supervised commands with "fail", having stored all the same. */
    public boolean supervisionLies;

    public Duration think = Duration.ofMillis(5);
    /** Application frames, both directions. */
    public int frames;
    /** What the host sent, unwrapped, in order. */
    public final List<Octets> heard = new ArrayList<>();
    /** As it came over the air, before unwrapping. */
    public final List<Octets> raw = new ArrayList<>();

    private final SecureRandom random;
    private FakeStick stick;
    private VirtualTime time;
    private S0Session s0;
    public S2Session s2;
    private final ArrayDeque<Octets> awaitingNonce = new ArrayDeque<>();
    /** Set while it is to be included: asks for these key bits, and hands out its key without the two bytes of its label. */
    public int joinWith;

    public KeyPair ownPair;
    private S2Keys temporary;
    private NetworkKey learned;
    private boolean verifying;
    private int lastSession = -1;
    private Octets lastReport;

    public FakeNode(int id, SecurityClass security, NetworkKey key, Device device) {
        this.id = id;
        // Seeded, as whoever looks for PINs in the trace finds one in enough random bytes.
        this.random = new Seed(0x6E6F6465).secureRandom("node " + id);
        this.security = security;
        this.device = device;
        if (security == SecurityClass.S0) {
            s0 = new S0Session(id, 1, new S0Crypto(key), random);
        } else if (security.isS2()) {
            s2 = new S2Session(FakeStick.HOME, id, 1, S2Keys.of(key), random);
        }
    }

    public static FakeNode plain(int id, Device device) {
        return new FakeNode(id, SecurityClass.NONE, NetworkKey.ZERO, device);
    }

    void attach(FakeStick stick, VirtualTime time) {
        this.stick = stick;
        this.time = time;
    }

    ChipMessage.ProtocolInfo protocolInfo() {
        return new ChipMessage.ProtocolInfo(flirs ? 0x5B : 0xDB, flirs ? 0xDC : 0x9C, 1, 4, 0x40, OptionalInt.of(3));
    }

    NodeInfo nodeInfo() {
        frames += 2;
        var classes = new ArrayList<Integer>();
        if (security == SecurityClass.NONE) {
            classes.addAll(device.classes());
            if (supervision) {
                classes.add(ClassId.SUPERVISION);
            }
        }
        if (security == SecurityClass.S0) {
            classes.add(ClassId.SECURITY_0);
        }
        if (security.isS2()) {
            classes.add(ClassId.SECURITY_2);
        }
        return new NodeInfo(4, 0x40, 3, bytes(classes));
    }

    void deliver(Octets command, Duration after) {
        frames++;
        raw.add(command);
        if (!dumb) {
            time.schedule(after, () -> receive(command));
        }
    }

    /** The last message it heard had the very number that the next question for an S2 nonce has: it takes that for a repetition. */
    public boolean nextNumberWasHeard;

    private int lastNumber = -1;

    /** Acts on the next message, and its answer is lost. */
    public boolean loseNextAnswer;

    /** Says something unasked, the way its security wants. */
    public void say(Octets command) {
        if (loseNextAnswer) {
            loseNextAnswer = false;
            return;
        }
        if (security == SecurityClass.S0) {
            awaitingNonce.add(command);
            transmit(new Security0.NonceGet().encode());
        } else if (security.isS2()) {
            if (s2.ready()) {
                transmit(s2.seal(command, time.nanoTime()));
            } else {
                awaitingNonce.add(command);
                transmit(s2.nonceGet());
            }
        } else {
            transmit(command);
        }
    }

    /** Sends bytes as they are. */
    public void transmit(Octets bytes) {
        frames++;
        stick.radio(id, bytes);
    }

    private void receive(Octets bytes) {
        try {
            Command command = Commands.decode(bytes);
            if (joinWith != 0 && join(command)) {
                return;
            }
            if (command instanceof Security0.NonceGet) {
                transmit(s0.nonceReport(time.nanoTime()));
            } else if (command instanceof Security0.NonceReport report) {
                transmit(s0.seal(awaitingNonce.remove(), report.nonce()));
            } else if (command instanceof Security0.Encap encap) {
                Optional<Octets> plain = s0.open(encap, time.nanoTime());
                if (plain.isPresent()) {
                    act(plain.get());
                }
            } else if (command instanceof Security2.NonceGet question) {
                if (nextNumberWasHeard) {
                    nextNumberWasHeard = false;
                    lastNumber = question.sequence();
                }
                if (question.sequence() != lastNumber) {
                    lastNumber = question.sequence();
                    transmit(s2.nonceReport());
                }
            } else if (command instanceof Security2.NonceReport report) {
                if (s2.onNonceReport(report) && !awaitingNonce.isEmpty()) {
                    transmit(s2.seal(awaitingNonce.remove(), time.nanoTime()));
                    if (verifying) {
                        verifying = false;
                        s2.rekey(temporary);
                    }
                }
            } else if (command instanceof Security2.Encap encap) {
                lastNumber = encap.sequence();
                S2Session.Opened opened = s2.open(encap, time.nanoTime());
                if (opened instanceof S2Session.Opened.Plain plain) {
                    act(plain.command());
                } else if (opened instanceof S2Session.Opened.Undecryptable) {
                    transmit(s2.nonceReport());
                }
            } else if (security == SecurityClass.NONE) {
                act(bytes);
            }
        } catch (MalformedFrameException e) {
            throw new AssertionError("the host sent nonsense", e);
        }
    }

    /** The steps of a key exchange that travel in clear. */
    private boolean join(Command command) {
        if (command instanceof Security2.KexGet) {
            transmit(new Security2.KexReport(0, 2, 1, joinWith).encode());
        } else if (command instanceof Security2.KexSet) {
            ownPair = Ecdh.newPair(random);
            byte[] key = Ecdh.publicBytes(ownPair);
            transmit(new Security2.PublicKeyReport(false, Octets.of(Ecdh.withPin(key, 0))).encode());
        } else if (command instanceof Security2.PublicKeyReport report) {
            try {
                byte[] theirs = report.key().toByteArray();
                temporary =
                        S2Keys.temporary(Ecdh.shared(ownPair.getPrivate(), theirs), theirs, Ecdh.publicBytes(ownPair));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
            s2 = new S2Session(FakeStick.HOME, id, 1, temporary, random);
            echo(0);
        } else {
            return false;
        }
        return true;
    }

    // Repeated every ten seconds until the person has typed the PIN.
    private void echo(int time10) {
        if (learned == null && time10 < 20 && joinWith != 0) {
            awaitingNonce.clear();
            awaitingNonce.add(new Security2.KexSet(1, 2, 1, SecurityClass.S2_ACCESS_CONTROL.keyBit()).encode());
            transmit(s2.nonceGet());
            time.schedule(Duration.ofSeconds(10), () -> {
                if (!heardEcho) {
                    echo(time10 + 1);
                }
            });
        }
    }

    private boolean heardEcho;

    /** The steps under the temporary keys. */
    private boolean joinSecurely(Command command) {
        if (command instanceof Security2.KexReport) {
            heardEcho = true;
            say(new Security2.NetworkKeyGet(SecurityClass.S2_ACCESS_CONTROL.keyBit()).encode());
        } else if (command instanceof Security2.NetworkKeyReport report) {
            learned = NetworkKey.of(report.networkKey().toByteArray());
            s2.rekey(S2Keys.of(learned));
            verifying = true;
            awaitingNonce.add(new Security2.NetworkKeyVerify().encode());
            transmit(s2.nonceGet());
        } else if (command instanceof Security2.TransferEnd) {
            say(new Security2.TransferEnd(1).encode());
            joinWith = 0;
            s2.rekey(S2Keys.of(learned));
        } else {
            return false;
        }
        return true;
    }

    private void act(Octets bytes) throws MalformedFrameException {
        Command command = Commands.decode(bytes);
        if (joinWith != 0 && joinSecurely(command)) {
            return;
        }
        heard.add(bytes);
        if (command instanceof Supervision.Get get && supervision) {
            if (get.session() == lastSession) {
                say(lastReport);
                return;
            }
            Optional<List<Octets>> answers = device.on(Commands.decode(get.encapsulated()));
            int status = answers.isEmpty() || supervisionLies ? Supervision.FAIL : Supervision.SUCCESS;
            lastSession = get.session();
            lastReport = new Supervision.Report(false, get.session(), status, 0).encode();
            say(lastReport);
            answers.ifPresent(list -> list.forEach(this::say));
        } else if (command instanceof Security2.SupportedGet) {
            say(new Security2.SupportedReport(supervised()).encode());
        } else if (command instanceof Security0.SupportedGet) {
            say(new Security0.SupportedReport(0, supervised()).encode());
        } else {
            device.on(command).ifPresent(list -> list.forEach(this::say));
        }
    }

    private Octets supervised() {
        var classes = new ArrayList<>(device.classes());
        if (supervision) {
            classes.add(ClassId.SUPERVISION);
        }
        return bytes(classes);
    }

    private static Octets bytes(List<Integer> ids) {
        byte[] all = new byte[ids.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (int) ids.get(i);
        }
        return Octets.of(all);
    }
}
