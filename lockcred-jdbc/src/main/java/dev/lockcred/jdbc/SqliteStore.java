// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import dev.lockcred.AccessEvent;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Change;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.DocumentVisitor;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.PrivateFiles;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.StoreTime;
import dev.lockcred.core.store.Table;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store on SQLite, inside the process, in a folder of its own that is its owner's alone. Every commit is on the disk
 * before it returns (write-ahead log, synchronous FULL); what is deleted is overwritten (secure delete), and names of people
 * and sealed values are gone from the journal too when the commit that deletes or replaces them returns.
 *
 * <p>One process at a time: another is refused, with the holder named. A database of an older version is brought up to date
 * when it is opened, after a copy was taken; one of a newer version is refused. A damaged one is refused and left as it is.
 *
 * <p>Confined to the store executor, like every store. No file of the folder may be opened by other code of the process while
 * the store is open: on POSIX systems that would give up SQLite's lock.
 */
public final class SqliteStore implements Store {

    private static final String UPSERT = "insert into document (kind, id, body) values (?, ?, ?)"
            + " on conflict (kind, id) do update set body = excluded.body";
    private static final String DELETE = "delete from document where kind = ? and id = ?";
    private static final String FORGET = "delete from access_event where id in"
            + " (select id from access_event where heard_at < ? order by heard_at, id limit ?)";
    private static final String HEAD = "update store set sequence = ?, last_event = ?, last_audit = ?";

    private static final String IDENTITY = "update store set id = ?, sequence = ?, last_event = ?, last_audit = ?";

    private final StoreFolder folder;
    private final Connection connection;
    private String id;
    private StoreHead head;
    private boolean toErase; // the journal may still hold what was deleted
    private boolean open = true;

