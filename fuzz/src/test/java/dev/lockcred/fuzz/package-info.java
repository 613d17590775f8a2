// SPDX-License-Identifier: Apache-2.0
/** One class for each way in: Jazzer searches with one test in each JVM. */
@NullMarked
package dev.lockcred.fuzz;

import org.jspecify.annotations.NullMarked;
