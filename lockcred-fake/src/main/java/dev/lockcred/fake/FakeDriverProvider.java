// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.LockDriver;

/**
 * Makes fake drivers from a site file: {@code { type: fake, kind: zwave, state: toy.json }}. {@code kind} is one of
 * {@link FakeModel#KINDS}; without {@code state} the locks forget. There is a lock at every address somebody uses.
 */
public final class FakeDriverProvider implements DriverProvider {

    public FakeDriverProvider() {}

    @Override
    public String type() {
        return "fake";
    }

    @Override
    public LockDriver create(DriverSettings settings) {
        settings.onlyKnown("kind", "state");
        FakeModel model;
        try {
            model = FakeModel.ofKind(settings.text("kind").orElse("zwave"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("driver " + settings.name() + ": " + e.getMessage(), e);
        }
        return settings.path("state")
                .map(file -> FakeLockDriver.remembered(file, model))
                .orElseGet(() -> FakeLockDriver.everywhere(model));
    }
}
