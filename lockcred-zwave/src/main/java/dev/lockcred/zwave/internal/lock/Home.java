// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.session.Network;
import java.util.List;

/** What a lock needs of its driver, once that has started. */
public interface Home {

    Timers timers();

    Lane lane();

    Network network();

    DriverState state();

    /** The host's profiles, the user's own first. */
    List<DeviceProfile> profiles();

    /** Tells the host; on the lane. */
    void tell(DriverEvent event);

    /** For fingerprints of codes, 32 bytes; the same over restarts. */
    byte[] fingerprintKey();

    boolean closing();
}
