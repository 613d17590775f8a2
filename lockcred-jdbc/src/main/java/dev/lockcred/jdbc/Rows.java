// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import dev.lockcred.CredentialKind;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.core.store.StoreTime;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Values in and out of rows, and conditions put together with their values apart. */
final class Rows {

    private Rows() {}

    static void set(PreparedStatement row, int column, Optional<String> value) throws SQLException {
        if (value.isPresent()) {
            row.setString(column, value.get());
        } else {
            row.setNull(column, Types.VARCHAR);
        }
    }

    static void setNumber(PreparedStatement row, int column, Optional<Long> value) throws SQLException {
        if (value.isPresent()) {
            row.setLong(column, value.get());
        } else {
            row.setNull(column, Types.BIGINT);
        }
    }

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    /** A text that the schema says is there: without it the database was changed by other hands. */
    static String required(ResultSet row, String column) throws SQLException {
        return text(row, column).orElseThrow(() -> new IllegalArgumentException(column + " is missing in a row"));
    }

    static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return number(row, column).map(StoreTime::fromMicros);
    }

    static Optional<Slot> slot(ResultSet row, LockId lock) throws SQLException {
        Optional<String> kind = text(row, "slot_kind");
        int index = row.getInt("slot_index");
        return kind.map(name -> new Slot(lock, CredentialKind.valueOf(name), index));
    }

    static void where(StringBuilder sql, List<Object> values, String condition, Object value) {
        sql.append(" and ").append(condition);
        values.add(value);
    }

    static void in(StringBuilder sql, List<Object> values, String column, List<String> any) {
        sql.append(" and ").append(column).append(" in (");
        sql.append(String.join(", ", Collections.nCopies(any.size(), "?"))).append(')');
        values.addAll(any);
    }

    static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
