// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/** The cryptography of the far end, from Bouncy Castle, so that it shares no mistake with the driver's. */
final class FarAes {

    static final int BLOCK = 16;
    private static final int TAG_BITS = 64;

    private FarAes() {}

    static byte[] ecb(byte[] key, byte[] block) {
        var engine = AESEngine.newInstance();
        engine.init(true, new KeyParameter(key));
        byte[] out = new byte[BLOCK];
        engine.processBlock(block, 0, out, 0);
        return out;
    }

    static byte[] cmac(byte[] key, byte[]... parts) {
        var mac = new CMac(AESEngine.newInstance());
        mac.init(new KeyParameter(key));
        for (byte[] part : parts) {
            mac.update(part, 0, part.length);
        }
        byte[] out = new byte[BLOCK];
        mac.doFinal(out, 0);
        return out;
    }

    /** Ciphertext and tag. */
    static byte[] seal(byte[] key, byte[] nonce, byte[] associated, byte[] plain) {
        byte[] sealed = ccm(true, key, nonce, associated, plain);
        if (sealed == null) {
            throw new IllegalStateException("CCM could not encrypt");
        }
        return sealed;
    }

    /** The plaintext, or null when the tag does not match. */
    static byte @Nullable [] open(byte[] key, byte[] nonce, byte[] associated, byte[] sealed) {
        return ccm(false, key, nonce, associated, sealed);
    }

    private static byte @Nullable [] ccm(boolean encrypt, byte[] key, byte[] nonce, byte[] associated, byte[] in) {
        var ccm = CCMBlockCipher.newInstance(AESEngine.newInstance());
        ccm.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, associated));
        byte[] out = new byte[ccm.getOutputSize(in.length)];
        int done = ccm.processBytes(in, 0, in.length, out, 0);
        try {
            ccm.doFinal(out, done);
            return out;
        } catch (InvalidCipherTextException e) {
            return null; // the answer to "is this authentic" is no
        }
    }

    /** The same byte so many times. */
    static byte[] fill(int value, int count) {
        byte[] out = new byte[count];
        Arrays.fill(out, (byte) value);
        return out;
    }

    static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
        byte[] out = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }
}
