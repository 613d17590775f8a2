// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

/** Starts the threads of this package: daemons, so that a forgotten port keeps no process alive. */
final class Daemon {
    private Daemon() {}

    static Thread start(String name, Runnable work) {
        var thread = new Thread(work, "lockcred " + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
