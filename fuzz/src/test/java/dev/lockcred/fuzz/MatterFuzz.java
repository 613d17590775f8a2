// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockcred.matter.internal.bridge.BridgeEvent;
import dev.lockcred.matter.internal.bridge.BridgeMessage;
import dev.lockcred.matter.internal.doorlock.DoorLockEvent;
import dev.lockcred.spi.support.MalformedFrameException;
import java.nio.charset.StandardCharsets;

/** What a Matter server sends. */
class MatterFuzz {

    @FuzzTest(maxDuration = "30s")
    void anyTextDecodesOrIsMalformed(byte[] utf8) {
        try {
            if (BridgeMessage.decode(new String(utf8, StandardCharsets.UTF_8)) instanceof BridgeMessage.Pushed pushed
                    && pushed.event() instanceof BridgeEvent.NodeEvent event) {
                DoorLockEvent.decode(event.eventId(), event.data());
            }
        } catch (MalformedFrameException e) {
            // said to be malformed: that is what is asked for
        }
    }
}
