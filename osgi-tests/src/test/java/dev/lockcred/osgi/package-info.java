// SPDX-License-Identifier: Apache-2.0
/** The published jars as bundles, in Apache Felix, on hosts that have more or less to offer. */
@NullMarked
package dev.lockcred.osgi;

import org.jspecify.annotations.NullMarked;
