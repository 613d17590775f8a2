// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 5869, appendix A: the three test cases with SHA-256. */
class HkdfTest {

    record Vector(String material, String salt, String info, int length, String prk, String okm) {}

    static Stream<Vector> vectors() {
        return Stream.of(
                new Vector(
                        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
                        "000102030405060708090a0b0c",
                        "f0f1f2f3f4f5f6f7f8f9",
                        42,
                        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
                new Vector(
                        hexRange(0x00, 0x4f),
                        hexRange(0x60, 0xaf),
                        hexRange(0xb0, 0xff),
                        82,
                        "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
                        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
                                + "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"),
                new Vector(
                        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
                        "",
                        "",
                        42,
                        "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
                        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void derivesTheVector(Vector v) {
        byte[] prk = Hkdf.extract(hex(v.salt()), hex(v.material()));

        assertThat(HexFormat.of().formatHex(prk)).isEqualTo(v.prk());
        assertThat(HexFormat.of().formatHex(Hkdf.expand(prk, hex(v.info()), v.length())))
                .isEqualTo(v.okm());
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String hexRange(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i <= to; i++) {
            text.append("%02x".formatted(i));
        }
        return text.toString();
    }
}
