// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.KeyRing;
import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.S0Crypto;
import dev.lockcred.zwave.internal.security.S0Session;
import dev.lockcred.zwave.internal.security.S2Keys;
import dev.lockcred.zwave.internal.security.S2Session;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secure sessions with one node under the class it was granted. Confined to the lane. */
public final class SecureLink {

    /** What a secured message turned out to be. */
    sealed interface Opened {
        record Plain(Octets command, SecurityClass under) implements Opened {}

        /** Not for us, a repetition, forged, or the first of two halves: dropped. */
        record Nothing() implements Opened {}

        /** The node uses keys or nonces we do not share: it must be told. */
        record OutOfStep() implements Opened {}
    }

    private final long homeId;
    private final int self;
    private final int peer;
    private final SecureRandom random;
    private SecurityClass granted = SecurityClass.NONE;
    private @Nullable S0Session s0;
    private @Nullable S2Session s2;

    SecureLink(long homeId, int self, int peer, SecureRandom random) {
        this.homeId = homeId;
        this.self = self;
        this.peer = peer;
        this.random = random;
    }

    /** The class everything goes under. */
    SecurityClass granted() {
        return granted;
    }

    /**
     * Goes on under this class. Without its key nothing can be sent: {@link #usable} says so.
     */
    void grant(SecurityClass securityClass, KeyRing keys) {
        granted = securityClass;
        Optional<NetworkKey> key = keys.key(securityClass);
        if (securityClass == SecurityClass.S0) {
            key.ifPresent(this::useS0);
        } else if (securityClass.isS2()) {
            key.ifPresent(k -> useS2(S2Keys.of(k)));
        }
    }

    /** Speaks under this class while keys are handed over; which keys is said separately. */
    void bootstrap(SecurityClass securityClass) {
        granted = securityClass;
    }

    /** Goes on under S0 with this key, as during an inclusion. */
    void useS0(NetworkKey key) {
        var crypto = new S0Crypto(key);
        if (s0 == null) {
            s0 = new S0Session(self, peer, crypto, random);
        } else {
            s0.rekey(crypto);
        }
    }

    /** Goes on under S2 with these keys, out of step. */
    void useS2(S2Keys keys) {
        if (s2 == null) {
            s2 = new S2Session(homeId, self, peer, keys, random);
        } else {
            s2.rekey(keys);
        }
    }

    /** Whether there is a key for the class. */
    boolean usable() {
        return granted == SecurityClass.NONE || (granted == SecurityClass.S0 ? s0 != null : s2 != null);
    }

    @Nullable
    S0Session s0() {
        return s0;
    }

    @Nullable
    S2Session s2() {
        return s2;
    }

    /** Bytes that encryption adds at most. */
    int overhead() {
        return granted == SecurityClass.NONE ? 0 : granted == SecurityClass.S0 ? 20 : 32;
    }

    /** Bytes that encryption adds once a session is in step. */
    int usualOverhead() {
        return granted == SecurityClass.NONE ? 0 : granted == SecurityClass.S0 ? 20 : 12;
    }

    /** Opens a secured message. */
    Opened open(Command message, long nanoTime) {
        if (message instanceof Security0.Encap encap) {
            Optional<Octets> plain = s0 == null ? Optional.empty() : s0.open(encap, nanoTime);
            return plain.isPresent() ? new Opened.Plain(plain.get(), SecurityClass.S0) : new Opened.Nothing();
        }
        if (message instanceof Security2.Encap encap) {
            S2Session session = s2;
            if (session == null) {
                return new Opened.Nothing(); // no key to be out of step with
            }
            S2Session.Opened opened = session.open(encap, nanoTime);
            if (opened instanceof S2Session.Opened.Plain plain) {
                return new Opened.Plain(plain.command(), granted);
            }
            return opened instanceof S2Session.Opened.Undecryptable ? new Opened.OutOfStep() : new Opened.Nothing();
        }
        return new Opened.Nothing();
    }
}
