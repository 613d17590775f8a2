// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.core.LockManager;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.Store;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.Timers;

/**
 * What is wrong on purpose with the collaborators of one engine; by default nothing. One instance serves one run. Bugs are
 * planted around the engine, never in it: a driver that lies, a store that loses, an application that asks for the wrong thing.
 */
class Plant {

    LockDriver driver(LockDriver driver, World world) {
        return driver;
    }

    Store store(Store store) {
        return store;
    }

    KeyPlace keys(KeyPlace keys) {
        return keys;
    }

    Timers timers(HostProcess process) {
        return process;
    }

    Desk desk(LockManager manager, World world) {
        return new Desk(manager);
    }

    /** Between two steps of the story: what an application does of its own accord. */
    void between(LockManager manager) {}

    /** The process has ended, one way or the other. */
    void died() {}
}
