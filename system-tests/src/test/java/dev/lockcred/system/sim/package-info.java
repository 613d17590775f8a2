// SPDX-License-Identifier: Apache-2.0
/**
 * The whole-system simulation: a house or a property, its people and a random story of what happens to it, all from one seed and
 * on virtual time, with an independent oracle that knows who may open which door. Start with {@link
 * dev.lockcred.system.sim.Simulation}; the story is data ({@link dev.lockcred.system.sim.Step}), so that a failure can be
 * shrunk ({@link dev.lockcred.system.sim.Shrinker}) and read. {@link dev.lockcred.system.sim.Plant} holds bugs made on purpose,
 * each of which must be found. Everything of one run happens on the thread that runs it.
 */
package dev.lockcred.system.sim;
