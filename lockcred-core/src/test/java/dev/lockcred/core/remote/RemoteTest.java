// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Actor;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.LockManagerException;
import dev.lockcred.core.ManagerEvent;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.Operation;
import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One engine per store, many hands, over real sockets. */
@Timeout(120)
class RemoteTest {

    @TempDir
    Path folder;

    private final FakeLock front = FakeLock.of("front", FakeModel.zwave());
    private final FakeLock back = FakeLock.of("back", FakeModel.matter());
    private final List<LockManager> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(LockManager::close);
    }

    @Test
    void theSameScenarioHasTheSameResultsOnEitherSide() throws Exception {
        List<String> direct = new RemoteScenario(engine(folder.resolve("a")), front, back).run();

        var other = new FakeLock[] {FakeLock.of("front", FakeModel.zwave()), FakeLock.of("back", FakeModel.matter())};
        engine(folder.resolve("b"), other);
        List<String> remote = new RemoteScenario(client(folder.resolve("b")), other[0], other[1]).run();

        assertThat(remote).isEqualTo(direct);
        assertThat(direct).hasSizeGreaterThan(60);
    }

    @Test
    void theSecondToOpenAStoreBecomesAClientOfTheFirst() {
        Path place = folder.resolve("shared");
        LockManager first = opened(place);
        LockManager second = opened(place);

        second.users().add("Anna");

        assertThat(second).isInstanceOf(RemoteManager.class);
        assertThat(first.users().list()).extracting(User::name).containsExactly("Anna");
        second.close();
        assertThat(first.users().list()).hasSize(1);
    }

    @Test
    void aClientLearnsThatItsEngineHasGone() throws Exception {
        LockManager engine = engine(folder.resolve("a"));
        LockManager client = client(folder.resolve("a"));
        front.offline();
        var waiting = client.apply(dev.lockcred.core.ApplyOptions.DEFAULT);

        engine.close();

        assertThatThrownBy(() -> client.users().list()).isInstanceOf(RuntimeException.class);
        assertThat(waiting.handle((r, f) -> true).get(60, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> LockManager.connect(folder.resolve("a")))
                .isInstanceOf(LockManagerException.class)
                .hasMessageContaining(folder.resolve("a").toString());
    }

    @Test
    void eventsAndProgressComeAsStreams() throws Exception {
        engine(folder.resolve("a"));
        LockManager client = client(folder.resolve("a"));
        var changed = new CompletableFuture<ManagerEvent.Changed>();
        LockManager.Subscription subscription = client.listen(e -> {
            if (e instanceof ManagerEvent.Changed c) {
                changed.complete(c);
            }
        });
        User anna = client.users().add("Anna");
        try (Pin pin = Pins.pin("482913")) {
            client.pins().set(anna.id(), pin, dev.lockcred.core.Pins.Change.ROUTINE);
        }
        client.grants().add(anna, to -> to.locks("front"));
        var progress = new CountDownLatch(1);

        client.blocking().apply(dev.lockcred.core.ApplyOptions.DEFAULT.withProgress(p -> progress.countDown()));

        assertThat(progress.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(changed.get(30, TimeUnit.SECONDS).outcome()).isInstanceOf(Outcome.class);
        subscription.close();
        assertThat(client.users().list()).hasSize(1);
    }

    @Test
    void rightsAreAskedForAsAnywhere() {
        engine(folder.resolve("a"));
        LockManager desk = client(folder.resolve("a")).as(Actor.of("desk", Permission.VIEW));

        assertThat(desk.users().list()).isEmpty();
        assertThatThrownBy(() -> desk.users().add("Anna"))
                .isInstanceOf(dev.lockcred.core.NotPermittedException.class)
                .hasMessageContaining("desk")
                .hasMessageContaining("MANAGE");
    }

    @Test
    void hostileClientsCostTheirConnectionAndNothingElse() throws Exception {
        engine(folder.resolve("a"));
        LockManager honest = client(folder.resolve("a"));

        assertThat(answerTo("no json at all\n")).isEmpty();
        assertThat(answerTo("{\"lockcred\":1}\n[1,2,3]\n"))
                .contains("\"store\"")
                .doesNotContain("failed");
        assertThat(answerTo(
                        "{\"lockcred\":1}\n{\"id\":1,\"do\":\"nothing.there\",\"actor\":{\"name\":\"x\",\"may\":[]},"
                                + "\"with\":{}}\n"))
                .contains("failed");
        assertThat(answerTo(
                        "{\"lockcred\":1}\n{\"id\":2,\"do\":\"users.add\",\"actor\":{\"name\":\"x\",\"may\":[\"MANAGE\"]},"
                                + "\"with\":{\"name\":7}}\n"))
                .contains("failed");
        assertThat(answerTo("{\"lockcred\":1}\n{\"id\":3,\"secrets\":[99999999]}\n"))
                .doesNotContain("done");
        try (SocketChannel half = connect()) {
            send(half, "{\"lockcred\":1}\n{\"id\":4,\"do\":\"users.a");
        }
        try (SocketChannel endless = connect()) {
            ByteBuffer much = ByteBuffer.allocate(1 << 20);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 64; i++) {
                            much.clear();
                            while (much.hasRemaining()) {
                                endless.write(much);
                            }
                        }
                    })
                    .isInstanceOf(IOException.class);
        }

        honest.users().add("Anna");
        assertThat(honest.users().list()).hasSize(1);
        assertThat(honest.audit().verify().intact()).isTrue();
    }

    @Test
    void anotherVersionOfTheProtocolIsRefusedInWords() throws Exception {
        engine(folder.resolve("a"));

        assertThat(answerTo("{\"lockcred\":99}\n"))
                .contains("refused")
                .contains("version 99")
                .contains("run the same version");
    }

    @Test
    void whoConnectsToALaterEngineIsTold() throws Exception {
        Path place = Files.createDirectory(
                folder.resolve("later"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (var later = Wire.listen(
                place.resolve("engine.sock"),
                1000,
                wire -> wire.start(new Wire.Receiver() {
                    @Override
                    public void received(Parcel parcel) throws IOException {
                        var answer = new Parcel();
                        answer.filled()
                                .put("lockcred", 2)
                                .put("refused", "this engine speaks version 2: run the same version");
                        wire.write(answer);
                    }

                    @Override
                    public void ended(IOException cause) {}
                }))) {
            assertThat(later).isNotNull();
            assertThatThrownBy(() -> LockManager.connect(place))
                    .isInstanceOf(LockManagerException.class)
                    .hasMessageContaining("speaks version 2");
        }
    }

    @Test
    void theSocketIsForItsOwnerAndGoesWithItsEngine() throws Exception {
        Path place = folder.resolve("a");
        LockManager engine = engine(place);
        Path socket = place.resolve("engine.sock");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        engine.close();
        assertThat(socket).doesNotExist();
    }

    @Test
    void aLongPathGetsItsSocketElsewhere() throws Exception {
        Path deep = folder.resolve("d".repeat(60)).resolve("e".repeat(60));
        engine(deep);

        LockManager client = client(deep);
        client.users().add("Anna");

        assertThat(deep.resolve("engine.sock")).doesNotExist();
        Path socket = Path.of(Files.readString(deep.resolve("engine.socket")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void anOperationTakesItsPinAlong() throws Exception {
        engine(folder.resolve("a"));
        LockManager client = client(folder.resolve("a"));
        client.blocking().apply();
        assertThat(client.blocking().operate(LockId.of("front"), new Operation.Unlock(), java.util.Optional.empty()))
                .isNotNull();
    }

    @Test
    void manyClientsAtOnceLoseNothing() throws Exception {
        LockManager engine = engine(folder.resolve("a"));
        var threads = new ArrayList<Thread>();
        var failures = new java.util.concurrent.ConcurrentLinkedQueue<Throwable>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            LockManager client = client(folder.resolve("a"));
            var thread = new Thread(() -> {
                for (int j = 0; j < 10; j++) {
                    client.users().add("Person " + number + "." + j);
                    client.users().list();
                }
            });
            thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(engine.users().list()).hasSize(80);
        assertThat(engine.audit().verify().intact()).isTrue();
    }

    @Test
    void oneClientTooManyIsToldSo() throws Exception {
        engine(folder.resolve("a"));
        var channels = new ArrayList<SocketChannel>();
        try {
            for (int i = 0; i < 64; i++) {
                SocketChannel channel = connect();
                channels.add(channel);
                send(channel, "{\"lockcred\":1}\n");
                channel.read(ByteBuffer.allocate(200)); // it is greeted, hence counted
            }

            assertThatThrownBy(() -> LockManager.connect(folder.resolve("a")))
                    .isInstanceOf(LockManagerException.class)
                    .hasMessageContaining("64 clients already");
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }

    @Test
    void whatAKilledEngineLeftIsClearedAway() throws Exception {
        Path place = folder.resolve("a");
        prepare(place);
        // A process that is killed leaves its socket behind: bound, and nobody there.
        try (var killed = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(place.resolve("engine.sock")));
        }
        assertThatThrownBy(() -> LockManager.connect(place))
                .isInstanceOf(NobodyListensException.class)
                .hasMessageContaining("cannot be reached");

        LockManager engine = opened(place);
        client(place).users().add("Anna");

        assertThat(engine.users().list()).hasSize(1);
    }

    @Test
    void aClientThatDiesInTheMiddleLeavesItsWorkToTheEngine() throws Exception {
        LockManager engine = engine(folder.resolve("a"));
        User anna = engine.users().add("Anna");
        engine.grants().add(anna, to -> to.locks("front").generatedPin());
        try (SocketChannel dying = connect()) {
            send(
                    dying,
                    "{\"lockcred\":1}\n{\"id\":1,\"do\":\"users.add\",\"actor\":{\"name\":\"x\",\"may\":[\"MANAGE\"]},"
                            + "\"with\":{\"name\":\"Ben\"}}\n");
        }

        engine.blocking().apply();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (engine.users().list().size() < 2 && System.nanoTime() < until) {
            engine.status(); // what came over the socket is done when its thread gets to it
        }

        assertThat(engine.users().list()).extracting(User::name).containsExactly("Anna", "Ben");
        assertThat(client(folder.resolve("a")).users().list()).hasSize(2);
    }

    @Test
    void anEngineThatDiesInTheMiddleOfACallEndsTheCall() throws Exception {
        Path place = folder.resolve("mute");
        prepare(place);
        var dying = new CompletableFuture<Wire>();
        try (var mute = Wire.listen(
                place.resolve("engine.sock"),
                1000,
                wire -> wire.start(new Wire.Receiver() {
                    @Override
                    public void received(Parcel parcel) throws IOException {
                        if (parcel.line().has("lockcred")) {
                            var answer = new Parcel();
                            answer.filled().put("lockcred", 1).put("store", "x");
                            wire.write(answer);
                        } else {
                            dying.complete(wire);
                        }
                    }

                    @Override
                    public void ended(IOException cause) {}
                }))) {
            assertThat(mute).isNotNull();
            LockManager client = client(place);
            var asked = client.apply(dev.lockcred.core.ApplyOptions.DEFAULT);
            dying.get(30, TimeUnit.SECONDS).close();

            assertThatThrownBy(() -> asked.get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("may or may not have been done");
            assertThatThrownBy(() -> client.users().list()).isInstanceOf(LockManagerException.class);
        }
    }

    @Test
    void noDigitOfAPinStandsInALineOrALog() throws Exception {
        Path place = folder.resolve("a");
        engine(place);
        var logged = new java.io.ByteArrayOutputStream();
        java.io.PrintStream err = System.err;
        var lines = new ArrayList<String>();
        System.setErr(new java.io.PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            LockManager client = client(place);
            User anna = client.users().add("Anna");
            try (Pin pin = Pins.pin("482913")) {
                client.pins().set(anna.id(), pin, dev.lockcred.core.Pins.Change.ROUTINE);
                var parcel = new Parcel();
                var out = new Form.Out(parcel);
                out.put("pin", ModelForms.PIN, pin);
                lines.add(out.node().toString());
                assertThat(parcel.secrets()).hasSize(1);
            }
            // A PIN that arrives where a line should be: the connection ends, and nobody writes down why in its digits.
            lines.add(answerTo("482913\n"));
            lines.add(answerTo("{\"lockcred\":1}\n482913\n"));
            lines.add(answerTo("{\"lockcred\":1}\n{\"id\":1,\"secrets\":[3]}\n482913\n"));
            lines.add(
                    answerTo(
                            "{\"lockcred\":1}\n{\"id\":1,\"do\":\"pins.set\",\"actor\":{\"name\":\"x\",\"may\":[\"MANAGE\"]},"
                                    + "\"with\":{\"user\":\"anna\",\"credential\":\"anna\",\"pin\":\"482913\",\"why\":\"ROUTINE\"}}\n"));
            client.close();
        } finally {
            System.setErr(err);
        }

        assertThat(lines).noneMatch(l -> l.contains("482913"));
        assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain("482913");
    }

    @Test
    void nothingIsSaidToASocketOfSomebodyElse() throws Exception {
        Path place = folder.resolve("a");
        engine(place);
        Path socket = place.resolve("engine.sock");
        org.junit.jupiter.api.Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "chown needs root");
        Files.setOwner(
                socket, socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        assertThatThrownBy(() -> LockManager.connect(place))
                .isInstanceOf(LockManagerException.class)
                .isNotInstanceOf(NobodyListensException.class)
                .hasMessageContaining("belongs to nobody");
    }

    @Test
    void aClosedManagerSaysSoHoweverOftenItIsClosed() throws Exception {
        LockManager engine = engine(folder.resolve("a"));
        LockManager client = client(folder.resolve("a"));
        client.close();
        client.close();
        engine.close();
        engine.close();
        engine.closeAsync().get(10, TimeUnit.SECONDS);

        assertThatThrownBy(() -> client.users().list())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> engine.users().list())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> engine.apply()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEngineThatOnlyLooksOnlyLooksForItsClientsToo() throws Exception {
        Path place = folder.resolve("a");
        prepare(place);
        LockManager engine = LockManager.create(cfg -> cfg.store(FolderStore.at(place))
                .keyPlace(new InMemoryKeyPlace())
                .lookOnly(true)
                .driver("fake", FakeLockDriver.of(front))
                .lock(Lock.of(LockId.of("front"), "fake", "front")));
        open.add(0, engine);
        LockManager client = client(place);
        client.grants().add(client.users().add("Anna"), to -> to.locks("front").generatedPin());

        var report = client.blocking().apply(dev.lockcred.core.ApplyOptions.DEFAULT);

        assertThat(report.lines()).hasSize(1);
        assertThat(client.plan().hasChanges()).isTrue();
        assertThat(front.writes()).isZero();
    }

    // ---- hands

    private LockManager engine(Path place) {
        return engine(place, front, back);
    }

    private LockManager engine(Path place, FakeLock... locks) {
        prepare(place);
        LockManager manager = LockManager.create(cfg -> cfg.store(FolderStore.at(place))
                .keyPlace(new InMemoryKeyPlace())
                .random(new SplittableRandom(7))
                .driver("fake", FakeLockDriver.of(locks))
                .lock(Lock.of(LockId.of("front"), "fake", "front"))
                .lock(Lock.of(LockId.of("back"), "fake", "back")));
        open.add(0, manager);
        return manager;
    }

    private LockManager opened(Path place) {
        prepare(place);
        LockManager manager = LockManager.open(
                place,
                cfg -> cfg.store(FolderStore.at(place))
                        .keyPlace(new InMemoryKeyPlace())
                        .driver(FakeLockDriver.of(front, back)));
        open.add(0, manager);
        return manager;
    }

    private static void prepare(Path place) {
        try {
            dev.lockcred.core.store.PrivateFiles.createFolder(place);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private LockManager client(Path place) {
        LockManager client = LockManager.connect(place);
        open.add(0, client);
        return client;
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve("a").resolve("engine.sock")));
        return channel;
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    // All that comes until the engine hangs up, or has said nothing more to a request without an end.
    private String answerTo(String text) throws Exception {
        try (SocketChannel channel = connect()) {
            send(channel, text);
            channel.shutdownOutput();
            var answer = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            try {
                while (channel.read(buffer) >= 0) {
                    answer.append(StandardCharsets.UTF_8.decode(buffer.flip()));
                    buffer.clear();
                }
            } catch (IOException e) {
                return answer.toString(); // cut off
            }
            return answer.toString();
        }
    }

    @Test
    void patienceIsTheCallers() throws Exception {
        engine(folder.resolve("a"));
        LockManager client = client(folder.resolve("a"));
        assertThat(client.apply(dev.lockcred.core.ApplyOptions.DEFAULT.withPatience(Duration.ZERO))
                        .get(30, TimeUnit.SECONDS)
                        .lines())
                .isEmpty();
    }
}
