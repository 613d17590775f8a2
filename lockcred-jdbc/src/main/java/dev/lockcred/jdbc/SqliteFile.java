// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import dev.lockcred.core.store.PrivateFiles;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;

/** All that is particular to SQLite: its library, its file, its pragmas. */
final class SqliteFile {

    /** Marks the file as ours: {@code LKCD}. */
    private static final int APPLICATION_ID = 0x4C4B4344;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final int HEADER_BYTES = 100;

    /** A database up to this size is looked through at every start; a larger one only when it was not closed. */
    private static final long CHECK_ALWAYS = 64L << 20;

    private static final String LIBRARY_FOLDER = "org.sqlite.tmpdir";

    private SqliteFile() {}

    /**
     * Loads SQLite's library, out of a folder that is the user's alone. A host that has loaded it, or has named a place for it
     * ({@code org.sqlite.lib.path}, {@code org.sqlite.tmpdir}), is obeyed.
     */
    static void loadLibrary(StoreFolder folder) {
        synchronized (SqliteFile.class) {
            boolean hostDecides =
                    System.getProperty(LIBRARY_FOLDER) != null || System.getProperty("org.sqlite.lib.path") != null;
            if (!hostDecides) {
                System.setProperty(LIBRARY_FOLDER, folder.freshNative().toString());
            }
            try {
                SQLiteJDBCLoader.initialize();
            } catch (Exception e) {
                throw new StoreException(
                        Kind.IO,
                        "SQLite's native library cannot be loaded (" + e.getMessage() + "): if " + folder.path()
                                + " does not allow programs to be run from it, name another folder with"
                                + " -Dorg.sqlite.tmpdir",
                        e);
            } finally {
                if (!hostDecides) {
                    System.clearProperty(LIBRARY_FOLDER);
                    folder.clearNative();
                }
            }
        }
    }

