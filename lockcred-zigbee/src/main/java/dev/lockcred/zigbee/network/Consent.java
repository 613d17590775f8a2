// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

/** A person's word for what cannot be undone. */
public enum Consent {
    /** Keep the network the stick is on; refuse instead. */
    KEEP_EXISTING,
    /** Let the stick leave the network it is on. Every device on it must be joined anew, or the network restored. */
    LEAVE_EXISTING
}
