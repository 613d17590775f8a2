// SPDX-License-Identifier: Apache-2.0
/**
 * Secrets at rest, and what proves that the store is the one we left. Start reading at {@link dev.lockcred.core.vault.Vault}
 * (sealed values, keyed fingerprints) and {@link dev.lockcred.core.vault.AnchorKeeper} (a store put back to an earlier state,
 * a clock that went back). The vault may be used from any thread; the anchor is written on the store executor.
 */
@NullMarked
package dev.lockcred.core.vault;

import org.jspecify.annotations.NullMarked;
