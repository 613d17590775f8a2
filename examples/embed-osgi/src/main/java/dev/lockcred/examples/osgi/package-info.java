// SPDX-License-Identifier: Apache-2.0
/**
 * The engine as an OSGi service, in the style of an openHAB add-on; {@code docs/howto-osgi.md} walks through it. Start with
 * {@link dev.lockcred.examples.osgi.LockCredComponent}. The component runtime calls it on threads of its own.
 */
@NullMarked
package dev.lockcred.examples.osgi;

import org.jspecify.annotations.NullMarked;
