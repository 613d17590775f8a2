// SPDX-License-Identifier: Apache-2.0
/**
 * Zigbee hosts that nobody here wrote on our simulated coordinator, in real time over TCP: {@code HerdsmanIT} the versions 13 to
 * 19, {@code ZsmartsystemsIT} 8 and 12.
 */
package dev.lockcred.interop.zigbee;
