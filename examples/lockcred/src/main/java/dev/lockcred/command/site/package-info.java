// SPDX-License-Identifier: Apache-2.0
/**
 * The site file: YAML read into records that know line and column of every value, all mistakes at once, and the JSON Schema
 * made of the same records. Start at {@link dev.lockcred.command.site.SiteReader}; each section is a record with one
 * {@code SHAPE}, which is both how it is read and what the schema says. Nothing here opens a driver or a store.
 */
@NullMarked
package dev.lockcred.command.site;

import org.jspecify.annotations.NullMarked;
