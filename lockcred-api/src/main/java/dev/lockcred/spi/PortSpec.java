// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.Objects;

/**
 * Which byte stream a driver wants. Written by people as {@code /dev/ttyUSB0}, {@code COM3} or {@code tcp://host:port}
 * ({@link #parse}).
 */
public sealed interface PortSpec {

    /** How a serial line is held back when a side cannot take more. */
    enum FlowControl {
        NONE,
        RTS_CTS,
        XON_XOFF
    }

    /**
     * A serial line, 8 data bits, no parity, 1 stop bit. DTR and RTS are left alone unless flow control needs them.
     *
     * @param device the system's name of the device
     * @param baud bits per second, 300..4000000
     */
    record Serial(String device, int baud, FlowControl flow) implements PortSpec {
        public Serial {
            if (device.isBlank()) {
                throw new IllegalArgumentException("serial device has no name");
            }
            if (baud < 300 || baud > 4_000_000) {
                throw new IllegalArgumentException("baud rate " + baud + " is outside 300..4000000");
            }
            Objects.requireNonNull(flow, "flow");
        }

        @Override
        public String toString() {
            return device;
        }
    }

    /**
     * A raw TCP stream (ser2net, a network coordinator).
     *
     * @param host a name or an address
     * @param port 1..65535
     */
    record Tcp(String host, int port) implements PortSpec {
        public Tcp {
            if (host.isBlank()) {
                throw new IllegalArgumentException("tcp port has no host");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("tcp port " + port + " is outside 1..65535");
            }
        }

        @Override
        public String toString() {
            return "tcp://" + host + ":" + port;
        }
    }

    /**
     * Reads what a person wrote. Serial lines get 115200 baud without flow control; a driver that knows better derives
     * its own {@link Serial} from the answer.
     *
     * @throws IllegalArgumentException naming what is wrong and the accepted forms
     */
    static PortSpec parse(String text) {
        String trimmed = text.trim();
        if (trimmed.isEmpty()) {
            throw new IllegalArgumentException(
                    "port is empty: write a device such as /dev/ttyUSB0 or COM3, or tcp://host:port");
        }
        int scheme = trimmed.indexOf("://");
        if (scheme < 0) {
            return new Serial(trimmed, 115_200, FlowControl.NONE);
        }
        if (!trimmed.substring(0, scheme).equals("tcp")) {
            throw new IllegalArgumentException("port '" + trimmed
                    + "': only tcp://host:port is understood; a serial device is written without a scheme");
        }
        String rest = trimmed.substring(scheme + 3);
        int colon = rest.lastIndexOf(':');
        if (colon <= 0 || colon == rest.length() - 1) {
            throw new IllegalArgumentException(
                    "port '" + trimmed + "' needs a host and a port number: tcp://host:port");
        }
        String number = rest.substring(colon + 1);
        if (number.length() > 5 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("port '" + trimmed + "': '" + number + "' is not a port number");
        }
        String host = rest.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Tcp(host, Integer.parseInt(number));
    }
}
