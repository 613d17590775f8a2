// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.core.store.StoreException;
import java.nio.charset.StandardCharsets;

/**
 * What the store says of its key, in the document {@value #KEY} of {@link dev.lockcred.core.store.Table#META}.
 *
 * @param generation counts the keys the store has had, from 1
 * @param auditFrom the first audit entry chained under this key
 * @param check recognises the key
 */
record VaultState(int generation, long auditFrom, String check) {

    static final String KEY = "vault";

    byte[] encode() {
        return ("1 " + generation + " " + auditFrom + " " + check).getBytes(StandardCharsets.US_ASCII);
    }

    static VaultState decode(byte[] bytes) {
        String[] parts = new String(bytes, StandardCharsets.US_ASCII).split(" ", -1);
        try {
            if (parts.length == 4 && parts[0].equals("1") && parts[3].length() == 64) {
                return new VaultState(Integer.parseInt(parts[1]), Long.parseLong(parts[2]), parts[3]);
            }
        } catch (NumberFormatException e) {
            throw damaged();
        }
        throw damaged();
    }

    private static StoreException damaged() {
        return new StoreException(
                StoreException.Kind.CORRUPT,
                "what the store says of its key cannot be read: the store is damaged. Restore a backup");
    }
}
