// SPDX-License-Identifier: Apache-2.0
/**
 * Z-Wave locks over the Serial API of a controller stick. Start with {@link dev.lockcred.zwave.ZWaveDriver}; keys come from
 * {@link dev.lockcred.zwave.NetworkKeys}. Everything else is internal.
 */
@NullMarked
package dev.lockcred.zwave;

import org.jspecify.annotations.NullMarked;
