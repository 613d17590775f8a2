// SPDX-License-Identifier: Apache-2.0
/** The pages say what the code does: excerpts, names of tests, codes, messages and links are looked up in the sources. */
@NullMarked
package dev.lockcred.system.docs;

import org.jspecify.annotations.NullMarked;
