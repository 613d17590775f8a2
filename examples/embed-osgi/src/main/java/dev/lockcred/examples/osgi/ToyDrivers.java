// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.osgi;

import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.LockDriver;
import org.osgi.service.component.annotations.Component;

/**
 * How a bundle contributes a driver. The drivers of this project are contributed the same way by a service-loader mediator
 * (SPI Fly, which Karaf and openHAB have); this works without one.
 */
// docs: driver
@Component(service = DriverProvider.class)
public final class ToyDrivers implements DriverProvider {

    @Override
    public String type() {
        return "toy";
    }

    @Override
    public LockDriver create(DriverSettings settings) {
        settings.onlyKnown("state");
        return settings.path("state")
                .map(file -> FakeLockDriver.remembered(file, FakeModel.zwave()))
                .orElseGet(() -> FakeLockDriver.everywhere(FakeModel.zwave()));
    }
}
// docs: end
