// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How one kind of value is read from YAML, and what the schema says of it: one thing, so that the two cannot differ. */
interface Shape<R> {

    /** Reads it; mistakes go to {@code problems}, and then a stand-in is returned. */
    R read(Node node, Problems problems);

    /** What stands in for a value that is missing or wrong. */
    R standIn();

    /** Its JSON Schema. */
    ObjectNode schema(Schema schema);
}
