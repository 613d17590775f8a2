// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.CredentialKind;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The credential types of User Credential and our kinds. One table, both ways. */
final class CredentialTypes {

    private static final Map<Integer, CredentialKind> KINDS = Map.ofEntries(
            Map.entry(1, CredentialKind.PIN),
            Map.entry(2, CredentialKind.PASSWORD),
            Map.entry(3, CredentialKind.RFID),
            Map.entry(4, CredentialKind.BLE),
            Map.entry(5, CredentialKind.NFC),
            Map.entry(6, CredentialKind.UWB),
            Map.entry(7, CredentialKind.EYE),
            Map.entry(8, CredentialKind.FACE),
            Map.entry(9, CredentialKind.FINGERPRINT),
            Map.entry(10, CredentialKind.HAND),
            Map.entry(11, CredentialKind.OTHER),
            Map.entry(12, CredentialKind.DESFIRE));

    private CredentialTypes() {}

    static Optional<CredentialKind> kind(int type) {
        return Optional.ofNullable(KINDS.get(type));
    }

    static OptionalInt type(CredentialKind kind) {
        return KINDS.entrySet().stream()
                .filter(e -> e.getValue() == kind)
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }
}
