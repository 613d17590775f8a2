// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

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
import dev.lockcred.zwave.internal.cc.WakeUp;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.S0Session;
import dev.lockcred.zwave.internal.security.S2Session;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unwraps what a node sends, from the outside in: segments, checksum, security, channel, supervision. What a secured node
 * says in clear about anything but its security is counted and dropped (zwave.md 3.7). Confined to the lane.
 */
final class NodeInbox {

    /** More layers than any sender has reason for. */
    private static final int MAX_DEPTH = 6;

    /** A supervised command that comes again within this time is a repetition. */
    private static final Duration REPETITION = Duration.ofSeconds(10);

    /** Undecryptable messages are answered at most this often: each answer costs air. */
    private static final Duration SOS_SPACING = Duration.ofMillis(250);

    private static final Logger log = LoggerFactory.getLogger(NodeInbox.class);

    private record Supervised(int session, Octets command, int status, long at) {}

    private final Node node;
    private final Surroundings around;
    private final SecureLink link;
    private final TransportReceiver transport;
    private @Nullable Supervised lastSupervised;
    private boolean sosSent;
    private long sosAt;
    private long downgrades;
    private long malformed;

    NodeInbox(Node node, Surroundings around, SecureLink link) {
        this.node = node;
        this.around = around;
        this.link = link;
        this.transport = new TransportReceiver(
                around.timers(),
                around.lane(),
                answer -> node.express(answer::encode),
                whole -> open(whole, SecurityClass.NONE, 1));
    }

    long downgrades() {
        return downgrades;
    }

    /** Forgets what is half received. */
    void drop() {
        transport.drop();
    }

    void take(Octets bytes) {
        open(bytes, SecurityClass.NONE, 0);
    }

    private void open(Octets bytes, SecurityClass under, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        Command command;
        try {
            command = Commands.decode(bytes);
        } catch (MalformedFrameException e) {
            malformed++;
            log.debug("node {}: {} ({} malformed so far)", node.id(), e.getMessage(), malformed);
            return;
        }
        if (command instanceof TransportService segment) {
            onSegment(segment, depth);
        } else if (command instanceof Crc16Encap crc) {
            open(crc.encapsulated(), under, depth + 1);
        } else if (command instanceof MultiChannel channel) {
            open(channel.encapsulated(), under, depth + 1); // locks have one end point
        } else if (command instanceof Security0 s0 && under == SecurityClass.NONE) {
            onS0(s0, depth);
        } else if (command instanceof Security2 s2 && under == SecurityClass.NONE) {
            onS2(s2, depth);
        } else if (under != link.granted()) {
            onDowngrade(command);
        } else if (command instanceof Supervision.Get get) {
            onSupervised(get, under, depth);
        } else {
            deliver(command, under);
        }
    }

    private void onSegment(TransportService segment, int depth) {
        if (depth > 0) {
            return; // segments are the outermost layer
        }
        if (segment instanceof TransportService.FirstSegment first) {
            transport.onFirst(first);
        } else if (segment instanceof TransportService.NextSegment next) {
            transport.onNext(next);
        } else {
            node.transport().onControl(segment);
        }
    }

    private void onS0(Security0 message, int depth) {
        S0Session s0 = link.s0();
        if (message instanceof Security0.NonceGet) {
            giveS0Nonce(s0);
        } else if (message instanceof Security0.NonceReport report) {
            node.onS0Nonce(report.nonce());
        } else if (message instanceof Security0.Encap encap) {
            if (encap.command() == Security0.Encap.WITH_NONCE_GET) {
                giveS0Nonce(s0);
            }
            opened(message, depth);
        } else {
            bootstrap(message); // schemes and keys: only an inclusion waits for them
        }
    }

    private void giveS0Nonce(@Nullable S0Session s0) {
        if (s0 != null) {
            node.express(() -> s0.nonceReport(around.timers().nanoTime()));
        }
    }

    private void onS2(Security2 message, int depth) {
        S2Session s2 = link.s2();
        if (message instanceof Security2.NonceGet) {
            if (s2 != null) {
                node.express(s2::nonceReport);
            }
        } else if (message instanceof Security2.NonceReport report) {
            if (s2 != null && s2.onNonceReport(report)) {
                node.onS2Entropy();
            }
        } else if (message instanceof Security2.Encap) {
            opened(message, depth);
        } else {
            bootstrap(message);
        }
    }

    private void opened(Command message, int depth) {
        SecureLink.Opened opened = link.open(message, around.timers().nanoTime());
        if (opened instanceof SecureLink.Opened.Plain plain) {
            open(plain.command(), plain.under(), depth + 1);
        } else if (opened instanceof SecureLink.Opened.OutOfStep) {
            sayOutOfStep();
        }
    }

    private void sayOutOfStep() {
        S2Session s2 = link.s2();
        long now = around.timers().nanoTime();
        if (s2 != null && (!sosSent || now - sosAt >= SOS_SPACING.toNanos())) {
            sosSent = true;
            sosAt = now;
            node.express(s2::nonceReport);
        }
    }

    /** Steps of an inclusion travel in clear; an exchange must be waiting for them, else they are nobody's. */
    private void bootstrap(Command command) {
        if (!node.offer(command)) {
            log.debug("node {}: a step of an inclusion that is not under way", node.id());
        }
    }

    private void onDowngrade(Command command) {
        if (command instanceof WakeUp.Notification) {
            node.onWakeUp(); // says nothing but "I am awake", and costs at most a question
            return;
        }
        downgrades++;
        log.debug(
                "node {}: class {} below {}: dropped ({} so far)",
                node.id(),
                Integer.toHexString(command.commandClass()),
                link.granted(),
                downgrades);
    }

    private void onSupervised(Supervision.Get get, SecurityClass under, int depth) {
        long now = around.timers().nanoTime();
        Supervised last = lastSupervised;
        if (last != null
                && last.session() == get.session()
                && last.command().equals(get.encapsulated())
                && now - last.at() < REPETITION.toNanos()) {
            node.supervised(get.session(), last.status(), under); // our answer was lost: not a second event
            return;
        }
        int status = understood(get.encapsulated()) ? Supervision.SUCCESS : Supervision.NO_SUPPORT;
        lastSupervised = new Supervised(get.session(), get.encapsulated(), status, now);
        node.supervised(get.session(), status, under);
        if (status == Supervision.SUCCESS) {
            open(get.encapsulated(), under, depth + 1);
        }
    }

    private static boolean understood(Octets command) {
        try {
            return !(Commands.decode(command) instanceof Command.Unknown);
        } catch (MalformedFrameException e) {
            return false;
        }
    }

    private void deliver(Command command, SecurityClass under) {
        if (command instanceof WakeUp.Notification) {
            node.onWakeUp();
        } else if (command.commandClass() == ClassId.NO_OPERATION || node.offer(command)) {
            return;
        } else {
            Optional<Octets> answer = around.listener().onRequest(node, command);
            if (answer.isPresent()) {
                node.respond(answer.get(), under);
            } else {
                around.listener().onCommand(node, command);
            }
        }
    }
}
