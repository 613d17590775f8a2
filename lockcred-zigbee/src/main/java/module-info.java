// SPDX-License-Identifier: Apache-2.0
/** The Zigbee driver. */
module dev.lockcred.zigbee {
    requires transitive dev.lockcred.api;
    requires org.slf4j;
    requires static org.jspecify;
}
