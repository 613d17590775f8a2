// SPDX-License-Identifier: Apache-2.0
/**
 * Commands that care for the networks themselves: {@code zwave}, {@code matter}, {@code zigbee}. They open the one driver they
 * are about, and write to no lock.
 */
@NullMarked
package dev.lockcred.command.radio;

import org.jspecify.annotations.NullMarked;
