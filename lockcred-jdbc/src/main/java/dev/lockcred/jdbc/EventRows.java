// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import static dev.lockcred.jdbc.Rows.instant;
import static dev.lockcred.jdbc.Rows.number;
import static dev.lockcred.jdbc.Rows.slot;
import static dev.lockcred.jdbc.Rows.text;

import dev.lockcred.AccessEvent;
import dev.lockcred.AccessEvent.Attribution;
import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.EventQuery.Order;
import dev.lockcred.core.store.EventQuery.Result;
import dev.lockcred.core.store.StoreTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Access events in their table. */
final class EventRows {

    static final String INSERT = """
            insert into access_event (id, lock_id, operation, source, failure, attribution, user_id, grant_id, slot_kind,
                slot_index, happened_at, heard_at, skew, lock_sequence, own, duress, occurred_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String SELECT = """
            select id, lock_id, operation, source, failure, attribution, user_id, grant_id, slot_kind, slot_index,
                happened_at, heard_at, skew, lock_sequence, own, duress
            from access_event where 1 = 1""";

    private static final String BY_USER = "USER";
    private static final String UNKNOWN_USER = "UNKNOWN";
    private static final String NOBODY = "NOBODY";

    private EventRows() {}

    static void insert(PreparedStatement row, AccessEvent e) throws SQLException {
        Optional<Long> happened = e.happenedAt().map(StoreTime::micros);
        Optional<Long> skew = e.skew().map(StoreTime::micros);
        row.setLong(1, e.id());
        row.setString(2, e.lock().value());
        row.setString(3, e.operation().name());
        row.setString(4, e.source().name());
        Rows.set(row, 5, e.failure().map(AccessFailure::name));
        row.setString(6, attribution(e.attribution()));
        Rows.set(row, 7, e.user().map(UserId::value));
        Rows.set(row, 8, grant(e.attribution()));
        Rows.set(row, 9, e.slot().map(slot -> slot.kind().name()));
        Rows.setNumber(row, 10, e.slot().map(slot -> (long) slot.index()));
        Rows.setNumber(row, 11, happened);
        row.setLong(12, StoreTime.micros(e.heardAt()));
        Rows.setNumber(row, 13, skew);
        Rows.setNumber(
                row, 14, e.sequence().isPresent() ? Optional.of(e.sequence().getAsLong()) : Optional.empty());
        row.setInt(15, e.own() ? 1 : 0);
        row.setInt(16, e.duress() ? 1 : 0);
        row.setLong(17, StoreTime.micros(StoreTime.kept(e).when()));
        row.executeUpdate();
    }

    static List<AccessEvent> select(Connection connection, EventQuery query) throws SQLException {
        var sql = new StringBuilder(SELECT);
        var values = new ArrayList<Object>();
        if (!query.locks().isEmpty()) {
            Rows.in(
                    sql,
                    values,
                    "lock_id",
                    query.locks().stream().map(LockId::value).toList());
        }
        query.user().ifPresent(user -> Rows.where(sql, values, "user_id = ?", user.value()));
        query.since().ifPresent(since -> Rows.where(sql, values, "occurred_at >= ?", StoreTime.micros(since)));
        query.until().ifPresent(until -> Rows.where(sql, values, "occurred_at < ?", StoreTime.micros(until)));
        if (!query.operations().isEmpty()) {
            Rows.in(
                    sql,
                    values,
                    "operation",
                    query.operations().stream().map(Enum::name).toList());
        }
        if (!query.sources().isEmpty()) {
            Rows.in(
                    sql,
                    values,
                    "source",
                    query.sources().stream().map(Enum::name).toList());
        }
        if (query.result() != Result.ANY) {
            sql.append(" and failure is ").append(query.result() == Result.SUCCESSES ? "null" : "not null");
        }
        boolean newestFirst = query.order() == Order.NEWEST_FIRST;
        query.after().ifPresent(after -> {
            sql.append(" and (occurred_at, id) ")
                    .append(newestFirst ? "<" : ">")
                    .append(" (?, ?)");
            values.add(StoreTime.micros(after.when()));
            values.add(after.id());
        });
        String direction = newestFirst ? " desc" : "";
        sql.append(" order by occurred_at")
                .append(direction)
                .append(", id")
                .append(direction)
                .append(" limit ?");
        values.add(query.limit());
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            Rows.bind(statement, values);
            var events = new ArrayList<AccessEvent>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    events.add(read(row));
                }
            }
            return events;
        }
    }

    private static AccessEvent read(ResultSet row) throws SQLException {
        LockId lock = LockId.of(Rows.required(row, "lock_id"));
        Optional<Long> skew = number(row, "skew");
        Optional<Long> sequence = number(row, "lock_sequence");
        return new AccessEvent(
                row.getLong("id"),
                lock,
                AccessOperation.valueOf(Rows.required(row, "operation")),
                AccessSource.valueOf(Rows.required(row, "source")),
                text(row, "failure").map(AccessFailure::valueOf),
                attribution(row),
                slot(row, lock),
                instant(row, "happened_at"),
                StoreTime.fromMicros(row.getLong("heard_at")),
                skew.map(micros -> Duration.of(micros, ChronoUnit.MICROS)),
                sequence.isPresent() ? OptionalLong.of(sequence.get()) : OptionalLong.empty(),
                row.getInt("own") != 0,
                row.getInt("duress") != 0);
    }

    private static String attribution(Attribution attribution) {
        return attribution instanceof Attribution.ByUser
                ? BY_USER
                : attribution instanceof Attribution.UnknownUser ? UNKNOWN_USER : NOBODY;
    }

    private static Optional<String> grant(Attribution attribution) {
        return attribution instanceof Attribution.ByUser by ? by.grant().map(GrantId::value) : Optional.empty();
    }

    private static Attribution attribution(ResultSet row) throws SQLException {
        String kind = Rows.required(row, "attribution");
        return switch (kind) {
            case BY_USER ->
                new Attribution.ByUser(
                        UserId.of(Rows.required(row, "user_id")),
                        text(row, "grant_id").map(GrantId::of));
            case UNKNOWN_USER -> new Attribution.UnknownUser();
            case NOBODY -> new Attribution.Nobody();
            default ->
                throw new IllegalArgumentException(
                        "attribution " + kind.toLowerCase(Locale.ROOT) + " is not one this version knows");
        };
    }
}
