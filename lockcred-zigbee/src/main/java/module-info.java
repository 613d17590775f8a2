// SPDX-License-Identifier: Apache-2.0
/** The Zigbee driver. */
@SuppressWarnings("module") // the simulators are built later and are not here when this compiles
module dev.lockcred.zigbee {
    requires transitive dev.lockcred.api;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.lockcred.zigbee;
    exports dev.lockcred.zigbee.network;

    // The other end of the wire reuses the codecs, which vectors pin; its state machines are its own.
    exports dev.lockcred.zigbee.internal.wire to
            dev.lockcred.simulators;
    exports dev.lockcred.zigbee.internal.ash to
            dev.lockcred.simulators;
    exports dev.lockcred.zigbee.internal.ezsp to
            dev.lockcred.simulators;
    exports dev.lockcred.zigbee.internal.zdo to
            dev.lockcred.simulators;
    exports dev.lockcred.zigbee.internal.zcl to
            dev.lockcred.simulators;

    provides dev.lockcred.spi.DriverProvider with
            dev.lockcred.zigbee.ZigbeeDriverProvider;
}
