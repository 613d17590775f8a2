// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import dev.lockcred.spi.support.ByteWriter;

/** A command of one cluster. */
public sealed interface ClusterCommand permits DoorLockCommand, DoorLockResponse, AlarmsCommand, PollControlCommand {

    /** The cluster, 0..FFFF. */
    int cluster();

    /** The command id, 0..255. */
    int id();

    void writeBody(ByteWriter out);
}
