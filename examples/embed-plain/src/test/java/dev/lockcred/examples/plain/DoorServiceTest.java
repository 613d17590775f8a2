// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Actor;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.Report;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.testkit.LeakCheck;
import dev.lockcred.testkit.Pins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** On real time and a real disk, as in a program that runs; the person at the door acts through the fake locks' file. */
final class DoorServiceTest {
    private static final String ALWAYS = "Mon-Sun all day";
    private static final UserId ANNA = UserId.of("anna");

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.ofThreads();

    @TempDir
    private Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void tellsByNameWhoCameHome() throws Exception {
        try (var doors = new DoorService(house(), notifier())) {
            Report report = doors.letIn("Anna", ALWAYS, "front", "back");

            assertThat(report.isSettled()).as("%s", report.lines()).isTrue();
            Pin pin = pinOf(doors);
            fake("front").type(pin);
            assertThat(next()).isEqualTo("Anna by front");
            pin.close();
        }
        Pins.inspectFiles(folder.resolve("doors/store.db"));
    }

    @Test
    void tellsOnceWhichDoorIsAtRisk() throws Exception {
        try (var doors = new DoorService(house(), notifier())) {
            doors.letIn("Anna", ALWAYS, "front", "back");
            fake("back").offline();

            CompletableFuture<Report> dismissed = doors.dismiss(ANNA);

            assertThat(next()).startsWith("ALARM Anna may still open ");
            assertThat(dismissed.get(30, TimeUnit.SECONDS).lines())
                    .anyMatch(line -> line.lock().value().equals("front") && !line.mayOpen());
            fake("back").online();
        }
    }

    @Test
    void endsInTheMiddleOfAnythingAndGoesOnAtTheNextStart() throws Exception {
        CompletableFuture<Report> cut;
        try (var doors = new DoorService(house(), notifier())) {
            doors.letIn("Anna", ALWAYS, "front");
            fake("front").offline();
            doors.locks()
                    .grants()
                    .add(
                            doors.locks().users().find(ANNA).orElseThrow(),
                            to -> to.locks("back").weekly(ALWAYS));
            doors.locks().grants().revoke(ANNA, List.of(LockId.of("front")));
            cut = doors.locks().apply();
        }
        assertThat(cut).isDone();

        fake("front").online();
        try (var doors = new DoorService(house(), notifier())) {
            doors.locks().blocking().apply();

            assertThat(fake("front").occupied()).isEmpty();
            assertThat(fake("back").occupied()).hasSize(1);
        }
    }

    @Test
    void aSecondOneOnTheSameStoreIsToldWhoHasIt() {
        try (var doors = new DoorService(house(), notifier())) {
            assertThat(doors.locks().locks().list()).hasSize(2);
            assertThatThrownBy(() -> new DoorService(house(), notifier())).hasMessageContaining("home automation");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are checked on POSIX systems only")
    void aStartThatFailedLeavesTheStoreFree() throws Exception {
        new DoorService(house(), notifier()).close();
        Path key;
        try (var files = Files.walk(folder.resolve("keys"))) {
            key = files.filter(file -> file.endsWith("vault.key")).findFirst().orElseThrow();
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> new DoorService(house(), notifier())).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

        try (var doors = new DoorService(house(), notifier())) {
            assertThat(doors.locks().locks().list()).hasSize(2);
        }
    }

    @Test
    void aDriverThatNobodyMakesIsNamed() {
        var house = new House(
                folder.resolve("doors"),
                folder.resolve("keys"),
                ZoneId.of("Europe/Stockholm"),
                Map.of("hall", Map.of("type", "zwav")),
                List.of());

        assertThatThrownBy(() -> new DoorService(house, notifier()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("driver hall")
                .hasMessageContaining("'zwav'");
    }

    private House house() {
        return new House(
                folder.resolve("doors"),
                folder.resolve("keys"),
                ZoneId.of("Europe/Stockholm"),
                Map.of("toy", Map.of("type", "fake", "kind", "zwave", "state", toys().toString())),
                List.of(Lock.of(LockId.of("front"), "toy", "front"), Lock.of(LockId.of("back"), "toy", "back")));
    }

    private Path toys() {
        return folder.resolve("toys.json");
    }

    private FakeLock fake(String address) {
        return FakeLock.inFile(toys(), address, Clock.systemUTC());
    }

    private static Pin pinOf(DoorService doors) {
        return Pins.watch(
                doors.locks().as(Actor.of("the test", Permission.REVEAL)).pins().reveal(ANNA));
    }

    /** The next thing the program was told, but for what merely wants attention. */
    private String next() throws InterruptedException {
        String text;
        do {
            text = told.poll(20, TimeUnit.SECONDS);
        } while (text != null && text.startsWith("attention"));
        return text;
    }

    private Notifier notifier() {
        return new Notifier() {
            @Override
            public void cameHome(String person, String door, Instant when) {
                told.add(person + " by " + door);
            }

            @Override
            public void attention(String text) {
                told.add("attention " + text);
            }

            @Override
            public void alarm(String text) {
                told.add("ALARM " + text);
            }
        };
    }
}
