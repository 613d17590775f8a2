// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.architecture.bad;

import java.sql.Connection;
import java.sql.SQLException;

/** Holds on to a library that another module keeps. */
public final class Sql {
    private Connection[] connections = {};

    void close() throws SQLException {
        connections[0].close();
    }
}
