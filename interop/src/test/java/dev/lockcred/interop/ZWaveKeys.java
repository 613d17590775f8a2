// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The network keys of the Z-Wave peer as a key file of ours. */
public final class ZWaveKeys {

    private ZWaveKeys() {}

    /** Writes {@code keys.json} into the folder; the settings of a driver for the peer, relative to it. */
    public static Map<String, String> settings(PeerProcess peer, Path folder) {
        JsonNode keys = peer.get("/info").get("keys");
        Path file = folder.resolve("keys.json");
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, """
                    {"S0_Legacy": "%s", "S2_Unauthenticated": "%s", "S2_Authenticated": "%s", "S2_AccessControl": "%s"}
                    """.formatted(
                            keys.get("S0_Legacy").textValue(),
                            keys.get("S2_Unauthenticated").textValue(),
                            keys.get("S2_Authenticated").textValue(),
                            keys.get("S2_AccessControl").textValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("port", "tcp://127.0.0.1:" + peer.port("serial"), "keys", "keys.json");
    }
}
