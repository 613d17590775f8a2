// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.doorlock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.matter.internal.bridge.Json;
import dev.lockcred.matter.internal.bridge.JsonFields;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.Optional;

/**
 * Which credential: its type and its index among those of that type, from 1. Independent of user indexes.
 *
 * @param rawType as in {@link Codes.CredentialType}, 8 bits
 * @param index 16 bits
 */
public record CredentialRef(int rawType, int index) {

    /** A credential of a known type. */
    public static CredentialRef of(Codes.CredentialType type, int index) {
        return new CredentialRef(type.code(), index);
    }

    static CredentialRef decode(JsonNode tree) throws MalformedFrameException {
        var in = JsonFields.of(tree, "credential");
        return new CredentialRef(in.u31("credentialType"), in.u31("credentialIndex"));
    }

    ObjectNode json() {
        return Json.object().put("credentialType", rawType).put("credentialIndex", index);
    }

    public Optional<Codes.CredentialType> type() {
        return Codes.CredentialType.of(rawType);
    }
}
