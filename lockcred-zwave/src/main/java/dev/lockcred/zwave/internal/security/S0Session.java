// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.frame.Octets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The S0 state between us and one node: the nonces we gave it, each good once and for a short while. Confined to the lane. */
public final class S0Session {

    static final Duration NONCE_LIFE = Duration.ofSeconds(10);
    static final int NONCES = 8;

    private static final int SEQUENCED = 0x10;
    private static final int SECOND = 0x20;

    private record Given(Octets nonce, long at) {}

    private final int self;
    private final int peer;
    private final SecureRandom random;
    private final ArrayDeque<Given> given = new ArrayDeque<>();
    private S0Crypto crypto;
    private @Nullable Octets firstHalf;

    public S0Session(int self, int peer, S0Crypto crypto, SecureRandom random) {
        this.self = self;
        this.peer = peer;
        this.crypto = crypto;
        this.random = random;
    }

    /** Goes on under another key. Nonces that were given stay good: they belong to no key. */
    public void rekey(S0Crypto newCrypto) {
        crypto = newCrypto;
    }

    /** A nonce for the node to encrypt with. */
    public Octets nonceReport(long nanoTime) {
        forgetOld(nanoTime);
        if (given.size() == NONCES) {
            given.remove();
        }
        byte[] nonce = new byte[S0Crypto.NONCE];
        do {
            random.nextBytes(nonce);
        } while (find(nonce[0] & 0xFF) != null); // its first byte is its name
        given.add(new Given(Octets.of(nonce), nanoTime));
        return new Security0.NonceReport(Octets.of(nonce)).encode();
    }

    /** Encrypts a command with a nonce of the node's. */
    public Octets seal(Octets command, Octets receiverNonce) {
        byte[] own = new byte[S0Crypto.NONCE];
        random.nextBytes(own);
        return crypto.seal(self, peer, own, receiverNonce.toByteArray(), command)
                .encode();
    }

    /** The command within, or empty: forged, replayed, too late, or the first half of two. */
    public Optional<Octets> open(Security0.Encap message, long nanoTime) {
        forgetOld(nanoTime);
        Given nonce = find(message.nonceId());
        if (nonce == null) {
            return Optional.empty();
        }
        Optional<Octets> opened = crypto.open(peer, self, nonce.nonce().toByteArray(), message);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        given.remove(nonce); // once: a second message with it is a replay
        Octets plaintext = opened.get();
        int control = plaintext.at(0);
        Octets part = plaintext.slice(1, plaintext.length());
        if ((control & SEQUENCED) == 0) {
            return Optional.of(part);
        }
        if ((control & SECOND) == 0) {
            firstHalf = plaintext;
            return Optional.empty();
        }
        Octets first = firstHalf;
        firstHalf = null;
        if (first == null || (first.at(0) & 0x0F) != (control & 0x0F)) {
            return Optional.empty();
        }
        return Optional.of(first.slice(1, first.length()).plus(part));
    }

    private @Nullable Given find(int id) {
        for (Given g : given) {
            if (g.nonce().at(0) == id) {
                return g;
            }
        }
        return null;
    }

    private void forgetOld(long nanoTime) {
        given.removeIf(g -> nanoTime - g.at() > NONCE_LIFE.toNanos());
    }

    @Override
    public String toString() {
        return "S0Session[node " + peer + ", " + given.size() + " nonces]";
    }
}
