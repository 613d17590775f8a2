// SPDX-License-Identifier: Apache-2.0
/** Internal: what the codecs of all Zigbee layers share: byte strings that do not print themselves, and the Zigbee hash. */
@NullMarked
package dev.lockcred.zigbee.internal.wire;

import org.jspecify.annotations.NullMarked;
