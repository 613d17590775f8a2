// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

/**
 * One key of a table, with what stands under it.
 *
 * @param key as written
 * @param value what it means
 */
public record Keyed<R>(At<String> key, R value) {}
