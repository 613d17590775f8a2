// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.cc.Security2.Extension;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Encryption of single S2 messages; which nonce belongs to which message is the business of the session. */
public final class S2Crypto {

    private S2Crypto() {}

    /**
     * Encrypts one command.
     *
     * @param extensions sent in clear and authenticated
     */
    public static Security2.Encap seal(
            S2Keys keys,
            byte[] nonce,
            long homeId,
            int sender,
            int receiver,
            int sequence,
            List<Extension> extensions,
            Octets command) {
        byte[] plaintext = command.toByteArray();
        var shape = new Security2.Encap(sequence, false, extensions, command, Octets.of(new byte[AesCcm.TAG]));
        byte[] sealed = AesCcm.seal(keys.ccm(), nonce, aad(homeId, sender, receiver, shape), plaintext);
        Arrays.fill(plaintext, (byte) 0);
        Octets all = Octets.of(sealed);
        int text = sealed.length - AesCcm.TAG;
        return new Security2.Encap(sequence, false, extensions, all.slice(0, text), all.slice(text, sealed.length));
    }

    /** The plaintext, encrypted extensions first if the message has some; empty when it was not made with these. */
    public static Optional<Octets> open(
            S2Keys keys, byte[] nonce, long homeId, int sender, int receiver, Security2.Encap message) {
        return AesCcm.open(
                        keys.ccm(),
                        nonce,
                        aad(homeId, sender, receiver, message),
                        message.ciphertext().toByteArray(),
                        message.tag().toByteArray())
                .map(Octets::of);
    }

    static byte[] aad(long homeId, int sender, int receiver, Security2.Encap message) {
        var out = new ByteWriter();
        if (sender > 0xFF || receiver > 0xFF) {
            out.u16be(sender).u16be(receiver); // a Long Range node on either end
        } else {
            out.u8(sender).u8(receiver);
        }
        return out.u32be(homeId)
                .u16be(message.totalLength())
                .bytes(message.header())
                .toByteArray();
    }
}
