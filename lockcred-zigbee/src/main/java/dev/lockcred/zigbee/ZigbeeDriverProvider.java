// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee;

import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.LockDriver;

/** Makes Zigbee drivers from configuration; {@link ZigbeeOptions#of(DriverSettings)} says which settings there are. */
public final class ZigbeeDriverProvider implements DriverProvider {

    public ZigbeeDriverProvider() {}

    @Override
    public String type() {
        return ZigbeeDriver.TYPE;
    }

    @Override
    public LockDriver create(DriverSettings settings) {
        return ZigbeeDriver.create(ZigbeeOptions.of(settings));
    }
}
