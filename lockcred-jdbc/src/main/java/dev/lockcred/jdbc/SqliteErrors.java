// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import dev.lockcred.core.store.PrivateFiles;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** What SQLite reports, as sentences: what, where, what next. */
final class SqliteErrors {

    // Primary result codes, https://www.sqlite.org/rescode.html; the low byte of an extended one.
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;

    private SqliteErrors() {}

    /**
     * The exception for this failure.
     *
     * @param doing what was being done, to complete "cannot ..."
     */
    static StoreException of(StoreFolder folder, String doing, SQLException e) {
        int code = e.getErrorCode() & 0xFF;
        Path database = folder.database();
        return switch (code) {
            case BUSY, LOCKED -> Holder.refusal(folder);
            case READONLY, CANTOPEN ->
                new StoreException(
                        Kind.READ_ONLY,
                        "cannot " + doing + ": " + database
                                + " cannot be written. Make the file and its folder writable for"
                                + " this user, or name another place for the store",
                        e);
            case CORRUPT -> corrupt(database, "its pages contradict each other", e);
            case NOTADB ->
                new StoreException(
                        Kind.NOT_A_STORE,
                        database + " is not a database: it is damaged from its beginning, or something else. Restore a"
                                + " backup into an empty folder, or name another place for the store. It was not changed",
                        e);
            case FULL ->
                new StoreException(
                        Kind.FULL,
                        "cannot " + doing + ": no space left for the store in " + folder.path()
                                + ". What was stored before is intact; free some space, then restart",
                        e);
            case IOERR ->
                new StoreException(
                        Kind.IO,
                        "cannot " + doing + ": the disk reports an error for the store in " + folder.path() + " ("
                                + e.getMessage() + "). Check the disk and the space left on it, then restart",
                        e);
            default ->
                new StoreException(
                        Kind.IO, "cannot " + doing + " for the store in " + folder.path() + ": " + e.getMessage(), e);
        };
    }

    static StoreException corrupt(Path database, String what, SQLException e) {
        return new StoreException(Kind.CORRUPT, corruptText(database, what), e);
    }

    static StoreException corrupt(Path database, String what) {
        return new StoreException(Kind.CORRUPT, corruptText(database, what));
    }

    private static String corruptText(Path database, String what) {
        return "the store " + database + " is damaged: " + what
                + ". It was not changed. Keep a copy of the folder, then" + " restore a backup into an empty one";
    }

    static StoreException io(StoreFolder folder, String doing, IOException e) {
        return new StoreException(
                Kind.IO,
                "cannot " + doing + " in " + folder.path() + " (" + PrivateFiles.reason(e)
                        + "): check the disk and the rights of this user",
                e);
    }
}
