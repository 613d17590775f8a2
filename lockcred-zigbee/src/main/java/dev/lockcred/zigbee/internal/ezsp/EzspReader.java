// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.ApsKeyMetadata;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.CurrentSecurityState;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.InitialSecurityState;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.KeyStruct;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.NetworkKeyInfo;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.SecManContext;
import dev.lockcred.zigbee.internal.ezsp.TableStructures.ChildData;
import dev.lockcred.zigbee.internal.ezsp.TableStructures.MulticastEntry;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.util.ArrayList;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of each frame; the mirror of the {@code write} methods. Null means: not spoken here. */
final class EzspReader {

    private EzspReader() {}

    static EzspMessage.@Nullable Command command(FrameId id, ByteReader in, EzspVersion version)
            throws MalformedFrameException {
        if (ConfigCommand.Bare.isBare(id)) {
            return new ConfigCommand.Bare(id);
        }
        return switch (id) {
            case VERSION -> new ConfigCommand.Version(in.u8("desired version"));
            case ADD_ENDPOINT -> ConfigCommand.AddEndpoint.read(in);
            case GET_EXTENDED_VALUE ->
                new ConfigCommand.GetExtendedValue(in.u8("value id"), in.u32le("characteristics"));
            case SET_MANUFACTURER_CODE -> new ConfigCommand.SetManufacturerCode(in.u16le("manufacturer"));
            case GET_CONFIGURATION_VALUE -> new ConfigCommand.GetConfigurationValue(in.u8("config id"));
            case SET_CONFIGURATION_VALUE ->
                new ConfigCommand.SetConfigurationValue(in.u8("config id"), in.u16le("value"));
            case SET_POLICY -> new ConfigCommand.SetPolicy(in.u8("policy"), in.u8("decision"));
            case GET_VALUE -> new ConfigCommand.GetValue(in.u8("value id"));
            case SET_VALUE -> new ConfigCommand.SetValue(in.u8("value id"), Octets.readShort(in, "value"));
            case NETWORK_INIT ->
                new NetworkCommand.NetworkInit(
                        in.remaining() == 0 ? OptionalInt.empty() : OptionalInt.of(in.u16le("bitmask")));
            case NETWORK_INIT_EXTENDED -> new NetworkCommand.NetworkInitExtended(in.u16le("bitmask"));
            case FORM_NETWORK -> new NetworkCommand.FormNetwork(NetworkParameters.read(in));
            case PERMIT_JOINING -> new NetworkCommand.PermitJoining(in.u8("seconds"));
            case SET_CONCENTRATOR ->
                new NetworkCommand.SetConcentrator(
                        in.u8("on") != 0,
                        in.u16le("type"),
                        in.u16le("minimum time"),
                        in.u16le("maximum time"),
                        in.u8("route error threshold"),
                        in.u8("delivery failure threshold"),
                        in.u8("maximum hops"));
            case SET_SOURCE_ROUTE_DISCOVERY_MODE -> new NetworkCommand.SetSourceRouteDiscoveryMode(in.u8("mode"));
            case LOOKUP_NODE_ID_BY_EUI64 -> new NetworkCommand.LookupNodeIdByEui64(Eui64.read(in, "device"));
            case LOOKUP_EUI64_BY_NODE_ID -> new NetworkCommand.LookupEui64ByNodeId(in.u16le("node id"));
            case GET_MULTICAST_TABLE_ENTRY -> new NetworkCommand.GetMulticastTableEntry(in.u8("index"));
            case SET_MULTICAST_TABLE_ENTRY ->
                new NetworkCommand.SetMulticastTableEntry(in.u8("index"), MulticastEntry.read(in));
            case GET_CHILD_DATA -> new NetworkCommand.GetChildData(in.u8("index"));
            case SET_EXTENDED_TIMEOUT ->
                new NetworkCommand.SetExtendedTimeout(Eui64.read(in, "device"), in.u8("extended") != 0);
            case GET_EXTENDED_TIMEOUT -> new NetworkCommand.GetExtendedTimeout(Eui64.read(in, "device"));
            case REMOVE_DEVICE ->
                new NetworkCommand.RemoveDevice(
                        in.u16le("destination"), Eui64.read(in, "destination"), Eui64.read(in, "target"));
            case SET_INITIAL_SECURITY_STATE ->
                new SecurityCommand.SetInitialSecurityState(InitialSecurityState.read(in));
            case GET_KEY -> new SecurityCommand.GetKey(in.u8("key type"));
            case ADD_TRANSIENT_LINK_KEY ->
                new SecurityCommand.AddTransientLinkKey(Eui64.read(in, "device"), ZigbeeKey.read(in, "key"));
            case IMPORT_TRANSIENT_KEY ->
                new SecurityCommand.ImportTransientKey(
                        Eui64.read(in, "device"),
                        ZigbeeKey.read(in, "key"),
                        in.remaining() == 0 ? OptionalInt.empty() : OptionalInt.of(in.u8("flags")));
            case IMPORT_LINK_KEY ->
                new SecurityCommand.ImportLinkKey(in.u8("index"), Eui64.read(in, "device"), ZigbeeKey.read(in, "key"));
            case EXPORT_LINK_KEY_BY_INDEX -> new SecurityCommand.ExportLinkKeyByIndex(in.u8("index"));
            case EXPORT_KEY -> new SecurityCommand.ExportKey(SecManContext.read(in, version));
            case IMPORT_KEY ->
                new SecurityCommand.ImportKey(SecManContext.read(in, version), ZigbeeKey.read(in, "key"));
            case SEND_UNICAST -> SendCommand.Unicast.read(in, version);
            case SEND_BROADCAST -> SendCommand.Broadcast.read(in, version);
            case SEND_MULTICAST -> SendCommand.Multicast.read(in, version);
            default -> null;
        };
    }

