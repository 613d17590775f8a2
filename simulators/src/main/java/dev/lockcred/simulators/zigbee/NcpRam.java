// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.Timers;
import dev.lockcred.zigbee.internal.ezsp.ConfigCommand;
import dev.lockcred.zigbee.internal.ezsp.EzspCodec;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.InitialSecurityState;
import dev.lockcred.zigbee.internal.ezsp.TableStructures.MulticastEntry;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a co-processor knows until its next reset. */
final class NcpRam {

    EzspCodec codec = EzspCodec.initial();
    boolean versionTold;
    boolean versionAgreed;
    boolean up;
    int lastSequence;
    int apsSequence;
    int onAir;
    Optional<InitialSecurityState> security = Optional.empty();
    OptionalLong frameCounter = OptionalLong.empty();
    Timers.@Nullable Cancellable closing;
    boolean open;
    boolean concentrator;
    final TreeMap<Integer, ConfigCommand.AddEndpoint> endpoints = new TreeMap<>();
    final TreeMap<Integer, Integer> configuration = new TreeMap<>();
    final TreeMap<Integer, Integer> policies = new TreeMap<>();
    final TreeMap<Integer, MulticastEntry> multicast = new TreeMap<>();
    final TreeMap<Eui64, ZigbeeKey> transientKeys = new TreeMap<>();
    final TreeMap<Eui64, Boolean> extendedTimeouts = new TreeMap<>();

    /** Stops what would go on by itself. */
    void end() {
        if (closing != null) {
            closing.cancel();
            closing = null;
        }
    }
}
