// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.Lane;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A lock takes a number that comes twice in a row for a repetition, and does not execute what is under it. */
class SupervisionSessionsTest {

    @Property(tries = 500)
    void noNumberComesTwiceInARowNotOverRestartsEither(
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 40) Integer> commandsBetweenRestarts,
            @ForAll @IntRange(max = 63) int first) {
        var time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
        var state = new TestHost("hall", time, new Seed(1)).state();
        var lane = new Lane("test", time.executor(), failure -> {});
        int before = -1;
        for (int commands : commandsBetweenRestarts) {
            var sessions = new SupervisionSessions(state, "sessions");
            for (int i = 0; i < commands; i++) {
                int number = time.result(sessions.next(lane, before >= 0 ? before : first));
                assertThat(number).isBetween(0, 63).isNotEqualTo(before);
                before = number;
            }
        }
    }
}
