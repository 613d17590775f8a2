// SPDX-License-Identifier: Apache-2.0
/**
 * How values stand in documents: small helpers over Jackson's trees. Explicit, field by field, so that a renamed record
 * component can never change what is stored.
 */
@NullMarked
package dev.lockcred.core.json;

import org.jspecify.annotations.NullMarked;
