// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.Optional;

/**
 * What a section asks for its keys: the same question reads the value, and writes the key into the schema.
 */
interface Fields {

    /** The value of a key that may be left out. */
    <R> Optional<R> optional(String key, Shape<R> shape, String meaning);

    /** The value of a key that must be there. */
    <R> R required(String key, Shape<R> shape, String meaning);

    /** Where the section begins. */
    Mark mark();
}
