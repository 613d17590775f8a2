// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import java.util.Optional;

/** The EZSP frames spoken here. Commands and their responses share an id; callbacks have ids of their own. */
public enum FrameId {
    VERSION(0x0000),
    ADD_ENDPOINT(0x0002),
    GET_EXTENDED_VALUE(0x0003),
    NOP(0x0005),
    STACK_TOKEN_CHANGED_HANDLER(0x000D),
    SET_CONCENTRATOR(0x0010),
    SET_MANUFACTURER_CODE(0x0015),
    NETWORK_INIT(0x0017),
    NETWORK_STATE(0x0018),
    STACK_STATUS_HANDLER(0x0019),
    FORM_NETWORK(0x001E),
    LEAVE_NETWORK(0x0020),
    PERMIT_JOINING(0x0022),
    CHILD_JOIN_HANDLER(0x0023),
    TRUST_CENTER_JOIN_HANDLER(0x0024),
    GET_EUI64(0x0026),
    GET_NODE_ID(0x0027),
    GET_NETWORK_PARAMETERS(0x0028),
    SEND_UNICAST(0x0034),
    SEND_BROADCAST(0x0036),
    SEND_MULTICAST(0x0038),
    MESSAGE_SENT_HANDLER(0x003F),
    POLL_HANDLER(0x0044),
    INCOMING_MESSAGE_HANDLER(0x0045),
    GET_CHILD_DATA(0x004A),
    GET_CONFIGURATION_VALUE(0x0052),
    SET_CONFIGURATION_VALUE(0x0053),
    SET_POLICY(0x0055),
    INVALID_COMMAND(0x0058),
    INCOMING_ROUTE_RECORD_HANDLER(0x0059),
    SET_SOURCE_ROUTE_DISCOVERY_MODE(0x005A),
    LOOKUP_NODE_ID_BY_EUI64(0x0060),
    LOOKUP_EUI64_BY_NODE_ID(0x0061),
    GET_MULTICAST_TABLE_ENTRY(0x0063),
    SET_MULTICAST_TABLE_ENTRY(0x0064),
    READ_AND_CLEAR_COUNTERS(0x0065),
    SET_INITIAL_SECURITY_STATE(0x0068),
    GET_CURRENT_SECURITY_STATE(0x0069),
    GET_KEY(0x006A),
    CLEAR_TRANSIENT_LINK_KEYS(0x006B),
    NETWORK_INIT_EXTENDED(0x0070),
    ID_CONFLICT_HANDLER(0x007C),
    SET_EXTENDED_TIMEOUT(0x007E),
    GET_EXTENDED_TIMEOUT(0x007F),
    INCOMING_ROUTE_ERROR_HANDLER(0x0080),
    ZIGBEE_KEY_ESTABLISHMENT_HANDLER(0x009B),
    REMOVE_DEVICE(0x00A8),
    GET_VALUE(0x00AA),
    SET_VALUE(0x00AB),
    ADD_TRANSIENT_LINK_KEY(0x00AF),
    CLEAR_KEY_TABLE(0x00B1),
    INCOMING_NETWORK_STATUS_HANDLER(0x00C4),
    COUNTER_ROLLOVER_HANDLER(0x00F2),
    IMPORT_LINK_KEY(0x010E),
    EXPORT_LINK_KEY_BY_INDEX(0x010F),
    IMPORT_TRANSIENT_KEY(0x0111),
    EXPORT_KEY(0x0114),
    IMPORT_KEY(0x0115),
    GET_NETWORK_KEY_INFO(0x0116);

    private static final java.util.Map<Integer, FrameId> BY_ID = java.util.Arrays.stream(values())
            .collect(java.util.stream.Collectors.toUnmodifiableMap(FrameId::id, f -> f));

    private final int id;

    FrameId(int id) {
        this.id = id;
    }

    /** The number on the wire, 0..FFFF. */
    public int id() {
        return id;
    }

    public static Optional<FrameId> of(int id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
