// SPDX-License-Identifier: Apache-2.0
/**
 * The PIN scanner behind {@code dev.lockcred.testkit.Pins}: what is heard during a test ({@code Watch}), in which disguises
 * a PIN is looked for ({@code Forms}, {@code Haystack}, {@code Scan}), and the doors through which the engines and the
 * logging facade let it in. Not for use from outside the kit. Called on the test's thread and on any thread that logs.
 */
@NullMarked
package dev.lockcred.testkit.internal;

import org.jspecify.annotations.NullMarked;
