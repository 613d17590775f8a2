// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.zcl.AlarmsCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.PollControlCommand;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.internal.zcl.ZclSecrets;

/** What a Zigbee lock sends over the air. */
class ZigbeeAirFuzz {

    private interface Decoding {
        Object run() throws MalformedFrameException;
    }

    @FuzzTest(maxDuration = "30s")
    void anyFrameDecodesOrIsMalformed(byte[] bytes) {
        ZclSecrets.dump(DoorLockCommand.CLUSTER, bytes);
        decodes(() -> {
            ZclFrame frame = ZclFrame.decode(bytes);
            if (frame.clusterSpecific()) {
                decodes(() -> DoorLockResponse.decode(frame));
                decodes(() -> DoorLockCommand.decode(frame));
                decodes(() -> AlarmsCommand.decode(frame));
                decodes(() -> PollControlCommand.decode(frame));
            } else {
                decodes(frame::generalCommand);
            }
            return frame;
        });
    }

    private static void decodes(Decoding decoding) {
        try {
            decoding.run();
        } catch (MalformedFrameException e) {
            // said to be malformed: that is what is asked for
        }
    }
}
