// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.CredentialKind;
import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.zigbee.network.Consent;
import dev.lockcred.zigbee.network.InstallCode;
import dev.lockcred.zigbee.network.Joining;
import dev.lockcred.zigbee.network.NetworkSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * What tasks cost on the radio, ours beside zigbee-herdsman on the same simulator. Holds {@code docs/zigbee-costs.md} to it;
 * {@code -Ddocs.write=true} writes the page anew.
 */
class ZigbeeCostsTest {

    private static final InstallCode CODE = InstallCode.parse("83FED3407A939723A5C639B26916D505C3B5");

    private final Bench bench = new Bench(13);
    private final Properties herdsman = new Properties();
    private final List<String> rows = new ArrayList<>();

    @Test
    void thePageSaysWhatItCosts() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("herdsman-costs.properties")) {
            herdsman.load(in);
        }
        Path page = repository().resolve("docs/zigbee-costs.md");
        String table = page();
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, table);
        }

        assertThat(Files.readString(page)).isEqualTo(table);
    }

    private String page() throws IOException {
        bench.start();
        bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING));
        SimulatedZigbeeLock lock =
                bench.sim.lock(LockModel.REFERENCE.with(Quirk.NO_MASKS)).installCode(CODE);
        bench.settle(
                bench.driver.network().permit(new Joining.ByInstallCode(lock.eui64(), CODE, Duration.ofMinutes(1))));
        row("join, until it is known", "interview", "5/5 + announcement", () -> {
            lock.join();
            bench.time.advance(Duration.ofSeconds(20));
        });
        bench.time.advance(Duration.ofMinutes(2));
        row("set one PIN, proved", "set", "2/2", () -> bench.put(lock, 1, "482913"));
        row(
                "change it",
                "change",
                "2/2",
                () -> bench.apply(
                        lock,
                        Change.Put.plain(CredentialRef.pin(1), Bench.pin("305816"))
                                .withBasis(Change.Basis.OURS)));
        row(
                "read one slot",
                "get",
                "1/1",
                () -> bench.settle(bench.handle(lock)
                        .read(ReadRequest.slot(CredentialRef.pin(1)), Call.read(Duration.ofMinutes(1)))));
        row(
                "disable it, proved",
                "status",
                "2/2",
                () -> bench.apply(lock, new Change.SetEnabled(CredentialRef.pin(1), OptionalInt.empty(), false)));
        row("clear it, proved", "clear", "2/2", () -> bench.clear(lock, 1));
        row(
                "unlock",
                "unlock",
                "2/2",
                () -> bench.settle(bench.handle(lock)
                        .operate(new Operation.Unlock(), Optional.empty(), Call.read(Duration.ofMinutes(1)))));
        row("set 20 PINs, proved", "set20", "40/40", () -> {
            for (int slot = 1; slot <= 20; slot++) {
                bench.put(lock, slot, Integer.toString(481_000 + slot));
            }
        });
        row(
                "read 30 slots",
                "read30",
                "30/30",
                () -> bench.settle(bench.handle(lock)
                        .read(new ReadRequest.Range(CredentialKind.PIN, 1, 30), Call.read(Duration.ofMinutes(2)))));
        rows.add("| a day at rest | " + spent(() -> bench.time.advance(Duration.ofDays(1))) + " | - | 0/0 |");
        bench.close();
        bench.driver = Bench.newDriver();
        Traffic.Counts before = bench.sim.traffic();
        bench.start();
        int commands = bench.sim.traffic().since(before).commands();
        bench.close();
        return """
                # Zigbee: messages per task

                A lock that does all the cluster has, awake, behind the simulated coordinator (EZSP 13). Figures are messages of the
                network to the lock / from it, as the coordinator sends and hears them; each also has its acknowledgement. *Ours* is
                this driver, proof included: the answer and the lock's own event, which is answered too. *herdsman* is zigbee-herdsman
                11.1.1 on the same simulator, where an event counts as it comes and nothing is waited for. *Minimum* is the least that
                proves it.

                | task | ours | herdsman | minimum |
                | --- | --- | --- | --- |
                """ + String.join("\n", rows) + """


                Starting on a known network takes us %d EZSP commands and nothing on the air; herdsman takes %s.

                Where a lock tells nothing of its codes, one read-back takes the place of the event: 2/2 again. The join of ours holds
                what herdsman leaves to its user: four bindings, two reports, the event masks, the clock, whether slots can be read. An
                unlocked door is told twice, as an event and as a report, because we ask for both; each is answered.

                This page is written by
                `./mvnw test -pl simulators -am -Dtest=ZigbeeCostsTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true` and
                checked by every build; herdsman's figures by
                `./mvnw verify -Pinterop -pl interop -am -Dit.test=HerdsmanCostsIT -Dtest=NoTest -Dsurefire.failIfNoSpecifiedTests=false
                -Dfailsafe.failIfNoSpecifiedTests=false -Ddocs.write=true`.
                """.formatted(commands, herdsman.getProperty("start"));
    }

    private void row(String task, String theirs, String minimum, Runnable work) {
        rows.add("| " + task + " | " + spent(work) + " | " + herdsman.getProperty(theirs) + " | " + minimum + " |");
    }

    private String spent(Runnable work) {
        bench.time.advance(Duration.ofSeconds(5));
        Traffic.Counts before = bench.sim.traffic();
        work.run();
        bench.time.advance(Duration.ofSeconds(2));
        Traffic.Counts spent = bench.sim.traffic().since(before);
        return spent.unicasts() + "/" + spent.incoming();
    }

    /** The folder with the wrapper in it; builds run in the module's. */
    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
