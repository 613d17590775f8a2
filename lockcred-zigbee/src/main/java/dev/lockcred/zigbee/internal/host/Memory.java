// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.host;

import dev.lockcred.spi.DriverState;
import dev.lockcred.zigbee.internal.lock.Facts;
import dev.lockcred.zigbee.internal.net.Coordinator.NetworkFacts;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the driver remembers over restarts: which network is its own, and what it knows of each device. */
final class Memory {

    private static final Logger log = LoggerFactory.getLogger(Memory.class);

    private static final String NETWORK = "network";
    private static final String NETWORK_KEY = "network.key";
    private static final String NODE = "node.";

    private final DriverState state;

    /** The network that is this driver's. */
    record Known(Eui64 extendedPanId, ZigbeeKey key) {}

    Memory(DriverState state) {
        this.state = state;
    }

    Optional<Known> network() {
        Optional<byte[]> name = state.get(NETWORK);
        Optional<byte[]> key = state.get(NETWORK_KEY);
        if (name.isEmpty() || key.isEmpty() || key.get().length != ZigbeeKey.LENGTH) {
            return Optional.empty();
        }
        ZigbeeKey networkKey = ZigbeeKey.of(key.get());
        Arrays.fill(key.get(), (byte) 0);
        return Optional.of(new Known(Eui64.parse(new String(name.get(), StandardCharsets.UTF_8)), networkKey));
    }

    void keepNetwork(NetworkFacts facts) {
        byte[] key = facts.networkKey().copyBytes();
        write(new DriverState.Edits()
                .put(NETWORK, facts.parameters().extendedPanId().toString().getBytes(StandardCharsets.UTF_8))
                .putSecret(NETWORK_KEY, key));
        Arrays.fill(key, (byte) 0);
    }

    void forgetNetwork() {
        write(new DriverState.Edits().remove(NETWORK).remove(NETWORK_KEY));
    }

    SortedMap<Eui64, Facts> nodes() {
        var nodes = new TreeMap<Eui64, Facts>();
        for (String key : state.keys(NODE)) {
            state.get(key).ifPresent(v -> nodes.put(Eui64.parse(key.substring(NODE.length())), Facts.of(v)));
        }
        return nodes;
    }

    void keepNode(Eui64 eui64, Facts facts) {
        write(new DriverState.Edits().put(NODE + eui64, facts.toBytes()));
    }

    void forgetNode(Eui64 eui64) {
        write(new DriverState.Edits().remove(NODE + eui64));
    }

    private void write(DriverState.Edits edits) {
        List<DriverState.Edit> list = edits.list();
        var unused = state.write(list).whenComplete((v, failure) -> {
            if (failure != null) {
                log.warn("what is known of the Zigbee network could not be stored: {}", failure.toString());
            }
        });
    }
}
