// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import java.time.Duration;
import java.util.Objects;

/** How a device is let in. */
public sealed interface Joining {

    /** How long the network stays open, whole seconds. */
    Duration duration();

    /**
     * By the code printed on the device: nobody who listens learns the network key. The way to join a lock.
     *
     * @param device its address, printed beside the code
     * @param duration 1 to 254 s
     */
    record ByInstallCode(Eui64 device, InstallCode code, Duration duration) implements Joining {
        public ByInstallCode {
            Objects.requireNonNull(device, "device");
            Objects.requireNonNull(code, "code");
            requireSeconds(duration, 254);
        }
    }

    /**
     * With the key everybody knows: whoever listens during the join learns the network key, and could forge commands to every
     * lock of the network afterwards. For one device: the network closes when it has joined.
     *
     * @param duration 1 to 60 s
     */
    record WithWellKnownKey(Duration duration) implements Joining {
        public WithWellKnownKey {
            requireSeconds(duration, 60);
        }
    }

    private static void requireSeconds(Duration duration, long most) {
        if (duration.toSeconds() < 1 || duration.compareTo(Duration.ofSeconds(most)) > 0) {
            throw new IllegalArgumentException("the network is opened for 1 to " + most + " s, not for " + duration);
        }
    }
}
