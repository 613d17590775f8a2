// SPDX-License-Identifier: Apache-2.0
/** The durable store. */
module dev.lockcred.jdbc {
    requires transitive dev.lockcred.core;
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports dev.lockcred.jdbc;
}
