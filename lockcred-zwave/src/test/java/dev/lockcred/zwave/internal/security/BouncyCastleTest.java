// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.agreement.X25519Agreement;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/** Our primitives against an independent implementation. */
class BouncyCastleTest {

    @Property(tries = 300)
    void cmacAgrees(@ForAll @Size(16) byte[] key, @ForAll @Size(max = 100) byte[] message) {
        var mac = new CMac(AESEngine.newInstance());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] expected = new byte[16];
        mac.doFinal(expected, 0);

        assertThat(AesCmac.mac(key, message)).isEqualTo(expected);
    }

    @Property(tries = 300)
    void ccmAgrees(
            @ForAll @Size(16) byte[] key,
            @ForAll @Size(13) byte[] nonce,
            @ForAll @Size(min = 1, max = 60) byte[] aad,
            @ForAll @Size(max = 100) byte[] plaintext)
            throws Exception {
        var ccm = CCMBlockCipher.newInstance(AESEngine.newInstance());
        ccm.init(true, new AEADParameters(new KeyParameter(key), 64, nonce, aad));
        byte[] expected = new byte[plaintext.length + 8];
        ccm.doFinal(expected, ccm.processBytes(plaintext, 0, plaintext.length, expected, 0));

        byte[] sealed = AesCcm.seal(key, nonce, aad, plaintext);

        byte[] text = Arrays.copyOf(sealed, plaintext.length);
        byte[] tag = Arrays.copyOfRange(sealed, plaintext.length, sealed.length);

        assertThat(sealed).isEqualTo(expected);
        assertThat(AesCcm.open(key, nonce, aad, text, tag)).contains(plaintext);
    }

    @Property(tries = 300)
    void aChangedBitIsRefused(
            @ForAll @Size(16) byte[] key,
            @ForAll @Size(13) byte[] nonce,
            @ForAll @Size(min = 1, max = 40) byte[] aad,
            @ForAll @Size(min = 1, max = 40) byte[] plaintext,
            @ForAll @IntRange(max = 1000) int where,
            @ForAll @IntRange(max = 7) int bit) {
        byte[] all = S2Keys.join(aad, AesCcm.seal(key, nonce, aad, plaintext));
        all[where % all.length] ^= (byte) (1 << bit);

        byte[] changedAad = Arrays.copyOf(all, aad.length);
        byte[] changedText = Arrays.copyOfRange(all, aad.length, aad.length + plaintext.length);
        byte[] changedTag = Arrays.copyOfRange(all, all.length - 8, all.length);

        assertThat(AesCcm.open(key, nonce, changedAad, changedText, changedTag)).isEmpty();
    }

    @Property(tries = 50)
    void x25519Agrees(@ForAll @Size(32) byte[] scalar) throws Exception {
        var theirs = new X25519PrivateKeyParameters(scalar, 0);
        var ours = Ecdh.newPair(new SecureRandom());
        byte[] expected = new byte[32];
        var agreement = new X25519Agreement();
        agreement.init(theirs);
        agreement.calculateAgreement(new X25519PublicKeyParameters(Ecdh.publicBytes(ours), 0), expected, 0);

        assertThat(Ecdh.shared(ours.getPrivate(), theirs.generatePublicKey().getEncoded()))
                .isEqualTo(expected);
        assertThat(Ecdh.shared(Ecdh.privateKey(scalar), Ecdh.publicBytes(ours))).isEqualTo(expected);
    }
}
