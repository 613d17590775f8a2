// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.util.Arrays;

/** The keys S2 works with, derived from a network key or, during an inclusion, from a key exchange. Never prints itself. */
public final class S2Keys {

    private final byte[] ccm;
    private final byte[] personalization;

    private S2Keys(byte[] ccm, byte[] personalization) {
        this.ccm = ccm;
        this.personalization = personalization;
    }

    /** Network key expansion. */
    public static S2Keys of(NetworkKey key) {
        byte[][] t = chain(key.toByteArray(), 0x55, 4);
        return new S2Keys(t[0], join(t[1], t[2])); // T4 is for multicast, which a lock host does not use
    }

    /**
     * The temporary keys of an inclusion.
     *
     * @param shared the X25519 shared secret
     * @param publicA the including side's key, 32 bytes
     * @param publicB the joining side's key, 32 bytes, complete
     */
    public static S2Keys temporary(byte[] shared, byte[] publicA, byte[] publicB) {
        byte[] constant = new byte[16];
        Arrays.fill(constant, (byte) 0x33);
        byte[] prk = AesCmac.mac(constant, join(join(shared, publicA), publicB));
        byte[][] t = chain(prk, 0x88, 3);
        return new S2Keys(t[0], join(t[1], t[2]));
    }

    /** T1 = CMAC(key, constant | 01), Tn = CMAC(key, Tn-1 | constant | n). */
    static byte[][] chain(byte[] key, int constant, int count) {
        byte[] filled = new byte[15];
        Arrays.fill(filled, (byte) constant);
        byte[][] t = new byte[count][];
        byte[] previous = new byte[0];
        for (int n = 0; n < count; n++) {
            t[n] = AesCmac.mac(key, join(join(previous, filled), new byte[] {(byte) (n + 1)}));
            previous = t[n];
        }
        return t;
    }

    byte[] ccm() {
        return ccm;
    }

    byte[] personalization() {
        return personalization;
    }

    static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    public String toString() {
        return "S2Keys[hidden]";
    }
}
