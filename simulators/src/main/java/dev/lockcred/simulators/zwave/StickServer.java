// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.simulators.net.RealTime;
import dev.lockcred.simulators.net.TcpServer;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A simulated stick behind a TCP port of the loopback interface, in real time: for hosts of other make and for the command.
 * All of it runs on one thread, which {@link #on} lends.
 */
public final class StickServer implements AutoCloseable {

    private final RealTime time = new RealTime("simulated stick");
    private final ZWaveSimulator stick;
    private final TcpServer server;

    /**
     * Listens at once.
     *
     * @param port 0 for any that is free
     * @param furnish puts in keys and locks, before any host is served
     */
    public StickServer(int port, Series series, long seed, Consumer<ZWaveSimulator> furnish) throws IOException {
        stick = new ZWaveSimulator(time, series, seed);
        time.run(() -> furnish.accept(stick));
        server = new TcpServer(port, time, stick::attach);
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** Runs something on the stick's thread and waits for its end. */
    public void on(Consumer<ZWaveSimulator> work) {
        time.run(() -> work.accept(stick));
    }

    @Override
    public void close() {
        server.close();
        time.close();
    }
}
