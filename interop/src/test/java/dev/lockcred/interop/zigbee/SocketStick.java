// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zigbee;

import com.zsmartsystems.zigbee.transport.ZigBeePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** A TCP stream as the port of com.zsmartsystems.zigbee. */
final class SocketStick implements ZigBeePort {

    /** Its reader looks between two reads whether it was asked to end. */
    private static final int A_WHILE_MILLIS = 200;

    private final int port;
    private Socket socket;

    SocketStick(int port) {
        this.port = port;
    }

    @Override
    public boolean open() {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean open(int baudRate) {
        return open();
    }

    @Override
    public boolean open(int baudRate, FlowControl flowControl) {
        return open();
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(int value) {
        write(new int[] {value});
    }

    @Override
    public void write(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // its reader notices that the line is gone
        }
    }

    @Override
    public int read() {
        return read(A_WHILE_MILLIS);
    }

    @Override
    public int read(int timeoutMillis) {
        try {
            socket.setSoTimeout(timeoutMillis);
            int value = socket.getInputStream().read();
            return value >= 0 ? value : gone();
        } catch (SocketTimeoutException e) {
            return -1;
        } catch (IOException e) {
            return gone();
        }
    }

    /** A line that is gone reads as nothing; its reader asks again at once, and would do nothing else. */
    private static int gone() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }

    @Override
    public void purgeRxBuffer() {
        // a new connection has nothing in it
    }
}
