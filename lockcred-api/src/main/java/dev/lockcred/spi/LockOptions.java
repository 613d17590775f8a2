// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * What the host tells a driver of one lock.
 *
 * @param zone the lock's wall clock
 * @param profile a device profile to use instead of the one the driver would choose
 * @param allowPlaintext whether secrets may be written over an unsecured link
 */
public record LockOptions(ZoneId zone, Optional<DeviceProfile> profile, boolean allowPlaintext) {
    public LockOptions {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(profile, "profile");
    }

    /** The driver's own profile, secure links only. */
    public static LockOptions of(ZoneId zone) {
        return new LockOptions(zone, Optional.empty(), false);
    }
}
