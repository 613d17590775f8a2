// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.plan;

import dev.lockcred.command.run.Session;
import dev.lockcred.core.LockStatus;
import dev.lockcred.spi.LockDriver;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Locks that a driver has found and the store does not know yet. */
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
                .map(l -> plain(l.lock().address()))
                .collect(Collectors.toSet());
        return driver.discovered().stream()
                .filter(d -> !known.contains(plain(d.address())))
                .map(d -> inFile(name, d.address())
                        .map(lock -> lock + " (" + d.address() + ", " + d.label() + ") stands in "
                                + session.site().name() + ", not applied yet: lockcred apply")
                        .orElse(d.address() + " (" + d.label() + ") is there and not managed: add it under 'locks' in "
                                + session.site().name()))
                .toList();
    }

    /** The lock of the file that has this address; people write EUI64s with colons and without. */
    private Optional<String> inFile(String driver, String address) {
        return session.site().locks().stream()
                .filter(l -> l.driver().equals(driver) && plain(l.address()).equals(plain(address)))
                .map(l -> l.id().value())
                .findFirst();
    }

    private static String plain(String address) {
        return address.replace(":", "").toLowerCase(Locale.ROOT);
    }
}