    private SqliteStore(StoreFolder folder, Connection connection) throws SQLException {
        this.folder = folder;
        this.connection = connection;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id, sequence, last_event, last_audit from store")) {
            if (!row.next()) {
                throw SqliteErrors.corrupt(folder.database(), "it does not say which store it is");
            }
            this.id = Rows.required(row, "id");
            this.head = new StoreHead(row.getLong("sequence"), row.getLong("last_event"), row.getLong("last_audit"));
        }
    }

    /**
     * Opens the store in this folder, or makes a new one.
     *
     * @param path the folder, which is made if it is not there, or the {@code store.db} in it
     * @throws StoreException when it cannot be used: held, damaged, cut off, newer, read-only, no space, something else
     */
    public static SqliteStore at(Path path) {
        return at(path, ProcessHandle.current().info().command().orElse("a Java program"));
    }

    /**
     * As {@link #at(Path)}, with a name for this process.
     *
     * @param holder what a second engine is told has the store, such as {@code lockcred serve}
     */
    public static SqliteStore at(Path path, String holder) {
        return at(path, holder, Migrations.ofThisRelease());
    }

    static SqliteStore at(Path path, String holder, Migrations migrations) {
        StoreFolder folder = StoreFolder.prepare(path);
        try (FileChannel channel = opening(folder);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                throw new StoreException(
                        Kind.HELD,
                        "the store in " + folder.path() + " is being opened by another process: try again in a moment");
            }
            SqliteFile.loadLibrary(folder);
            if (!Files.exists(folder.database())) {
                SqliteFile.create(folder, migrations, newId());
            }
            Connection connection = SqliteFile.open(folder, migrations);
            try {
                Holder.write(folder, holder);
                return new SqliteStore(folder, connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "open the store", e);
        } catch (IOException e) {
            throw SqliteErrors.io(folder, "open the store", e);
        }
    }

    private static FileChannel opening(StoreFolder folder) {
        try {
            if (!Files.exists(folder.opening())) {
                PrivateFiles.createFile(folder.opening());
            }
        } catch (FileAlreadyExistsException e) {
            // another process opens the store right now, and made it: the lock decides
        } catch (IOException e) {
            throw StoreFolder.readOnly(folder.path(), e);
        }
        try {
            return FileChannel.open(folder.opening(), StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw StoreFolder.readOnly(folder.path(), e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String newId() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(folder.path());
    }

    @Override
    public String location() {
        return folder.path().toString();
    }

    @Override
    public StoreHead head() {
        requireOpen();
        return head;
    }

    @Override
    public void load(DocumentVisitor visitor) {
        requireOpen();
        try (PreparedStatement statement =
                connection.prepareStatement("select id, body from document where kind = ? order by id")) {
            for (Table table : Table.values()) {
                statement.setString(1, table.name());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        visitor.document(table, Rows.required(row, "id"), row.getBytes("body"));
                    }
                }
            }
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "load the store", e);
        }
    }

    @Override
    public long commit(List<Commit> commits) {
        requireOpen();
        StoreHead next = head;
        for (Commit commit : commits) {
            next = next.after(commit);
        }
        if (next.equals(head)) {
            return head.sequence();
        }
        StoreHead after = next;
        try {
            transaction(() -> write(commits, after));
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "write to the store", e);
        }
        head = next;
        toErase |= commits.stream()
                .flatMap(commit -> commit.changes().stream())
                .anyMatch(change -> change.table().erasesOnDelete());
        erase();
        return head.sequence();
    }

    private void write(List<Commit> commits, StoreHead next) throws SQLException {
        insert(commits.iterator());
        try (PreparedStatement row = connection.prepareStatement(HEAD)) {
            row.setLong(1, next.sequence());
            row.setLong(2, next.lastEvent());
            row.setLong(3, next.lastAudit());
            row.executeUpdate();
        }
    }

    private void insert(Iterator<Commit> commits) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT);
                PreparedStatement delete = connection.prepareStatement(DELETE);
                PreparedStatement event = connection.prepareStatement(EventRows.INSERT);
                PreparedStatement audit = connection.prepareStatement(AuditRows.INSERT)) {
            while (commits.hasNext()) {
                Commit commit = commits.next();
                for (Change change : commit.changes()) {
                    Optional<byte[]> value = change.value();
                    PreparedStatement statement = value.isPresent() ? upsert : delete;
                    statement.setString(1, change.table().name());
                    statement.setString(2, change.key());
                    if (value.isPresent()) {
                        statement.setBytes(3, value.get());
                    }
                    statement.executeUpdate();
                }
                for (AccessEvent entry : commit.events()) {
                    EventRows.insert(event, entry);
                }
                for (AuditRecord line : commit.audit()) {
                    AuditRows.insert(audit, line);
                }
            }
        }
    }

    /** Empties the journal. When that fails the commit stands all the same, and it is tried again after the next one. */
    private void erase() {
        if (toErase) {
            try {
                toErase = !SqliteFile.checkpoint(connection);
            } catch (SQLException e) {
                toErase = true;
            }
        }
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws SQLException;
    }

    private void transaction(Writing writing) throws SQLException {
        SqliteFile.execute(connection, "begin immediate");
        try {
            writing.run();
            SqliteFile.execute(connection, "commit");
        } catch (SQLException | RuntimeException e) {
            rollback();
            throw e;
        }
    }

    private void rollback() {
        try {
            SqliteFile.rollback(connection);
        } catch (SQLException e) {
            close(); // whether the transaction is still open nobody knows: better no store than half of one
        }
    }

    @Override
    public List<AccessEvent> events(EventQuery query) {
        requireOpen();
        try {
            return EventRows.select(connection, query);
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "read the history", e);
        } catch (IllegalArgumentException e) {
            throw foreignRow(e);
        }
    }

    @Override
    public List<AuditRecord> audit(AuditQuery query) {
        requireOpen();
        try {
            return AuditRows.select(connection, query);
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "read the audit log", e);
        } catch (IllegalArgumentException e) {
            throw foreignRow(e);
        }
    }

    private StoreException foreignRow(IllegalArgumentException e) {
        return SqliteErrors.corrupt(folder.database(), "a row was changed by other hands (" + e.getMessage() + ")");
    }

    @Override
    public int forgetEvents(Instant heardBefore, int atMost) {
        requireOpen();
        int[] gone = {0};
        try {
            transaction(() -> {
                try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
                    statement.setLong(1, StoreTime.micros(heardBefore));
                    statement.setInt(2, atMost);
                    gone[0] = statement.executeUpdate();
                }
            });
            return gone[0];
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "delete old events", e);
        }
    }

    /** {@inheritDoc} What the store held before is kept as a copy in its folder, unless it was new. */
    @Override
    public void replace(String newId, StoreHead newHead, Iterator<Commit> contents) {
        requireOpen();
        if (head.sequence() > 0) {
            Path copy = folder.copies().resolve("before-restore-at-" + head.sequence() + ".db");
            SqliteFile.copyTo(connection, folder, copy);
        }
        try {
            transaction(() -> {
                for (String table : List.of("document", "access_event", "audit_entry")) {
                    SqliteFile.execute(connection, "delete from " + table);
                }
                insert(contents);
                try (PreparedStatement row = connection.prepareStatement(IDENTITY)) {
                    row.setString(1, newId);
                    row.setLong(2, newHead.sequence());
                    row.setLong(3, newHead.lastEvent());
                    row.setLong(4, newHead.lastAudit());
                    row.executeUpdate();
                }
            });
        } catch (SQLException e) {
            throw SqliteErrors.of(folder, "restore the store", e);
        }
        id = newId;
        head = newHead;
        toErase = true;
        erase();
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            try {
                connection.close();
            } catch (SQLException e) {
                return; // everything committed is durable already; what remains is SQLite's to clear up at the next
                // start
            } finally {
                Holder.clear(folder);
            }
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new StoreException(Kind.CLOSED, "the store in " + folder.path() + " is closed: open it again");
        }
    }

    /** For tests that make the database misbehave. */
    Connection connection() {
        return connection;
    }

    @Override
    public String toString() {
        return "SqliteStore[" + folder.path() + (open ? "]" : ", closed]");
    }
}
