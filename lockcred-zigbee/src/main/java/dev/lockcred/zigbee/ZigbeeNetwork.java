// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee;

import dev.lockcred.zigbee.network.Consent;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.Joining;
import dev.lockcred.zigbee.network.NetworkBackup;
import dev.lockcred.zigbee.network.NetworkInfo;
import dev.lockcred.zigbee.network.NetworkSettings;
import dev.lockcred.zigbee.network.NodeInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The network behind a {@link ZigbeeDriver}. Nothing here happens on its own: a network is formed, left, opened or restored on a
 * person's word only.
 *
 * <p>Callable from any thread. Stages complete on the driver's lane; they fail with
 * {@link dev.lockcred.zigbee.network.ZigbeeNetworkException}, whose message says what to do.
 *
 * <p>Implemented by this library only; may gain methods.
 */
public interface ZigbeeNetwork {

    /** The network that is up. */
    Optional<NetworkInfo> info();

    /** The devices known; asks nobody. */
    List<NodeInfo> nodes();

    /** Forms a new network. */
    CompletionStage<NetworkInfo> form(NetworkSettings settings, Consent consent);

    /** Opens the network for one join; a device that joins appears in {@link #nodes()} and is interviewed. */
    CompletionStage<Void> permit(Joining joining);

    /** Closes the network before its time. */
    CompletionStage<Void> closeJoining();

    /** Takes a device off the network and forgets it. */
    CompletionStage<Void> remove(Eui64 device);

    /** All that is needed to bring the network back on another stick; holds its keys. */
    CompletionStage<NetworkBackup> backup();

    /**
     * Brings a network back on the stick at hand. The old stick must never be used on it again: two coordinators with one set of
     * counters silence each other's devices.
     */
    CompletionStage<NetworkInfo> restore(NetworkBackup backup, Consent consent);

    /** Takes the network that the stick is on for this driver's, where it was used with another before. */
    CompletionStage<NetworkInfo> adopt();

    /** Makes the stick leave its network; needs {@link Consent#LEAVE_EXISTING}. */
    CompletionStage<Void> leave(Consent consent);
}
