// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import dev.lockcred.core.store.PrivateFiles;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a store: {@code store.db} with SQLite's own files beside it, {@code engine.holder} which says who has it open,
 * {@code native} for SQLite's library while it is loaded, {@code copies} from before migrations.
 */
record StoreFolder(Path path) {

    static final String DATABASE = "store.db";

    /** The folder meant by a path: a folder, one to be made, or the database in it. Made if it is not there. */
    static StoreFolder prepare(Path given) {
        Path absolute = given.toAbsolutePath().normalize();
        Path folder = absolute;
        if (Files.isRegularFile(absolute)) {
            Path parent = absolute.getParent();
            if (parent == null || !absolute.endsWith(DATABASE)) {
                throw new StoreException(
                        Kind.NOT_A_STORE,
                        absolute + " is a file, and a store is a folder: name another place for the store");
            }
            folder = parent;
        }
        try {
            PrivateFiles.createFolder(folder);
        } catch (IOException e) {
            throw new StoreException(
                    Kind.READ_ONLY,
                    "the folder " + folder + " for the store cannot be made (" + PrivateFiles.reason(e)
                            + "): name another place, or make the folder above writable",
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw readOnly(folder, null);
        }
        return new StoreFolder(folder);
    }

    Path database() {
        return path.resolve(DATABASE);
    }

    /** What SQLite has not moved into the database yet. */
    Path journal() {
        return path.resolve(DATABASE + "-wal");
    }

    /** Where a new database stands until it is complete. */
    Path unfinished() {
        return path.resolve(DATABASE + ".new");
    }

    Path holder() {
        return path.resolve("engine.holder");
    }

    Path opening() {
        return path.resolve("opening.lock");
    }

    Path copies() {
        return path.resolve("copies");
    }

    /** A fresh folder for SQLite's library, for the owner alone: nobody else can put another in its place. */
    Path freshNative() {
        clearNative(); // a process that was killed could not
        Path folder = path.resolve("native");
        try {
            PrivateFiles.createFolder(folder);
            return Files.createTempDirectory(folder, "");
        } catch (IOException e) {
            throw readOnly(folder, e);
        }
    }

    /** Clears away the library, where the system lets go of the file of one that is loaded. */
    void clearNative() {
        try (Stream<Path> left = Files.walk(path.resolve("native"))) {
            for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            return; // nothing there, or still in use: the next start tries again
        }
    }

    /** Clears away a new database that was never completed. */
    void clearUnfinished() {
        try {
            for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
                Files.deleteIfExists(path.resolve(DATABASE + ".new" + suffix));
            }
        } catch (IOException e) {
            throw readOnly(path, e);
        }
    }

    static StoreException readOnly(Path where, @Nullable IOException cause) {
        String reason = cause == null ? "permission denied" : PrivateFiles.reason(cause);
        return new StoreException(
                Kind.READ_ONLY,
                "the store cannot write in " + where + " (" + reason
                        + "): make it writable for this user, or name another place for the store. Nothing was changed",
                cause);
    }
}
