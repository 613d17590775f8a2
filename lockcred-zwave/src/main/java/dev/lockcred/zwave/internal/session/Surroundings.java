// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.security.KeyRing;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** What a node needs of the network it is in. */
record Surroundings(
        Timers timers,
        Lane lane,
        RandomGenerator random,
        SecureRandom secureRandom,
        KeyRing keys,
        Radio radio,
        long homeId,
        int ownNode,
        NodeListener listener) {}
