// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.AccessEvent;
import dev.lockcred.CredentialId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.history.AuditChain;
import dev.lockcred.core.history.AuditVerifier;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.PrivateFiles;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.store.contract.Samples;
import dev.lockcred.core.vault.Anchor.Standing;
import dev.lockcred.core.vault.SecretRef.OfCredential;
import dev.lockcred.core.vault.World;
import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    private static final OfCredential ANNA = new OfCredential(UserId.of("anna"), CredentialId.of("c"), 1);
    private static final Optional<char[]> PASSPHRASE = Optional.of("correct horse".toCharArray());

    @TempDir
    Path folder;

    private final World world = new World();
    private final Pin pin = Pins.pin("918273");
    private final List<AccessEvent> events = new ArrayList<>();
    private Path file;

    @BeforeEach
    void live() {
        file = folder.resolve("lockcred.backup");
        var chain = AuditChain.resume(world.store, world.vault);
        var random = new Random(1);
        var commit = Commit.builder();
        for (int i = 1; i <= 120; i++) {
            events.add(Samples.random(i, random));
            commit.event(events.get(i - 1));
            commit.audit(chain.append(
                    world.now,
                    "system",
                    "grant.added",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Samples.ANNA),
                    "entry " + i));
            commit.put(Table.ASSIGNMENT, "a" + i, ("assignment " + i).getBytes(StandardCharsets.UTF_8));
        }
        commit.put(Table.DRIVER_STATE, "hall/empty", new byte[0]);
        byte[] large = new byte[200_000];
        random.nextBytes(large);
        commit.put(Table.DRIVER_STATE, "hall/large", large);
        world.vault.seal(commit, ANNA, pin);
        world.commit(commit.build());
    }

    @Test
    @DisplayName(
            "a backup under a passphrase brings everything back on another machine, PINs included; R47: noticed there")
    void backupWithPassphraseBringsEverythingBack() {
        var written = Backup.write(world.store, world.place, file, PASSPHRASE, World.seeded());
        assertThat(written.withKey()).isTrue();
        var elsewhere = new InMemoryKeyPlace();
        var store = InMemoryStore.create("new-machine");

        var restored = Backup.restore(file, store, elsewhere, PASSPHRASE);

        assertThat(restored).isEqualTo(written);
        assertThat(store.id()).isEqualTo("store-1");
        assertThat(store.head()).isEqualTo(world.store.head());
        assertThat(documents(store)).isEqualTo(documents(world.store));
        assertThat(store.events(EventQuery.oldestFirst().limit(1_000).build()))
                .isEqualTo(
                        world.store.events(EventQuery.oldestFirst().limit(1_000).build()));
        assertThat(store.audit(AuditQuery.from(1, 1_000))).isEqualTo(world.store.audit(AuditQuery.from(1, 1_000)));
        var there = new World(store, elsewhere);
        assertThat(there.vault.reveal(ANNA)).contains(pin);
        assertThat(there.anchor.standing()).isEqualTo(Standing.MISSING);
        assertThat(AuditVerifier.verify(store, there.vault.auditKeys(), there.anchor.anchor())
                        .intact())
                .isTrue();
    }

    @Test
    @DisplayName("R47: a restore on the same machine is noticed, and stays so until a person confirms")
    void restoreIsNoticed() {
        Backup.write(world.store, world.place, file, Optional.empty(), World.seeded());
        world.commit(Commit.builder().put(Table.DENIAL, "ben", new byte[1]).build());

        Backup.restore(file, world.store, world.place, Optional.empty());
        world.start();

        assertThat(world.anchor.standing()).isEqualTo(Standing.RESTORED);
        assertThat(documents(world.store)).doesNotContainKey("DENIAL ben");
        assertThat(world.vault.reveal(ANNA)).as("the key was never away").contains(pin);
    }

    @Test
    @DisplayName("a backup without a passphrase carries no key: restored elsewhere, the vault is locked")
    void backupWithoutPassphraseCarriesNoKey() throws IOException {
        Backup.write(world.store, world.place, file, Optional.empty(), World.seeded());
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text.contains("\"table\":\"ASSIGNMENT\"")).isTrue();
        assertThat(text.contains("vaultKey")).isFalse();
        Pins.inspectFiles(file);

        var store = InMemoryStore.create("new-machine");
        var elsewhere = new InMemoryKeyPlace();
        Backup.restore(file, store, elsewhere, Optional.empty());

        assertThat(new World(store, elsewhere).vault.locked()).isPresent();
    }

    @Test
    @DisplayName("R7: a backup under a passphrase shows nothing of what is in it")
    void sealedBackupShowsNothing() throws IOException {
        Backup.write(world.store, world.place, file, PASSPHRASE, World.seeded());

        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String inside : List.of("ASSIGNMENT", "vaultKey", "system", "store-1")) {
            assertThat(text.contains(inside)).as(inside).isFalse();
        }
        Pins.inspectFiles(file);
    }

    @Test
    @DisplayName("a backup from before a key rotation restores with its own key beside the later one")
    void backupFromBeforeARotationRestores() {
        Backup.write(world.store, world.place, file, PASSPHRASE, World.seeded());
        world.commit(world.vault.rotate(world.place, world.store.head().lastAudit() + 1));
        world.vault.finishRotation(world.place);

        Backup.restore(file, world.store, world.place, PASSPHRASE);
        world.start();
        world.commit(Commit.builder().put(Table.SITE, "s", new byte[1]).build());

        assertThat(world.vault.reveal(ANNA)).contains(pin);
        assertThat(world.place.keys("store-1")).hasSize(1);
    }

    @Test
    void wrongOrMissingPassphraseRestoresNothing() {
        Backup.write(world.store, world.place, file, PASSPHRASE, World.seeded());
        var store = InMemoryStore.create("untouched");

        assertThatThrownBy(() -> Backup.restore(file, store, world.place, Optional.of("wrong".toCharArray())))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.KEY))
                .hasMessageContaining("the passphrase is not the one of " + file);
        assertThatThrownBy(() -> Backup.restore(file, store, world.place, Optional.empty()))
                .hasMessageContaining("was made with a passphrase");
        assertThat(store.id()).isEqualTo("untouched");
        assertThat(store.head()).isEqualTo(StoreHead.NEW);
    }

    @Test
    void damagedBackupRestoresNothingWhereverItIsDamaged() throws IOException {
        Backup.write(world.store, world.place, file, Optional.empty(), World.seeded());
        byte[] good = Files.readAllBytes(file);
        var random = new Random(2);
        var store = InMemoryStore.create("untouched");
        for (int i = 0; i < 300; i++) {
            byte[] bad = i % 2 == 0 ? Arrays.copyOf(good, i < 60 ? i : random.nextInt(good.length)) : good.clone();
            if (i % 2 == 1) {
                bad[i < 120 ? i / 2 : random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, bad);
            assertThatThrownBy(() -> Backup.restore(file, store, world.place, Optional.empty()))
                    .as("case " + i)
                    .isInstanceOf(StoreException.class);
            assertThat(store.head()).isEqualTo(StoreHead.NEW);
        }
    }

    @Test
    void damagedSealedBackupRestoresNothing() throws IOException {
        Backup.write(world.store, world.place, file, PASSPHRASE, World.seeded());
        byte[] good = Files.readAllBytes(file);
        var store = InMemoryStore.create("untouched");
        for (int at : List.of(0, 17, 18, 20, 25, 39, 43, 60, good.length / 2, good.length - 1)) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertThatThrownBy(() -> Backup.restore(file, store, world.place, PASSPHRASE))
                    .as("byte " + at)
                    .isInstanceOf(StoreException.class);
        }
        Files.write(file, Arrays.copyOf(good, good.length - 1));
        assertThatThrownBy(() -> Backup.restore(file, store, world.place, PASSPHRASE))
                .hasMessageContaining("damaged or cut off");
        assertThat(store.head()).isEqualTo(StoreHead.NEW);
    }

    @Test
    void chunksCannotBeLeftOutOfASealedBackup() throws IOException {
        Backup.write(world.store, world.place, file, PASSPHRASE, World.seeded());
        byte[] good = Files.readAllBytes(file);
        int first = 39 + 4 + 65_536 + 16;
        assertThat(good.length).as("several chunks").isGreaterThan(2 * first);
        byte[] without = new byte[good.length - (4 + 65_536 + 16)];
        System.arraycopy(good, 0, without, 0, 39);
        System.arraycopy(good, first, without, 39, good.length - first);
        Files.write(file, without);

        assertThatThrownBy(() -> Backup.restore(file, world.store, world.place, PASSPHRASE))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void fileIsTheOwnersAloneAndReplacesAnOlderOneWhole() throws IOException {
        Files.writeString(file, "an older backup");
        Backup.write(world.store, world.place, file, Optional.empty(), World.seeded());

        if (PrivateFiles.posix(file)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThatThrownBy(() -> Backup.write(
                        world.store, world.place, folder.resolve("no/such/folder"), Optional.empty(), World.seeded()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot write the backup");
        assertThatThrownBy(() -> Backup.restore(folder.resolve("none"), world.store, world.place, Optional.empty()))
                .hasMessageContaining("cannot read the backup");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static java.util.TreeMap<String, String> documents(InMemoryStore store) {
        var found = new java.util.TreeMap<String, String>();
        store.load((table, key, value) -> found.put(table + " " + key, Arrays.toString(value)));
        return found;
    }
}
