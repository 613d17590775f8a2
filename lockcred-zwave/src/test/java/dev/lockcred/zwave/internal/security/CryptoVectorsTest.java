// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.zwave.Vectors;
import dev.lockcred.zwave.Vectors.Vector;
import dev.lockcred.zwave.internal.cc.Commands;
import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.frame.Octets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key, nonce and encrypted message of the reference vectors, intermediate values included. */
class CryptoVectorsTest {

    private static final long HOME = 0x7E570001L;

    static Stream<Vector> s0Keys() {
        return Vectors.group("s0").stream()
                .filter(v -> v.name().contains("key ") && v.hex().length() == 32);
    }

    static Stream<Vector> s0Messages() {
        return Vectors.group("s0").stream().filter(v -> v.json().has("intermediate"));
    }

    static Stream<Vector> cmacs() {
        return Vectors.group("s2").stream().filter(v -> v.name().startsWith("AES-CMAC"));
    }

    static Stream<Vector> expansions() {
        return Vectors.group("s2").stream().filter(v -> v.name().startsWith("network key expansion"));
    }

    static Stream<Vector> s2Messages() {
        return Vectors.group("s2").stream().filter(v -> v.json().get("inputs").has("homeId"));
    }

    @Test
    void theFileHasWhatTheseTestsWalk() {
        assertThat(s0Keys()).hasSize(4);
        assertThat(s0Messages()).hasSize(4);
        assertThat(cmacs()).hasSize(3);
        assertThat(expansions()).hasSize(2);
        assertThat(s2Messages()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("s0Keys")
    void s0DerivesItsKeys(Vector v) {
        boolean zero = v.name().contains("all-zero");
        var crypto = new S0Crypto(zero ? NetworkKey.ZERO : NetworkKey.of(v.input("networkKey")));

        assertThat(v.name().startsWith("auth") ? crypto.authKey() : crypto.encryptionKey())
                .isEqualTo(v.bytes());
    }

    @ParameterizedTest
    @MethodSource("s0Messages")
    void s0Seals(Vector v) {
        var crypto = new S0Crypto(NetworkKey.of(v.input("networkKey")));

        var sealed = crypto.seal(
                v.number("sender"),
                v.number("receiver"),
                v.input("senderNonce"),
                v.input("receiverNonce"),
                Octets.of(v.input("command")));

        assertThat(sealed.encode()).isEqualTo(Octets.of(v.bytes()));
        assertThat(sealed.ciphertext()).isEqualTo(Octets.ofHex(v.intermediate("ciphertext")));
        assertThat(sealed.mac()).isEqualTo(Octets.ofHex(v.intermediate("mac")));
    }

    @ParameterizedTest
    @MethodSource("s0Messages")
    void s0Opens(Vector v) throws Exception {
        var crypto = new S0Crypto(NetworkKey.of(v.input("networkKey")));
        var message = (Security0.Encap) Commands.decode(Octets.of(v.bytes()));

        var opened = crypto.open(v.number("sender"), v.number("receiver"), v.input("receiverNonce"), message);
        var toSomebodyElse = crypto.open(v.number("sender"), 77, v.input("receiverNonce"), message);

        assertThat(opened).contains(Octets.ofHex(v.intermediate("plaintext")));
        assertThat(toSomebodyElse).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cmacs")
    void cmac(Vector v) {
        assertThat(AesCmac.mac(v.input("key"), v.input("message"))).isEqualTo(v.bytes());
    }

    @ParameterizedTest
    @MethodSource("expansions")
    void expandsNetworkKeys(Vector v) {
        byte[][] t = S2Keys.chain(v.input("pnk"), 0x55, 4);
        var keys = S2Keys.of(NetworkKey.of(v.input("pnk")));

        assertThat(S2Keys.join(S2Keys.join(t[0], t[1]), S2Keys.join(t[2], t[3])))
                .isEqualTo(v.bytes());
        assertThat(hex(keys.ccm())).isEqualTo(v.intermediate("keyCCM_T1"));
        assertThat(hex(keys.personalization())).isEqualTo(v.intermediate("personalization_T2T3"));
    }

    @Test
    void spanStepsLikeTheReference() {
        Vector v = Vectors.named("SPAN: mixed entropy, CTR_DRBG state and the first four nonces");
        Span span = Span.of(S2Keys.of(NetworkKey.of(v.input("pnk"))), v.input("senderEI"), v.input("receiverEI"));

        assertThat(hex(Span.mixedEntropy(HexFormat.of().parseHex(v.intermediate("noncePRK")))))
                .isEqualTo(v.intermediate("MEI"));
        assertThat(hex(span.drbg().key())).isEqualTo(v.intermediate("drbgKeyAfterInstantiate"));
        assertThat(hex(span.drbg().v())).isEqualTo(v.intermediate("drbgVAfterInstantiate"));
        Span ahead = span.copy();
        byte[] first = span.next();
        assertThat(hex(span.drbg().key())).isEqualTo(v.intermediate("drbgKeyAfterFirst"));
        assertThat(hex(span.drbg().v())).isEqualTo(v.intermediate("drbgVAfterFirst"));
        byte[] all = S2Keys.join(S2Keys.join(first, span.next()), S2Keys.join(span.next(), span.next()));
        assertThat(all).isEqualTo(v.bytes());
        assertThat(ahead.next()).isEqualTo(first); // a copy steps on its own
    }

    @ParameterizedTest
    @MethodSource("s2Messages")
    void s2Seals(Vector v) {
        S2Keys keys = accessControlKeys();
        var extensions = v.json().get("inputs").get("spanExtension").isNull()
                ? List.<Security2.Extension>of()
                : List.of(new Security2.Extension(true, Security2.Extension.SPAN, Octets.of(v.input("spanExtension"))));

        var sealed = S2Crypto.seal(
                keys,
                v.input("nonce"),
                HOME,
                v.number("sender"),
                v.number("receiver"),
                v.number("sequence"),
                extensions,
                Octets.of(v.input("command")));

        assertThat(hex(keys.ccm()))
                .isEqualTo(v.json().get("inputs").get("keyCCM").asText());
        assertThat(hex(S2Crypto.aad(HOME, v.number("sender"), v.number("receiver"), sealed)))
                .isEqualTo(v.intermediate("aad"));
        assertThat(sealed.encode()).isEqualTo(Octets.of(v.bytes()));
    }

    @ParameterizedTest
    @MethodSource("s2Messages")
    void s2Opens(Vector v) throws Exception {
        var message = (Security2.Encap) Commands.decode(Octets.of(v.bytes()));
        int sender = v.number("sender");
        int receiver = v.number("receiver");

        assertThat(message.encode()).isEqualTo(Octets.of(v.bytes()));
        assertThat(S2Crypto.open(accessControlKeys(), v.input("nonce"), HOME, sender, receiver, message))
                .contains(Octets.of(v.input("command")));
        assertThat(S2Crypto.open(accessControlKeys(), v.input("nonce"), HOME + 1, sender, receiver, message))
                .isEmpty();
        assertThat(S2Crypto.open(accessControlKeys(), new byte[13], HOME, sender, receiver, message))
                .isEmpty();
    }

    @Test
    void theKeyExchangeOfAnInclusion() throws Exception {
        Vector v = Vectors.named("inclusion: ECDH + temporary keys (A = including controller, B = joining lock)");
        byte[] publicA = HexFormat.of().parseHex(v.intermediate("publicA"));
        byte[] publicB = HexFormat.of().parseHex(v.intermediate("publicB"));

        byte[] shared = Ecdh.shared(Ecdh.privateKey(v.input("privateA")), publicB);
        byte[] sharedAtB = Ecdh.shared(Ecdh.privateKey(v.input("privateB")), publicA);
        S2Keys keys = S2Keys.temporary(shared, publicA, publicB);

        assertThat(hex(shared)).isEqualTo(v.intermediate("sharedSecret"));
        assertThat(sharedAtB).isEqualTo(shared);
        assertThat(S2Keys.join(keys.ccm(), keys.personalization())).isEqualTo(v.bytes());
        assertThat(Ecdh.dsk(publicB)).isEqualTo(v.intermediate("dskOfB"));
        byte[] label = publicB.clone();
        label[0] = 0;
        label[1] = 0;
        assertThat(Ecdh.withPin(label, 56990)).isEqualTo(publicB);
    }

    @Test
    void aFreshPairAgreesWithItsPeer() throws Exception {
        var random = new SecureRandom();
        for (int i = 0; i < 20; i++) { // leading zero bytes of the coordinate are rare, and must survive
            var a = Ecdh.newPair(random);
            var b = Ecdh.newPair(random);

            assertThat(Ecdh.shared(a.getPrivate(), Ecdh.publicBytes(b)))
                    .isEqualTo(Ecdh.shared(b.getPrivate(), Ecdh.publicBytes(a)));
        }
    }

    private static S2Keys accessControlKeys() {
        byte[] key = new byte[16];
        java.util.Arrays.fill(key, (byte) 0x33);
        return S2Keys.of(NetworkKey.of(key));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
