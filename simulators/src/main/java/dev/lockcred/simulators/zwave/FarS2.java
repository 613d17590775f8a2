// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.cc.Security2.Extension;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Security S2, one node and the controller (zwave.md 3.6). */
final class FarS2 {

    /** The keys of a class, or the temporary ones of a key exchange. */
    record Keys(Octets ccm, Octets personalization) {

        static Keys ofNetworkKey(byte[] key) {
            byte[] c = FarAes.fill(0x55, 15);
            byte[] t1 = FarAes.cmac(key, c, new byte[] {1});
            byte[] t2 = FarAes.cmac(key, t1, c, new byte[] {2});
            byte[] t3 = FarAes.cmac(key, t2, c, new byte[] {3});
            return new Keys(Octets.of(t1), Octets.of(FarAes.join(t2, t3)));
        }

        /** From the shared secret and both public keys, the controller's first. */
        static Keys temporary(byte[] shared, byte[] controller, byte[] node) {
            byte[] prk = FarAes.cmac(FarAes.fill(0x33, 16), shared, controller, node);
            byte[] c = FarAes.fill(0x88, 15);
            byte[] t1 = FarAes.cmac(prk, c, new byte[] {1});
            byte[] t2 = FarAes.cmac(prk, t1, c, new byte[] {2});
            byte[] t3 = FarAes.cmac(prk, t2, c, new byte[] {3});
            return new Keys(Octets.of(t1), Octets.of(FarAes.join(t2, t3)));
        }
    }

    /** The nonces both sides draw in step: CTR_DRBG on AES-128 without derivation function. */
    private static final class Nonces {
        private byte[] key = new byte[16];
        private byte[] v = new byte[16];

        Nonces(byte[] seed) {
            update(seed);
        }

        private Nonces(Nonces other) {
            key = other.key.clone();
            v = other.v.clone();
        }

        Nonces copy() {
            return new Nonces(this);
        }

        byte[] next() {
            step();
            byte[] out = FarAes.ecb(key, v);
            update(new byte[32]);
            return Arrays.copyOf(out, 13);
        }

        private void update(byte[] data) {
            step();
            byte[] first = FarAes.ecb(key, v);
            step();
            byte[] second = FarAes.ecb(key, v);
            for (int i = 0; i < 16; i++) {
                first[i] ^= data[i];
                second[i] ^= data[16 + i];
            }
            key = first;
            v = second;
        }

        private void step() {
            for (int i = 15; i >= 0 && ++v[i] == 0; i--) {
                // the carry goes on
            }
        }
    }

    private static final int AHEAD = 5;

    private final long home;
    private final int self;
    private final RandomGenerator random;
    private Keys keys;
    private @Nullable Nonces span;
    private byte @Nullable [] lastOwnNonce;
    private @Nullable Octets ourEntropy;
    private @Nullable Octets theirEntropy;
    private int sequence;
    private int lastHeard = -1;

    FarS2(long home, int self, Keys keys, RandomGenerator random) {
        this.home = home;
        this.self = self;
        this.keys = keys;
        this.random = random;
        this.sequence = random.nextInt(256);
    }

    /** Goes on under other keys, out of step. */
    void rekey(Keys newKeys) {
        keys = newKeys;
        forget();
    }

    /** As after a change of batteries. */
    void forget() {
        span = null;
        ourEntropy = null;
        theirEntropy = null;
        lastOwnNonce = null;
    }

    boolean ready() {
        return span != null || theirEntropy != null;
    }

    Octets nonceGet() {
        return new Security2.NonceGet(nextSequence()).encode();
    }

    /** Fresh entropy of ours, given when asked and when something could not be decrypted. */
    Octets nonceReport() {
        span = null;
        theirEntropy = null;
        Octets entropy = Octets.of(bytes(16));
        ourEntropy = entropy;
        return new Security2.NonceReport(nextSequence(), Security2.NonceReport.SOS, Optional.of(entropy)).encode();
    }

    /** The controller's entropy; false when it brought none. */
    boolean onNonceReport(Security2.NonceReport report) {
        report.entropy().ifPresent(e -> {
            theirEntropy = e;
            span = null;
        });
        return report.entropy().isPresent();
    }

