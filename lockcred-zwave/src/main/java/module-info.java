// SPDX-License-Identifier: Apache-2.0
/** The Z-Wave driver. */
@SuppressWarnings("module") // the simulators are not published, and not there when this is compiled
module dev.lockcred.zwave {
    requires transitive dev.lockcred.api;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.lockcred.zwave;

    provides dev.lockcred.spi.DriverProvider with
            dev.lockcred.zwave.ZWaveDriverProvider;

    // The other end of the wire reuses the codecs, which vectors pin; its state machines and cryptography are its own.
    exports dev.lockcred.zwave.internal.cc to
            dev.lockcred.simulators;
    exports dev.lockcred.zwave.internal.frame to
            dev.lockcred.simulators;
    exports dev.lockcred.zwave.internal.serialapi to
            dev.lockcred.simulators;
}
