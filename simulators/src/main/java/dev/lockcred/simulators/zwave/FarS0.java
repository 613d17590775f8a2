// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Security S0 as a node does it (zwave.md 3.5). */
final class FarS0 {

    private static final long NONCE_LIVES = 5_000_000_000L;

    private record Given(Octets nonce, long at) {}

    private final int self;
    private final RandomGenerator random;
    private final Map<Integer, Given> given = new HashMap<>();
    private byte[] authKey = new byte[0];
    private byte[] cipherKey = new byte[0];

    FarS0(int self, byte[] networkKey, RandomGenerator random) {
        this.self = self;
        this.random = random;
        rekey(networkKey);
    }

    void rekey(byte[] networkKey) {
        authKey = FarAes.ecb(networkKey, FarAes.fill(0x55, FarAes.BLOCK));
        cipherKey = FarAes.ecb(networkKey, FarAes.fill(0xAA, FarAes.BLOCK));
    }

    /** A nonce for the other side, good once and for five seconds. */
    Octets giveNonce(long now) {
        byte[] nonce = random(8);
        given.put(nonce[0] & 0xFF, new Given(Octets.of(nonce), now));
        return new Security0.NonceReport(Octets.of(nonce)).encode();
    }

    /** Encrypts for the controller with the nonce it gave. */
    Octets seal(Octets command, Octets receiverNonce) {
        byte[] senderNonce = random(8);
        byte[] iv = FarAes.join(senderNonce, receiverNonce.toByteArray());
        byte[] cipher = ofb(iv, FarAes.join(new byte[1], command.toByteArray()));
        byte[] mac = mac(iv, self, ZWaveSimulator.CONTROLLER, cipher);
        return new Security0.Encap(
                        Security0.Encap.PLAIN,
                        Octets.of(senderNonce),
                        Octets.of(cipher),
                        receiverNonce.at(0),
                        Octets.of(mac))
                .encode();
    }

    /** The command in it, unless its nonce is spent or stale or somebody else wrote it. */
    Optional<Octets> open(Security0.Encap encap, long now) {
        Given nonce = given.remove(encap.nonceId());
        if (nonce == null || now - nonce.at() > NONCE_LIVES) {
            return Optional.empty();
        }
        byte[] iv = FarAes.join(encap.senderNonce().toByteArray(), nonce.nonce().toByteArray());
        byte[] cipher = encap.ciphertext().toByteArray();
        if (!Arrays.equals(
                mac(iv, ZWaveSimulator.CONTROLLER, self, cipher), encap.mac().toByteArray())) {
            return Optional.empty();
        }
        byte[] plain = ofb(iv, cipher);
        return Optional.of(Octets.of(Arrays.copyOfRange(plain, 1, plain.length)));
    }

    private byte[] mac(byte[] iv, int sender, int receiver, byte[] cipher) {
        byte[] text =
                FarAes.join(iv, new byte[] {(byte) 0x81, (byte) sender, (byte) receiver, (byte) cipher.length}, cipher);
        byte[] chain = new byte[FarAes.BLOCK];
        for (int at = 0; at < text.length; at += FarAes.BLOCK) {
            for (int i = 0; i < FarAes.BLOCK && at + i < text.length; i++) {
                chain[i] ^= text[at + i];
            }
            chain = FarAes.ecb(authKey, chain);
        }
        return Arrays.copyOf(chain, 8);
    }

    private byte[] ofb(byte[] iv, byte[] text) {
        byte[] out = text.clone();
        byte[] stream = iv;
        for (int i = 0; i < out.length; i++) {
            if (i % FarAes.BLOCK == 0) {
                stream = FarAes.ecb(cipherKey, stream);
            }
            out[i] ^= stream[i % FarAes.BLOCK];
        }
        return out;
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
