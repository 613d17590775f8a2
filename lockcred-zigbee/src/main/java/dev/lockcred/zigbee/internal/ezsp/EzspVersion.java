// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

/**
 * A version of EZSP and what it means for the layout of frames.
 *
 * @param number 4..19
 */
public record EzspVersion(int number) {

    /** The oldest and the newest version these layouts are known for. */
    public static final int OLDEST = 4;

    public static final int NEWEST = 19;

    public EzspVersion {
        if (number < OLDEST || number > NEWEST) {
            throw new IllegalArgumentException("EZSP version " + number + " is outside " + OLDEST + ".." + NEWEST
                    + ", the versions understood here");
        }
    }

    /** The three shapes of a frame header. */
    public enum Header {
        /** Sequence, control, id: one byte each. Version 4, and the first VERSION exchange of all versions. */
        LEGACY,
        /** Sequence, control, FF, 00, id. Versions 5 to 7. */
        LEGACY_FF,
        /** Sequence, control (2), id (2). Version 8 and later. */
        EXTENDED
    }

    public Header header() {
        if (number < 5) {
            return Header.LEGACY;
        }
        return number < 8 ? Header.LEGACY_FF : Header.EXTENDED;
    }

    /** Whether statuses are 4-byte sl_status values and message tags have 2 bytes. */
    public boolean isWide() {
        return number >= 14;
    }

    /** Whether networkInit carries a bitmask; before, networkInitExtended did. */
    public boolean initHasBitmask() {
        return number >= 6;
    }

    /** Whether keys are handled by the security manager commands (export, import of transient keys). */
    public boolean hasSecurityManager() {
        return number >= 13;
    }

    /** Whether the derived type in a security manager context has 2 bytes; it has 1 in version 12. */
    public boolean wideDerivedType() {
        return number >= 13;
    }

    /** Whether importTransientKey carries a flags byte. Hosts differ on 14 and later, where we leave it out. */
    public boolean transientKeyHasFlags() {
        return number < 14;
    }
}
