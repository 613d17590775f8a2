// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.zwave.internal.cc.TransportService;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.session.Radio.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of a datagram in segments (zwave.md 3.4). */
class TransportSenderTest {

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final List<TransportService> sent = new ArrayList<>();
    private final List<Result> told = new ArrayList<>();
    private Result radio = new Result.Delivered(Optional.empty());

    private TransportSender start(int length) {
        var lane = time.lane("test");
        var sender = new TransportSender(time, lane, Octets.of(new byte[length]), 5, this::send, told::add);
        lane.execute(sender::start);
        time.advance(Duration.ofMillis(500));
        return sender;
    }

    private void send(TransportService segment, Consumer<Result> result) {
        sent.add(segment);
        result.accept(radio);
    }

    @Test
    void theLastSegmentIsRepeatedOnceAndThenItIsNotKnownWhetherItArrived() {
        start(100);

        time.advance(Duration.ofSeconds(3));

        assertThat(sent).hasSize(4);
        assertThat(told).singleElement().isInstanceOf(Result.NoAck.class);
    }

    /** The node may have had it whole before: "withdrawn" would say that nothing was sent. */
    @Test
    void whatIsTakenBackWhenAllSegmentsHaveLeftMayHaveArrived() {
        start(100);
        radio = new Result.Withdrawn();

        time.advance(Duration.ofSeconds(3));

        assertThat(told).singleElement().isInstanceOf(Result.NoAck.class);
    }

    @Test
    void whatIsTakenBackBeforeTheLastSegmentNeverArrived() {
        radio = new Result.Withdrawn();
        start(100);

        assertThat(told).containsExactly(new Result.Withdrawn());
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void completeEndsIt() {
        TransportSender sender = start(100);

        sender.onComplete(new TransportService.Complete(4));
        assertThat(told).isEmpty();
        sender.onComplete(new TransportService.Complete(5));

        assertThat(told).singleElement().isInstanceOf(Result.Delivered.class);
        assertThat(time.pendingTimers()).isZero();
    }
}
