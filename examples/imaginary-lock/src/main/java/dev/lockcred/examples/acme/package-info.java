// SPDX-License-Identifier: Apache-2.0
/**
 * A driver for a lock that does not exist, as small as the contract allows; {@code docs/writing-a-driver.md} walks through
 * it. Start with {@link dev.lockcred.examples.acme.AcmeDriver}. Everything runs on one lane of the host.
 */
@NullMarked
package dev.lockcred.examples.acme;

import org.jspecify.annotations.NullMarked;
