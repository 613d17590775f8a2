// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.PortProvider;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.support.Lane;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Opens raw TCP streams ({@code tcp://host:port}): ser2net, network coordinators, emulators. Small frames leave at once (no
 * Nagle delay); a peer that died without a word is noticed by keep-alive after about a minute, where the system lets that
 * be set, and by the driver's own timeouts sooner.
 *
 * <p>Thread-safe. Each port has its own daemon threads, which end with it.
 */
public final class TcpPorts implements PortProvider {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final Duration connectTimeout;

    /** Gives a host 5 s to accept a connection. */
    public TcpPorts() {
        this(CONNECT_TIMEOUT);
    }

    /** @param connectTimeout how long each address of a host may take to accept a connection; at least 1 ms */
    public TcpPorts(Duration connectTimeout) {
        if (connectTimeout.toMillis() < 1 || connectTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("connectTimeout " + connectTimeout + " is outside 1 ms..24 days");
        }
        this.connectTimeout = connectTimeout;
    }

    @Override
    public boolean opens(PortSpec spec) {
        return spec instanceof PortSpec.Tcp;
    }

    @Override
    public CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
        if (!(spec instanceof PortSpec.Tcp tcp)) {
            throw new UnsupportedOperationException(spec + " is not a tcp://host:port");
        }
        return Opening.start(tcp.toString(), lane, () -> connect(tcp));
    }

    private Wire connect(PortSpec.Tcp tcp) throws PortUnavailableException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(tcp.host());
        } catch (UnknownHostException e) {
            throw new PortUnavailableException(
                    tcp + ": there is no host '" + tcp.host() + "': check the name, or write the address itself", e);
        }
        IOException last = null;
        for (InetAddress address : addresses) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, tcp.port()), (int) connectTimeout.toMillis());
                return new TcpWire(socket);
            } catch (IOException e) {
                Quietly.close(socket);
                last = e;
            }
        }
        if (last == null) {
            throw new PortUnavailableException(tcp + ": host '" + tcp.host() + "' has no address");
        }
        throw new PortUnavailableException(tcp + ": " + explain(last), last);
    }

    private String explain(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + connectTimeout.toMillis()
                    + " ms: is the adapter switched on, and does a firewall stand between?";
        }
        if (e instanceof NoRouteToHostException) {
            return "the host cannot be reached from here (" + e.getMessage()
                    + "): is the adapter switched on and in this network?";
        }
        if (e instanceof ConnectException) {
            return "nothing listens there (" + e.getMessage()
                    + "): is the service of the adapter running, and is the port number right?";
        }
        return "the connection failed (" + e.getMessage() + ")";
    }
}
