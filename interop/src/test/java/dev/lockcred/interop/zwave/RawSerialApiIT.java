// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zwave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The emulated controller spoken to by hand, byte for byte: if this fails, look at the peer and not at our driver. The
 * exchange was recorded against zwave-js' emulated controller.
 */
@RequiresPeer(Peer.ZWAVE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawSerialApiIT {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final int PATIENCE_MS = 5000;

    private PeerProcess peer;
    private Socket socket;

    @BeforeAll
    void connect() throws IOException {
        peer = PeerProcess.start(Peer.ZWAVE, "peer.mjs");
        socket = new Socket(InetAddress.getLoopbackAddress(), peer.port("serial"));
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    @AfterAll
    void disconnect() throws IOException {
        socket.close();
        peer.close();
    }

    @Test
    void aCodeOfAPlainLockIsSetAndReadBack() throws IOException {
        send("01 0f 00 13 03 08 63 01 01 01 31 32 33 34 25 01 aa");
        expect("06", "01 04 01 13 01 e8", "01 05 00 13 01 00 e8");

        send("01 0a 00 13 03 03 63 02 01 25 02 a1");
        expect("06", "01 04 01 13 01 e8", "01 05 00 13 02 00 eb", "01 0e 00 04 00 03 08 63 03 01 01 31 32 33 34 9a");

        assertThat(peer.get("/codes?node=3").toString()).isEqualTo("[{\"user\":1,\"status\":1,\"code\":\"1234\"}]");
    }

    private void send(String hex) throws IOException {
        socket.getOutputStream().write(HEX.parseHex(hex));
    }

    /** Reads exactly these units and acknowledges the data frames among them. */
    private void expect(String... units) throws IOException {
        InputStream in = socket.getInputStream();
        for (String unit : units) {
            byte[] wanted = HEX.parseHex(unit);
            assertThat(HEX.formatHex(in.readNBytes(wanted.length))).isEqualTo(unit);
            if (wanted.length > 1) {
                send("06");
            }
        }
    }
}
