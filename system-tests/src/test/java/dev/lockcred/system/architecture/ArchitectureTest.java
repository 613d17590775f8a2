// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.lockcred.system.architecture.Rooms.Room;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Which module may use which: the arrows of the architecture. Those not named may use nothing. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "lockcred-api", Set.of(),
            "lockcred-core", Set.of("lockcred-api"),
            "lockcred-jdbc", Set.of("lockcred-api", "lockcred-core"),
            "lockcred-fake", Set.of("lockcred-api"),
            "lockcred-serial", Set.of("lockcred-api"),
            "lockcred-zwave", Set.of("lockcred-api"),
            "lockcred-matter", Set.of("lockcred-api"),
            "lockcred-zigbee", Set.of("lockcred-api"),
            "lockcred-testkit", Set.of("lockcred-api", "lockcred-fake"),
            "simulators",
                    Set.of("lockcred-api", "lockcred-testkit", "lockcred-zwave", "lockcred-matter", "lockcred-zigbee"));

    /** Libraries that one module alone may touch, so that a host can leave it out, or bring its own. */
    private static final Map<String, Set<String>> KEEPERS = Map.of(
            "java.sql", Set.of("lockcred-jdbc"),
            "javax.sql", Set.of("lockcred-jdbc"),
            "org.sqlite", Set.of("lockcred-jdbc"),
            "com.fazecast", Set.of("lockcred-serial"),
            "org.java_websocket", Set.of("lockcred-matter", "simulators"),
            "org.junit", Set.of("lockcred-testkit"),
            "net.jqwik", Set.of("lockcred-testkit"),
            "org.assertj", Set.of("lockcred-testkit"));

    /** The edges, where threads and clocks are made for everybody else. Each is here for a reason, and none by package. */
    private static final List<Exemption> EXEMPTIONS = List.of(
            new Exemption("dev.lockcred.core.HostTimers", Ban.CLOCK, "the system's time, for a host that brings none"),
            new Exemption("dev.lockcred.core.HostTimers", Ban.THREADS, "the timer thread of such a host"),
            new Exemption("dev.lockcred.core.HostThreads", Ban.THREADS, "threads for a host that lends none"),
            new Exemption("dev.lockcred.core.remote.Wire", Ban.THREADS, "blocking reads and writes of a socket"),
            new Exemption("dev.lockcred.core.HostParts", Ban.RANDOM, "the secure source of a host that brings none"),
            new Exemption(
                    "dev.lockcred.jdbc.SqliteStore", Ban.RANDOM, "the name of a new store, drawn once in its life"),
            new Exemption(
                    "dev.lockcred.matter.internal.lock.Scope",
                    Ban.IDENTITY,
                    "asks whether a change is in it, in no order"),
            new Exemption("dev.lockcred.serial.Daemon", Ban.THREADS, "blocking reads of serial lines and sockets"),
            new Exemption("dev.lockcred.simulators.net.RealTime", Ban.CLOCK, "the clock of a simulator on a TCP port"),
            new Exemption("dev.lockcred.simulators.net.RealTime", Ban.THREADS, "and its one thread"),
            new Exemption("dev.lockcred.simulators.net.TcpServer", Ban.THREADS, "blocking reads of its sockets"),
            new Exemption(
                    "dev.lockcred.simulators.zigbee.ZigbeeSimulatorMain", Ban.CONSOLE, "a program, driven by lines"),
            new Exemption("dev.lockcred.simulators.matter.BridgeServer", Ban.CONSOLE, "a program, driven by lines"),
            new Exemption("dev.lockcred.simulators.zwave.SimulatedHouse", Ban.CONSOLE, "a program, driven by lines"),
            new Exemption(
                    "dev.lockcred.testkit.internal.CapturingLogs", Ban.CONSOLE, "hands a test's log on to the console"),
            new Exemption("dev.lockcred.testkit.Seed", Ban.RANDOM, "the one place where a test's seed becomes numbers"),
            new Exemption("dev.lockcred.testkit.internal.Watch", Ban.CONSOLE, "listens for PINs on the console"));

    private static Rooms rooms;

    private record Exemption(String type, Ban ban, String reason) {
        boolean covers(JavaClass user, Ban broken) {
            return broken == ban
                    && (user.getName().equals(type) || user.getName().startsWith(type + "$"));
        }
    }

    @BeforeAll
    static void readClasses() throws IOException {
        rooms = Rooms.compiledBelow(ROOT);
    }

    @Test
    void everyModuleHasItsArrows() {
        assertThat(rooms.names()).containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
    }

    @Test
    void arrowsPointWhereTheyShould() {
        assertThat(rooms.forbiddenArrows(ARROWS)).isEmpty();
    }

    @Test
    void packagesAreUsedOnlyWhereTheyAreExportedTo() {
        assertThat(rooms.forcedDoors()).isEmpty();
        assertThat(rooms.openInternals()).isEmpty();
        assertThat(rooms.splitPackages()).isEmpty();
    }

    @Test
    void librariesStayWithTheirKeepers() {
        List<String> found = new ArrayList<>();
        for (Room room : rooms.all()) {
            KEEPERS.forEach((library, keepers) -> {
                if (!keepers.contains(room.name())) {
                    room.classes().forEach(type -> found.addAll(Libraries.usesOf(type, library)));
                }
            });
        }

        assertThat(found).isEmpty();
    }

    @Test
    void timeThreadsAndRandomnessComeFromOutside() {
        List<String> found = new ArrayList<>();
        for (Room room : rooms.all()) {
            for (JavaClass type : room.classes()) {
                Ban.usesOf(type)
                        .forEach(use -> EnumSet.allOf(Ban.class).stream()
                                .filter(ban -> ban.broken(use))
                                .filter(ban -> EXEMPTIONS.stream().noneMatch(exemption -> exemption.covers(type, ban)))
                                .forEach(ban -> found.add(ban + " (main code " + ban.instead + "): "
                                        + use.access().getDescription())));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void noExemptionOutlivesItsUse() {
        List<JavaClass> classes =
                rooms.all().stream().flatMap(room -> room.classes().stream()).toList();

        for (Exemption exemption : EXEMPTIONS) {
            assertThat(classes)
                    .as("%s needs %s no more (%s)", exemption.type(), exemption.ban(), exemption.reason())
                    .anyMatch(type -> exemption.covers(type, exemption.ban())
                            && Ban.usesOf(type).anyMatch(exemption.ban()::broken));
        }
    }

    @Test
    void whatIsDisabledSaysWhy() throws IOException {
        List<Path> tests;
        try (Stream<Path> found = Files.find(
                ROOT,
                4,
                (path, attributes) -> attributes.isDirectory() && path.endsWith(Path.of("target", "test-classes")))) {
            tests = found.toList();
        }
        assertThat(tests).hasSizeGreaterThan(2);

        List<String> found = new ArrayList<>();
        for (Path path : tests) {
            for (JavaClass type : new ClassFileImporter().importPath(path)) {
                found.addAll(Disabling.withoutReason(type));
            }
        }

        assertThat(found)
                .as("@%s carries its reason", Disabled.class.getSimpleName())
                .containsExactlyInAnyOrderElementsOf(Disabling.PLANTED);
    }
}
