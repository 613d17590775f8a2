// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.serialapi;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Optional;

/**
 * What the chip tells about one transmission, kept as it came: what a link costs and how good it is.
 *
 * @param raw the bytes after the status, at least {@value #SHORTEST}
 */
public record TxReport(Octets raw) {

    static final int SHORTEST = 17;

    public TxReport {
        if (raw.length() < SHORTEST) {
            throw new IllegalArgumentException("a transmit report has at least " + SHORTEST + " bytes");
        }
    }

    static Optional<TxReport> read(ByteReader in) throws MalformedFrameException {
        if (in.remaining() < SHORTEST) {
            in.rest(); // 500-series chips send two bytes of ticks, or nothing
            return Optional.empty();
        }
        return Optional.of(new TxReport(Octets.of(in.rest())));
    }

    /** How long it took, in units of 10 ms. */
    public int ticks() {
        return raw.at(0) << 8 | raw.at(1);
    }

    /** Repeaters on the way, 0 for a direct link. */
    public int repeaters() {
        return raw.at(2);
    }

    /** Signal strength of the acknowledgement in dBm; 127 not available, 126 saturated, 125 below sensitivity. */
    public int ackRssi() {
        return (byte) raw.at(3);
    }

    /** How the route was found: 1 direct, 2 priority, 3 last working, 4 next to last, 5 auto, 6 resort to direct, 7 explore. */
    public int routeScheme() {
        return raw.at(10);
    }

    /** The beam it took to wake the destination, in milliseconds; 0 when it was awake. */
    public int beamMillis() {
        int beam = raw.at(15);
        return (beam & 0x40) != 0 ? 1000 : (beam & 0x20) != 0 ? 250 : 0;
    }

    /** 1 for 9.6, 2 for 40, 3 for 100 kbit/s, 4 for Long Range. */
    public int speed() {
        return raw.at(15) & 0x07;
    }

    /** Routes that were tried. */
    public int routingAttempts() {
        return raw.at(16);
    }
}
