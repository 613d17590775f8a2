// SPDX-License-Identifier: Apache-2.0
/**
 * Who came in, and who changed what: attribution and queries over access events, and the audit log, chained and verified.
 * Start reading at {@link dev.lockcred.core.history.AuditChain}. What asks the
 * store runs on the store executor and says so.
 */
@NullMarked
package dev.lockcred.core.history;

import org.jspecify.annotations.NullMarked;
