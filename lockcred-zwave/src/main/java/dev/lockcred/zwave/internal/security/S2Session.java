// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.cc.Security2.Extension;
import dev.lockcred.zwave.internal.frame.Octets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The S2 state between us and one node: whose turn, which nonce, which sequence number. A message that cannot be decrypted
 * never changes it, so that forged frames cannot; only an authentic one does, and a node's own word that it has lost step.
 * Confined to the lane.
 */
public final class S2Session {

    /** What became of a received message. */
    public sealed interface Opened {
        /** Authentic; the command within. */
        record Plain(Octets command) implements Opened {}

        /** Authentic, but not for us: an extension we must not ignore and do not know. */
        record Discarded() implements Opened {}

        /** The same message again. */
        record Duplicate() implements Opened {}

        /** Not made with our keys and our nonce: answer with {@link #nonceReport()}. */
        record Undecryptable() implements Opened {}
    }

    /** How many messages may be lost on the air before both sides lose step. */
    static final int LOOK_AHEAD = 5;

    /** How long a nonce of ours may have been used by the node at the same moment. */
    static final Duration COLLISION = Duration.ofMillis(500);

    private final long homeId;
    private final int self;
    private final int peer;
    private final SecureRandom random;
    private S2Keys keys;
    private int sequence;
    private int lastHeard = -1;
    private int lastNonceReport = -1;
    private @Nullable Span span;
    private byte @Nullable [] peerEntropy;
    private byte @Nullable [] ownEntropy;
    private byte @Nullable [] lastOwnNonce;
    private long lastOwnNonceAt;

    public S2Session(long homeId, int self, int peer, S2Keys keys, SecureRandom random) {
        this.homeId = homeId;
        this.self = self;
        this.peer = peer;
        this.keys = keys;
        this.random = random;
        this.sequence = random.nextInt(256);
    }

    /** Goes on under other keys, out of step. The entropy a node was given stays good: it belongs to no key. */
    public void rekey(S2Keys newKeys) {
        keys = newKeys;
        span = null;
        peerEntropy = null;
        lastOwnNonce = null;
    }

    /** Whether a message can be sent without asking for a nonce first. */
    public boolean ready() {
        return span != null || peerEntropy != null;
    }

    /** The question for a nonce. */
    public Octets nonceGet() {
        return new Security2.NonceGet(nextSequence()).encode();
    }

    /** Our entropy: the answer to a question for a nonce, and to what could not be decrypted. */
    public Octets nonceReport() {
        byte[] entropy = entropy();
        ownEntropy = entropy;
        return new Security2.NonceReport(nextSequence(), Security2.NonceReport.SOS, Optional.of(Octets.of(entropy)))
                .encode();
    }

    /** Takes the node's entropy; both sides begin anew with the next message we send. False for a repetition. */
    public boolean onNonceReport(Security2.NonceReport report) {
        if (report.entropy().isEmpty() || report.sequence() == lastNonceReport && peerEntropy != null) {
            return false;
        }
        lastNonceReport = report.sequence();
        peerEntropy = report.entropy().get().toByteArray();
        span = null;
        return true;
    }

    /**
     * Encrypts a command with the next nonce: to be called immediately before it is sent, in the order of sending.
     *
     * @throws IllegalStateException when not {@link #ready()}
     */
    public Octets seal(Octets command, long nanoTime) {
        List<Extension> extensions = List.of();
        byte[] theirs = peerEntropy;
        Span current = span;
        if (theirs != null) {
            byte[] ours = entropy();
            current = Span.of(keys, ours, theirs);
            span = current;
            peerEntropy = null;
            extensions = List.of(new Extension(true, Extension.SPAN, Octets.of(ours)));
        }
        if (current == null) {
            throw new IllegalStateException("no nonce for node " + peer);
        }
        byte[] nonce = current.next();
        lastOwnNonce = nonce;
        lastOwnNonceAt = nanoTime;
        return S2Crypto.seal(keys, nonce, homeId, self, peer, nextSequence(), extensions, command)
                .encode();
    }

    /** Decrypts a message from the node. */
    public Opened open(Security2.Encap message, long nanoTime) {
        if (message.sequence() == lastHeard) {
            return new Opened.Duplicate();
        }
        Octets plaintext = message.senderEntropy().isPresent()
                ? openWithEntropy(message, message.senderEntropy().get())
                : openInStep(message, nanoTime);
        if (plaintext == null) {
            return new Opened.Undecryptable();
        }
        lastHeard = message.sequence();
        if (message.extensions().stream().anyMatch(S2Session::mustNotBeIgnored)) {
            return new Opened.Discarded();
        }
        return message.encryptedExtensions() ? withoutExtensions(plaintext) : new Opened.Plain(plaintext);
    }

    private @Nullable Octets openWithEntropy(Security2.Encap message, Octets theirs) {
        byte[] ours = ownEntropy;
        if (ours == null) {
            return null;
        }
        Span fresh = Span.of(keys, theirs.toByteArray(), ours);
        Octets plaintext = tryNonce(message, fresh.next());
        if (plaintext != null) {
            span = fresh;
            ownEntropy = null;
            peerEntropy = null;
            lastOwnNonce = null;
        }
        return plaintext;
    }

    private @Nullable Octets openInStep(Security2.Encap message, long nanoTime) {
        Span current = span;
        if (current == null) {
            return null;
        }
        Span ahead = current.copy();
        for (int i = 0; i < LOOK_AHEAD; i++) {
            Octets plaintext = tryNonce(message, ahead.next());
            if (plaintext != null) {
                span = ahead;
                lastOwnNonce = null;
                return plaintext;
            }
        }
        // Both sides may have taken the same nonce at the same moment.
        byte[] own = lastOwnNonce;
        return own != null && nanoTime - lastOwnNonceAt <= COLLISION.toNanos() ? tryNonce(message, own) : null;
    }

    private @Nullable Octets tryNonce(Security2.Encap message, byte[] nonce) {
        return S2Crypto.open(keys, nonce, homeId, peer, self, message).orElse(null);
    }

    private static Opened withoutExtensions(Octets plaintext) {
        var in = new ByteReader(plaintext.toByteArray());
        try {
            List<Extension> extensions = Extension.readChain(in);
            if (extensions.stream().anyMatch(S2Session::mustNotBeIgnored)) {
                return new Opened.Discarded();
            }
            return new Opened.Plain(Octets.of(in.rest()));
        } catch (MalformedFrameException e) {
            return new Opened.Discarded(); // authentic and yet nonsense: nothing to act on
        }
    }

    private static boolean mustNotBeIgnored(Extension e) {
        return e.critical() && (e.type() < Extension.SPAN || e.type() > Extension.MOS);
    }

    private byte[] entropy() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return bytes;
    }

    private int nextSequence() {
        sequence = sequence + 1 & 0xFF;
        return sequence;
    }
}
