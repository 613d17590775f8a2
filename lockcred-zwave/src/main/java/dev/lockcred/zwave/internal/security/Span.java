// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.util.Arrays;

/**
 * The single-cast nonce generator both ends of an S2 link share: one nonce for each message in either direction. Not
 * thread-safe; {@link #copy} to look ahead without stepping.
 */
public final class Span {

    private final S2Keys keys;
    private final CtrDrbg drbg;

    private Span(S2Keys keys, CtrDrbg drbg) {
        this.keys = keys;
        this.drbg = drbg;
    }

    /**
     * The generator of a link, at its beginning.
     *
     * @param senderEntropy 16 bytes of the side that sends the SPAN extension
     * @param receiverEntropy 16 bytes of the side that reported a nonce
     */
    public static Span of(S2Keys keys, byte[] senderEntropy, byte[] receiverEntropy) {
        byte[] constant = new byte[16];
        Arrays.fill(constant, (byte) 0x26);
        byte[] prk = AesCmac.mac(constant, S2Keys.join(senderEntropy, receiverEntropy));
        return new Span(keys, new CtrDrbg(mixedEntropy(prk), keys.personalization()));
    }

    // Unlike the other chains this one begins with constant | 00 in the place of T0.
    static byte[] mixedEntropy(byte[] prk) {
        byte[] e = new byte[15];
        Arrays.fill(e, (byte) 0x88);
        byte[] t0 = S2Keys.join(e, new byte[] {0});
        byte[] t1 = AesCmac.mac(prk, S2Keys.join(S2Keys.join(t0, e), new byte[] {1}));
        byte[] t2 = AesCmac.mac(prk, S2Keys.join(S2Keys.join(t1, e), new byte[] {2}));
        return S2Keys.join(t1, t2);
    }

    public S2Keys keys() {
        return keys;
    }

    /** Steps the generator: 13 bytes. */
    public byte[] next() {
        return Arrays.copyOf(drbg.generate(), AesCcm.NONCE);
    }

    public Span copy() {
        return new Span(keys, drbg.copy());
    }

    CtrDrbg drbg() {
        return drbg;
    }

    @Override
    public String toString() {
        return "Span[hidden]";
    }
}
