// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.host;

import dev.lockcred.zigbee.internal.lock.Facts;
import dev.lockcred.zigbee.internal.lock.LockLink;
import dev.lockcred.zigbee.internal.lock.ZigbeeLock;
import dev.lockcred.zigbee.internal.net.Peer;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import org.jspecify.annotations.Nullable;

/** One device of the network with all that belongs to it. Confined to the lane. */
final class Device {

    private final Peer peer;
    private final Facts facts;
    private final LockLink link;
    private final ZigbeeLock lock;
    private @Nullable ZclFrame last;
    private long lastAt;

    Device(Peer peer, Facts facts, LockLink link, ZigbeeLock lock) {
        this.peer = peer;
        this.facts = facts;
        this.link = link;
        this.lock = lock;
    }

    Peer peer() {
        return peer;
    }

    Facts facts() {
        return facts;
    }

    LockLink link() {
        return link;
    }

    ZigbeeLock lock() {
        return lock;
    }

    /** Whether a frame is a repetition: devices repeat a notification whose default response they missed, byte by byte. */
    boolean isRepetition(ZclFrame frame, long now, long window) {
        boolean same = last != null && last.equals(frame) && now - lastAt < window;
        last = frame;
        lastAt = now;
        return same;
    }
}
