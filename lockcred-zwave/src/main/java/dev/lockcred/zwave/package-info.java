// SPDX-License-Identifier: Apache-2.0
/** Z-Wave locks over the Serial API of a controller stick. */
@NullMarked
package dev.lockcred.zwave;

import org.jspecify.annotations.NullMarked;
