// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** X25519 with keys as Z-Wave sends them: 32 bytes, little endian. */
public final class Ecdh {

    public static final int KEY = 32;

    private Ecdh() {}

    /** A new pair of keys. */
    public static KeyPair newPair(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("X25519");
            generator.initialize(NamedParameterSpec.X25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no X25519", e);
        }
    }

    /** The public half as it is sent. */
    public static byte[] publicBytes(KeyPair pair) {
        byte[] big = ((XECPublicKey) pair.getPublic()).getU().toByteArray();
        byte[] little = new byte[KEY];
        for (int i = 0; i < big.length && i < KEY; i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    /** The private half of these bytes. */
    static PrivateKey privateKey(byte[] scalar) {
        try {
            return KeyFactory.getInstance("X25519")
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no X25519", e);
        }
    }

    /**
     * The shared secret.
     *
     * @throws GeneralSecurityException when the other side's key is no acceptable point
     */
    public static byte[] shared(PrivateKey own, byte[] other) throws GeneralSecurityException {
        byte[] big = new byte[KEY];
        for (int i = 0; i < KEY; i++) {
            big[i] = other[KEY - 1 - i];
        }
        big[0] &= 0x7F; // RFC 7748: the top bit does not count
        var agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own);
        agreement.doPhase(
                KeyFactory.getInstance("X25519")
                        .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, big))),
                true);
        return agreement.generateSecret();
    }

    /** The device-specific key as people read it: the first 16 bytes of a public key in eight groups of five digits. */
    public static String dsk(byte[] publicKey) {
        var text = new StringBuilder();
        for (int i = 0; i < 16; i += 2) {
            int group = (publicKey[i] & 0xFF) << 8 | publicKey[i + 1] & 0xFF;
            text.append(i == 0 ? "" : "-").append(String.format(java.util.Locale.ROOT, "%05d", group));
        }
        return text.toString();
    }

    /** A joining node's key with the two bytes a person read from its label put in. */
    public static byte[] withPin(byte[] publicKey, int pin) {
        byte[] whole = Arrays.copyOf(publicKey, KEY);
        whole[0] = (byte) (pin >> 8);
        whole[1] = (byte) pin;
        return whole;
    }
}
