// SPDX-License-Identifier: Apache-2.0
/**
 * Our drivers and simulators against peers that nobody here wrote. Start at {@link dev.lockcred.interop.PeerProcess},
 * which runs one Node.js peer, and {@link dev.lockcred.interop.RequiresPeer}, which skips a test visibly where a peer
 * cannot run. These tests run in real time on loopback; each thread here is the test's own.
 */
package dev.lockcred.interop;
