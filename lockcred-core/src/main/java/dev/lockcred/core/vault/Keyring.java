// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.crypto.SecretKey;

/**
 * What earlier keys are still needed for: to recognise a PIN whose sealed value was erased (R8, R48), and to verify the audit
 * entries of their time. Never to open a value. Sealed itself under the key of today.
 */
final class Keyring {

    /** One generation that was replaced. */
    record Retired(int generation, long auditFrom, SecretKey fingerprint, SecretKey audit) {
        @Override
        public String toString() {
            return "Retired[" + generation + "]";
        }
    }

    private final NavigableMap<Integer, Retired> byGeneration = new TreeMap<>();

    Keyring() {}

    Keyring(List<Retired> all) {
        all.forEach(retired -> byGeneration.put(retired.generation(), retired));
    }

    NavigableMap<Integer, Retired> all() {
        return byGeneration;
    }

    void add(Retired retired) {
        byGeneration.put(retired.generation(), retired);
    }

    boolean isEmpty() {
        return byGeneration.isEmpty();
    }

    /** The caller wipes it. */
    byte[] encode() {
        var text = new StringBuilder();
        for (Retired retired : byGeneration.values()) {
            text.append(retired.generation()).append(' ').append(retired.auditFrom());
            text.append(' ')
                    .append(HexFormat.of().formatHex(retired.fingerprint().getEncoded()));
            text.append(' ')
                    .append(HexFormat.of().formatHex(retired.audit().getEncoded()))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads {@link #encode}, which is authentic where it comes from. */
    static Keyring decode(byte[] bytes) {
        return new Keyring(new String(bytes, StandardCharsets.US_ASCII)
                .lines()
                .map(line -> line.split(" ", -1))
                .map(parts -> new Retired(
                        Integer.parseInt(parts[0]),
                        Long.parseLong(parts[1]),
                        Hkdf.hmacKey(HexFormat.of().parseHex(parts[2])),
                        Hkdf.hmacKey(HexFormat.of().parseHex(parts[3]))))
                .toList());
    }
}
