// SPDX-License-Identifier: Apache-2.0
/**
 * What every {@link dev.lockcred.core.store.Store} keeps. Extend {@link dev.lockcred.core.store.contract.StoreContract} and
 * say how to open the store; the names of its tests say what it found.
 */
@NullMarked
package dev.lockcred.core.store.contract;

import org.jspecify.annotations.NullMarked;
