// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.CurrentSecurityState;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.InitialSecurityState;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.KeyStruct;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.NetworkKeyInfo;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.SecManContext;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Builds our messages from the field values that an independent implementation read out of the same bytes. */
final class VectorMessages {

    private final JsonNode f;
    private final EzspVersion version;

    VectorMessages(JsonNode fields, EzspVersion version) {
        this.f = fields;
        this.version = version;
    }

    EzspMessage command(String name) {
        return switch (name) {
            case "version" -> new ConfigCommand.Version(num("desiredProtocolVersion"));
            case "addEndpoint" ->
                new ConfigCommand.AddEndpoint(
                        num("endpoint"),
                        num("profileId"),
                        num("deviceId"),
                        num("deviceVersion"),
                        list("inputClusterList"),
                        list("outputClusterList"));
            case "getExtendedValue" -> new ConfigCommand.GetExtendedValue(num("valueId"), big("characteristics"));
            case "nop" -> new ConfigCommand.Bare(FrameId.NOP);
            case "networkState" -> new ConfigCommand.Bare(FrameId.NETWORK_STATE);
            case "getEui64" -> new ConfigCommand.Bare(FrameId.GET_EUI64);
            case "getNodeId" -> new ConfigCommand.Bare(FrameId.GET_NODE_ID);
            case "getNetworkParameters" -> new ConfigCommand.Bare(FrameId.GET_NETWORK_PARAMETERS);
            case "getCurrentSecurityState" -> new ConfigCommand.Bare(FrameId.GET_CURRENT_SECURITY_STATE);
            case "clearKeyTable" -> new ConfigCommand.Bare(FrameId.CLEAR_KEY_TABLE);
            case "getNetworkKeyInfo" -> new ConfigCommand.Bare(FrameId.GET_NETWORK_KEY_INFO);
            case "setConcentrator" ->
                new NetworkCommand.SetConcentrator(
                        num("on") == 1,
                        num("concentratorType"),
                        num("minTime"),
                        num("maxTime"),
                        num("routeErrorThreshold"),
                        num("deliveryFailureThreshold"),
                        num("maxHops"));
            case "setManufacturerCode" -> new ConfigCommand.SetManufacturerCode(num("code"));
            case "networkInit" ->
                new NetworkCommand.NetworkInit(
                        f.has("networkInitBitmask")
                                ? OptionalInt.of(num("networkInitBitmask"))
                                : OptionalInt.of(num("networkInitStruct")));
            case "networkInitExtended" -> new NetworkCommand.NetworkInitExtended(num("networkInitStruct"));
            case "formNetwork" -> new NetworkCommand.FormNetwork(parameters());
            case "permitJoining" -> new NetworkCommand.PermitJoining(num("duration"));
            case "sendUnicast" ->
                new SendCommand.Unicast(
                        num("type", "message_type"),
                        num("indexOrDestination", "nwk"),
                        aps(),
                        num("messageTag", "message_tag"),
                        message());
            case "sendBroadcast" ->
                new SendCommand.Broadcast(
                        version.isWide() ? num("alias") : SendCommand.Broadcast.NO_ALIAS,
                        num("destination"),
                        version.isWide() ? num("sequence") : 0,
                        aps(),
                        num("radius"),
                        num("messageTag", "message_tag"),
                        message());
            case "getConfigurationValue" -> new ConfigCommand.GetConfigurationValue(num("configId"));
            case "setConfigurationValue" -> new ConfigCommand.SetConfigurationValue(num("configId"), num("value"));
            case "setPolicy" -> new ConfigCommand.SetPolicy(num("policyId"), num("decisionId"));
            case "getValue" -> new ConfigCommand.GetValue(num("valueId"));
            case "setValue" -> new ConfigCommand.SetValue(num("valueId"), octets("value"));
            case "setSourceRouteDiscoveryMode" -> new NetworkCommand.SetSourceRouteDiscoveryMode(num("mode"));
            case "lookupNodeIdByEui64" -> new NetworkCommand.LookupNodeIdByEui64(eui(f.get("eui64")));
            case "setMulticastTableEntry" ->
                new NetworkCommand.SetMulticastTableEntry(
                        num("index"),
                        new TableStructures.MulticastEntry(
                                f.get("value").get("multicastId").asInt(),
                                f.get("value").get("endpoint").asInt(),
                                f.get("value").get("networkIndex").asInt()));
            case "setInitialSecurityState" -> {
                JsonNode s = f.get("state");
                yield new SecurityCommand.SetInitialSecurityState(new InitialSecurityState(
                        s.get("bitmask").asInt(),
                        key(s.get("preconfiguredKey")),
                        key(s.get("networkKey")),
                        s.get("networkKeySequenceNumber").asInt(),
                        eui(s.get("preconfiguredTrustCenterEui64"))));
            }
            case "getKey" -> new SecurityCommand.GetKey(num("keyType"));
            case "setExtendedTimeout" ->
                new NetworkCommand.SetExtendedTimeout(eui(f.get("remoteEui64")), num("extendedTimeout") == 1);
            case "addTransientLinkKey" ->
                new SecurityCommand.AddTransientLinkKey(
                        eui(f.get("partner")), key(f.has("transientKey") ? f.get("transientKey") : f.get("key")));
            case "importTransientKey" ->
                new SecurityCommand.ImportTransientKey(
                        eui(f.get("eui64")), key(f.get("plaintext_key")), OptionalInt.of(num("flags")));
            case "exportKey" -> new SecurityCommand.ExportKey(context(f.get("context")));
            default -> throw new AssertionError("no command " + name);
        };
    }