    /** Makes a new database where none is, complete or not at all. */
    static void create(StoreFolder folder, Migrations migrations, String id) {
        if (Files.exists(folder.journal())) {
            throw SqliteErrors.corrupt(folder.database(), "the file is missing, and its journal is still there");
        }
        folder.clearUnfinished();
        Path unfinished = folder.unfinished();
        try {
            PrivateFiles.createFile(unfinished);
            try (Connection connection = connect(unfinished)) {
                useJournal(connection);
                execute(connection, "begin immediate");
                migrations.apply(connection, 0);
                try (PreparedStatement row = connection.prepareStatement("insert into store values (1, ?, 0, 0, 0)")) {
                    row.setString(1, id);
                    row.executeUpdate();
                }
                execute(connection, "pragma application_id = " + APPLICATION_ID);
                execute(connection, "commit");
            }
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, folder.database(), StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.syncFolder(folder.path());
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "make a new store", e);
        } catch (IOException e) {
            throw SqliteErrors.io(folder, "make a new store", e);
        }
    }

    /** Opens the database that is there, for this process alone; one that cannot be used is left as it is. */
    static Connection open(StoreFolder folder, Migrations migrations) {
        Path database = folder.database();
        boolean wasClosed = size(folder.journal()) == 0;
        requireDatabase(database, wasClosed);
        boolean look = !wasClosed || size(database) <= CHECK_ALWAYS;
        Connection connection;
        try {
            connection = connect(database);
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "open the store", e);
        }
        try {
            if (look) {
                quickCheck(connection, database);
            }
            if (number(connection, "pragma application_id") != APPLICATION_ID) {
                throw new StoreException(
                        Kind.NOT_A_STORE,
                        database + " is a database of another program: name another place for the store. It was not"
                                + " changed");
            }
            int version = migrations.current(connection);
            if (version > migrations.newest()) {
                throw migrations.newer(folder, version);
            }
            PrivateFiles.restrict(database);
            useJournal(connection);
            if (version < migrations.newest()) {
                copy(connection, folder, version);
                execute(connection, "begin immediate");
                migrations.apply(connection, version);
                execute(connection, "commit");
            }
            return connection;
        } catch (SQLException e) {
            throw closed(connection, SqliteErrors.of(folder, "open the store", e));
        } catch (IOException e) {
            throw closed(connection, SqliteErrors.io(folder, "open the store", e));
        } catch (StoreException e) {
            throw closed(connection, e);
        }
    }

    private static StoreException closed(Connection connection, StoreException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** A copy of the database as it is now, in one file that is complete or not there. */
    static void copyTo(Connection connection, StoreFolder folder, Path target) {
        Path unfinished = target.resolveSibling(target.getFileName() + ".new");
        try {
            Path parent = target.toAbsolutePath().getParent();
            if (parent != null) {
                PrivateFiles.createFolder(parent);
            }
            Files.deleteIfExists(unfinished);
            PrivateFiles.createFile(unfinished); // SQLite takes an empty file, and keeps its permissions
            try (PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
                vacuum.setString(1, unfinished.toString());
                vacuum.execute();
            }
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "copy the store to " + target, e);
        } catch (IOException e) {
            throw SqliteErrors.io(folder, "copy the store to " + target, e);
        }
    }

    private static void copy(Connection connection, StoreFolder folder, int version) throws SQLException {
        long sequence = number(connection, "select max(sequence) from store");
        copyTo(connection, folder, folder.copies().resolve("format-" + version + "-at-" + sequence + ".db"));
    }

    private static Connection connect(Path database) throws SQLException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(0);
        Connection connection = config.createConnection("jdbc:sqlite:" + database);
        try {
            // Exclusive before the first access: the lock is taken once and kept, and no memory is shared with others.
            execute(connection, "pragma locking_mode = exclusive");
            execute(connection, "pragma synchronous = full");
            execute(connection, "pragma fullfsync = on"); // macOS: to the platter, not to the drive's cache
            execute(connection, "pragma checkpoint_fullfsync = on");
            execute(connection, "pragma secure_delete = on");
            execute(connection, "pragma foreign_keys = on");
            execute(connection, "pragma trusted_schema = off");
            execute(connection, "pragma cell_size_check = on");
            execute(connection, "pragma temp_store = memory");
            execute(connection, "begin exclusive"); // refuses here when somebody else has it
            execute(connection, "commit");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Changes go to a log first, and to the database later. */
    private static void useJournal(Connection connection) throws SQLException {
        execute(connection, "pragma journal_mode = wal");
    }

    /** Moves everything into the database and empties the journal: what was deleted is then nowhere any more. */
    static boolean checkpoint(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma wal_checkpoint(truncate)")) {
            return row.next() && row.getInt(1) == 0;
        }
    }

    /**
     * Looks at the file before SQLite does.
     *
     * @param whole whether there is no journal: then the file must be as long as it says
     */
    private static void requireDatabase(Path database, boolean whole) {
        try (InputStream in = Files.newInputStream(database)) {
            byte[] header = in.readNBytes(HEADER_BYTES);
            int known = Math.min(header.length, MAGIC.length);
            if (!Arrays.equals(header, 0, known, MAGIC, 0, known)) {
                throw new StoreException(
                        Kind.NOT_A_STORE,
                        database + " is not a database: it is damaged from its beginning, or something else. Restore a"
                                + " backup into an empty folder, or name another place for the store. It was not changed");
            }
            if (header.length < HEADER_BYTES) {
                throw SqliteErrors.corrupt(database, "the file is cut off after " + header.length + " bytes");
            }
            // https://www.sqlite.org/fileformat2.html 1.3: page size at 16 (1 means 65536), pages at 28
            ByteBuffer fields = ByteBuffer.wrap(header);
            int pageSize = fields.getShort(16) == 1 ? 65_536 : fields.getShort(16) & 0xFFFF;
            long should = pageSize * (fields.getInt(28) & 0xFFFFFFFFL);
            if (whole && size(database) < should) {
                throw SqliteErrors.corrupt(
                        database, "the file is cut off after " + size(database) + " of " + should + " bytes");
            }
        } catch (IOException e) {
            throw new StoreException(
                    Kind.IO,
                    "the store " + database + " cannot be read (" + PrivateFiles.reason(e)
                            + "): check that it belongs to the user who runs this",
                    e);
        }
    }

    private static void quickCheck(Connection connection, Path database) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma quick_check(1)")) {
            String finding = row.next() ? row.getString(1) : "nothing can be read";
            if (!finding.equals("ok")) {
                throw SqliteErrors.corrupt(database, finding.strip().replace('\n', ' '));
            }
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Ends a transaction that failed. Some failures, such as a full disk, have ended it already. */
    static void rollback(Connection connection) throws SQLException {
        try {
            execute(connection, "rollback");
        } catch (SQLException e) {
            execute(connection, "begin immediate"); // refused while a transaction is open
            execute(connection, "rollback");
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // not there
        }
    }
}
