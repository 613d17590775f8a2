// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.support.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real sockets on the loopback interface. */
class WebSocketPortsIT {

    /** Far beyond what anything here takes, also on a machine that is busy with something else. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final List<Throwable> laneFailures = new CopyOnWriteArrayList<>();
    private final Lane lane = new Lane("test", executor, laneFailures::add);
    private final WebSocketPorts ports = new WebSocketPorts(PATIENCE);
    private @Nullable Server server;

    @TempDir
    Path folder;

    @BeforeEach
    void noChannelIsLeftFromBefore() throws Exception {
        waitForNoSocketThread();
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        if (server != null) {
            server.stop((int) PATIENCE.toMillis());
        }
        waitForNoSocketThread();
        executor.shutdown();
        assertThat(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(laneFailures).isEmpty();
    }

    @Test
    void carriesTextBothWaysInOrder() throws Exception {
        var uri = start(new Server());
        var received = new LinkedBlockingQueue<String>();
        TextChannel channel = open(TextSpec.of(uri));

        onLane(() -> {
            channel.listen(received::add, lost -> {});
            channel.send("one");
            channel.send("two");
        });

        assertThat(take(received)).isEqualTo("hello"); // sent by the server before anybody listened
        assertThat(take(received)).isEqualTo("echo one");
        assertThat(take(received)).isEqualTo("echo two");
        onLane(channel::close);
        assertThat(server().closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void threeMegabytesPassAndOneByteTooManyLosesTheChannel() throws Exception {
        var uri = start(new Server());
        var received = new LinkedBlockingQueue<String>();
        var losses = new LinkedBlockingQueue<String>();
        TextChannel channel =
                open(new TextSpec(uri, Optional.empty(), Optional.empty(), (3 << 20) + 5, Duration.ofSeconds(20)));
        onLane(() -> channel.listen(received::add, lost -> losses.add(lost.reason())));
        take(received);

        onLane(() -> channel.send("x".repeat(3 << 20)));
        assertThat(take(received)).hasSize((3 << 20) + 5);
        onLane(() -> channel.send("x".repeat((3 << 20) + 1)));

        assertThat(take(losses)).contains("longer than 3145733 bytes");
    }

    @Test
    void aServerThatGoesDownIsALoss() throws Exception {
        var uri = start(new Server());
        var losses = new LinkedBlockingQueue<String>();
        TextChannel channel = open(TextSpec.of(uri));
        onLane(() -> channel.listen(text -> {}, lost -> losses.add(lost.reason())));

        server().stop((int) PATIENCE.toMillis());

        assertThat(take(losses)).contains(uri.toString()).contains("closed the connection");
        onLane(() -> channel.send("vanishes"));
        onLane(channel::close);
        onLane(channel::close);
    }

    @Test
    void ourOwnCloseIsNoLoss() throws Exception {
        var uri = start(new Server());
        var losses = new LinkedBlockingQueue<String>();
        TextChannel channel = open(TextSpec.of(uri));
        onLane(() -> channel.listen(text -> {}, lost -> losses.add(lost.reason())));

        onLane(channel::close);

        assertThat(server().closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        onLane(() -> {}); // whatever the close caused has run by now
        assertThat(losses).isEmpty();
    }

    @Test
    void aHostThatEndedItsThreadsLeavesNoConnectionAndNoException() throws Exception {
        var uri = start(new Server());
        var uncaught = new LinkedBlockingQueue<Throwable>();
        open(TextSpec.of(uri));
        onLane(() -> {}); // what the opening caused has run by now
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try {
            executor.shutdown();
            server().stop((int) PATIENCE.toMillis());
            waitForNoSocketThread();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }

        assertThat(uncaught).isEmpty();
    }

    @Test
    void aSilentPeerIsLostByLiveness() throws Exception {
        try (var mute = new MutePeer()) {
            var losses = new LinkedBlockingQueue<String>();
            TextChannel channel = open(
                    new TextSpec(mute.uri(), Optional.empty(), Optional.empty(), 1 << 20, Duration.ofMillis(1500)));

            onLane(() -> channel.listen(text -> {}, lost -> losses.add(lost.reason())));

            assertThat(take(losses)).contains("silent").contains(mute.uri().toString());
        }
    }

    @Test
    void nothingListensThere() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() -> open(TextSpec.of(URI.create("ws://127.0.0.1:" + free + "/ws"))))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("nothing listens there");
    }

    @Test
    void anHttpServerIsNoMatterServer() throws Exception {
        try (var http = new HttpPeer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
            assertThatThrownBy(() -> open(TextSpec.of(http.uri())))
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("no WebSocket of a Matter server");
        }
    }

    @Test
    void aProxyThatWantsAnotherTokenSaysSo() throws Exception {
        try (var http = new HttpPeer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")) {
            assertThatThrownBy(() -> open(TextSpec.of(http.uri())))
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("bearer token");
        }
    }

    @Test
    void theBearerTokenGoesIntoTheHeaderAndNowhereElse() throws Exception {
        var uri = start(new Server());
        var bearer = new TextSpec.Bearer("s3cret-token");

        TextChannel channel =
                open(new TextSpec(uri, Optional.empty(), Optional.of(bearer), 1 << 20, Duration.ofSeconds(20)));

        var received = new LinkedBlockingQueue<String>();
        onLane(() -> channel.listen(received::add, lost -> {}));
        take(received); // the server has seen the header before it says anything; we may be open before it is

        assertThat(server().authorization).isEqualTo("Bearer s3cret-token");
        assertThat(channel.toString()).doesNotContain("s3cret");
        onLane(channel::close);
    }

    @Test
    void wssTrustsTheGivenCertificateForItsName() throws Exception {
        Path keys = keytool("localhost");
        URI uri = URI.create("wss://localhost:" + start(tlsServer(keys)).getPort() + "/ws");
        Path pem = exportPem(keys);

        for (Path store : List.of(pem, keys)) {
            TextChannel channel =
                    open(new TextSpec(uri, Optional.of(store), Optional.empty(), 1 << 20, Duration.ofSeconds(20)));
            var received = new LinkedBlockingQueue<String>();
            onLane(() -> channel.listen(received::add, lost -> {}));
            assertThat(take(received)).isEqualTo("hello");
            onLane(channel::close);
        }
    }

    @Test
    void wssRefusesATrustedCertificateOfAnotherName() throws Exception {
        Path keys = keytool("other.example");
        URI uri = URI.create("wss://localhost:" + start(tlsServer(keys)).getPort() + "/ws");
        var spec = new TextSpec(uri, Optional.of(exportPem(keys)), Optional.empty(), 1 << 20, Duration.ofSeconds(20));

        assertThatThrownBy(() -> open(spec))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("made out to this name");
    }

    @Test
    void wssRefusesACertificateTheSystemDoesNotKnow() throws Exception {
        Path keys = keytool("localhost");
        URI uri = URI.create("wss://localhost:" + start(tlsServer(keys)).getPort() + "/ws");

        assertThatThrownBy(() -> open(TextSpec.of(uri)))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("is the certificate in the trust store");
    }

    @Test
    void aTrustStoreThatIsNoneSaysSo() throws Exception {
        Path junk = Files.writeString(folder.resolve("junk.p12"), "no key store");
        var spec = new TextSpec(
                URI.create("wss://localhost:1/ws"),
                Optional.of(junk),
                Optional.empty(),
                1 << 20,
                Duration.ofSeconds(20));

        assertThatThrownBy(() -> open(spec))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("junk.p12 cannot be used");
    }

    private TextChannel open(TextSpec spec) throws Exception {
        try {
            return ports.openText(spec, lane).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private void onLane(Runnable task) throws Exception {
        var done = new CountDownLatch(1);
        lane.execute(() -> {
            try {
                task.run();
            } finally {
                done.countDown();
            }
        });
        assertThat(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static String take(BlockingQueue<String> queue) throws InterruptedException {
        String text = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(text).as("nothing came").isNotNull();
        return text;
    }

    private URI start(Server newServer) throws Exception {
        server = newServer;
        newServer.start();
        assertThat(newServer.started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return URI.create("ws://127.0.0.1:" + newServer.getPort() + "/ws");
    }

    private Server server() {
        if (server == null) {
            throw new AssertionError("no server");
        }
        return server;
    }

    private static Server tlsServer(Path keys) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keys)) {
            store.load(in, "changeit".toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "changeit".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var server = new Server();
        server.setWebSocketFactory(new DefaultSSLWebSocketServerFactory(context));
        return server;
    }

    /** A new key with a self-signed certificate for the name. */
    private Path keytool(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        run(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString());
        // The store doubles as a trust store: its certificate as a trusted entry.
        run(
                "-importcert",
                "-noprompt",
                "-alias",
                "trusted",
                "-file",
                exportPem(file).toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString());
        return file;
    }

