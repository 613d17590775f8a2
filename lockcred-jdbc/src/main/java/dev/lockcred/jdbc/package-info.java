// SPDX-License-Identifier: Apache-2.0
/** The durable store on SQLite. */
@NullMarked
package dev.lockcred.jdbc;

import org.jspecify.annotations.NullMarked;
