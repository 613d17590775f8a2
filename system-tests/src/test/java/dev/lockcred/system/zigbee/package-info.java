// SPDX-License-Identifier: Apache-2.0
/** The whole way to a Zigbee lock: manager, driver, TCP, and a simulated coordinator in a process of its own. */
package dev.lockcred.system.zigbee;
