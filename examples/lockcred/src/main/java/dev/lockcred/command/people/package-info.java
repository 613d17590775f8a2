// SPDX-License-Identifier: Apache-2.0
/** Commands about people and what they may open: users, grants, revocations, PINs. Each is a class of its own. */
@NullMarked
package dev.lockcred.command.people;

import org.jspecify.annotations.NullMarked;
