// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys derived from one master key, one per purpose: none tells anything about another.
 *
 * @param vault seals values: AES-256
 * @param fingerprint R8
 * @param equality compares secrets in memory
 * @param audit chains the audit log
 * @param anchor authenticates the anchor
 * @param check recognises the master key, 64 hexadecimal digits: may be shown to anybody
 */
record VaultKeys(
        SecretKey vault, SecretKey fingerprint, SecretKey equality, SecretKey audit, SecretKey anchor, String check) {

    /** Derives them; the master key is the caller's to wipe. */
    static VaultKeys derive(byte[] master, String storeId) {
        byte[] root = Hkdf.extract("lockcred master key".getBytes(StandardCharsets.US_ASCII), master);
        try {
            return new VaultKeys(
                    new SecretKeySpec(derive(root, storeId, "vault"), "AES"),
                    Hkdf.hmacKey(derive(root, storeId, "fingerprint")),
                    Hkdf.hmacKey(derive(root, storeId, "equality")),
                    Hkdf.hmacKey(derive(root, storeId, "audit")),
                    Hkdf.hmacKey(derive(root, storeId, "anchor")),
                    HexFormat.of().formatHex(derive(root, storeId, "check")));
        } finally {
            Arrays.fill(root, (byte) 0);
        }
    }

    private static byte[] derive(byte[] root, String storeId, String purpose) {
        byte[] info = new Fields("lockcred key 1").text(storeId).text(purpose).toBytes();
        return Hkdf.expand(root, info, 32);
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "VaultKeys[hidden]";
    }
}
