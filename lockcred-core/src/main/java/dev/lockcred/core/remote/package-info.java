// SPDX-License-Identifier: Apache-2.0
/**
 * One engine per store, many hands: the process that holds a store listens on a Unix-domain socket beside it, and a
 * {@link dev.lockcred.core.LockManager} in another process of the same user speaks to it. Lines of JSON; digits of PINs never
 * stand in them but travel as bytes behind their line. Start reading at {@link dev.lockcred.core.remote.RemoteHost}, then
 * {@link dev.lockcred.core.remote.RemoteManager}; what a line looks like is in {@link dev.lockcred.core.remote.Parcel}.
 *
 * <p>Requests run on the thread that reads their connection, one after the other; what takes its time completes on the
 * executor.
 */
@NullMarked
package dev.lockcred.core.remote;

import org.jspecify.annotations.NullMarked;
