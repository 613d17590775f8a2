// SPDX-License-Identifier: Apache-2.0
/** One class per question; the tables in {@code README.md} say which. JMH runs them. */
package dev.lockcred.benchmarks;
