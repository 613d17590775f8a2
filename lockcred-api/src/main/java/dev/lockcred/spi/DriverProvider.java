// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

/**
 * Makes drivers of one type from what a person configured. A convenience for hosts that read configuration: found through
 * {@link java.util.ServiceLoader}, or registered explicitly where class loaders get in the way. Applications may as well build
 * a driver with its own factory and hand it over.
 *
 * <p>Has a public constructor without parameters. Thread-safe.
 */
public interface DriverProvider {

    /** As in a site file: {@code zwave}, {@code matter}, {@code zigbee}, {@code fake}. */
    String type();

    /**
     * A driver, unstarted.
     *
     * @throws IllegalArgumentException naming the setting that is wrong or missing, what is allowed, and what is unknown
     */
    LockDriver create(DriverSettings settings);
}
