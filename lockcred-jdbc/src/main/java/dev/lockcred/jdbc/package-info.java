// SPDX-License-Identifier: Apache-2.0
/**
 * The store on disk: SQLite inside the process, in a folder of its own. Start reading at
 * {@link dev.lockcred.jdbc.SqliteStore}. The only users of {@code java.sql}; everything runs on the store executor. The SQL
 * is kept to what PostgreSQL takes too, but for the pragmas in {@code SqliteFile}.
 */
@NullMarked
package dev.lockcred.jdbc;

import org.jspecify.annotations.NullMarked;
