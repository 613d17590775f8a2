// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockcred.Pin;
import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do every day, on fake locks and a real store. */
final class EverydayTest {

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm, id: home }
            drivers: { toy: { type: fake, kind: zwave, state: toy.txt } }
            locks:
              front: { driver: toy, address: front }
              back:  { driver: toy, address: back }
            users: { anna: { name: Anna }, bob: { name: Bob }, carl: { name: Carl } }
            grants:
              - { user: anna, locks: [front, back] }
              - { user: bob, locks: front }
              - { user: carl, locks: back }
            """;

    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void home() throws IOException {
        shell = new Shell(folder).site(SITE);
    }

    private String pinOf(String name) {
        Matcher pin = Pattern.compile(name + "'s PIN is (\\d{6})").matcher(shell.out());
        assertThat(pin.find()).as("%s in %s", name, shell.out()).isTrue();
        Pins.watch(Pin.of(pin.group(1).toCharArray()));
        return pin.group(1);
    }

    private void applied() {
        assertThat(shell.showsPins().run("apply", "--print-new-pins"))
                .as(shell.err())
                .isZero();
        pinOf("Anna");
    }

    // ---- PINs

    @Test
    void withoutATerminalNobodyGetsAPinUnasked() {
        assertThat(shell.run("apply")).isEqualTo(1);
        assertThat(shell.out()).contains("Anna has no PIN", "Next: lockcred pin anna", "4 refused");
    }

    @Test
    void onATerminalPinsAreOfferedAndShownBeforeTheyAreWritten() {
        shell.screen(100, true, false).types("", "n", "y");

        assertThat(shell.showsPins().run("apply")).isEqualTo(1);

        pinOf("Anna");
        pinOf("Carl");
        assertThat(shell.out()).doesNotContain("Bob's PIN").contains("lockcred pin bob");
        assertThat(shell.out().indexOf("Carl's PIN")).isLessThan(shell.out().indexOf("Confirmed"));
    }

    @Test
    void aPinIsReadFromStandardInputAndShownToNobody() throws IOException {
        shell.run("apply");
        Pins.pin("482913");

        assertThat(shell.input("482913\n").run("pin", "bob", "--pin-stdin")).isZero();
        assertThat(shell.out()).contains("Confirmed", "Bob");

        shell.input("482913\n").run("fake", "front", "type", "-");
        assertThat(shell.out()).contains("opens the door");
        Pins.inspectFiles(folder.resolve("data"));
    }

    @Test
    void theEndOfTheInputAtThePinPromptDrawsNone() {
        applied();
        shell.screen(80, false, false);
        int code = shell.run("pin", "anna");
        assertThat(code).isEqualTo(2);
        assertThat(shell.out()).doesNotContain("PIN is");
        assertThat(shell.err()).contains("lockcred pin: nothing was answered: nothing was changed");
    }

    @Test
    void twoEntriesThatDifferChangeNothing() {
        shell.run("apply");
        shell.screen(80, false, false).types("482913", "482914");

        assertThat(shell.run("pin", "bob")).isEqualTo(2);
        assertThat(shell.err()).contains("the two entries differ");
    }

    @Test
    void aPinIsShownOnATerminalOnlyAndThatIsAudited() {
        applied();
        String before = shell.out();

        shell.screen(80, false, false);
        assertThat(shell.showsPins().run("pin", "anna", "--show")).isZero();
        Matcher shown = Pattern.compile("PIN is (\\d{6})").matcher(shell.out());
        assertThat(shown.find()).isTrue();
        assertThat(before).contains(shown.group(1));

        shell.run("audit", "--limit", "1");
        assertThat(shell.out()).contains("tester", "pin.revealed");
    }

    @Test
    void aPinWhoseSourceTheFileNamesIsNotSetByHand() throws IOException {
        Pins.pin("482913");
        shell.environment("ANNA_PIN", "482913")
                .site(SITE.replace("anna: { name: Anna }", "anna: { name: Anna, pin: { env: ANNA_PIN } }"));
        shell.run("apply");

        assertThat(shell.input("660357\n").run("pin", "anna", "--pin-stdin")).isEqualTo(2);
        assertThat(shell.err()).contains("comes from env ANNA_PIN", "change it there");
        assertThat(shell.run("rotate", "anna", "--print-new-pins")).isEqualTo(2);

        shell.environment("ANNA_PIN", "660357");
        shell.run("plan");
        assertThat(shell.out()).contains("~", "anna");
    }

    @Test
    @DisplayName("R10: a programming code that is told is nobody's PIN at that door, and is shown by no command")
    void aProgrammingCodeIsToldAndForgotten() throws IOException {
        Pins.pin("482913");
        Pins.pin("660357");
        shell.run("apply");

        assertThat(shell.input("482913\n").run("pin", "--programming-code", "front", "--pin-stdin"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("front is known", "no PIN for that door");
        assertThat(shell.input("482913\n").run("pin", "bob", "--pin-stdin")).isEqualTo(1);
        assertThat(shell.err()).contains("own menu (front)");
        assertThat(shell.input("482913\n").run("pin", "carl", "--pin-stdin"))
                .as("at the back door nothing is against it")
                .isZero();
        shell.run("locks");
        assertThat(shell.out()).containsOnlyOnce("its code is known");
        shell.run("locks", "--json");
        assertThat(shell.out()).contains("\"programming-code\" : true", "\"programming-code\" : false");
        shell.run("audit");
        assertThat(shell.out()).contains("programming-code.told");
        Pins.inspectFiles(folder.resolve("data"));

        assertThat(shell.run("pin", "--programming-code", "front", "--forget")).isZero();
        assertThat(shell.out()).contains("front is forgotten");
        assertThat(shell.run("pin", "--programming-code", "front", "--forget")).isZero();
        assertThat(shell.out()).contains("was not known");
        assertThat(shell.input("660357\n").run("pin", "bob", "--pin-stdin")).isZero();
        assertThat(shell.input("660357\n").run("pin", "--json", "--programming-code", "front", "--pin-stdin"))
                .isZero();
        assertThat(shell.out()).contains("\"lock\" : \"front\"", "\"programming-code\" : true");
        assertThat(shell.err()).contains("note: user 'bob' has the programming code of front");
        shell.run("status");
        assertThat(shell.out()).contains("Bob", "programming code");
    }

    @Test
    @DisplayName("R10: a telephone number that is told makes a PIN of its owner's weak")
    void aTelephoneNumberIsToldAndForgotten() {
        shell.run("apply");
        Pins.pin("482913");

        assertThat(shell.run("user", "phone", "Bob", "+43 48 29 13"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("number of Bob is known").doesNotContain("48 29");
        assertThat(shell.input("482913\n").run("pin", "bob", "--pin-stdin")).isZero();
        assertThat(shell.err()).contains("note: it is part of the owner's telephone number");
        assertThat(shell.run("user", "phone", "bob", "--forget", "--json")).isZero();
        assertThat(shell.out()).contains("\"phone\" : false");
        assertThat(shell.run("user", "phone", "bob", "bob's")).isEqualTo(2);
        assertThat(shell.err()).contains("no telephone number");
    }

    @Test
    void aProgrammingCodeIsAskedForUnseenAndTwice() {
        shell.run("apply");
        shell.screen(80, false, false).types("482913", "482914", "482913", "482913", "", "");

        assertThat(shell.run("pin", "--programming-code", "front")).isEqualTo(2);
        assertThat(shell.err()).contains("the two entries differ");
        assertThat(shell.run("pin", "--programming-code", "front")).isZero();
        assertThat(shell.run("pin", "--programming-code", "front")).isEqualTo(2);
        assertThat(shell.err()).contains("nothing was typed");
    }

    @Test
    void aProgrammingCodeTypedWhereTheLockBelongsIsNotShown() {
        shell.run("apply");
        Pins.pin("482913");

        assertThat(shell.run("pin", "--programming-code", "482913", "--pin-stdin"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("there is no lock '***'");
        assertThat(shell.input("48-29\n").run("pin", "--programming-code", "front", "--pin-stdin"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("that is no programming code");
    }

    // ---- whose word counts

    @Test
    void anotherSiteHasToBeAdopted() throws IOException {
        applied();
        shell.site(SITE.replace("id: home", "id: cottage"));

        assertThat(shell.run("apply")).isEqualTo(2);
        assertThat(shell.err()).contains("--adopt-site");
        assertThat(shell.run("plan")).isEqualTo(2);
        assertThat(shell.run("apply", "--adopt-site")).isZero();
    }

    @Test
    void aMassRevocationWantsItsNumber() throws IOException {
        applied();
        shell.site(SITE.substring(0, SITE.indexOf("grants:")) + "grants: []\n");

        assertThat(shell.run("apply", "--yes")).isEqualTo(2);
        assertThat(shell.err()).contains("--confirm-revocations 3");
        assertThat(shell.run("apply", "--confirm-revocations", "2")).isEqualTo(2);
        assertThat(shell.run("apply", "--confirm-revocations", "3")).isZero();
        shell.run("codes", "front", "--read");
        assertThat(shell.out()).doesNotContain("ours");
    }

    @Test
    void aRevocationByHandOutranksTheFile() {
        applied();

        assertThat(shell.run("revoke", "anna", "front")).isZero();
        assertThat(shell.run("apply")).isZero();
        shell.run("plan");
        assertThat(shell.run("grants")).isZero();
        assertThat(shell.out()).contains("REVOKED by hand at front, by tester", "site.yaml:8");
        shell.run("explain", "anna", "front");
        assertThat(shell.out()).contains("No.", "revoked by hand by tester", "site.yaml:8");

        assertThat(shell.run("unrevoke", "anna", "front")).isZero();
        shell.run("explain", "anna", "front");
        assertThat(shell.out()).contains("Yes.");
    }

    @Test
    void liftingSaysWhatIsLiftedAndWhatIsNot() {
        applied();
        shell.run("revoke", "anna", "front");
        assertThat(shell.out()).contains("until 'lockcred unrevoke anna front'");

        shell.run("unrevoke", "anna", "back");
        assertThat(shell.out())
                .contains("There is no revocation of Anna at back by hand: nothing is lifted.")
                .contains("Still revoked at front: lockcred unrevoke anna front");

        shell.run("unrevoke", "anna");
        assertThat(shell.out())
                .contains("Lifted: every revocation of Anna by hand.")
                .doesNotContain("Still revoked");
    }

    @Test
    void aCodeDeletedAtTheLockIsRefusedWithThatReasonAndWhatToDo() {
        applied();
        shell.run("fake", "front", "erase", "1");
        shell.run("codes", "front", "--read");

        assertThat(shell.run("apply")).isEqualTo(1);
        String deleted = "Anna +the code was deleted at the lock; that counts until a person says otherwise";
        assertThat(shell.out()).containsPattern("front +slot 1 +" + deleted);
        shell.run("plan");
        assertThat(shell.out()).containsPattern("! +" + deleted.replace("Anna", "Anna +slot 1"));
        shell.run("explain", "anna", "front");
        assertThat(shell.out())
                .contains("- the code was deleted at the lock")
                .contains("> revoke the grant, or disable and enable it to write the code again");
        shell.run("disable", "anna-1");
        assertThat(shell.run("enable", "anna-1")).as(shell.out()).isZero();
        shell.run("explain", "anna", "front");
        assertThat(shell.out()).contains("Yes.");
    }

    @Test
    void aCodeThatIsStoppedIsNotSaidToOpen() throws IOException {
        shell.site(SITE.replace("zwave", "matter"));
        applied();
        assertThat(shell.run("disable", "bob-1")).isZero();
        assertThat(shell.out())
                .containsPattern("Confirmed\n +front +slot 2 +Bob +the lock refuses the code for the time being");
    }

    @Test
    void aGrantThatHasEndedAlreadyIsSaidToHave() {
        applied();
        assertThat(shell.run("grant", "bob", "front", "--until", "2020-01-01T00:00"))
                .isZero();
        assertThat(shell.err()).contains("note: it has ended already, at 2020-01-01T00:00");
    }

    @Test
    void aLostKeyIsGivenUpByAPersonAndEverybodyGetsANewPin() throws IOException {
        applied();
        assertThat(shell.run("confirm", "--key-lost", "--yes")).isEqualTo(2);
        assertThat(shell.err()).contains("the vault's key is where it should be");
        try (var files = Files.walk(folder.resolve("config"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertThat(shell.run("rotate", "anna", "--print-new-pins")).isEqualTo(1);
        assertThat(shell.run("audit", "verify")).isZero();
        assertThat(shell.out()).contains("Nothing could be checked").doesNotContain("intact");

        assertThat(shell.run("confirm", "--key-lost")).isEqualTo(2); // nobody is asked
        assertThat(shell.run("confirm", "--key-lost", "--yes")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("A new key was made", "lockcred rotate USER");
        shell.run("confirm", "--store");
        assertThat(shell.showsPins().run("rotate", "anna", "--print-new-pins"))
                .as(shell.out() + shell.err())
                .isZero();
        shell.input(pinOf("Anna") + "\n").run("fake", "front", "type", "-");
        assertThat(shell.out()).contains("opens the door");
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).doesNotContain("vault key");
    }

    @Test
    void aPlanThatSendsNothingDoesNotPromiseToCarryItOut() {
        shell.run("plan");
        assertThat(shell.out().replaceAll("\\s+", " "))
                .contains("Nothing to send, and 4 codes that cannot be written: see above.")
                .contains("Nothing was changed; take the changes of site.yaml over with: lockcred apply")
                .doesNotContain("carry it out");
    }

    @Test
    void whatIsWrongEveryDayIsSaidOnceInASimulation() throws IOException {
        shell.site(SITE.replace("zwave", "zwave-v1")
                .replace("user: bob, locks: front", "user: bob, locks: front, weekly: \"daily 10:00-11:00\""));
        shell.run("apply"); // nobody has a PIN
        assertThat(shell.run("simulate", "--days", "20")).isZero();
        assertThat(shell.out().lines().filter(l -> l.startsWith("!") && l.contains("Bob")))
                .singleElement()
                .asString()
                .contains("front: Bob has no PIN")
                .containsPattern("and on (19|20) more days until "); // between ten and eleven, today counts as well

        shell.showsPins().run("apply", "--print-new-pins");
        assertThat(shell.run("simulate", "--days", "20")).isZero();
        assertThat(shell.out())
                .containsOnlyOnce("front: only an engine that stays writes the code of Bob")
                .doesNotContain("this host does not stay");
    }

    @Test
    void aLockThatHasNoCodesOfOursIsGivenUpInOneSentence() {
        applied();
        shell.run("revoke", "anna");
        shell.run("revoke", "bob");
        assertThat(shell.run("forget", "front", "--clear", "--yes")).isZero();
        assertThat(shell.out()).contains("front is given up").doesNotContain("no grants yet");
    }

    @Test
    void aDisabledGrantStaysDisabledUntilItIsEnabled() {
        applied();
        assertThat(shell.run("disable", "bob-1")).isZero();
        assertThat(shell.run("apply")).isZero();
        shell.run("explain", "bob", "front");
        assertThat(shell.out()).contains("No.");
        assertThat(shell.run("enable", "bob-1")).isZero();
        shell.run("explain", "bob", "front");
        assertThat(shell.out()).contains("Yes.");
    }

    @Test
    void aLockLeavesTheFileOnlyAfterItWasGivenUp() throws IOException {
        applied();
        String without = SITE.replace("  back:  { driver: toy, address: back }\n", "")
                .replace("[front, back]", "front")
                .replace("  - { user: carl, locks: back }\n", "");
        shell.site(without);

        assertThat(shell.run("apply")).isEqualTo(2);
        assertThat(shell.err()).contains("lockcred forget back --clear");

        assertThat(shell.run("forget", "back", "--leave", "--yes")).isZero();
        assertThat(shell.run("apply")).as(shell.err()).isZero();
    }

    @Test
    void grantsByHandLiveBesideTheFile() {
        applied();
        shell.run("user", "add", "Dora");

        assertThat(shell.showsPins().run("grant", "dora", "front", "--weekly", "daily 00:00-23:00", "--print-new-pins"))
                .isZero();
        pinOf("Dora");
        assertThat(shell.run("apply")).isZero();
        shell.run("grants");
        assertThat(shell.out()).containsPattern("dora-1 +Dora +front +hand");
        assertThat(shell.run("user", "remove", "dora", "--yes")).isZero();
        assertThat(shell.run("user", "remove", "anna", "--yes")).isEqualTo(2);
    }

    // ---- pending, hosts, interruption

    @Test
    void anUnreachableLockIsPendingAndCarriedOutLater() {
        shell.run("plan"); // the fake locks come into being
        shell.run("fake", "front", "offline");

        assertThat(shell.showsPins().run("apply", "--print-new-pins", "--wait", "30s"))
                .isEqualTo(3);
        assertThat(shell.out()).contains("Pending", "does not answer", "Confirmed");

        shell.run("fake", "front", "online");
        assertThat(shell.run("apply")).isZero();
    }

    @Test
    void noWaitStoresTheWish() {
        assertThat(shell.showsPins().run("apply", "--print-new-pins", "--no-wait"))
                .isEqualTo(3);
        assertThat(shell.out()).contains("The wish is stored");
        assertThat(shell.run("apply")).isZero();
    }

    @Test
    void whatOnlyTheHostWouldEndWaitsForAResidentEngine() throws IOException {
        shell.site(SITE.replace("  - { user: bob, locks: front }", "  - { user: bob, locks: front, uses: 2 }"));

        assertThat(shell.showsPins().run("apply", "--print-new-pins")).isEqualTo(3);
        assertThat(shell.out()).contains("this host does not stay", "--accept-host-enforcement");
        assertThat(shell.run("apply", "--accept-host-enforcement")).isZero();
    }

    @Test
    void watchingEndsWhenItIsInterruptedAndSaysSo() throws Exception {
        applied();
        shell.run("fake", "front", "erase", "1");
        shell.run("codes", "front", "--read");
        var watch = new Shell(folder);
        var code = new AtomicInteger(-1);
        var watching = new Thread(() -> code.set(watch.run("apply", "--watch")), "watch");
        watching.start();
        for (int i = 0; i < 200 && !watch.messages().contains("Watching"); i++) {
            watching.join(50);
        }

        watching.interrupt();
        watching.join(20_000);

        assertThat(code).hasValue(130);
        assertThat(watch.err()).contains("Watching 2 locks", "Stopped.", "'lockcred apply --watch' goes on");
        assertThat(watch.out())
                .containsOnlyOnce("!  front: the code was deleted at the lock: Anna in front slot 1")
                .contains("> revoke the grant, or disable and enable it");
        assertThat(shell.run("plan", "--detailed-exitcode")).isZero();
    }

    // ---- the look of it

    @Test
    void coloursOnlyOnAScreenThatWantsThem() {
        shell.run("plan");
        assertThat(shell.out()).doesNotContain("\u001b");
        shell.screen(100, true, true).run("plan");
        assertThat(shell.out()).contains("\u001b[");
        shell.screen(100, true, false).run("doctor");
        assertThat(shell.out()).doesNotContain("\u001b").contains("\u2713");
        shell.screen(100, false, false).run("doctor");
        assertThat(shell.out()).doesNotContain("\u2713").matches("[\\p{ASCII}]*");
    }

    @Test
    void narrowScreensAreWrapped() {
        shell.screen(48, false, false).run("plan");

        assertThat(shell.out().lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(60));
    }

    // ---- for programs

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "plan",
                "apply",
                "status",
                "doctor",
                "explain anna front",
                "simulate --days 3",
                "users",
                "grants",
                "locks",
                "codes front",
                "audit --limit 1",
                "audit verify",
                "revoke bob",
                "unlock front",
                "user add Dora",
                "backup b.bin --no-passphrase"
            })
    void everyAnswerIsOneDocumentOfADocumentedFormat(String command) throws IOException {
        applied();

        shell.run((command + " --json").split(" "));

        JsonNode answer = new ObjectMapper().readTree(shell.out());
        assertThat(answer.path("format").asText()).matches("lockcred\\.[a-z-]+\\.v1");
        String documented = Files.readString(Path.of("..", "..", "docs", "cli-json.md"));
        String name = answer.path("format").asText().replaceAll("lockcred\\.|\\.v1", "");
        assertThat(documented.contains("lockcred." + name + ".v1") || documented.contains("`." + name + "`"))
                .as("docs/cli-json.md has the format %s", name)
                .isTrue();
        answer.fieldNames()
                .forEachRemaining(
                        m -> assertThat(documented.contains("`" + m + "`") || documented.contains("`" + m + "[]`"))
                                .as("docs/cli-json.md has the member %s of %s", m, name)
                                .isTrue());
    }

    @Test
    void theHistoryGoesIntoSpreadsheets() {
        applied();

        assertThat(shell.run("history", "--csv")).isZero();

        assertThat(shell.out()).startsWith("id,when,happened_at_lock,heard_at");
    }

    @Test
    void anExportIsASiteFileThatSaysTheSame() throws IOException {
        applied();
        shell.run("export");
        Files.writeString(folder.resolve("again.yaml"), shell.out());

        assertThat(shell.run("check", "--site", "again.yaml")).isZero();
        assertThat(shell.run("plan", "--site", "again.yaml")).isZero();
        assertThat(shell.out()).contains("Nothing to do");
    }

    @Test
    void aBackupIsRestoredAndHasToBeConfirmed() throws IOException {
        applied();
        Files.writeString(folder.resolve("phrase.txt"), "correct horse\n");
        assertThat(shell.run("backup", "b.bin", "--passphrase-file", "phrase.txt"))
                .isZero();
        assertThat(shell.run("backup", "b.bin", "--passphrase-file", "phrase.txt"))
                .isEqualTo(2);
        shell.run("user", "add", "Dora");

        assertThat(shell.run("restore", "b.bin", "--passphrase-file", "phrase.txt", "--yes"))
                .as(shell.err())
                .isZero();
        shell.run("plan");
        assertThat(shell.out()).contains("lockcred confirm --store");
        assertThat(shell.run("grant", "bob", "back")).isEqualTo(3);
        assertThat(shell.out())
                .as("why it is pending")
                .containsPattern("Pending\n +back +Bob")
                .contains("lockcred confirm --store");
        assertThat(shell.run("confirm", "--store")).isZero();
    }
}
