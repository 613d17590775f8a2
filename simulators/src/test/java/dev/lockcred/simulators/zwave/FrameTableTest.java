// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import static dev.lockcred.simulators.zwave.House.pin;
import static dev.lockcred.simulators.zwave.House.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What tasks cost in frames on the simulated stick, beside what zwave-js spends and the least that is possible. Holds {@code
 * docs/zwave-costs.md} to it; {@code -Ddocs.write=true} writes the page anew.
 */
class FrameTableTest {

    private static final int USED = 5;
    private static final int CODES = 20;
    private static final String NONE = "-";

    /** The locks of the table, as the peer has them too. */
    private enum Kind {
        PLAIN_2("v2, 30 slots", LockModel.plainV2(30), 30),
        PLAIN_1("v1, 10 slots", LockModel.plainV1(10), 10),
        CREDENTIAL("User Credential, 10", LockModel.credentials(10), 10),
        S0("S0, v1, 10 slots", LockModel.plainV1(10).withSecurity(Security.S0), 10),
        S2("S2, v2, 20 slots", LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL), 20),
        FLIRS("FLiRS, v2, 250, bulk", LockModel.flirs250(), 250);

        final String title;
        final LockModel model;
        final int slots;

        Kind(String title, LockModel model, int slots) {
            this.title = title;
            this.model = model;
            this.slots = slots;
        }
    }

    /** A lock that is known, with codes in slots 1 to 5, and the host that knows it. */
    private static final class Bench {
        final House house = new House();
        final SimulatedZWaveNode lock;

        Bench(Kind kind) {
            lock = house.stick.add(6, kind.model);
            IntStream.rangeClosed(1, USED).forEach(i -> lock.prepared(i, pin(60 + i)));
        }

        Bench known() {
            house.describe(lock);
            assertThat(house.readAll(lock).complete()).isTrue();
            return this;
        }

        void apply(List<Change> changes) {
            assertThat(House.outcomes(house.apply(lock, changes)))
                    .allMatch(o -> o instanceof ChangeOutcome.Confirmed || o instanceof ChangeOutcome.NoChange);
        }

        int frames(Consumer<Bench> task) {
            int before = house.stick.frames(6);
            task.accept(this);
            return house.stick.frames(6) - before;
        }
    }

    private interface Task {
        /** Frames, or a negative number where the task does not exist. */
        int frames(Kind kind);
    }

    private static Task known(Consumer<Bench> prepare, Consumer<Bench> task) {
        return kind -> {
            var bench = new Bench(kind).known();
            prepare.accept(bench);
            int frames = bench.frames(task);
            bench.house.close();
            return frames;
        };
    }

    private static int firstContact(Kind kind) {
        var bench = new Bench(kind);
        int frames = bench.frames(Bench::known);
        bench.house.close();
        return frames;
    }

    private static void nothing(Bench bench) {}

    private static void check(Bench b) {
        ChangeCheck check = b.house.time.result(b.house.lock(b.lock).checkChanged(Call.read(Duration.ofSeconds(60))));
        if (check == ChangeCheck.UNSUPPORTED) {
            b.house.readAll(b.lock); // there is no cheaper way
        } else {
            assertThat(check).isEqualTo(ChangeCheck.UNCHANGED);
        }
    }

    private static List<Change> many(boolean set) {
        return IntStream.rangeClosed(1, CODES)
                .<Change>mapToObj(i -> set
                        ? put(i, pin(i)).withBasis(i <= USED ? Change.Basis.OURS : Change.Basis.EMPTY)
                        : Change.Clear.of(CredentialRef.pin(i)))
                .toList();
    }

    private static Task twenty(Consumer<Bench> prepare, Consumer<Bench> task) {
        return kind -> kind.slots < CODES ? -1 : known(prepare, task).frames(kind);
    }

    /** One line: what others spend and the least possible, by {@link Kind}. Figures of zwave-js 15.29 on its own locks. */
    private record Row(String task, Task ours, List<String> zwaveJs, List<String> least) {}

    private static List<Row> rows() {
        return List.of(
                new Row(
                        "first contact until 5 codes are known",
                        FrameTableTest::firstContact,
                        List.of("124", NONE, NONE, NONE, NONE, "61"),
                        List.of("16", NONE, NONE, NONE, NONE, "10")),
                new Row(
                        "read all, 5 used",
                        known(FrameTableTest::nothing, b -> b.house.readAll(b.lock)),
                        List.of("62", "22", "20", "66", "42", "6"),
                        List.of("10", "20", "20", "60", "10", "4")),
                new Row(
                        "one code set",
                        known(FrameTableTest::nothing, b -> b.apply(List.of(put(8, pin(8))))),
                        List.of("3", "3", "4", "9", "2", "3"),
                        List.of("3", "3", "4", "9", "2", "3")),
                new Row(
                        "the same code again",
                        known(
                                b -> b.apply(List.of(put(8, pin(8)))),
                                b -> b.apply(List.of(put(8, pin(8)).withBasis(Change.Basis.OURS)))),
                        List.of("3", "3", "2", "9", "2", "3"),
                        List.of("0", "0", "0", "0", "0", "0")),
                new Row(
                        "one code cleared",
                        known(
                                b -> b.apply(List.of(put(8, pin(8)))),
                                b -> b.apply(List.of(Change.Clear.of(CredentialRef.pin(8))))),
                        List.of("3", "3", "2", "9", "2", "3"),
                        List.of("3", "3", "2", "9", "2", "3")),
                new Row(
                        "has anything changed? no",
                        known(FrameTableTest::check, FrameTableTest::check),
                        List.of("6", "20", "4", "60", "6", "6"),
                        List.of("2", "20", "2", "60", "2", "2")),
                new Row(
                        "the same after an own write",
                        known(b -> b.apply(List.of(put(8, pin(8)))), FrameTableTest::check),
                        List.of("66", "20", "22", "60", "46", "10"),
                        List.of("2", "20", "2", "60", "2", "2")),
                new Row(
                        "20 codes set",
                        twenty(FrameTableTest::nothing, b -> b.apply(many(true))),
                        List.of("60", NONE, NONE, NONE, "40", "60"),
                        List.of("22", NONE, NONE, NONE, "40", "6")),
                new Row(
                        "20 codes cleared",
                        twenty(b -> b.apply(many(true)), b -> b.apply(many(false))),
                        List.of("60", NONE, NONE, NONE, "40", "60"),
                        List.of("22", NONE, NONE, NONE, "40", "4")));
    }

    @Test
    void thePageSaysWhatTasksCost() throws IOException {
        var page = new StringBuilder("""
            # Z-Wave: frames per task

            Application frames in both directions, without acknowledgements of the radio. In each cell: *ours*, measured on the
            simulated stick / *zwave-js* 15.29, measured on its own emulated locks of the same kinds / the *least* possible. Codes
            have six digits; slots 1 to 5 are taken; "-" was not measured or does not exist. None of it was measured on radio
            hardware. A lock without a checksum is read to see whether it has changed.

            """);
        page.append("| task |");
        for (Kind kind : Kind.values()) {
            page.append(' ').append(kind.title).append(" |");
        }
        page.append("\n| --- |").append(" --- |".repeat(Kind.values().length)).append('\n');
        var spent = new ArrayList<String>();
        for (Row row : rows()) {
            page.append("| ").append(row.task()).append(" |");
            for (Kind kind : Kind.values()) {
                int ours = row.ours().frames(kind);
                String js = row.zwaveJs().get(kind.ordinal());
                page.append(' ')
                        .append(ours < 0 ? NONE : String.valueOf(ours))
                        .append(" / ")
                        .append(js)
                        .append(" / ")
                        .append(row.least().get(kind.ordinal()))
                        .append(" |");
                if (ours > 0 && !js.equals(NONE) && ours > Integer.parseInt(js)) {
                    spent.add(row.task() + ", " + kind.title + ": " + ours + " where zwave-js spends " + js);
                }
            }
            page.append('\n');
        }
        page.append("""

            This page is written by
            `./mvnw test -pl simulators -am -Dtest=FrameTableTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true` and
            checked by every build.
            """);

        Path file = repository().resolve("docs/zwave-costs.md");
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file)).isEqualTo(page.toString());
        assertThat(spent).as("dearer than zwave-js").isEmpty();
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
