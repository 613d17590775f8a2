// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.lockcred.matter.internal.bridge.BridgeEvent.NodeEvent;
import dev.lockcred.matter.internal.bridge.NodeId;
import dev.lockcred.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EventOrderTest {

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final List<String> told = new ArrayList<>();
    private final EventOrder order = new EventOrder(
            time,
            time.lane("events"),
            (event, old) -> told.add(Long.toUnsignedString(event.number()) + (old ? " old" : "")));

    @Property
    void r40AnyBurstIsToldOnceAndInOrder(@ForAll @Size(max = 40) List<@IntRange(min = 1, max = 30) Integer> numbers) {
        told.clear();
        var fresh = new EventOrder(time, time.lane("events"), (event, old) -> told.add(event.number() + ""));
        numbers.forEach(n -> fresh.add(event(n)));
        time.advance(Duration.ofSeconds(1));

        assertThat(told)
                .containsExactlyElementsOf(
                        new TreeSet<>(numbers).stream().map(String::valueOf).toList());
        numbers.forEach(n -> assertThat(fresh.add(event(n))).isFalse());
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void numbersAreUnsignedAndALateOneIsOld() {
        order.add(event(-1)); // 2^64 - 1
        time.advance(Duration.ofSeconds(1));
        order.add(event(7));
        time.advance(Duration.ofSeconds(1));

        assertThat(told).containsExactly("18446744073709551615", "7 old");
    }

    @Test
    void whatWasToldInAnEarlierRunIsNotToldAgain() {
        order.resumeAfter(5);

        assertThat(order.add(event(5))).isFalse();
        assertThat(order.add(event(6))).isTrue();
        order.close();
        time.advance(Duration.ofSeconds(1));

        assertThat(told).isEmpty();
        assertThat(time.pendingTimers()).isZero();
    }

    private static NodeEvent event(long number) {
        return new NodeEvent(NodeId.parse("1"), 1, 257, 2, number, 2, 0, 0, NullNode.getInstance());
    }
}
