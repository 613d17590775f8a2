// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One engine per store, many hands (D6): commands work while {@code serve} runs in another process, a real one. */
final class HolderTest {

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm }
            drivers:
              hall:  { type: fake, kind: zwave, state: hall.json }
              attic: { type: fake, kind: matter, state: attic.json }
            locks:
              front:  { driver: hall, address: door-1 }
              garage: { driver: attic, address: door-2 }
            users:
              anna: { name: Anna, pin: { file: anna.pin } }
            grants:
              - { user: anna, locks: [front, garage] }
            """;

    @TempDir
    private Path folder;

    private Shell shell;
    private Process holder;
    private Path said;

    @BeforeEach
    void serve() throws IOException, InterruptedException {
        Pins.pin("918273");
        Pins.pin("604815");
        Files.writeString(folder.resolve("anna.pin"), "918273\n");
        shell = new Shell(folder).site(SITE);
        assertThat(shell.run("apply")).as(shell.err()).isZero();
        said = folder.resolve("serve.txt");
        holder = start("serve");
        for (int i = 0; i < 300 && !Files.readString(said).contains("Watching"); i++) {
            assertThat(holder.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(said).content().contains("Watching 2 locks");
    }

    private Process start(String... args) throws IOException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var line = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC", "-cp", classes, Main.class.getName()));
        line.addAll(List.of(args));
        var builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        return builder.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        holder.destroyForcibly().waitFor();
    }

    private void stop() throws InterruptedException {
        holder.destroy();
        assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(holder.exitValue()).isEqualTo(130);
    }

    private String answer(String... args) {
        assertThat(shell.run(args))
                .as(String.join(" ", args) + ": " + shell.err())
                .isZero();
        return shell.out();
    }

    @Test
    void everydayCommandsWorkThroughTheHolder() throws Exception {
        assertThat(answer("status")).contains("front   yes", "garage", "No door is at risk.");
        assertThat(answer("doctor")).contains("Another process holds the store", "hall (fake): works");
        assertThat(answer("plan")).contains("Nothing to do");
        assertThat(answer("plan", "--json")).contains("lockcred.plan.v1", "\"changes\" : false");
        assertThat(answer("user", "add", "Bert")).contains("Added Bert as bert");
        shell.run("grant", "bert", "front", "--no-wait");
        shell.input("604815\n");
        assertThat(answer("pin", "bert", "--pin-stdin")).contains("front  slot 2  Bert");
        shell.input("604815\n");
        assertThat(answer("fake", "front", "type", "-")).contains("opens the door");
        assertThat(answer("explain", "bert", "front")).contains("Yes.");
        assertThat(answer("codes", "front", "--read")).contains("ours, Bert");
        assertThat(answer("locks")).contains("reached by  driver hall");
        assertThat(answer("revoke", "bert")).contains("Revoked: Bert everywhere.");
        shell.input("604815\n");
        assertThat(answer("fake", "front", "type", "-")).contains("wrong code");
        assertThat(answer("simulate", "--days", "1")).contains("Nothing would be written");
        assertThat(answer("export")).contains("name: \"Anna\"");
        assertThat(answer("audit", "verify")).contains("the chain is intact");
        assertThat(answer("backup", "--no-passphrase", "copy.bin")).contains("Saved ");
        assertThat(answer("apply")).contains("2 confirmed, 1 revoked.");
        assertThat(answer("unlock", "front")).contains("front: unlock");

        String users = answer("users", "--json");
        String grants = answer("grants", "--json");
        stop();
        assertThat(answer("users", "--json"))
                .as("the same answer without a holder")
                .isEqualTo(users);
        assertThat(answer("grants", "--json")).isEqualTo(grants);
        assertThat(answer("history")).contains("Bert", "unlocked it at the keypad");
        Pins.inspect("what serve said", Files.readString(said));
    }

    @Test
    void mistakesHaveTheSameWordsAndCodesThroughTheHolder() throws Exception {
        String[][] lines = {
            {"explain", "berta", "front"},
            {"revoke", "nobody"},
            {"user", "remove", "anna"},
            {"rotate", "anna", "--print-new-pins"},
            {"disable", "none-1"},
            {"codes", "attic"},
        };
        var through = new StringBuilder();
        for (String[] line : lines) {
            through.append(shell.run(line)).append(' ').append(shell.err());
        }
        stop();
        var alone = new StringBuilder();
        for (String[] line : lines) {
            alone.append(shell.run(line)).append(' ').append(shell.err());
        }
        assertThat(through.toString()).isEqualTo(alone.toString());
    }

    @Test
    void oneStaysAndASecondIsToldWho() throws Exception {
        for (String[] line : new String[][] {{"serve"}, {"apply", "--watch"}}) {
            assertThat(shell.run(line)).isEqualTo(1);
            assertThat(shell.err()).contains("is held by lockcred, started by ", "one is enough");
        }
        stop();
        assertThat(said).content().contains("Stopped. What is stored stays stored");
    }

    @Test
    void whenTheHolderDiesTheNextCommandCarriesOnAlone() throws Exception {
        shell.run("revoke", "anna", "front", "--no-wait");
        holder.destroyForcibly().waitFor();

        assertThat(answer("apply")).contains("front", "garage");
        shell.input("918273\n");
        assertThat(answer("fake", "front", "type", "-")).contains("wrong code");
    }
}
