// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import com.fazecast.jSerialComm.SerialPort;
import dev.lockcred.spi.PortUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads jSerialComm's native library from a place where nobody else can have put it.
 *
 * <p>Left to itself the library unpacks to {@code <java.io.tmpdir>/jSerialComm/<version>}, else to {@code
 * ~/.jSerialComm/<version>}, makes folder and file writable for everybody, and loads what it finds there from an earlier run:
 * on a shared machine anybody could plant code in a program that opens doors. Its two places are computed once, when its
 * class is initialised, from {@code java.io.tmpdir} and {@code fazecast.jSerialComm.appid}. For that moment we point the
 * first into a new folder that only this user may enter, and let the second climb out of the home folder into the same
 * one. Whoever asks for the temporary folder at that moment gets a private one, which does no harm.
 */
final class NativeLibrary {
    private static final Logger logger = LoggerFactory.getLogger(NativeLibrary.class);

    private static final String TEMPORARY_FOLDER = "java.io.tmpdir";
    private static final String APPLICATION_ID = "fazecast.jSerialComm.appid";
    private static final String GIVEN_FOLDER = "jSerialComm.library.path";

    /** Deeper than any home folder; the top is its own parent. */
    private static final String TO_THE_TOP = "../".repeat(64);

    /** Not the private folder itself, which jSerialComm would delete and make anew, open to all. */
    private static final String UNPACKED = "jSerialComm";

    private final @Nullable Path parent;
    private volatile boolean loaded;

    /** @param parent where to make the private folder */
    NativeLibrary(Path parent) {
        this(parent, true);
    }

    private NativeLibrary(@Nullable Path parent, boolean given) {
        if (given && (parent == null || !Files.isDirectory(parent))) {
            throw new IllegalArgumentException("the folder for the native library does not exist: " + parent);
        }
        this.parent = parent;
    }

    static NativeLibrary belowTemporaryFolder() {
        return new NativeLibrary(null, false);
    }

    /** Afterwards jSerialComm works. The first call in a process decides; later ones find the work done. */
    void load() throws PortUnavailableException {
        if (loaded) {
            return;
        }
        try {
            synchronized (NativeLibrary.class) { // system properties belong to everybody
                refuseUnsafeGivenFolder();
                initialise();
                loaded = true;
            }
        } catch (IOException e) {
            throw new PortUnavailableException(
                    "serial lines need a folder for their native library: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new PortUnavailableException(explain(e), e);
        }
    }

    private void initialise() throws IOException, PortUnavailableException {
        boolean posix =
                Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!posix) {
            SerialPort.getVersion(); // Windows: the temporary folder is the user's own
            return;
        }
        String temporary = System.getProperty(TEMPORARY_FOLDER);
        Path base = parent != null ? parent : Path.of(temporary);
        refuseUnsafe(base);
        Path folder = Files.createTempDirectory(base.toRealPath(), "lockcred-serial-"); // mode 0700
        String applicationId = System.getProperty(APPLICATION_ID);
        try {
            System.setProperty(TEMPORARY_FOLDER, folder.toString());
            System.setProperty(APPLICATION_ID, TO_THE_TOP + folder + "/" + UNPACKED);
            SerialPort.getVersion(); // initialises the class, and thereby loads
        } finally {
            System.setProperty(TEMPORARY_FOLDER, temporary);
            if (applicationId == null) {
                System.clearProperty(APPLICATION_ID);
            } else {
                System.setProperty(APPLICATION_ID, applicationId);
            }
            delete(folder); // a loaded library needs its file no longer
        }
    }

    private static void refuseUnsafeGivenFolder() throws IOException, PortUnavailableException {
        String given = System.getProperty(GIVEN_FOLDER, "");
        if (!given.isEmpty() && Files.exists(Path.of(given))) {
            refuseUnsafe(Path.of(given));
        }
    }

    /** Refuses a folder that others can exchange: it or one above it is writable by everybody and not sticky. */
    static void refuseUnsafe(Path folder) throws IOException, PortUnavailableException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
            boolean everybody = Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_WRITE);
            boolean sticky = ((int) Files.getAttribute(at, "unix:mode") & 01000) != 0;
            if (everybody && !sticky) {
                throw new PortUnavailableException("the native library for serial lines is not loaded from " + folder
                        + ", as everybody may replace what is in " + at + ": take that right away (chmod o-w " + at
                        + "), or start with -Djava.io.tmpdir=FOLDER");
            }
        }
    }

    private static String explain(LinkageError e) {
        if (e instanceof NoClassDefFoundError
                && String.valueOf(e.getMessage()).contains("jSerialComm")
                && !String.valueOf(e.getMessage()).contains("initialize")) {
            return "serial lines need the library jSerialComm: add com.fazecast:jSerialComm to the program, or use"
                    + " tcp://host:port";
        }
        return "the native library for serial lines cannot be loaded; where the temporary folder allows no programs"
                + " (noexec), start with -Djava.io.tmpdir=FOLDER; the system says: " + e.getMessage();
    }

    private static void delete(Path folder) {
        Path unpacked = folder.resolve(UNPACKED);
        try {
            if (Files.exists(unpacked)) {
                try (Stream<Path> walk = Files.walk(unpacked)) {
                    for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            logger.debug("{} is left behind", folder, e);
        }
    }
}
