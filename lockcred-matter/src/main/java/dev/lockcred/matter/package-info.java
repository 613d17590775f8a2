// SPDX-License-Identifier: Apache-2.0
/** Matter door locks through a controller bridge. */
@NullMarked
package dev.lockcred.matter;

import org.jspecify.annotations.NullMarked;
