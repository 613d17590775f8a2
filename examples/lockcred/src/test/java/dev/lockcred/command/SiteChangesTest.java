// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed file is a change of wishes: what keeps a slip of the pen from shutting people out. */
final class SiteChangesTest {

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm, id: home }
            drivers: { toy: { type: fake, kind: zwave, state: toy.txt } }
            locks:
              front: { driver: toy, address: front }
              back:  { driver: toy, address: back }
            users:
              anna: { name: Anna, pin: { env: ANNA_PIN } }
              bob:  { name: Bob, pin: { file: bob.pin } }
            grants:
              - { user: anna, locks: [front, back] }
              - { user: bob, locks: front }
            """;

    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void applied() throws IOException {
        Pins.pin("482913");
        Pins.pin("660357");
        Files.writeString(folder.resolve("bob.pin"), "660357\n");
        shell = new Shell(folder).environment("ANNA_PIN", "482913").site(SITE);
        assertThat(shell.run("apply")).as(shell.err()).isZero();
    }

    private void bothOpenTheFrontDoor() {
        shell.input("482913\n").run("fake", "front", "type", "-");
        assertThat(shell.out()).contains("opens the door");
        shell.input("660357\n").run("fake", "front", "type", "-");
        assertThat(shell.out()).contains("opens the door");
    }

    @Test
    void whoIsRenamedKeepsTheirCode() throws IOException {
        shell.site(SITE.replace("bob:  { name: Bob,", "robert: { was: bob, name: Bob,")
                .replace("user: bob", "user: robert"));

        assertThat(shell.run("plan")).isZero();
        assertThat(shell.out())
                .contains("user bob is called robert from now on")
                .containsPattern("front +nothing to send")
                .containsPattern("back +nothing to send");
        assertThat(shell.run("apply")).as(shell.err()).isZero();

        bothOpenTheFrontDoor();
    }

    @Test
    void aLockThatIsRenamedIsTheSameLock() throws IOException {
        shell.site(SITE.replace(
                        "front: { driver: toy, address: front }", "main: { driver: toy, address: front, was: front }")
                .replace("[front, back]", "[main, back]")
                .replace("locks: front", "locks: main"));

        assertThat(shell.run("plan")).isZero();
        assertThat(shell.out())
                .contains("lock front is called main from now on")
                .containsPattern("main +nothing to send");
        assertThat(shell.run("apply")).as(shell.err()).isZero();
        shell.run("codes", "main");
        assertThat(shell.out()).contains("Anna", "Bob");
    }

    @Test
    void withoutTheOldNameARenamedUserIsRemovedAndAdded() throws IOException {
        shell.site(SITE.replace("bob:  {", "robert: {").replace("user: bob", "user: robert"));

        shell.run("plan");
        assertThat(shell.out())
                .contains("revokes bob at front", "user robert")
                .containsPattern("- +site.yaml:8 +user bob");

        shell.run("apply");
        assertThat(shell.run("apply")).as(shell.out()).isZero();
        bothOpenTheFrontDoor();
    }

    @Test
    void aVariableThatIsNotSetIsNeverARevocation() {
        var later = new Shell(folder);

        assertThat(later.run("plan")).isEqualTo(2);
        assertThat(later.err()).contains("site.yaml:7", "ANNA_PIN");
        assertThat(later.run("apply", "--yes")).isEqualTo(2);

        bothOpenTheFrontDoor();
    }

    @Test
    void aMissingFileIsNeverARevocation() throws IOException {
        Files.delete(folder.resolve("bob.pin"));

        assertThat(shell.run("apply", "--yes")).isEqualTo(2);
        assertThat(shell.err()).contains("site.yaml:8", "bob.pin");

        Files.writeString(folder.resolve("bob.pin"), "660357\n");
        bothOpenTheFrontDoor();
    }

    @Test
    @DisplayName("R10: a programming code from the file is nobody's PIN, and only the file changes it")
    void aProgrammingCodeComesFromTheFile() throws IOException {
        Pins.pin("735218");
        Files.writeString(folder.resolve("front.code"), "735218\n");
        shell.site(SITE.replace("address: front }", "address: front, programming-code: { file: front.code } }"));

        assertThat(shell.run("plan")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("site.yaml:4", "the programming code of front, given by file front.code");
        assertThat(shell.run("apply")).as(shell.err()).isZero();
        bothOpenTheFrontDoor();
        assertThat(shell.run("plan")).isZero();
        assertThat(shell.out()).doesNotContain("programming code");
        shell.run("export");
        assertThat(shell.out()).contains("programming-code: { file: \"front.code\" }");
        assertThat(shell.run("pin", "--programming-code", "front", "--forget")).isEqualTo(2);
        assertThat(shell.err()).contains("comes from file front.code", "change it there");

        shell.environment("ANNA_PIN", "735218");
        assertThat(shell.run("apply")).isEqualTo(2);
        assertThat(shell.err()).contains("site.yaml:7", "own menu (front)");
        shell.environment("ANNA_PIN", "482913");
        Files.writeString(folder.resolve("front.code"), "482913\n");
        assertThat(shell.run("apply")).as(shell.err()).isZero();
        assertThat(shell.err() + shell.out()).contains("user 'anna' has the programming code of front");
        bothOpenTheFrontDoor();

        shell.site(SITE);
        shell.run("plan");
        assertThat(shell.out()).contains("the programming code of front, given by file front.code until now");
        assertThat(shell.run("apply")).isZero();
        shell.run("locks", "--json");
        assertThat(shell.out()).contains("\"programming-code\" : false").doesNotContain("\"programming-code\" : true");
    }

    @Test
    @DisplayName("R10: that the programming code was changed at the lock is said, with where the new one belongs")
    void aProgrammingCodeChangedAtTheLockIsSaid() throws IOException {
        Pins.pin("735218");
        Pins.pin("294716");
        Path cabin = Files.createDirectory(folder.resolve("cabin"));
        Files.writeString(cabin.resolve("door.code"), "735218\n");
        shell = new Shell(cabin).environment("ANNA_PIN", "482913").site("""
                site: { name: Cabin, zone: Europe/Stockholm, id: cabin }
                drivers: { toy: { type: fake, kind: zigbee, state: toy.txt } }
                locks:
                  door: { driver: toy, address: door, programming-code: { file: door.code } }
                users:
                  anna: { name: Anna, pin: { env: ANNA_PIN } }
                grants:
                  - { user: anna, locks: door }
                """);
        assertThat(shell.run("apply")).as(shell.err()).isZero();
        assertThat(shell.out()).doesNotContain("was changed");

        assertThat(shell.run("fake", "door", "programming-code")).isZero();
        assertThat(shell.out()).contains("door: the code of its own menu was changed at the lock");
        shell.run("apply"); // its log tells

        shell.run("doctor");
        assertThat(shell.out())
                .contains("door: the lock reports that its programming code was changed")
                .contains("give it in file door.code", "lockcred confirm door");
        Files.writeString(cabin.resolve("door.code"), "294716\n");
        assertThat(shell.run("apply")).as(shell.err()).isZero();
        shell.run("doctor");
        assertThat(shell.out()).doesNotContain("programming code");
    }

    @Test
    @DisplayName(
            "R10: a PIN that is part of the telephone number in the file is said to be weak, and is written all the same")
    void aTelephoneNumberComesFromTheFile() throws IOException {
        shell.site(SITE.replace("bob:  { name: Bob,", "bob:  { name: Bob, phone: \"+43 66 03 57/18\","));

        assertThat(shell.run("apply")).as(shell.err()).isZero();
        assertThat(shell.err() + shell.out())
                .contains("site.yaml:8", "is part of the owner's telephone number")
                .doesNotContain("57/18");
        bothOpenTheFrontDoor();
        assertThat(shell.run("user", "phone", "bob", "--forget")).isEqualTo(2);
        assertThat(shell.err()).contains("stands in site.yaml");

        shell.site(SITE.replace("bob:  { name: Bob,", "bob:  { name: Bob, phone: 0512 58 83,"));
        shell.run("plan");
        assertThat(shell.out()).contains("the telephone number of bob is another than before");
        assertThat(shell.run("apply")).as(shell.err()).isZero();
        assertThat(shell.err() + shell.out()).doesNotContain("weak", "part of the owner's");
        shell.run("export");
        assertThat(shell.out()).contains("phone: \"0512 58 83\"");
    }

    @Test
    void anotherPinInTheFileIsARotation() throws IOException {
        Files.writeString(folder.resolve("bob.pin"), "735218\n");
        Pins.pin("735218");

        shell.run("plan");
        assertThat(shell.out()).contains("~", "bob");
        assertThat(shell.run("apply")).isZero();

        shell.input("735218\n").run("fake", "front", "type", "-");
        assertThat(shell.out()).contains("opens the door");
        shell.input("660357\n").run("fake", "front", "type", "-");
        assertThat(shell.out()).doesNotContain("opens the door");
    }
}
