// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;

/** A connected socket. Closing it ends a waiting read and a waiting write at once. */
final class TcpWire implements Wire {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** The socket belongs to the wire unless this throws. */
    TcpWire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        setIfSupported("TCP_KEEPIDLE", 30);
        setIfSupported("TCP_KEEPINTERVAL", 10);
        setIfSupported("TCP_KEEPCOUNT", 3);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    // By name: the options live in jdk.net, which not every host shows to its plug-ins.
    private void setIfSupported(String name, int value) throws IOException {
        for (SocketOption<?> option : socket.supportedOptions()) {
            if (option.name().equals(name) && option.type() == Integer.class) {
                @SuppressWarnings("unchecked") // type() says so
                var integer = (SocketOption<Integer>) option;
                socket.setOption(integer, value);
            }
        }
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        return in.read(buffer);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    @Override
    public void startClosing() {
        close(); // the system keeps the descriptor of a socket reserved while a thread is inside it
    }

    @Override
    public void close() {
        Quietly.close(socket);
    }

    @Override
    public String goneReason() {
        return "was closed by the other end";
    }
}