    static EzspMessage.@Nullable Response response(FrameId id, ByteReader in, EzspVersion version)
            throws MalformedFrameException {
        return switch (id) {
            case VERSION -> new EzspResponse.Version(in.u8("version"), in.u8("stack type"), in.u16le("stack version"));
            case ADD_ENDPOINT,
                    SET_CONCENTRATOR,
                    NETWORK_INIT,
                    NETWORK_INIT_EXTENDED,
                    FORM_NETWORK,
                    LEAVE_NETWORK,
                    PERMIT_JOINING,
                    SET_CONFIGURATION_VALUE,
                    SET_POLICY,
                    SET_MULTICAST_TABLE_ENTRY,
                    SET_INITIAL_SECURITY_STATE,
                    REMOVE_DEVICE,
                    SET_VALUE,
                    ADD_TRANSIENT_LINK_KEY,
                    CLEAR_KEY_TABLE -> new EzspResponse.StatusOnly(id, NcpStatus.read(in, version));
            case IMPORT_LINK_KEY, IMPORT_TRANSIENT_KEY, IMPORT_KEY ->
                new EzspResponse.StatusOnly(id, NcpStatus.readWide(in));
            case NOP, SET_MANUFACTURER_CODE, CLEAR_TRANSIENT_LINK_KEYS -> new EzspResponse.Done(id);
            case SET_EXTENDED_TIMEOUT ->
                version.isWide() ? new EzspResponse.StatusOnly(id, NcpStatus.readWide(in)) : new EzspResponse.Done(id);
            // One host reads one byte here in version 14, another four: the length decides.
            case GET_EXTENDED_TIMEOUT ->
                in.remaining() >= 4
                        ? new EzspResponse.StatusOnly(id, NcpStatus.readWide(in))
                        : new EzspResponse.ExtendedTimeout(in.u8("extended") != 0);
            case INVALID_COMMAND -> new EzspResponse.InvalidCommand(in.u8("reason"));
            case GET_VALUE, GET_EXTENDED_VALUE ->
                new EzspResponse.Value(id, NcpStatus.read(in, version), Octets.readShort(in, "value"));
            case GET_CONFIGURATION_VALUE ->
                new EzspResponse.ConfigurationValue(NcpStatus.read(in, version), in.u16le("value"));
            case NETWORK_STATE -> new EzspResponse.NetworkState(in.u8("network state"));
            case GET_EUI64 -> new EzspResponse.OwnEui64(Eui64.read(in, "own address"));
            case GET_NODE_ID, LOOKUP_NODE_ID_BY_EUI64 -> new EzspResponse.NodeId(id, in.u16le("node id"));
            case LOOKUP_EUI64_BY_NODE_ID ->
                new EzspResponse.Eui64Of(NcpStatus.read(in, version), Eui64.read(in, "device"));
            case GET_NETWORK_PARAMETERS ->
                new EzspResponse.NetworkParametersAre(
                        NcpStatus.read(in, version), in.u8("node type"), NetworkParameters.read(in));
            case SEND_UNICAST, SEND_BROADCAST, SEND_MULTICAST ->
                new EzspResponse.Sent(id, NcpStatus.read(in, version), in.u8("APS sequence"));
            case GET_CHILD_DATA ->
                new EzspResponse.ChildDataIs(NcpStatus.read(in, version), ChildData.read(in, version));
            case SET_SOURCE_ROUTE_DISCOVERY_MODE ->
                new EzspResponse.SourceRouteDiscoveryMode(in.u32le("remaining time"));
            case GET_MULTICAST_TABLE_ENTRY ->
                new EzspResponse.MulticastEntryIs(NcpStatus.read(in, version), MulticastEntry.read(in));
            case READ_AND_CLEAR_COUNTERS -> {
                var values = new ArrayList<Integer>();
                while (in.remaining() >= 2) {
                    values.add(in.u16le("counter"));
                }
                yield new EzspResponse.Counters(values);
            }
            case GET_CURRENT_SECURITY_STATE ->
                new EzspResponse.CurrentSecurityStateIs(NcpStatus.read(in, version), CurrentSecurityState.read(in));
            case GET_KEY -> new EzspResponse.KeyIs(NcpStatus.read(in, version), KeyStruct.read(in));
            case EXPORT_KEY -> exportedKey(in, version);
            case EXPORT_LINK_KEY_BY_INDEX -> exportedLinkKey(in, version);
            case GET_NETWORK_KEY_INFO ->
                new EzspResponse.NetworkKeyInfoIs(NcpStatus.readWide(in), NetworkKeyInfo.read(in));
            default -> null;
        };
    }

