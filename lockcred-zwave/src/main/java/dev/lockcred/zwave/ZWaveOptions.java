// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.spi.PortSpec;
import java.util.Objects;

/**
 * How to reach a Z-Wave network.
 *
 * @param port the stick: a serial device at 115200 baud, or the address of a network adapter
 * @param keys of the network
 */
public record ZWaveOptions(PortSpec port, NetworkKeys keys) {

    public ZWaveOptions {
        Objects.requireNonNull(port, "port");
        Objects.requireNonNull(keys, "keys");
    }

    /** A stick at this port, such as {@code /dev/ttyUSB0}, {@code COM3} or {@code tcp://host:port}; no keys yet. */
    public static ZWaveOptions at(String port) {
        return new ZWaveOptions(PortSpec.parse(port), NetworkKeys.NONE);
    }

    /** The same with these keys. */
    public ZWaveOptions withKeys(NetworkKeys newKeys) {
        return new ZWaveOptions(port, newKeys);
    }
}
