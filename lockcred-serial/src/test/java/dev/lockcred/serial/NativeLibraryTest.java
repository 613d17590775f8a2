// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockcred.spi.PortUnavailableException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibraryTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void needUnixPermissions() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"), "no Unix permissions here");
    }

    @Test
    void aFolderThatEverybodyMayChangeIsRefused() throws IOException {
        permit("rwxrwxrwx");

        assertThatThrownBy(() -> NativeLibrary.refuseUnsafe(folder))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("chmod o-w " + folder.toRealPath());
    }

    @Test
    void aFolderBelowSuchAFolderIsRefused() throws IOException {
        Path below = Files.createDirectory(folder.resolve("below"));
        permit("rwxrwxrwx");

        assertThatThrownBy(() -> NativeLibrary.refuseUnsafe(below))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining(folder.toRealPath().toString());
    }

    @Test
    void aLinkDoesNotHideTheFolder() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), open);

        assertThatThrownBy(() -> NativeLibrary.refuseUnsafe(link)).isInstanceOf(PortUnavailableException.class);
    }

    @Test
    void aStickyFolderIsFine() throws IOException {
        permit("rwxrwxrwx");
        Files.setAttribute(folder, "unix:mode", 01777);

        assertThatCode(() -> NativeLibrary.refuseUnsafe(folder)).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatIsNotThereIsRefusedAtOnce() {
        assertThatThrownBy(() -> new SerialPorts(folder.resolve("missing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing");
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }
}
