// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-128 in the modes the JDK has; everything else here is built on {@link #block}. */
final class Aes {

    static final int BLOCK = 16;

    private final Cipher ecb;
    private final SecretKeySpec key;

    Aes(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        this.ecb = cipher("AES/ECB/NoPadding");
        try {
            ecb.init(Cipher.ENCRYPT_MODE, this.key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused a key of " + key.length + " bytes", e);
        }
    }

    /** Encrypts 16 bytes. */
    byte[] block(byte[] plain) {
        try {
            return ecb.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused a block of " + plain.length + " bytes", e);
        }
    }

    /** Output feedback, which encrypts and decrypts alike. */
    byte[] ofb(byte[] iv, byte[] data) {
        return run("AES/OFB/NoPadding", iv, data);
    }

    /** Cipher block chaining of whole blocks. */
    byte[] cbc(byte[] iv, byte[] blocks) {
        return run("AES/CBC/NoPadding", iv, blocks);
    }

    private byte[] run(String mode, byte[] iv, byte[] data) {
        try {
            Cipher cipher = cipher(mode);
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(mode + " failed", e);
        }
    }

    private static Cipher cipher(String mode) {
        try {
            return Cipher.getInstance(mode);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + mode, e);
        }
    }

    static void xorInto(byte[] target, byte[] with) {
        for (int i = 0; i < target.length; i++) {
            target[i] ^= with[i];
        }
    }
}
