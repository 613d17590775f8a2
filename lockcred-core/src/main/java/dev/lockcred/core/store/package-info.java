// SPDX-License-Identifier: Apache-2.0
/**
 * What the engine remembers, and where: documents that are loaded once at the start and written as they change, and two
 * append-only logs, of access events and of administrative acts. Start reading at {@link dev.lockcred.core.store.Store},
 * which is what another database implements; {@link dev.lockcred.core.store.StoreQueue} is how the engine uses it. A store
 * is called on one executor only, the store executor; only the queue may be called from anywhere.
 */
@NullMarked
package dev.lockcred.core.store;

import org.jspecify.annotations.NullMarked;
