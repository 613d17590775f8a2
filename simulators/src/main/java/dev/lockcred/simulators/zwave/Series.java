// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.zwave.internal.serialapi.Function;
import java.util.Locale;

/** The kinds of chip in a stick, as far as a host can tell them apart. */
public enum Series {
    /** No word after a reset, no set-up function, no transmit reports, memory by 2A and 2B. */
    SERIES_500(5, 1, "Z-Wave 6.02", "02 05 07 08 13 15 16 20 29 2A 2B 41 4A 4B 56 60"),
    /** Tells of its start, has transmit reports, answers as a bridge and takes SendData as well as SendDataBridge. */
    SERIES_700(7, 7, "Z-Wave 7.19", "02 05 07 08 0B 13 15 16 20 2E 41 4A 4B 56 60 A9"),
    /** As the 700 series, with SendDataBridge alone and four-byte offsets into its memory. */
    SERIES_800(8, 7, "Z-Wave 7.21", "02 05 07 08 0B 15 16 20 3D 41 4A 4B 56 60 A9");

    final int chipType;
    final int libraryType;
    final String version;
    private final String functions;

    Series(int chipType, int libraryType, String version, String functions) {
        this.chipType = chipType;
        this.libraryType = libraryType;
        this.version = version;
        this.functions = functions;
    }

    /** Whether it has this function of the Serial API. */
    boolean has(int function) {
        return (" " + functions + " ").contains(String.format(Locale.ROOT, " %02X ", function));
    }

    /** Whether incoming commands are told by A8 rather than 04. */
    boolean bridge() {
        return has(Function.SEND_DATA_BRIDGE);
    }

    boolean tellsOfItsStart() {
        return this != SERIES_500;
    }
}
