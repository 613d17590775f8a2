// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps from an empty database to the present form: numbered SQL scripts, each applied once, in one transaction, and
 * noted in the table {@code schema_version}. A script that was released is never changed; what follows is a new one.
 */
final class Migrations {

    /** All scripts, in order: the position in this list, from 1, is the version it leads to. */
    static final List<String> SCRIPTS = List.of("001-documents-and-logs.sql");

    private final List<String> texts;

    private Migrations(List<String> texts) {
        this.texts = texts;
    }

    /** The scripts of this release. */
    static Migrations ofThisRelease() {
        return new Migrations(SCRIPTS.stream().map(Migrations::resource).toList());
    }

    /** The scripts of this release and more behind them: the next release, for tests. */
    Migrations and(String... more) {
        var all = new ArrayList<>(texts);
        all.addAll(List.of(more));
        return new Migrations(all);
    }

    /** The version that the last script leads to. */
    int newest() {
        return texts.size();
    }

    /** The version of the database; 0 for an empty one. Changes nothing. */
    int current(Connection connection) throws SQLException {
        try (ResultSet table = connection.getMetaData().getTables(null, null, "schema_version", null)) {
            if (!table.next()) {
                return 0;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select max(version) from schema_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** The refusal of a database that a newer release wrote. */
    StoreException newer(StoreFolder folder, int version) {
        return new StoreException(
                Kind.NEWER,
                "the store " + folder.database() + " was written by a newer version (format " + version
                        + ", this one knows up to " + newest()
                        + "). It was not changed. Install the newer version again, or open the copy in "
                        + folder.copies()
                        + " that was taken before the update");
    }

    /** Applies every script above this version, in the transaction of the caller. */
    void apply(Connection connection, int from) throws SQLException {
        if (from == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table schema_version (version integer not null primary key)");
            }
        }
        for (int version = from + 1; version <= newest(); version++) {
            for (String sql : statements(texts.get(version - 1))) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            }
            try (PreparedStatement note = connection.prepareStatement("insert into schema_version values (?)")) {
                note.setInt(1, version);
                note.executeUpdate();
            }
        }
    }

    /** The statements of a script: each ends with a semicolon at the end of a line; comments have lines of their own. */
    static List<String> statements(String script) {
        var statements = new ArrayList<String>();
        var sql = new StringBuilder();
        for (String line : script.lines().toList()) {
            if (line.isBlank() || line.strip().startsWith("--")) {
                continue;
            }
            sql.append(line).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                statements.add(sql.substring(0, sql.lastIndexOf(";")));
                sql.setLength(0);
            }
        }
        if (!sql.isEmpty()) {
            throw new IllegalStateException("a migration ends in the middle of a statement: " + sql);
        }
        return statements;
    }

    private static String resource(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar of this module is incomplete: " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the jar of this module", e);
        }
    }
}
