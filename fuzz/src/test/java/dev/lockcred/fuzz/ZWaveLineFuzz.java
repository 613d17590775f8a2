// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.cc.SecretSpans;
import dev.lockcred.zwave.internal.frame.FrameParser;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.NodeIdWidth;

/** What a Z-Wave stick sends over its line. */
class ZWaveLineFuzz {

    @FuzzTest(maxDuration = "30s")
    void anyStreamIsFramesOrNoise(byte[] stream) {
        for (FrameParser.Found found : new FrameParser().feed(stream)) {
            if (found instanceof FrameParser.Found.Unit unit && unit.frame() instanceof SerialFrame.Data data) {
                for (NodeIdWidth width : NodeIdWidth.values()) {
                    try {
                        ChipMessage.decode(data, width);
                    } catch (MalformedFrameException e) {
                        // said to be malformed: that is what is asked for
                    }
                    SecretSpans.dump(data, width);
                }
            }
        }
    }
}
