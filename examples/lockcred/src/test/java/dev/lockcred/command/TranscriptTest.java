// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new user's first afternoon, kept word for word: a site file with two mistakes, mended, planned, applied, used at the
 * keypad, explained, revoked while a lock is off, looked up and verified. Times, ages and drawn digits are masked; to see what
 * changed, or to take it as the new truth, run with {@code -Dtranscript.write=true}.
 */
final class TranscriptTest {

    private static final Path KEPT = Path.of("src/test/resources/dev/lockcred/command/transcript.txt");

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm, id: home-1 }
            drivers:
              hall:  { type: fake, kind: zwave,  state: hall.txt }
              attic: { type: fake, kind: zigbee, state: attic.txt }
            locks:
              front:  { driver: hall,  address: door-1 }
              garage: { driver: attic, address: door-2 }
            users:
              anna:    { name: Anna }
              cleaner: { name: Cleaning service }
            grants:
              - { user: anna, locks: [front, garage] }
              - { user: cleaner, locks: front, weekly: "DAYS 09:00-13:00" }
            """;

    // Days on which it is not today, at whatever hour this runs.
    private static final LocalDate VISIT =
            LocalDate.now(ZoneId.of("Europe/Stockholm")).plusDays(2);
    private static final String DAYS = day(VISIT) + "," + day(VISIT.plusDays(2));

    @TempDir
    private Path folder;

    private final StringBuilder transcript = new StringBuilder();
    private String annasPin = "";

    @Test
    void aNewUsersFirstAfternoon() throws IOException {
        var shell = new Shell(folder);
        shell.site(SITE.replace("DAYS", DAYS).replace("weekly:", "weekley:").replace("driver: attic", "driver: atic"));
        step(shell, "a site file, with two mistakes", "check");
        shell.site(SITE.replace("DAYS", DAYS));
        step(shell, "both mended", "check");
        step(shell, "what would be done", "plan");
        assertThat(folder.resolve("data")).as("a plan leaves no store").doesNotExist();

        step(shell.showsPins(), "do it, and draw the PINs", "apply", "--print-new-pins");
        Matcher pin = Pattern.compile("Anna's PIN is (\\d{6})").matcher(shell.out());
        assertThat(pin.find()).isTrue();
        annasPin = pin.group(1);
        Pins.watch(dev.lockcred.Pin.of(annasPin.toCharArray()));

        step(shell, "nothing is left to do", "plan");
        step(shell.input(annasPin + "\n"), "Anna comes home", "fake", "garage", "type", "-");
        step(
                shell,
                "may the cleaner come in on a day of hers?",
                "explain",
                "cleaner",
                "front",
                "--at",
                VISIT + "T10:00");
        step(shell, "and on the day after?", "explain", "cleaner", "front", "--at", VISIT.plusDays(1) + "T10:00");
        step(shell, "the garage lock is carried away", "fake", "garage", "offline");
        step(shell, "Anna moves out", "revoke", "anna", "--wait", "20s");
        step(shell, "which doors are at risk?", "status");
        step(shell, "the garage lock is back", "fake", "garage", "online");
        step(shell, "carry on", "apply");
        step(shell.input(annasPin + "\n"), "Anna's code is dead", "fake", "garage", "type", "-");
        step(shell, "what stands in the locks?", "codes", "garage");
        step(shell, "look at the locks once more", "status");
        step(shell, "who came in?", "history");
        step(shell, "was the record touched?", "audit", "verify");

        String told = transcript.toString();
        if (Boolean.getBoolean("transcript.write")) {
            Files.writeString(KEPT, told);
        }
        assertThat(told).isEqualTo(kept());
        Pins.inspectFiles(folder.resolve("data"));
    }

    private static String day(LocalDate date) {
        return date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    }

    private static String kept() throws IOException {
        try (InputStream in = TranscriptTest.class.getResourceAsStream("transcript.txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void step(Shell shell, String what, String... args) {
        int code = shell.run(args);
        transcript.append("# ").append(what).append('\n');
        transcript.append("$ lockcred ").append(masked(String.join(" ", args))).append('\n');
        transcript.append(masked(shell.out()));
        List<String> messages = shell.err().lines().filter(l -> !isProgress(l)).toList();
        messages.forEach(l -> transcript.append(masked(l)).append('\n'));
        transcript.append(code == 0 ? "" : "[exit " + code + "]\n").append('\n');
    }

    /** Progress comes as it comes. */
    private static boolean isProgress(String line) {
        return line.startsWith("front: ") || line.startsWith("garage: ");
    }

    private String masked(String text) {
        String calm = text.replace(DAYS, "<days>")
                .replaceAll(
                        "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\\s+\\d{4}-\\d\\d-\\d\\d\\s+\\d\\d:\\d\\d(:\\d\\d)?", "<time>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT10:00", "<day>T10:00")
                .replaceAll("\\d+ (s|min|h) (ago|later)", "<a while> $2")
                .replaceAll("just now", "<a while> ago")
                .replaceAll("at once", "<a while> later")
                .replaceAll("PIN is \\d{6}", "PIN is <digits>")
                .replaceAll("\\d+ entries checked", "<n> entries checked")
                .replaceAll("<a while> later +", "<a while> later")
                // A lock that owes nothing is not waited for: whether it was heard already is chance.
                .replaceAll("(?m)^(lock +answers) +", "$1  ")
                .replaceAll("(?m)^((front|garage) +)(yes|heard just now|heard .*? ago|never heard) +", "$1<heard>  ");
        return calm.replace(folder.toString(), "<folder>").replaceAll("[ ]+(?=\\n)", "");
    }
}
