// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of the house that a compiler does not know: which module may use which ({@link
 * dev.lockcred.system.architecture.Rooms}), and what main code never does ({@link
 * dev.lockcred.system.architecture.Ban}). Start at {@code ArchitectureTest}; {@code RulesFireTest} shows on bad examples
 * that the rules see what they should.
 */
@NullMarked
package dev.lockcred.system.architecture;

import org.jspecify.annotations.NullMarked;
