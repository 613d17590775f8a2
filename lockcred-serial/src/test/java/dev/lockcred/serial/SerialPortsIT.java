// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortSpec.FlowControl;
import dev.lockcred.spi.PortUnavailableException;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SerialPortsIT extends PortBehaviour {
    private final SerialPorts ports = new SerialPorts();

    @TempDir
    private Path folder;

    private PtyPair pty;
    private InputStream farIn;
    private OutputStream farOut;

    @BeforeEach
    void makeTerminals() throws IOException {
        pty = PtyPair.in(folder);
        farIn = new BufferedInputStream(new FileInputStream(pty.far.toFile())); // a terminal has no position
        farOut = new FileOutputStream(pty.far.toFile());
    }

    @AfterEach
    void removeTerminals() throws IOException {
        if (pty != null) {
            pty.close();
            farIn.close();
            farOut.close();
        }
    }

    @Override
    protected BytePort openPort() throws Exception {
        return open(spec());
    }

    private PortSpec.Serial spec() {
        return serial(pty.near);
    }

    private static PortSpec.Serial serial(Path device) {
        return new PortSpec.Serial(device.toString(), 115_200, FlowControl.NONE);
    }

    private BytePort open(PortSpec spec) throws Exception {
        return ports.open(spec, lane.lane).toCompletableFuture().get(LaneThread.PATIENCE_S, TimeUnit.SECONDS);
    }

    @Override
    protected FarEnd far() {
        return new FarEnd() {
            @Override
            public InputStream in() {
                return farIn;
            }

            @Override
            public OutputStream out() {
                return farOut;
            }

            @Override
            public void vanish() {
                pty.vanish();
            }
        };
    }

    @Test
    void opensOnlySerialLines() {
        assertThat(ports.opens(spec())).isTrue();
        assertThat(ports.opens(PortSpec.parse("tcp://localhost:4001"))).isFalse();
        assertThatThrownBy(() -> ports.open(PortSpec.parse("tcp://localhost:4001"), lane.lane))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void everyFlowControlOpens() throws Exception {
        for (FlowControl flow : FlowControl.values()) {
            BytePort port = open(new PortSpec.Serial(pty.near.toString(), 57_600, flow));
            lane.close(port);
        }
    }

    @Test
    void theSameLineOpensAgainRightAfterClosing() throws Exception {
        for (int i = 0; i < 5; i++) {
            BytePort port = openPort();
            lane.listenTo(port);
            lane.write(port, new byte[] {(byte) i});
            assertThat(farIn.read()).isEqualTo(i);
            lane.close(port);
        }
    }

    @Test
    void aLineIsOpenOnce() throws Exception {
        BytePort port = openPort();

        assertThatThrownBy(this::openPort)
                .cause()
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("open already in this program");
        assertThatThrownBy(() -> new SerialPorts()
                        .open(spec(), lane.lane)
                        .toCompletableFuture()
                        .get(LaneThread.PATIENCE_S, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(PortUnavailableException.class);
        lane.close(port);
    }

    @Test
    void aLineHeldByAnotherProgramIsBusy() throws Exception {
        Process holder;
        try {
            holder = new ProcessBuilder(
                            "flock", "-x", pty.near.toRealPath().toString(), "sh", "-c", "echo held; read x")
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "flock is not installed");
            return;
        }
        try {
            holder.inputReader().readLine();

            assertThatThrownBy(this::openPort)
                    .cause()
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("in use by another program")
                    .hasMessageContaining("fuser -v " + pty.near);
        } finally {
            holder.destroy();
            holder.waitFor();
        }
    }

    @Test
    void aMissingDeviceIsSaidWithWhatIsThere() {
        assertThatThrownBy(() -> open(serial(folder.resolve("ttyUSB7"))))
                .cause()
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("there is no " + folder.resolve("ttyUSB7"))
                .hasMessageMatching("(?s).*(serial devices here: |no serial device is here at all).*");
    }

    @Test
    void whatIsNoSerialDeviceIsSaid() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> open(serial(file))).cause().hasMessageContaining("is a file, not a serial device");
        assertThatThrownBy(() -> open(serial(folder))).cause().hasMessageContaining("is a folder, not a serial");
        assertThatThrownBy(() -> open(serial(Path.of("/dev/null"))))
                .cause()
                .hasMessageContaining("/dev/null is a device, but not a serial one");
    }

    @Test
    void aForbiddenDeviceNamesTheRemedy() throws Exception {
        Path device = pty.near.toRealPath();
        Files.setPosixFilePermissions(device, java.util.Set.of());
        assumeTrue(!Files.isReadable(device), "this user may read everything");

        assertThatThrownBy(this::openPort)
                .cause()
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("permission denied")
                .hasMessageContaining("dialout");
    }

    @Test
    void theNativeLibraryCameFromAPrivateFolder() throws Exception {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Files.isReadable(maps), "only Linux tells where a library came from");
        lane.close(openPort());

        List<String> loaded = Files.readAllLines(maps).stream()
                .filter(line -> line.contains("libjSerialComm"))
                .toList();

        assertThat(loaded).isNotEmpty().allSatisfy(line -> assertThat(line).contains("/lockcred-serial-"));
        assertThat(System.getProperty("fazecast.jSerialComm.appid")).isNull();
        assertThat(Path.of(System.getProperty("java.io.tmpdir")))
                .isDirectoryNotContaining(p -> p.getFileName().toString().startsWith("lockcred-serial-"));
    }
}
