// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Arrays;

/** What a wish becomes on the wire of User Code. */
final class Targets {

    private Targets() {}

    static UserCode.Entry entry(Change.Put put, CodeModel model) {
        byte[] digits = put.secret().copyBytes();
        try {
            return new UserCode.Entry(put.ref().index(), status(put, model), Octets.of(digits));
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    private static int status(Change.Put put, CodeModel model) {
        if (!put.enabled()) {
            return UserCode.DISABLED;
        }
        return put.facts().type() == UserType.NON_ACCESS && model.messaging() ? UserCode.MESSAGING : UserCode.ENABLED;
    }
}
