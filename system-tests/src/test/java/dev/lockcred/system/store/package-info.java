// SPDX-License-Identifier: Apache-2.0
/** The store on disk with vault, anchor and audit log on it, as a whole: stolen, killed, held. */
@NullMarked
package dev.lockcred.system.store;

import org.jspecify.annotations.NullMarked;
