// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.cc.Commands;
import dev.lockcred.zwave.internal.cc.SecretSpans;
import dev.lockcred.zwave.internal.frame.Octets;

/** What a Z-Wave lock sends over the air. */
class ZWaveAirFuzz {

    @FuzzTest(maxDuration = "30s")
    void anyCommandDecodesOrIsMalformed(byte[] bytes) {
        Octets octets = Octets.of(bytes);
        SecretSpans.dump(octets);
        try {
            Commands.decode(octets).encode();
        } catch (MalformedFrameException e) {
            // said to be malformed: that is what is asked for
        }
    }
}
