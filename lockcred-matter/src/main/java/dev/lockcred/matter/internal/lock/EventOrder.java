// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.bridge.BridgeEvent.NodeEvent;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one node, each once and in the order of their numbers. After an outage a bridge sends again what the lock
 * still holds, in a burst and mixed with new ones; numbers jump where the lock restarted or tells others. Confined to the
 * driver's lane.
 */
public final class EventOrder {

    /** What comes within this time is put in order; a burst comes within one. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    /** How many numbers below the highest are remembered. */
    private static final int REMEMBERED = 512;

    private final Timers timers;
    private final Lane lane;
    private final BiConsumer<NodeEvent, Boolean> out;
    private final TreeMap<Long, NodeEvent> gathered = new TreeMap<>(Long::compareUnsigned);
    private final TreeSet<Long> told = new TreeSet<>(Long::compareUnsigned);
    private Timers.@Nullable Cancellable flush;

    /** @param out gets each event, and whether one with a higher number was told before it */
    public EventOrder(Timers timers, Lane lane, BiConsumer<NodeEvent, Boolean> out) {
        this.timers = timers;
        this.lane = lane;
        this.out = out;
    }

    /** Takes an event; whether it is one that was not told yet. */
    public boolean add(NodeEvent event) {
        if (told.contains(event.number()) || gathered.putIfAbsent(event.number(), event) != null) {
            return false;
        }
        if (flush == null) {
            flush = lane.schedule(timers, GATHERING, this::flush);
        }
        return true;
    }

    /** The highest number told; null before the first. */
    public @Nullable Long highest() {
        return told.isEmpty() ? null : told.last();
    }

    /** Takes up where an earlier run stopped. */
    public void resumeAfter(long number) {
        told.add(number);
    }

    /** Whether the number was told, or waits to be. */
    public boolean knows(long number) {
        return told.contains(number) || gathered.containsKey(number);
    }

    /** Stops; what waits is not told. */
    public void close() {
        if (flush != null) {
            flush.cancel();
        }
        flush = null;
        gathered.clear();
    }

    private void flush() {
        flush = null;
        List<NodeEvent> events = new ArrayList<>(gathered.values());
        gathered.clear();
        for (NodeEvent event : events) {
            Long before = highest();
            boolean old = before != null && Long.compareUnsigned(event.number(), before) < 0;
            told.add(event.number());
            out.accept(event, old);
        }
        while (told.size() > REMEMBERED) {
            told.pollFirst();
        }
    }
}
