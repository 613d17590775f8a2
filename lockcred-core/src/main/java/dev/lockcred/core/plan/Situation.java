// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.spi.LockCapabilities;
import java.time.ZoneId;
import java.util.Optional;

/**
 * All of a lock that decides what it should hold for somebody, and nothing of what it does hold: the same for every lock of one
 * model at one property.
 *
 * @param zone its wall clock
 * @param host what the host can promise
 * @param lock what the lock can do; absent before first contact
 */
record Situation(ZoneId zone, LockView.Host host, Optional<Abilities> lock) {

    /** What a lock can do, without what things cost there. */
    record Abilities(LockCapabilities capabilities, boolean secure, boolean clockTrusted) {}

    static Situation of(LockView view) {
        return new Situation(
                view.zone(),
                view.host(),
                view.known().map(k -> new Abilities(k.capabilities(), k.secure(), k.clockTrusted())));
    }
}
