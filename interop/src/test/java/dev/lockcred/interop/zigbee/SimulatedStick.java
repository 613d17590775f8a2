// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zigbee;

import dev.lockcred.simulators.net.RealTime;
import dev.lockcred.simulators.net.TcpServer;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.simulators.zigbee.SimulatedZigbeeLock;
import dev.lockcred.simulators.zigbee.ZigbeeSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/** Our simulated coordinator on a TCP port, in real time, with one lock that has not joined yet. */
public final class SimulatedStick implements AutoCloseable {

    private final RealTime time = new RealTime("zigbee simulator");
    private final TcpServer server;
    final ZigbeeSimulator sim;
    final SimulatedZigbeeLock lock;

    public SimulatedStick(int version, LockModel model) {
        sim = new ZigbeeSimulator(time, new SplittableRandom(version), version);
        lock = time.call(() -> sim.lock(model));
        try {
            server = new TcpServer(0, time, sim::attach);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.port();
    }

    /** The network was formed and the lock let in long ago. */
    public SimulatedStick settled() {
        run(() -> {
            sim.formed();
            sim.admit(lock);
        });
        return this;
    }

    /** The digits the lock holds, sorted. */
    public List<String> codes() {
        return call(() -> lock.occupied().stream()
                .flatMap(slot -> lock.digits(slot).stream())
                .sorted()
                .toList());
    }

    /** Somebody types this at the lock's keypad. */
    public void type(String digits) {
        run(() -> lock.type(digits));
    }

    /** Where the lock is. */
    public String address() {
        return call(() -> lock.eui64().toString());
    }

    /** Asks or does something on the simulator's thread. */
    <T> T call(Callable<T> work) {
        return time.call(work);
    }

    void run(Runnable work) {
        time.run(work);
    }

    @Override
    public void close() {
        server.close();
        time.close();
    }
}
