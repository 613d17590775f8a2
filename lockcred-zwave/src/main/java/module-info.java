// SPDX-License-Identifier: Apache-2.0
/** The Z-Wave driver. */
module dev.lockcred.zwave {
    requires transitive dev.lockcred.api;
    requires org.slf4j;
    requires static org.jspecify;
}
