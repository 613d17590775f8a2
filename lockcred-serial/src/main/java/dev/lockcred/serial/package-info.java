// SPDX-License-Identifier: Apache-2.0
/** Byte ports over serial lines and TCP: the only blocking reads in the library. */
@NullMarked
package dev.lockcred.serial;

import org.jspecify.annotations.NullMarked;
