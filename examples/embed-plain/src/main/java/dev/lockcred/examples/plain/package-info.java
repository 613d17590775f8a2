// SPDX-License-Identifier: Apache-2.0
/**
 * The engine inside a program that runs for months; {@code docs/howto-plain-java.md} walks through it. Start with
 * {@link dev.lockcred.examples.plain.DoorService}, which owns the engine and two kinds of threads: those it lends to the
 * engine, and one on which the program reacts to what happens.
 */
@NullMarked
package dev.lockcred.examples.plain;

import org.jspecify.annotations.NullMarked;
