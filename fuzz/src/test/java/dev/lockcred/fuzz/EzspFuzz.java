// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.EzspCodec;
import dev.lockcred.zigbee.internal.ezsp.EzspVersion;

/** What a Zigbee stick says, in a version of EZSP that the first byte picks. */
class EzspFuzz {

    @FuzzTest(maxDuration = "30s")
    void anyFrameDecodesOrIsMalformed(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        EzspCodec codec = EzspCodec.of(new EzspVersion(8 + (bytes[0] & 0xFF) % 12));
        byte[] frame = java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
        codec.dump(frame);
        try {
            codec.decodeFromNcp(frame);
        } catch (MalformedFrameException e) {
            // said to be malformed: that is what is asked for
        }
    }
}
