// SPDX-License-Identifier: Apache-2.0
/** The Matter driver. */
module dev.lockcred.matter {
    requires transitive dev.lockcred.api;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;
    requires org.java_websocket;
    requires static org.jspecify;

    exports dev.lockcred.matter;

    provides dev.lockcred.spi.DriverProvider with
            dev.lockcred.matter.MatterDriverProvider;
}
