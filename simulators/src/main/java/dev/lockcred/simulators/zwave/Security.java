// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

/** The class a simulated node was granted. */
public enum Security {
    NONE(0),
    S0(0x80),
    S2_UNAUTHENTICATED(0x01),
    S2_AUTHENTICATED(0x02),
    S2_ACCESS_CONTROL(0x04);

    /** Its bit in the key exchange. */
    final int keyBit;

    Security(int keyBit) {
        this.keyBit = keyBit;
    }

    boolean isS2() {
        return this != NONE && this != S0;
    }
}
