// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.PrivateFiles;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.store.contract.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {

    @TempDir
    Path temp;

    private Path folder() {
        return temp.resolve("data/lockcred");
    }

    private SqliteStore open() {
        return SqliteStore.at(folder(), "lockcred serve");
    }

    @Test
    void folderAndFilesAreTheOwnersAlone() throws IOException {
        assumeTrue(PrivateFiles.posix(temp), "no POSIX permissions here");
        try (SqliteStore store = open()) {
            write(store, "a", "1");
            assertThat(permissions(folder())).isEqualTo("rwx------");
            try (var files = Files.walk(folder())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
                }
            }
        }
    }

    @Test
    void folderThatWasThereKeepsItsPermissions() throws IOException {
        assumeTrue(PrivateFiles.posix(temp), "no POSIX permissions here");
        Files.createDirectories(folder());
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));

        open().close();

        assertThat(permissions(folder())).isEqualTo("rwxr-xr-x");
        assertThat(permissions(folder().resolve("store.db"))).isEqualTo("rw-------");
    }

    @Test
    void nativeLibraryLeavesNothingBehind() {
        open().close();

        assertThat(folder().resolve("native")).doesNotExist();
    }

    @Test
    void databaseInTheFolderMeansTheFolder() {
        open().close();
        try (SqliteStore store = SqliteStore.at(folder().resolve("store.db"))) {
            assertThat(store.folder()).contains(folder());
        }
    }

    @Test
    void eachStoreHasAnIdentityOfItsOwn() {
        try (SqliteStore one = open();
                SqliteStore other = SqliteStore.at(temp.resolve("other"))) {
            assertThat(one.id()).matches("[0-9a-f]{32}").isNotEqualTo(other.id());
        }
    }

    @Test
    @DisplayName("a second engine is refused, with the holder named, and the first goes on")
    void secondEngineIsRefused() {
        try (SqliteStore store = open()) {
            assertRefused(Kind.HELD, this::open)
                    .hasMessageContaining("held by this very process (lockcred serve, process "
                            + ProcessHandle.current().pid() + ")")
                    .hasMessageContaining("one engine at a time");
            write(store, "a", "1");
        }
        open().close();
    }

    @Test
    @DisplayName("a file, or a database of another program, is refused and left as it is")
    void somethingElseIsRefused() throws Exception {
        Path file = Files.writeString(temp.resolve("notes.txt"), "buy milk");
        assertRefused(Kind.NOT_A_STORE, () -> SqliteStore.at(file)).hasMessageContaining("is a file");
        assertThat(file).hasContent("buy milk");

        Path other = Files.createDirectories(temp.resolve("other"));
        Path database = other.resolve("store.db");
        SqliteStore.at(temp.resolve("loads the library")).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            connection.createStatement().execute("create table photos (id integer)");
        }
        byte[] before = Files.readAllBytes(database);
        assertRefused(Kind.NOT_A_STORE, () -> SqliteStore.at(other)).hasMessageContaining("of another program");
        assertThat(database).hasBinaryContent(before);

        Files.writeString(database, "this is not a database at all");
        assertRefused(Kind.NOT_A_STORE, () -> SqliteStore.at(other));
        assertThat(database).hasContent("this is not a database at all");
    }

    @Test
    @DisplayName("a store that was cut off anywhere is refused and left as it is; nothing opens as if it were new")
    void truncatedStoreIsRefused() throws IOException {
        fill();
        Path database = folder().resolve("store.db");
        byte[] whole = Files.readAllBytes(database);
        assertThat(whole.length).isGreaterThan(30_000);
        var lengths = new ArrayList<>(List.of(0, 1, 15, 16, 17, 99, 100, 4095, 4096, 4097, whole.length - 1));
        for (int length = 8192; length < whole.length - 1; length += 4096 * 3) {
            lengths.add(length);
        }
        for (int length : lengths) {
            byte[] cut = Arrays.copyOf(whole, length);
            Files.write(database, cut);

            assertThatThrownBy(this::open)
                    .as(length + " of " + whole.length + " bytes")
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isIn(Kind.CORRUPT, Kind.NOT_A_STORE))
                    .hasMessageContaining(database.toString())
                    .hasMessageContaining("estore a backup");
            assertThat(Files.readAllBytes(database)).as(length + " bytes").isEqualTo(cut);
        }
        Files.write(database, whole);
        open().close();
    }

    @Test
    @DisplayName("a store with damaged pages is refused, or gives back only what was stored; never something else")
    void damagedPagesAreRefused() throws IOException {
        TreeMap<String, String> good = fill();
        Path database = folder().resolve("store.db");
        byte[] whole = Files.readAllBytes(database);
        var random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 40; i++) {
            byte[] damaged = whole.clone();
            int page = 4096 * random.nextInt(whole.length / 4096);
            Arrays.fill(damaged, page, page + 512, (byte) 0xA5); // a sector of a tree page: its header and its cells
            Files.write(database, damaged);
            try (SqliteStore store = open()) {
                TreeMap<String, String> found = documents(store);
                assertThat(found.keySet()).as("page " + page / 4096).isSubsetOf(good.keySet());
            } catch (StoreException e) {
                assertThat(e.kind()).isIn(Kind.CORRUPT, Kind.NOT_A_STORE);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(25);
    }

    @Test
    @DisplayName("a database that vanished while its journal stayed is not taken for a new store")
    void missingDatabaseWithAJournalIsRefused() throws IOException {
        fill();
        Files.move(folder().resolve("store.db"), folder().resolve("elsewhere.db"));
        Files.writeString(folder().resolve("store.db-wal"), "what was not moved yet");

        assertRefused(Kind.CORRUPT, this::open).hasMessageContaining("its journal is still there");
    }

    @Test
    @DisplayName("a new store that was never completed is begun again")
    void unfinishedStoreIsBegunAgain() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("store.db.new"), "half");
        Files.writeString(folder().resolve("store.db.new-wal"), "half");

        try (SqliteStore store = open()) {
            assertThat(store.head().sequence()).isZero();
        }
        assertThat(folder().resolve("store.db.new")).doesNotExist();
    }

    @Test
    @DisplayName("disk full: the commit fails as a whole, with the reason; what was there before is intact")
    void fullDiskLosesNothing() throws Exception {
        try (SqliteStore store = open()) {
            write(store, "before", "1");
            SqliteFile.execute(store.connection(), "pragma max_page_count = 40");
            Commit large = Commit.builder()
                    .put(Table.LOCK, "small", bytes("2"))
                    .put(Table.LOCK, "large", new byte[400_000])
                    .build();

            assertRefused(Kind.FULL, () -> store.commit(List.of(large)))
                    .hasMessageContaining("no space left")
                    .hasMessageContaining("is intact");

            assertThat(documents(store)).containsOnlyKeys("LOCK before");
            assertThat(store.head().sequence()).isEqualTo(1);
            write(store, "after", "3");
        }
        try (SqliteStore store = open()) {
            assertThat(documents(store)).containsOnlyKeys("LOCK before", "LOCK after");
            assertThat(store.head().sequence()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("read-only: a folder that cannot be made or written is named")
    void readOnlyFolderIsNamed() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertRefused(Kind.READ_ONLY, () -> SqliteStore.at(file.resolve("below")))
                .hasMessageContaining(file.resolve("below").toString())
                .hasMessageContaining("name another place");

        assumeTrue(PrivateFiles.posix(temp), "no POSIX permissions here");
        Path folder = Files.createDirectories(temp.resolve("locked"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        assumeFalse(Files.isWritable(folder), "this user may write everywhere");
        assertRefused(Kind.READ_ONLY, () -> SqliteStore.at(folder)).hasMessageContaining(folder.toString());
    }

    @Test
    @DisplayName("read-only: a database that stopped being writable fails the commit as a whole, with the reason")
    void databaseThatCannotBeWrittenIsNamed() throws Exception {
        try (SqliteStore store = open()) {
            write(store, "before", "1");
            SqliteFile.execute(store.connection(), "pragma query_only = on");

            assertRefused(Kind.READ_ONLY, () -> write(store, "after", "2")).hasMessageContaining("cannot be written");
            assertThat(documents(store)).containsOnlyKeys("LOCK before");
        }
    }

    @Test
    @DisplayName("migration: a copy is taken before, the scripts run in order, and the copy opens with the old version")
    void migrationTakesACopy() throws IOException {
        TreeMap<String, String> before = fill();
        Migrations next = Migrations.ofThisRelease()
                .and("create table lease (lock_id text not null primary key);\n", "drop table lease;\n-- comment\n");

        try (SqliteStore store = SqliteStore.at(folder(), "test", next)) {
            assertThat(documents(store)).isEqualTo(before);
            write(store, "new", "1");
        }

        try (var copies = Files.list(folder().resolve("copies"))) {
            List<Path> all = copies.toList();
            assertThat(all).extracting(copy -> copy.getFileName().toString()).containsExactly("format-1-at-1.db");
            Path old = Files.createDirectories(temp.resolve("old"));
            Files.copy(all.get(0), old.resolve("store.db"));
            try (SqliteStore store = SqliteStore.at(old)) {
                assertThat(documents(store)).isEqualTo(before);
                assertThat(store.head().lastEvent()).isEqualTo(50);
            }
        }
    }

    @Test
    @DisplayName("migration: one that fails leaves the store as it was, with the copy")
    void failedMigrationChangesNothing() throws IOException {
        TreeMap<String, String> before = fill();
        Migrations broken = Migrations.ofThisRelease().and("create table lease (a text);\ncreate nonsense;\n");

        assertThatThrownBy(() -> SqliteStore.at(folder(), "test", broken)).isInstanceOf(StoreException.class);

        try (SqliteStore store = open()) {
            assertThat(documents(store)).isEqualTo(before);
        }
        assertThat(folder().resolve("copies")).isNotEmptyDirectory();
    }

    @Test
    @DisplayName("downgrade: a store of a newer version is refused with what to do, and left as it is")
    void downgradeIsRefused() throws IOException {
        SqliteStore.at(folder(), "test", Migrations.ofThisRelease().and("create table lease (a text);\n"))
                .close();
        byte[] newer = Files.readAllBytes(folder().resolve("store.db"));

        assertRefused(Kind.NEWER, this::open)
                .hasMessageContaining("format 2, this one knows up to 1")
                .hasMessageContaining("Install the newer version");
        assertThat(folder().resolve("store.db")).hasBinaryContent(newer);
    }

    @Test
    @DisplayName("erased names and sealed values are in no file of the store any more, also while it is open")
    void erasedValuesAreGone() throws Exception {
        var bystanders = Commit.builder();
        for (int i = 0; i < 200; i++) {
            bystanders.put(Table.NAME, "u-" + i, bytes("Somebody Else " + i));
        }
        try (SqliteStore store = open()) {
            store.commit(List.of(bystanders.build()));
            store.commit(List.of(Commit.builder()
                    .put(Table.NAME, "u-77", bytes("Annalisa Bergstrand"))
                    .put(Table.NAME, "u-78", bytes("Berta Old-Name"))
                    .put(Table.SECRET, "credential/u-77/c/1", bytes("sealed-value-of-annalisa"))
                    .build()));
            assertThat(filesWith("Annalisa Bergstrand")).isNotEmpty();

            store.commit(List.of(Commit.builder()
                    .delete(Table.NAME, "u-77")
                    .put(Table.NAME, "u-78", bytes("Berta New-Name"))
                    .delete(Table.SECRET, "credential/u-77/c/1")
                    .build()));

            assertThat(filesWith("Annalisa Bergstrand")).isEmpty();
            assertThat(filesWith("Berta Old-Name")).isEmpty();
            assertThat(filesWith("sealed-value-of-annalisa")).isEmpty();
            assertThat(filesWith("Berta New-Name")).isNotEmpty();
        }
        assertThat(filesWith("Annalisa Bergstrand")).isEmpty();
    }

    @Test
    @DisplayName("a row that other hands changed is reported as damage, not as an internal error")
    void foreignRowsAreReported() throws Exception {
        fill();
        try (SqliteStore store = open()) {
            SqliteFile.execute(store.connection(), "update access_event set source = 'CHIMNEY' where id = 7");
            SqliteFile.execute(store.connection(), "update audit_entry set lock_id = 'no such id!' where sequence = 3");

            assertRefused(
                            Kind.CORRUPT,
                            () -> store.events(EventQuery.oldestFirst().build()))
                    .hasMessageContaining("changed by other hands");
            assertRefused(Kind.CORRUPT, () -> store.audit(AuditQuery.from(1, 10)));
        }
    }

    private TreeMap<String, String> fill() {
        var random = new Random(1);
        var commit = Commit.builder();
        for (int i = 0; i < 300; i++) {
            commit.put(Table.ASSIGNMENT, "a-" + i, bytes("value " + i + " " + "x".repeat(random.nextInt(200))));
        }
        for (int i = 1; i <= 50; i++) {
            commit.event(Samples.random(i, random));
            commit.audit(Samples.audit(i, LockId.of("front"), UserId.of("anna")));
        }
        try (SqliteStore store = open()) {
            store.commit(List.of(commit.build()));
            return documents(store);
        }
    }

    private static void write(SqliteStore store, String key, String value) {
        store.commit(List.of(Commit.builder().put(Table.LOCK, key, bytes(value)).build()));
    }

    private static TreeMap<String, String> documents(SqliteStore store) {
        var found = new TreeMap<String, String>();
        store.load((table, key, value) -> found.put(table + " " + key, new String(value, StandardCharsets.UTF_8)));
        return found;
    }

    /** Looks through copies made by another process: this one may not open the files while the store is open. */
    private List<String> filesWith(String text) throws Exception {
        var grep = new ProcessBuilder("grep", "-rlaF", text, folder().toString())
                .redirectErrorStream(true)
                .start();
        List<String> found = new String(grep.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        grep.waitFor();
        return found;
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Kind kind, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
