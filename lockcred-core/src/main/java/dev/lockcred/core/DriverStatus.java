// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.spi.LinkHealth;

/**
 * How one driver is doing.
 *
 * @param name under which it was registered
 * @param type such as {@code zwave}
 * @param started whether it has come up, or said why not
 * @param health of its link
 */
public record DriverStatus(String name, String type, boolean started, LinkHealth health) {}
