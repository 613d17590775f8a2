// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import dev.lockcred.command.run.Session;
import dev.lockcred.core.LockStatus;
import dev.lockcred.spi.LockDriver;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Locks that a driver has found and the site file does not name. */
final class LocksUnclaimed {

    private final Session session;
    private final List<LockStatus> locks;

    LocksUnclaimed(Session session, List<LockStatus> locks) {
        this.session = session;
        this.locks = locks;
    }

    List<String> of(String name) {
        LockDriver driver = session.drivers().get(name);
        if (driver == null) {
            return List.of();
        }
        Set<String> known = locks.stream()
                .filter(l -> l.lock().driver().equals(name))
                .map(l -> l.lock().address())
                .collect(Collectors.toSet());
        return driver.discovered().stream()
                .filter(d -> !known.contains(d.address()))
                .map(d -> d.address() + " (" + d.label() + ") is there and not managed: add it under 'locks' in "
                        + session.site().name())
                .toList();
    }
}