    Octets seal(Octets command) {
        List<Extension> extensions = List.of();
        if (span == null) {
            Octets entropy = theirEntropy;
            if (entropy == null) {
                throw new IllegalStateException("there is no entropy of the controller yet");
            }
            byte[] own = bytes(16);
            span = mixed(own, entropy.toByteArray());
            theirEntropy = null;
            extensions = List.of(new Extension(true, Extension.SPAN, Octets.of(own)));
        }
        byte[] nonce = span.next();
        lastOwnNonce = nonce;
        int number = nextSequence();
        var shape = new Security2.Encap(
                number, false, extensions, Octets.of(new byte[command.length()]), Octets.of(new byte[8]));
        byte[] sealed = FarAes.seal(
                keys.ccm().toByteArray(),
                nonce,
                associated(shape, self, ZWaveSimulator.CONTROLLER),
                command.toByteArray());
        int text = sealed.length - 8;
        return new Security2.Encap(
                        number,
                        false,
                        extensions,
                        Octets.of(Arrays.copyOf(sealed, text)),
                        Octets.of(Arrays.copyOfRange(sealed, text, sealed.length)))
                .encode();
    }

    /** What became of a message. */
    sealed interface Opened {
        record Plain(Octets command) implements Opened {}

        /** Heard before. */
        record Again() implements Opened {}

        record OutOfStep() implements Opened {}
    }

    Opened open(Security2.Encap message) {
        if (message.sequence() == lastHeard) {
            return new Opened.Again();
        }
        byte[] associated = associated(message, ZWaveSimulator.CONTROLLER, self);
        byte[] sealed =
                FarAes.join(message.ciphertext().toByteArray(), message.tag().toByteArray());
        byte[] key = keys.ccm().toByteArray();
        Optional<Octets> senders = message.senderEntropy();
        if (senders.isPresent() && ourEntropy != null) {
            Nonces fresh = mixed(senders.get().toByteArray(), ourEntropy.toByteArray());
            byte[] plain = FarAes.open(key, fresh.next(), associated, sealed);
            if (plain != null) {
                ourEntropy = null;
                return inStep(fresh, message, plain);
            }
            return new Opened.OutOfStep();
        }
        if (span != null) {
            Nonces ahead = span.copy();
            for (int i = 0; i < AHEAD; i++) {
                byte[] plain = FarAes.open(key, ahead.next(), associated, sealed);
                if (plain != null) {
                    return inStep(ahead, message, plain);
                }
            }
            // Both may have spoken at once, with one nonce.
            byte[] plain = lastOwnNonce == null ? null : FarAes.open(key, lastOwnNonce, associated, sealed);
            if (plain != null) {
                return inStep(span, message, plain);
            }
        }
        return new Opened.OutOfStep();
    }

    private Opened inStep(Nonces now, Security2.Encap message, byte[] plain) {
        span = now;
        lastHeard = message.sequence();
        return new Opened.Plain(Octets.of(plain));
    }

    private Nonces mixed(byte[] sender, byte[] receiver) {
        byte[] prk = FarAes.cmac(FarAes.fill(0x26, 16), sender, receiver);
        byte[] e = FarAes.fill(0x88, 15);
        byte[] t1 = FarAes.cmac(prk, e, new byte[] {0}, e, new byte[] {1});
        byte[] t2 = FarAes.cmac(prk, t1, e, new byte[] {2});
        byte[] seed = FarAes.join(t1, t2);
        byte[] personal = keys.personalization().toByteArray();
        for (int i = 0; i < seed.length; i++) {
            seed[i] ^= personal[i];
        }
        return new Nonces(seed);
    }

    private byte[] associated(Security2.Encap message, int sender, int receiver) {
        var out = new ByteWriter();
        out.u8(sender).u8(receiver).u32be(home).u16be(message.totalLength()).bytes(message.header());
        return out.toByteArray();
    }

    private int nextSequence() {
        sequence = sequence + 1 & 0xFF;
        return sequence;
    }

    private byte[] bytes(int length) {
        byte[] out = new byte[length];
        random.nextBytes(out);
        return out;
    }
}
