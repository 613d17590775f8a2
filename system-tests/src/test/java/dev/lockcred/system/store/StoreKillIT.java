// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.core.history.AuditVerifier;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.vault.Anchor.Standing;
import dev.lockcred.jdbc.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that writes, for real ({@code kill -9}), and looks at what it left. {@code -Dlockcred.kills=1000} for more
 * than the default, {@code -Dlockcred.seed=N} for other moments.
 */
class StoreKillIT {

    private static final int KILLS = Integer.getInteger("lockcred.kills", 20);

    @TempDir
    Path folder;

    @Test
    @DisplayName("R20: after a kill at any moment, all that was confirmed is there, whole, and nothing is half there")
    void nothingConfirmedIsLost() throws Exception {
        var random = new Random(Long.getLong("lockcred.seed", 1));
        long confirmed = 0;
        long rounds = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            boolean early = kill % 4 == 1; // the first one while the store is being made
            confirmed = Math.max(confirmed, runAndKill(random, early));
            rounds = look(kill, confirmed);
        }
        System.out.println(KILLS + " kills, " + rounds + " rounds written, none lost");
        assertThat(rounds).as("the victim has written at all").isGreaterThan(KILLS);
    }

    /** Gives the highest round that the victim saw confirmed before it died. */
    private long runAndKill(Random random, boolean early) throws IOException, InterruptedException {
        Process victim = start();
        long last = 0;
        try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("started");
            if (early) {
                LockSupport.parkNanos(random.nextInt(400_000_000));
            } else {
                assertThat(out.readLine()).startsWith("opened");
                for (int lines = random.nextInt(60); lines > 0; lines--) {
                    last = round(out.readLine());
                }
                LockSupport.parkNanos(random.nextInt(3_000_000));
            }
            victim.toHandle().destroyForcibly(); // SIGKILL; Process.destroyForcibly would close the pipe as well
            victim.waitFor();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                boolean whole = line.matches("[0-9]+");
                last = whole && out.ready() ? round(line) : last; // the very last line may be half a number
            }
        }
        return last;
    }

    private static long round(String line) {
        assertThat(line).as("what the victim says").matches("[0-9]+");
        return Long.parseLong(line);
    }

    private long look(int kill, long confirmed) {
        try (StoreOnDisk disk = new StoreOnDisk(folder)) {
            var found = new TreeMap<String, String>();
            disk.store.load((table, key, value) ->
                    found.put(table + " " + key, new String(value, StandardCharsets.ISO_8859_1)));
            long rounds = disk.store.head().lastEvent();
            assertThat(rounds).as("kill " + kill).isGreaterThanOrEqualTo(confirmed);
            if (rounds > 0) {
                String number = Long.toString(rounds);
                assertThat(found).containsEntry("LOCK_STATE one", number).containsEntry("LOCK_STATE other", number);
                assertThat(found.keySet().stream().filter(key -> key.startsWith("INTENT")))
                        .containsExactly("INTENT i-" + number);
                assertThat(found.keySet().stream()
                                .filter(key -> key.startsWith("SECRET"))
                                .count())
                        .isLessThanOrEqualTo(1);
                assertThat(disk.store.events(
                                EventQuery.newestFirst().limit(100_000).build()))
                        .hasSize((int) rounds);
            }
            assertThat(disk.vault.locked()).isEmpty();
            assertThat(disk.anchor.standing()).as("kill " + kill).isEqualTo(Standing.TRUSTED);
            var verdict = AuditVerifier.verify(disk.store, disk.vault.auditKeys(), disk.anchor.anchor());
            assertThat(verdict.problems()).isEmpty();
            assertThat(verdict.entries()).isEqualTo(rounds);
            return rounds;
        }
    }

    @Test
    @DisplayName("a second engine is refused while another process holds the store, with that process named")
    void holderInAnotherProcessIsNamed() throws Exception {
        Process holder = start();
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("started");
            assertThat(out.readLine()).startsWith("opened");

            assertThatThrownBy(() -> SqliteStore.at(folder.resolve("store")))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.HELD))
                    .hasMessageContaining("held by the kill test (process " + holder.pid() + ")");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        SqliteStore.at(folder.resolve("store")).close();
    }

    private Process start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        StoreVictim.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
