// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zigbee;

import dev.lockcred.simulators.net.RealTime;
import dev.lockcred.simulators.net.TcpServer;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.simulators.zigbee.SimulatedZigbeeLock;
import dev.lockcred.simulators.zigbee.ZigbeeSimulator;
import dev.lockcred.zigbee.network.InstallCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/** Our simulated coordinator on a TCP port, in real time, with one lock that has not joined yet. */
public final class SimulatedStick implements AutoCloseable {

    private static final String INSTALL_CODE = "83FED3407A939723A5C639B26916D505C3B5";

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

    /** What is printed on the lock. */
    public String installCode() {
        return INSTALL_CODE;
    }

    /** The lock tries to join with its install code; says what became of it. */
    public String joinByInstallCode() {
        return call(() -> lock.installCode(InstallCode.parse(INSTALL_CODE)).join());
    }

    /** The lock does not listen any more, for a long time. */
    public void sleep() {
        run(lock::sleepDeeply);
    }

    public void wake() {
        run(lock::wakeUp);
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
