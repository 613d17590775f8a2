// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The Time Synchronization cluster of a simulated node: unset until somebody sets it, then it runs. Confined to the run loop. */
final class SimulatedClock {

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final Timers time;
    private long ahead;
    private boolean set;
    private int offset;
    private JsonNode daylight = NullNode.getInstance();

    SimulatedClock(Timers time) {
        this.time = time;
    }

    /** Carries out a command of the cluster; false when it does not know it or its fields. */
    boolean set(String command, JsonNode payload) {
        switch (command) {
            case "SetUTCTime" -> {
                if (!payload.path("UTCTime").isIntegralNumber()
                        || !payload.path("granularity").isInt()) {
                    return false;
                }
                ahead = payload.get("UTCTime").longValue() - micros(time.now());
                set = true;
            }
            case "SetTimeZone" ->
                offset = payload.path("timeZone").path(0).path("offset").intValue();
            case "SetDSTOffset" -> daylight = payload.path("DSTOffset");
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Puts what it shows into the attributes. */
    void show(Map<String, JsonNode> attributes) {
        long now = micros(time.now()) + ahead;
        attributes.put("0/56/65532", JsonNodeFactory.instance.numberNode(1));
        attributes.put("0/56/0", set ? JsonNodeFactory.instance.numberNode(now) : NullNode.getInstance());
        long local = now + (offset + daylightAt(now)) * 1_000_000L;
        attributes.put("0/56/7", set ? JsonNodeFactory.instance.numberNode(local) : NullNode.getInstance());
    }

    private long daylightAt(long now) {
        for (JsonNode entry : daylight) {
            boolean begun = entry.path("validStarting").longValue() <= now;
            boolean ended = entry.path("validUntil").isIntegralNumber()
                    && entry.get("validUntil").longValue() <= now;
            if (begun && !ended) {
                return entry.path("offset").longValue();
            }
        }
        return 0;
    }

    private static long micros(Instant instant) {
        return Duration.between(EPOCH, instant).toNanos() / 1000;
    }
}
