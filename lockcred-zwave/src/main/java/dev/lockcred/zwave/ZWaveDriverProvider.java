// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.LockDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes Z-Wave drivers from a site file: {@code { type: zwave, port: /dev/ttyUSB0, keys: keys.json }}. */
public final class ZWaveDriverProvider implements DriverProvider {

    public ZWaveDriverProvider() {}

    @Override
    public String type() {
        return "zwave";
    }

    @Override
    public LockDriver create(DriverSettings settings) {
        settings.onlyKnown("port", "keys");
        ZWaveOptions options;
        try {
            options = ZWaveOptions.at(settings.required("port"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("driver " + settings.name() + ": " + e.getMessage(), e);
        }
        Optional<Path> file = settings.path("keys");
        if (file.isEmpty()) {
            return ZWaveDriver.create(options);
        }
        try {
            return ZWaveDriver.create(options.withKeys(NetworkKeys.read(file.get())));
        } catch (IOException e) {
            throw new IllegalArgumentException("driver " + settings.name() + ": " + e.getMessage(), e);
        }
    }
}
