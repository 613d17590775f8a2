// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.frame.Octets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** Encryption of S0 under one network key. The plaintext is a frame control byte and the command. */
public final class S0Crypto {

    static final int NONCE = 8;
    private static final int MAC = 8;

    private final byte[] authKey;
    private final Aes encryption;
    private final Aes authentication;
    private final byte[] encryptionKey;

    public S0Crypto(NetworkKey key) {
        var network = new Aes(key.toByteArray());
        this.authKey = network.block(filled(0x55));
        this.encryptionKey = network.block(filled(0xAA));
        this.encryption = new Aes(encryptionKey);
        this.authentication = new Aes(authKey);
    }

    byte[] authKey() {
        return authKey.clone();
    }

    byte[] encryptionKey() {
        return encryptionKey.clone();
    }

    /**
     * Encrypts one command in one frame.
     *
     * @param senderNonce 8 random bytes
     * @param receiverNonce the 8 bytes the receiver gave us
     */
    public Security0.Encap seal(int sender, int receiver, byte[] senderNonce, byte[] receiverNonce, Octets command) {
        byte[] plaintext = new byte[command.length() + 1]; // frame control 00: one frame, not sequenced
        System.arraycopy(command.toByteArray(), 0, plaintext, 1, command.length());
        byte[] iv = join(senderNonce, receiverNonce);
        byte[] ciphertext = encryption.ofb(iv, plaintext);
        Arrays.fill(plaintext, (byte) 0);
        byte[] mac = mac(iv, Security0.Encap.PLAIN, sender, receiver, ciphertext);
        return new Security0.Encap(
                Security0.Encap.PLAIN,
                Octets.of(senderNonce),
                Octets.of(ciphertext),
                receiverNonce[0] & 0xFF,
                Octets.of(mac));
    }

    /**
     * The plaintext, frame control first, or empty when the message was not made with this key and nonce. For the variant
     * that asks for a nonce both readings of the authenticated command byte are tried, as devices differ.
     */
    public Optional<Octets> open(int sender, int receiver, byte[] receiverNonce, Security0.Encap message) {
        byte[] iv = join(message.senderNonce().toByteArray(), receiverNonce);
        byte[] ciphertext = message.ciphertext().toByteArray();
        byte[] mac = message.mac().toByteArray();
        boolean authentic = MessageDigest.isEqual(mac, mac(iv, message.command(), sender, receiver, ciphertext))
                || message.command() != Security0.Encap.PLAIN
                        && MessageDigest.isEqual(mac, mac(iv, Security0.Encap.PLAIN, sender, receiver, ciphertext));
        return authentic ? Optional.of(Octets.of(encryption.ofb(iv, ciphertext))) : Optional.empty();
    }

    private byte[] mac(byte[] iv, int command, int sender, int receiver, byte[] ciphertext) {
        int length = iv.length + 4 + ciphertext.length;
        byte[] data = new byte[(length + Aes.BLOCK - 1) / Aes.BLOCK * Aes.BLOCK];
        System.arraycopy(iv, 0, data, 0, iv.length);
        data[16] = (byte) command;
        data[17] = (byte) sender;
        data[18] = (byte) receiver;
        data[19] = (byte) ciphertext.length;
        System.arraycopy(ciphertext, 0, data, 20, ciphertext.length);
        byte[] chained = authentication.cbc(new byte[Aes.BLOCK], data);
        return Arrays.copyOfRange(chained, chained.length - Aes.BLOCK, chained.length - Aes.BLOCK + MAC);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static byte[] filled(int value) {
        byte[] block = new byte[Aes.BLOCK];
        Arrays.fill(block, (byte) value);
        return block;
    }
}
