// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import dev.lockcred.AuditEntry;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.StoreTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Audit entries in their table. */
final class AuditRows {

    static final String INSERT = """
            insert into audit_entry (sequence, at, actor, act, lock_id, slot_kind, slot_index, user_id, detail, link)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String SELECT = """
            select sequence, at, actor, act, lock_id, slot_kind, slot_index, user_id, detail, link
            from audit_entry where sequence >= ? and sequence <= ?""";

    private AuditRows() {}

    static void insert(PreparedStatement row, AuditRecord line) throws SQLException {
        AuditEntry e = line.entry();
        row.setLong(1, e.sequence());
        row.setLong(2, StoreTime.micros(e.at()));
        row.setString(3, e.actor());
        row.setString(4, e.act());
        Rows.set(row, 5, e.lock().map(LockId::value));
        Rows.set(row, 6, e.slot().map(slot -> slot.kind().name()));
        Rows.setNumber(row, 7, e.slot().map(slot -> (long) slot.index()));
        Rows.set(row, 8, e.user().map(UserId::value));
        row.setString(9, e.detail());
        row.setString(10, line.link());
        row.executeUpdate();
    }

    static List<AuditRecord> select(Connection connection, AuditQuery query) throws SQLException {
        var sql = new StringBuilder(SELECT);
        var values = new ArrayList<Object>(List.of(query.from(), query.to()));
        query.lock().ifPresent(lock -> Rows.where(sql, values, "lock_id = ?", lock.value()));
        query.user().ifPresent(user -> Rows.where(sql, values, "user_id = ?", user.value()));
        sql.append(" order by sequence")
                .append(query.newestFirst() ? " desc" : "")
                .append(" limit ?");
        values.add(query.limit());
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            Rows.bind(statement, values);
            var entries = new ArrayList<AuditRecord>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(read(row));
                }
            }
            return entries;
        }
    }

    private static AuditRecord read(ResultSet row) throws SQLException {
        Optional<LockId> lock = Rows.text(row, "lock_id").map(LockId::of);
        Optional<Slot> slot = lock.isPresent() ? Rows.slot(row, lock.get()) : Optional.empty();
        var entry = new AuditEntry(
                row.getLong("sequence"),
                StoreTime.fromMicros(row.getLong("at")),
                Rows.required(row, "actor"),
                Rows.required(row, "act"),
                lock,
                slot,
                Rows.text(row, "user_id").map(UserId::of),
                Rows.required(row, "detail"));
        return new AuditRecord(entry, Rows.required(row, "link"));
    }
}
