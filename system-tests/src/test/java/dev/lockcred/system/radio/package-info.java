// SPDX-License-Identifier: Apache-2.0
/**
 * The engine with the real drivers on simulated radios: days in a house from one seed, in virtual time. The simulation of
 * fake locks ({@code dev.lockcred.system.sim}) asks more of the engine; this one asks it of every byte in between.
 */
package dev.lockcred.system.radio;
