// SPDX-License-Identifier: Apache-2.0
/** Virtual time, hostile wires, the PIN scanner and the driver contract. */
@NullMarked
package dev.lockcred.testkit;

import org.jspecify.annotations.NullMarked;
