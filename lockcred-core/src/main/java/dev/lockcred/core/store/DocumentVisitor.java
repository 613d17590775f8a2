// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

/** Is shown every document of a store, one after the other. */
@FunctionalInterface
public interface DocumentVisitor {

    /**
     * One document. What this throws ends the visit and reaches the caller.
     *
     * @param value its bytes, which now belong to the visitor
     */
    void document(Table table, String key, byte[] value);
}
