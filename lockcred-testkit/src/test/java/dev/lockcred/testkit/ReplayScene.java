// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.Pin;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.ReadRequest;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Three days of four fake locks with faults, and a hostile wire beside them, all drawn from one seed; prints everything
 * that happened. Run as a program of its own by {@link ReplayTest}.
 */
final class ReplayScene {

    private final PrintStream out;
    private final VirtualTime time = VirtualTime.startingAt("2030-03-30T12:00:00Z"); // over a change of clocks
    private final Seed seed;
    private final TestHost host;

    private ReplayScene(PrintStream out, Seed seed) {
        this.out = out;
        this.seed = seed;
        this.host = new TestHost("scene", time, seed);
    }

    public static void main(String[] arguments) {
        new ReplayScene(System.out, new Seed(Long.parseLong(arguments[0]))).play();
    }

    private void play() {
        List<FakeLock> locks = List.of(
                FakeLock.of("zwave", FakeModel.zwave()),
                FakeLock.of("matter", FakeModel.matter()),
                FakeLock.of("zigbee", FakeModel.zigbee()),
                FakeLock.of("cloud", FakeModel.cloud()));
        FakeLockDriver driver = FakeLockDriver.of(locks);
        time.result(driver.start(host));
        RandomGenerator people = seed.random("people");
        for (FakeLock lock : locks) {
            schedule(people, 40, () -> somebodyDoesSomething(driver, lock, people));
        }
        wire();

        time.advance(Duration.ofDays(3));
        time.result(driver.closeAsync());
        time.runToCompletion(Duration.ofHours(2)); // the last who was carried away comes back

        host.traced().forEach(line -> out.println(line.at() + " " + line.direction() + " " + line.text()));
        host.heard().forEach(out::println);
        out.println(time.tasksRun() + " tasks, " + time.now() + ", " + time.pendingTimers() + " timers left");
    }

    private void schedule(RandomGenerator random, int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            time.schedule(Duration.ofSeconds(random.nextInt(3 * 86_400)), action);
        }
    }

    private void somebodyDoesSomething(FakeLockDriver driver, FakeLock lock, RandomGenerator random) {
        var handle = driver.lock(lock.address(), LockOptions.of(ZoneId.of("Europe/Stockholm")));
        var call = new Call(Call.Priority.GRANT, Duration.ofMinutes(1), Call.Guard.OPEN);
        var ref = CredentialRef.pin(1 + random.nextInt(8));
        Pin pin = Pin.of(Integer.toString(100_000 + random.nextInt(900_000)).toCharArray());
        switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                handle.apply(List.of(Change.Put.plain(ref, pin)), call)
                        .thenAccept(batch -> out.println(time.now() + " " + lock.address() + " " + batch));
            case 3 ->
                handle.apply(List.of(Change.Clear.of(ref)), call)
                        .thenAccept(batch -> out.println(time.now() + " " + lock.address() + " " + batch));
            case 4 ->
                handle.read(new ReadRequest.Everything(), call)
                        .thenAccept(read -> out.println(time.now() + " " + lock.address() + " " + read.slots()));
            case 5 -> lock.type(pin);
            case 6 -> lock.faults().loseAnswers(1);
            default -> {
                lock.offline();
                time.schedule(Duration.ofMinutes(random.nextInt(90)), lock::online);
            }
        }
    }

    private void wire() {
        var everything = Hostility.cut()
                .andDelayed(Duration.ofMillis(30))
                .andDuplicating(0.1)
                .andDropping(0.1)
                .andCorrupting(0.1);
        var wire =
                ByteWire.hostile(time, time.executor(), time.executor(), everything, everything, seed.derived("wire"));
        wire.near()
                .listen(b -> out.println(time.now() + " wire " + HexFormat.of().formatHex(b)), l -> {});
        var frames = new SplittableRandom(7);
        schedule(seed.random("frames"), 100, () -> {
            byte[] frame = new byte[1 + frames.nextInt(20)];
            frames.nextBytes(frame);
            wire.far().write(frame);
        });
    }
}
