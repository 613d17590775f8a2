// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortUnavailableException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * An open serial line. Reads last a tenth of a second at most (the library's smallest timeout on Unix), as nothing else ends
 * them cleanly: an interrupt has no effect, and closing under a running read is a race for the descriptor. No event
 * listeners: on a line that vanished they fire without end.
 */
final class SerialWire implements Wire {
    private static final int READ_MS = 100;
    private static final int CLOSED_WITHIN_S = 3;

    private final String device;
    private final SerialPort port;
    private final BiConsumer<String, SerialWire> onClosed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;

    private SerialWire(String device, SerialPort port, BiConsumer<String, SerialWire> onClosed) {
        this.device = device;
        this.port = port;
        this.onClosed = onClosed;
    }

    /**
     * @param device as {@link SerialDevices#locate} found it
     * @param onClosed told once the system has the line back
     */
    static SerialWire open(String device, PortSpec.Serial spec, BiConsumer<String, SerialWire> onClosed)
            throws PortUnavailableException {
        SerialPort port;
        try {
            port = SerialPort.getCommPort(device);
        } catch (SerialPortInvalidPortException e) {
            throw new PortUnavailableException(SerialDevices.missing(spec.device()), e);
        }
        port.setComPortParameters(spec.baud(), 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(flags(spec.flow()));
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MS, 0);
        if (!port.openPort()) {
            throw new PortUnavailableException(SerialDevices.refusal(spec, port.getLastErrorCode()));
        }
        return new SerialWire(device, port, onClosed);
    }

    private static int flags(PortSpec.FlowControl flow) {
        return switch (flow) {
            case NONE -> SerialPort.FLOW_CONTROL_DISABLED;
            case RTS_CTS -> SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED;
            case XON_XOFF -> SerialPort.FLOW_CONTROL_XONXOFF_IN_ENABLED | SerialPort.FLOW_CONTROL_XONXOFF_OUT_ENABLED;
        };
    }

    @Override
    public int read(byte[] buffer) {
        return Math.max(-1, port.readBytes(buffer, buffer.length));
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        int written = port.writeBytes(bytes, bytes.length);
        if (written != bytes.length) {
            throw new IOException("system error " + port.getLastErrorCode());
        }
    }

    @Override
    public void startClosing() {
        closing = true;
    }

    @Override
    public void close() {
        closing = true;
        port.closePort();
        onClosed.accept(device, this);
        closed.countDown();
    }

    /** Whether the line is closed, after waiting for a closing that has begun. */
    boolean awaitClosed() {
        try {
            return closing && closed.await(CLOSED_WITHIN_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String goneReason() {
        return "is gone: unplugged, or its other end was closed";
    }
}