    EzspMessage response(String name) {
        return switch (name) {
            case "version" -> new EzspResponse.Version(num("protocolVersion"), num("stackType"), num("stackVersion"));
            case "addEndpoint" -> status(FrameId.ADD_ENDPOINT);
            case "setConcentrator" -> status(FrameId.SET_CONCENTRATOR);
            case "networkInit" -> status(FrameId.NETWORK_INIT);
            case "networkInitExtended" -> status(FrameId.NETWORK_INIT_EXTENDED);
            case "formNetwork" -> status(FrameId.FORM_NETWORK);
            case "permitJoining" -> status(FrameId.PERMIT_JOINING);
            case "setConfigurationValue" -> status(FrameId.SET_CONFIGURATION_VALUE);
            case "setPolicy" -> status(FrameId.SET_POLICY);
            case "setMulticastTableEntry" -> status(FrameId.SET_MULTICAST_TABLE_ENTRY);
            case "setInitialSecurityState" -> status(FrameId.SET_INITIAL_SECURITY_STATE);
            case "setValue" -> status(FrameId.SET_VALUE);
            case "addTransientLinkKey" -> status(FrameId.ADD_TRANSIENT_LINK_KEY);
            case "clearKeyTable" -> status(FrameId.CLEAR_KEY_TABLE);
            case "importTransientKey" ->
                new EzspResponse.StatusOnly(FrameId.IMPORT_TRANSIENT_KEY, new NcpStatus(big("status"), true));
            case "setExtendedTimeout" ->
                f.has("status")
                        ? status(FrameId.SET_EXTENDED_TIMEOUT)
                        : new EzspResponse.Done(FrameId.SET_EXTENDED_TIMEOUT);
            case "nop" -> new EzspResponse.Done(FrameId.NOP);
            case "setManufacturerCode" -> new EzspResponse.Done(FrameId.SET_MANUFACTURER_CODE);
            case "invalidCommand" -> new EzspResponse.InvalidCommand(num("status", "reason"));
            case "getExtendedValue" -> new EzspResponse.Value(FrameId.GET_EXTENDED_VALUE, status(), octets("value"));
            case "getValue" -> new EzspResponse.Value(FrameId.GET_VALUE, status(), octets("value"));
            case "getConfigurationValue" -> new EzspResponse.ConfigurationValue(status(), num("value"));
            case "networkState" -> new EzspResponse.NetworkState(num("status"));
            case "getEui64" -> new EzspResponse.OwnEui64(eui(f.get("eui64")));
            case "getNodeId" -> new EzspResponse.NodeId(FrameId.GET_NODE_ID, num("nodeId"));
            case "lookupNodeIdByEui64" -> new EzspResponse.NodeId(FrameId.LOOKUP_NODE_ID_BY_EUI64, num("nodeId"));
            case "getNetworkParameters" ->
                new EzspResponse.NetworkParametersAre(status(), num("nodeType"), parameters());
            case "sendUnicast" -> new EzspResponse.Sent(FrameId.SEND_UNICAST, status(), num("sequence"));
            case "sendBroadcast" -> new EzspResponse.Sent(FrameId.SEND_BROADCAST, status(), num("sequence"));
            case "setSourceRouteDiscoveryMode" -> new EzspResponse.SourceRouteDiscoveryMode(big("remainingTime"));
            case "getCurrentSecurityState" ->
                new EzspResponse.CurrentSecurityStateIs(
                        status(),
                        new CurrentSecurityState(
                                f.get("state").get("bitmask").asInt(),
                                eui(f.get("state").get("trustCenterLongAddress"))));
            case "getKey" -> {
                JsonNode k = f.get("keyStruct");
                yield new EzspResponse.KeyIs(
                        status(),
                        new KeyStruct(
                                k.get("bitmask").asInt(),
                                k.get("type").asInt(),
                                key(k.get("key")),
                                k.get("outgoingFrameCounter").asLong(),
                                k.get("incomingFrameCounter").asLong(),
                                k.get("sequenceNumber").asInt(),
                                eui(k.get("partnerEUI64"))));
            }
            case "exportKey" ->
                new EzspResponse.ExportedKey(
                        new NcpStatus(big("status"), true),
                        key(f.get("key")),
                        f.has("context") ? context(f.get("context")) : SecManContext.of(0));
            case "getNetworkKeyInfo" -> {
                JsonNode k = f.get("network_key_info");
                yield new EzspResponse.NetworkKeyInfoIs(
                        new NcpStatus(big("status"), true),
                        new NetworkKeyInfo(
                                k.get("network_key_set").asInt(),
                                k.get("alternate_network_key_set").asInt(),
                                k.get("network_key_sequence_number").asInt(),
                                k.get("alt_network_key_sequence_number").asInt(),
                                k.get("network_key_frame_counter").asLong()));
            }
            default -> throw new AssertionError("no response " + name);
        };
    }

