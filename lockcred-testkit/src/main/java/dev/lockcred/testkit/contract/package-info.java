// SPDX-License-Identifier: Apache-2.0
/**
 * The driver contract as tests. A driver author extends {@link dev.lockcred.testkit.contract.LockDriverContract} and supplies
 * a {@link dev.lockcred.testkit.contract.LockUnderTest}; the rules stand in the {@code ...Rules} interfaces, each named after
 * the rule of the domain it comes from. Everything runs on the test's thread in virtual time.
 */
@NullMarked
package dev.lockcred.testkit.contract;

import org.jspecify.annotations.NullMarked;
