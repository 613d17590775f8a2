// SPDX-License-Identifier: Apache-2.0
/** Zigbee locks over EZSP. */
@NullMarked
package dev.lockcred.zigbee;

import org.jspecify.annotations.NullMarked;
