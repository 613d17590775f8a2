// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.PortProvider;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.support.Lane;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the serial lines of this machine ({@code /dev/ttyUSB0}, {@code /dev/serial/by-id/...}, {@code COM3}) with
 * jSerialComm: 8 data bits, no parity, 1 stop bit, for ourselves alone. DTR and RTS stay as the system sets them when it
 * opens a line.
 *
 * <p>The native library is unpacked into a new folder that only this user can enter, never into one that everybody can
 * write to; see {@link #SerialPorts(Path)}.
 *
 * <p>Thread-safe. Each port has its own daemon threads, which end with it.
 */
public final class SerialPorts implements PortProvider {
    private final NativeLibrary library;

    /** Lines opened here, by device, so that opening one again right after closing it waits for the closing. */
    private final Map<String, SerialWire> lines = new ConcurrentHashMap<>();

    /** Unpacks the native library below {@code java.io.tmpdir}. */
    public SerialPorts() {
        this(NativeLibrary.belowTemporaryFolder());
    }

    /**
     * Unpacks the native library below the given folder, for machines whose temporary folder allows no programs ({@code
     * noexec}). Nobody but the user and the system may be able to replace it.
     *
     * @param nativeFolder an existing folder
     */
    public SerialPorts(Path nativeFolder) {
        this(new NativeLibrary(nativeFolder));
    }

    private SerialPorts(NativeLibrary library) {
        this.library = library;
    }

    @Override
    public boolean opens(PortSpec spec) {
        return spec instanceof PortSpec.Serial;
    }

    @Override
    public CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
        if (!(spec instanceof PortSpec.Serial serial)) {
            throw new UnsupportedOperationException(spec + " is not a serial device");
        }
        return Opening.start(serial.device(), lane, () -> open(serial));
    }

    private Wire open(PortSpec.Serial serial) throws PortUnavailableException {
        library.load();
        String device = SerialDevices.locate(serial.device());
        synchronized (lines) {
            SerialWire earlier = lines.get(device);
            if (earlier != null && !earlier.awaitClosed()) {
                throw new PortUnavailableException(
                        serial.device()
                                + " is open already in this program: two drivers cannot share one controller, nor one its own twice");
            }
            var wire = SerialWire.open(device, serial, lines::remove);
            lines.put(device, wire);
            return wire;
        }
    }
}
