// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.spi.support.MalformedFrameException;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge says about itself, unasked, right after the connection is up.
 *
 * @param compressedFabricId names the fabric among all fabrics; unsigned 64 bits
 * @param fabricId unsigned 64 bits
 * @param schemaVersion of the API: 11 for the Python server, 13 for the JS server 1.4
 * @param minSupportedSchemaVersion the oldest client schema the server still serves
 * @param sdkVersion free text
 * @param fabricIndex the bridge's own numbering of its fabric; null on the Python server
 * @param controllerNodeId the bridge's node id in its fabric; null on the Python server
 */
public record ServerInfo(
        long compressedFabricId,
        long fabricId,
        int schemaVersion,
        int minSupportedSchemaVersion,
        String sdkVersion,
        @Nullable Integer fabricIndex,
        @Nullable NodeId controllerNodeId) {

    /** The schema this client was written for: what both servers understand. */
    public static final int CLIENT_SCHEMA = 11;

    /** The newest schema whose differences this client knows. */
    public static final int NEWEST_KNOWN_SCHEMA = 13;

    static ServerInfo decode(JsonNode tree) throws MalformedFrameException {
        var in = JsonFields.of(tree, "server info");
        int schema = in.u31("schema_version");
        Integer oldest = in.u31OrNull("min_supported_schema_version");
        String version = in.textOrNull("sdk_version");
        Long controller = in.u64OrNull("controller_node_id");
        return new ServerInfo(
                in.u64("compressed_fabric_id"),
                in.u64("fabric_id"),
                schema,
                oldest == null ? schema : oldest,
                version == null ? "unknown" : version,
                in.u31OrNull("fabric_index"),
                controller == null ? null : new NodeId(controller));
    }

    /** The compressed fabric id as sixteen hexadecimal digits, the way Matter writes it. */
    public String fabricKey() {
        return String.format("%016X", compressedFabricId);
    }

    /** Whether a client of our schema can talk to it. */
    public boolean speaksOurSchema() {
        return schemaVersion >= CLIENT_SCHEMA && minSupportedSchemaVersion <= NEWEST_KNOWN_SCHEMA;
    }
}
