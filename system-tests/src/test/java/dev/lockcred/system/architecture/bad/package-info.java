// SPDX-License-Identifier: Apache-2.0
/** Examples of what the rules of the house forbid, so that a rule that sees nothing is noticed. Nothing here runs. */
@NullMarked
package dev.lockcred.system.architecture.bad;

import org.jspecify.annotations.NullMarked;