    private Path exportPem(Path keys) throws Exception {
        Path pem = folder.resolve(keys.getFileName() + ".pem");
        run(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-file",
                pem.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                keys.toString());
        return pem;
    }

    private static void run(String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static void waitForNoSocketThread() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("WebSocket") || thread.getName().startsWith("connectionLostChecker")) {
                thread.join(PATIENCE.toMillis());
                assertThat(thread.isAlive())
                        .as(thread.getName() + " is left behind")
                        .isFalse();
            }
        }
    }

    /** Says hello, echoes, remembers. */
    private static final class Server extends WebSocketServer {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile String authorization = "";

        Server() {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            setDaemon(true);
            setReuseAddr(true);
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake handshake) {
            authorization = handshake.getFieldValue("Authorization");
            socket.send("hello");
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {
            closed.countDown();
        }

        @Override
        public void onMessage(WebSocket socket, String message) {
            socket.send("echo " + message);
        }

        @Override
        public void onError(WebSocket socket, Exception e) {
            // a client that refuses our certificate ends here
        }

        @Override
        public void onStart() {
            started.countDown();
        }
    }

    /** Answers every connection with the same bytes. */
    private static final class HttpPeer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        HttpPeer(String answer) throws IOException {
            var thread = new Thread(() -> {
                try (var connection = socket.accept()) {
                    readHead(connection.getInputStream());
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    connection.getOutputStream().flush();
                    connection.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the test is over
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        URI uri() {
            return URI.create("ws://127.0.0.1:" + socket.getLocalPort() + "/ws");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Upgrades, and never says another word: no pong either. */
    private static final class MutePeer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        MutePeer() throws IOException {
            var thread = new Thread(() -> {
                try (var connection = socket.accept()) {
                    String head = readHead(connection.getInputStream());
                    String key = head.lines()
                            .filter(l -> l.startsWith("Sec-WebSocket-Key: "))
                            .findFirst()
                            .orElseThrow()
                            .substring(19);
                    var sha1 = java.security.MessageDigest.getInstance("SHA-1");
                    String accept = java.util.Base64.getEncoder()
                            .encodeToString(sha1.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                    .getBytes(StandardCharsets.US_ASCII)));
                    connection
                            .getOutputStream()
                            .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                            + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    connection.getInputStream().readAllBytes();
                } catch (IOException | java.security.GeneralSecurityException e) {
                    // the test is over
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        URI uri() {
            return URI.create("ws://127.0.0.1:" + socket.getLocalPort() + "/ws");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.append((char) b);
        }
        return head.toString();
    }
}