    private static EzspResponse exportedKey(ByteReader in, EzspVersion version) throws MalformedFrameException {
        if (version.isWide()) {
            NcpStatus status = NcpStatus.readWide(in);
            ZigbeeKey key = ZigbeeKey.read(in, "key");
            return new EzspResponse.ExportedKey(status, key, SecManContext.read(in, version));
        }
        ZigbeeKey key = ZigbeeKey.read(in, "key");
        return new EzspResponse.ExportedKey(NcpStatus.readWide(in), key, SecManContext.of(0));
    }

    private static EzspResponse exportedLinkKey(ByteReader in, EzspVersion version) throws MalformedFrameException {
        if (version.isWide()) {
            NcpStatus status = NcpStatus.readWide(in);
            SecManContext context = SecManContext.read(in, version);
            ZigbeeKey key = ZigbeeKey.read(in, "key");
            return new EzspResponse.ExportedLinkKey(status, context, key, ApsKeyMetadata.read(in));
        }
        Eui64 partner = Eui64.read(in, "device");
        ZigbeeKey key = ZigbeeKey.read(in, "key");
        ApsKeyMetadata metadata = ApsKeyMetadata.read(in);
        return new EzspResponse.ExportedLinkKey(
                NcpStatus.readWide(in), new SecManContext(0, 0, 0, partner, 0, 0, 0), key, metadata);
    }

    static EzspMessage.@Nullable Callback callback(FrameId id, ByteReader in, EzspVersion version)
            throws MalformedFrameException {
        return switch (id) {
            case STACK_STATUS_HANDLER -> new EzspCallback.StackStatus(NcpStatus.read(in, version));
            case CHILD_JOIN_HANDLER ->
                new EzspCallback.ChildJoin(
                        in.u8("index"),
                        in.u8("joining") != 0,
                        in.u16le("child id"),
                        Eui64.read(in, "child"),
                        in.u8("child type"));
            case TRUST_CENTER_JOIN_HANDLER ->
                new EzspCallback.TrustCenterJoin(
                        in.u16le("node id"),
                        Eui64.read(in, "device"),
                        in.u8("device update"),
                        in.u8("decision"),
                        in.u16le("parent"));
            case MESSAGE_SENT_HANDLER -> EzspCallback.MessageSent.read(in, version);
            case INCOMING_MESSAGE_HANDLER -> EzspCallback.IncomingMessage.read(in, version);
            case POLL_HANDLER -> new EzspCallback.Poll(in.u16le("child id"));
            case ID_CONFLICT_HANDLER -> new EzspCallback.IdConflict(in.u16le("node id"));
            case ZIGBEE_KEY_ESTABLISHMENT_HANDLER ->
                new EzspCallback.KeyEstablishment(Eui64.read(in, "partner"), in.u8("status"));
            default -> null;
        };
    }
}