    EzspMessage callback(String name) {
        return switch (name) {
            case "stackStatusHandler" -> new EzspCallback.StackStatus(status());
            case "childJoinHandler" ->
                new EzspCallback.ChildJoin(
                        num("index"), num("joining") == 1, num("childId"), eui(f.get("childEui64")), num("childType"));
            case "trustCenterJoinHandler" ->
                new EzspCallback.TrustCenterJoin(
                        num("newNodeId"),
                        eui(f.get("newNodeEui64")),
                        num("status"),
                        num("policyDecision"),
                        num("parentOfNewNodeId"));
            case "messageSentHandler" ->
                new EzspCallback.MessageSent(
                        status(),
                        num("type", "message_type"),
                        num("indexOrDestination", "nwk"),
                        aps(),
                        num("messageTag", "message_tag"),
                        message());
            case "incomingMessageHandler" ->
                new EzspCallback.IncomingMessage(
                        num("type", "message_type"),
                        aps(),
                        num("lastHopLqi", "lqi"),
                        num("lastHopRssi", "rssi"),
                        num("sender", "nwk"),
                        f.has("eui64") ? eui(f.get("eui64")) : Eui64.NONE,
                        num("bindingIndex", "binding_index"),
                        num("addressIndex", "address_index"),
                        f.has("timestamp") ? big("timestamp") : 0,
                        message());
            default -> throw new AssertionError("no callback " + name);
        };
    }

    private EzspResponse status(FrameId id) {
        return new EzspResponse.StatusOnly(id, status());
    }

    private NcpStatus status() {
        return new NcpStatus(big("status"), version.isWide());
    }

    private NetworkParameters parameters() {
        JsonNode p = f.get("parameters");
        return new NetworkParameters(
                eui(p.get("extendedPanId")),
                p.get("panId").asInt(),
                p.get("radioTxPower").asInt(),
                p.get("radioChannel").asInt(),
                p.get("joinMethod").asInt(),
                p.get("nwkManagerId").asInt(),
                p.get("nwkUpdateId").asInt(),
                p.get("channels").asLong());
    }

    private ApsFrame aps() {
        JsonNode a = f.has("apsFrame") ? f.get("apsFrame") : f.get("aps_frame");
        return new ApsFrame(
                a.get("profileId").asInt(),
                a.get("clusterId").asInt(),
                a.get("sourceEndpoint").asInt(),
                a.get("destinationEndpoint").asInt(),
                a.get("options").asInt(),
                a.get("groupId").asInt(),
                a.get("sequence").asInt());
    }

    private static SecManContext context(JsonNode c) {
        return new SecManContext(
                c.get("core_key_type").asInt(),
                c.get("key_index").asInt(),
                c.get("derived_type").asInt(),
                eui(c.get("eui64")),
                c.get("multi_network_index").asInt(),
                c.get("flags").asInt(),
                c.get("psa_key_alg_permission").asLong());
    }

    private static Eui64 eui(JsonNode text) {
        return Eui64.parse(text.asText());
    }

    private static ZigbeeKey key(JsonNode numbers) {
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers.get(i).asInt();
        }
        return ZigbeeKey.of(bytes);
    }

    private Octets message() {
        return octets(f.has("messageContents") ? "messageContents" : "message");
    }

    private Octets octets(String field) {
        return Octets.hex(f.get(field).asText());
    }

    private int num(String... names) {
        for (String name : names) {
            if (f.has(name)) {
                return f.get(name).asInt();
            }
        }
        throw new AssertionError("the vector has none of " + List.of(names) + ": " + f);
    }

    private long big(String name) {
        return f.get(name).asLong();
    }

    private List<Integer> list(String name) {
        var numbers = new ArrayList<Integer>();
        f.get(name).forEach(n -> numbers.add(n.asInt()));
        return numbers;
    }
}
