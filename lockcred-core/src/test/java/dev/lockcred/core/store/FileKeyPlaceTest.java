// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyPlaceTest {

    private static final byte[] KEY = HexFormat.of().parseHex("a1".repeat(32));
    private static final byte[] OTHER = HexFormat.of().parseHex("b2".repeat(32));

    @TempDir
    Path home;

    @Test
    void keyAndAnchorStandInTheConfigurationFolderUnderTheStoresId() throws IOException {
        FileKeyPlace place = FileKeyPlace.of(Map.of(), home);
        assertThat(place.keys("s1")).isEmpty();
        assertThat(place.anchor("s1")).isEmpty();

        place.saveKeys("s1", List.of(KEY, OTHER));
        place.saveAnchor("s1", "an anchor");

        assertThat(place.keys("s1")).containsExactly(KEY, OTHER);
        assertThat(place.anchor("s1")).contains("an anchor");
        assertThat(place.keys("s2")).isEmpty();
        Path folder = home.resolve(".config/lockcred/s1");
        assertThat(files(folder)).containsExactly("anchor", "vault.key");
        assertThat(place.location("s1")).isEqualTo(folder.resolve("vault.key").toString());
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("vault.key"))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("anchor"))).isEqualTo("rw-------");
    }

    @Test
    void environmentNamesOtherPlaces() {
        Path key = home.resolve("secrets/key.txt");
        FileKeyPlace place = FileKeyPlace.of(Map.of(FileKeyPlace.KEY_FILE, key.toString()), home);
        place.saveKeys("s1", List.of(KEY));
        place.saveAnchor("s1", "an anchor");
        assertThat(key).exists();
        assertThat(home.resolve("secrets/key.txt.anchor")).exists();

        Path anchor = home.resolve("elsewhere/anchor");
        FileKeyPlace.of(
                        Map.of(FileKeyPlace.KEY_FILE, key.toString(), FileKeyPlace.ANCHOR_FILE, anchor.toString()),
                        home)
                .saveAnchor("s1", "another");
        assertThat(anchor).hasContent("another\n");

        FileKeyPlace.of(Map.of("XDG_CONFIG_HOME", home.resolve("xdg").toString()), home)
                .saveKeys("s1", List.of(KEY));
        assertThat(home.resolve("xdg/lockcred/s1/vault.key")).exists();
    }

    @Test
    void keyMadeByHandIsTaken() throws IOException {
        Path key = home.resolve("key");
        PrivateFiles.replace(key, ("  " + "A1".repeat(32) + "\n").getBytes());

        assertThat(FileKeyPlace.of(Map.of(FileKeyPlace.KEY_FILE, key.toString()), home)
                        .keys("any"))
                .containsExactly(KEY);
    }

    @Test
    void keyOfAnotherStoreIsRefusedByName() {
        Path key = home.resolve("key");
        FileKeyPlace place = FileKeyPlace.of(Map.of(FileKeyPlace.KEY_FILE, key.toString()), home);
        place.saveKeys("home-1", List.of(KEY));

        assertThatThrownBy(() -> place.keys("home-2"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("belongs to store home-1, not to store home-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key", "key zz", "store s1", "# nothing", "key a1a1", "\u0000"})
    void damagedKeyIsRefusedWithoutQuotingIt(String text) throws IOException {
        FileKeyPlace place = FileKeyPlace.in(home);
        place.saveKeys("s1", List.of(KEY));
        Path file = Path.of(place.location("s1"));
        Files.writeString(file, text);

        assertThatThrownBy(() -> place.keys("s1"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is damaged")
                .hasMessageNotContaining("a1a1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void keyThatOthersCanReadOrChangeIsRefused(String permissions) throws IOException {
        assumeTrue(PrivateFiles.posix(home), "no POSIX permissions here");
        FileKeyPlace place = FileKeyPlace.in(home);
        place.saveKeys("s1", List.of(KEY));
        Path file = Path.of(place.location("s1"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> place.keys("s1"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.KEY))
                .hasMessageContaining("chmod 600 " + file)
                .hasMessageNotContaining("a1a1");
    }

    @Test
    void keyInOrBelowTheStoresFolderIsRefusedAlsoThroughALink() throws IOException {
        Path store = Files.createDirectories(home.resolve("data/lockcred"));
        Path link = home.resolve("link");
        Files.createSymbolicLink(link, store);

        for (Path inside : List.of(store.resolve("key"), store.resolve("a/b/key"), link.resolve("key"))) {
            FileKeyPlace place = FileKeyPlace.of(Map.of(FileKeyPlace.KEY_FILE, inside.toString()), home);
            assertThatThrownBy(() -> place.requireOutside("s1", store))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in the store's own folder")
                    .hasMessageContaining("LOCKCRED_KEY_FILE");
        }
        FileKeyPlace.of(Map.of(), home).requireOutside("s1", store);
        assertThatThrownBy(() -> FileKeyPlace.of(Map.of(), home).requireOutside("s1", home))
                .as("a store in the home folder itself")
                .isInstanceOf(StoreException.class);
    }

    @Test
    void placeThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        FileKeyPlace place = FileKeyPlace.in(file.resolve("below"));

        assertThatThrownBy(() -> place.saveAnchor("s1", "x"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot write")
                .hasMessageContaining(file.toString())
                .hasMessageContaining("LOCKCRED_ANCHOR_FILE");
    }

    @Test
    void leftoverOfACrashedWriteIsInNobodysWay() throws IOException {
        FileKeyPlace place = FileKeyPlace.in(home);
        place.saveAnchor("s1", "one");
        Files.writeString(home.resolve("s1/anchor.new"), "half a li");

        assertThat(place.anchor("s1")).contains("one");
        place.saveAnchor("s1", "two");

        assertThat(place.anchor("s1")).contains("two");
        assertThat(files(home.resolve("s1"))).containsExactly("anchor");
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PrivateFiles.posix(path)
                ? PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                : Files.isDirectory(path) ? "rwx------" : "rw-------";
    }
}
