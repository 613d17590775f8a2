// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.core.store.StoreTime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * How far the store had come, remembered outside of it (R47).
 *
 * @param storeId of which store
 * @param sequence of its journal
 * @param auditSequence the last chained audit entry, 0 for none
 * @param auditLink its link, empty for none
 * @param highestClock the latest wall clock seen
 * @param standing what is not confirmed yet
 */
public record Anchor(
        String storeId, long sequence, long auditSequence, String auditLink, Instant highestClock, Standing standing) {

    /** Whether the store is the one we left. */
    public enum Standing {
        /** As far as anybody knows. */
        TRUSTED,
        /** It had come further: it was restored to an earlier state. */
        RESTORED,
        /** There is no anchor, though the store is not new: nobody knows. */
        MISSING,
        /** The anchor is not authentic, or its audit head is not in the store: nobody knows. */
        FORGED
    }

    private static final String FORMAT = "lockcred-anchor-1";

    public Anchor {
        highestClock = StoreTime.kept(highestClock);
    }

    /** One line of text, authenticated. */
    String encode(SecretKey key) {
        String body = String.join(
                " ",
                FORMAT,
                storeId,
                Long.toString(sequence),
                Long.toString(auditSequence),
                auditLink.isEmpty() ? "-" : auditLink,
                Long.toString(StoreTime.micros(highestClock)),
                standing.name());
        return body + " " + mac(key, body);
    }

    /** Reads {@link #encode}; absent when it was not made under one of these keys, or for another store. */
    static Optional<Anchor> decode(String text, String storeId, List<SecretKey> keys) {
        int end = text.lastIndexOf(' ');
        if (end < 0) {
            return Optional.empty();
        }
        String body = text.substring(0, end);
        byte[] mac = text.substring(end + 1).getBytes(StandardCharsets.UTF_8);
        boolean authentic = keys.stream()
                .anyMatch(key -> MessageDigest.isEqual(mac, mac(key, body).getBytes(StandardCharsets.UTF_8)));
        return authentic ? read(body, storeId) : Optional.empty();
    }

    /** What it says, whoever wrote it: while the vault is locked there is no key to ask. */
    static Optional<Anchor> decodeUnverified(String text, String storeId) {
        int end = text.lastIndexOf(' ');
        return end < 0 ? Optional.empty() : read(text.substring(0, end), storeId);
    }

    private static Optional<Anchor> read(String body, String storeId) {
        String[] parts = body.split(" ", -1);
        if (parts.length != 7 || !parts[0].equals(FORMAT) || !parts[1].equals(storeId)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Anchor(
                    parts[1],
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    parts[4].equals("-") ? "" : parts[4],
                    StoreTime.fromMicros(Long.parseLong(parts[5])),
                    Standing.valueOf(parts[6])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String mac(SecretKey key, String body) {
        return HexFormat.of()
                .formatHex(
                        Hkdf.hmac(key, new Fields("lockcred anchor").text(body).toBytes()));
    }
}
