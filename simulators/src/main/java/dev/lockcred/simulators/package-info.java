// SPDX-License-Identifier: Apache-2.0
/** The other end of each wire; not published. State machines and cryptography are written apart from the drivers'. */
@NullMarked
package dev.lockcred.simulators;

import org.jspecify.annotations.NullMarked;
