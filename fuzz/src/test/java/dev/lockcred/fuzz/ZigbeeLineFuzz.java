// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockcred.zigbee.internal.ash.AshDecoder;
import dev.lockcred.zigbee.internal.ash.AshFrame;

/** What a Zigbee stick sends over its line. */
class ZigbeeLineFuzz {

    @FuzzTest(maxDuration = "30s")
    void anyStreamIsFramesOrDamage(byte[] stream) {
        new AshDecoder(new AshDecoder.Sink() {
                    @Override
                    public void onFrame(AshFrame frame) {
                        frame.encode();
                    }

                    @Override
                    public void onDamaged(String reason) {}
                })
                .feed(stream);
    }
}
