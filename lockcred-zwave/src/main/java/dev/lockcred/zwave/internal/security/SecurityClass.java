// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.util.List;
import java.util.Optional;

/** How well a link to a node is protected, from none to the class that locks use. */
public enum SecurityClass {
    NONE(-1, 0),
    S0(7, 0x80),
    S2_UNAUTHENTICATED(0, 0x01),
    S2_AUTHENTICATED(1, 0x02),
    S2_ACCESS_CONTROL(2, 0x04);

    /** Which of the S2 classes to try, best first. */
    public static final List<SecurityClass> S2_BEST_FIRST =
            List.of(S2_ACCESS_CONTROL, S2_AUTHENTICATED, S2_UNAUTHENTICATED);

    private final int id;
    private final int keyBit;

    SecurityClass(int id, int keyBit) {
        this.id = id;
        this.keyBit = keyBit;
    }

    /** The number of the class in documents, -1 for none. */
    public int id() {
        return id;
    }

    /** Its bit in the key fields of KEX messages, 0 for none. */
    public int keyBit() {
        return keyBit;
    }

    public boolean isS2() {
        return this == S2_UNAUTHENTICATED || this == S2_AUTHENTICATED || this == S2_ACCESS_CONTROL;
    }

    /** Whether a code sent under this class travels in clear. */
    public boolean isPlain() {
        return this == NONE;
    }

    /** The class of one bit of a KEX key field. */
    public static Optional<SecurityClass> ofKeyBit(int bit) {
        for (SecurityClass c : values()) {
            if (c.keyBit == bit && bit != 0) {
                return Optional.of(c);
            }
        }
        return Optional.empty();
    }
}
