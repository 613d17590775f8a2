// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * A door lock as the application names it.
 *
 * @param id what it is recognised by
 * @param driver the name under which its driver was registered
 * @param address how that driver finds it, in the driver's own notation
 * @param zone its wall clock; absent: the site's (R27)
 * @param policy how the engine behaves towards it
 * @param profile a device profile's name, or a path to one; absent: chosen by the driver
 * @param allowPlaintext whether secrets may be written over an unsecured link
 */
public record Lock(
        LockId id,
        String driver,
        String address,
        Optional<ZoneId> zone,
        LockPolicy policy,
        Optional<String> profile,
        boolean allowPlaintext) {

    public Lock {
        Objects.requireNonNull(id, "id");
        Text.require(driver, 64, "driver of lock " + id);
        Text.require(address, 200, "address of lock " + id);
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(profile, "profile");
    }

    /** A lock in the site's zone with the default policy. */
    public static Lock of(LockId id, String driver, String address) {
        return new Lock(id, driver, address, Optional.empty(), LockPolicy.DEFAULT, Optional.empty(), false);
    }

    public Lock withZone(ZoneId newZone) {
        return new Lock(id, driver, address, Optional.of(newZone), policy, profile, allowPlaintext);
    }

    public Lock withPolicy(LockPolicy newPolicy) {
        return new Lock(id, driver, address, zone, newPolicy, profile, allowPlaintext);
    }

    public Lock withProfile(String newProfile) {
        return new Lock(id, driver, address, zone, policy, Optional.of(newProfile), allowPlaintext);
    }

    public Lock withAllowPlaintext(boolean allow) {
        return new Lock(id, driver, address, zone, policy, profile, allow);
    }
}
