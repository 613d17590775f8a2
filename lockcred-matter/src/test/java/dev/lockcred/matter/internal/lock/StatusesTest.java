// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Rejection;
import dev.lockcred.matter.internal.bridge.BridgeError;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent.Why;
import dev.lockcred.spi.ReadResult.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of statuses, row by row (R24: outcomes decide). */
class StatusesTest {

    static Stream<Arguments> rejections() {
        return Stream.of(
                Arguments.of(1, null, Rejection.UNSPECIFIED),
                Arguments.of(1, 2, Rejection.DUPLICATE),
                Arguments.of(1, 3, Rejection.OCCUPIED),
                Arguments.of(1, 77, Rejection.UNSPECIFIED),
                Arguments.of(2, null, Rejection.DUPLICATE),
                Arguments.of(3, null, Rejection.OCCUPIED),
                Arguments.of(126, null, Rejection.NOT_PERMITTED),
                Arguments.of(133, null, Rejection.INVALID_FORMAT),
                Arguments.of(135, null, Rejection.INVALID_FORMAT),
                Arguments.of(137, null, Rejection.CAPACITY),
                Arguments.of(139, null, Rejection.NOT_FOUND),
                Arguments.of(141, null, Rejection.INVALID_FORMAT),
                Arguments.of(157, null, Rejection.NOT_PERMITTED),
                Arguments.of(203, null, Rejection.UNSPECIFIED),
                Arguments.of(222, null, Rejection.UNSPECIFIED));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void refusalsAreRejected(int status, Integer clusterStatus, Rejection reason) {
        assertThat(Statuses.refusal(status, clusterStatus))
                .isInstanceOfSatisfying(ChangeOutcome.Rejected.class, rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.nativeAnswer()).contains(String.valueOf(status));
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {127, 129, 195})
    void whatTheLockDoesNotKnowIsUnsupported(int status) {
        assertThat(Statuses.refusal(status, null)).isInstanceOf(ChangeOutcome.Unsupported.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {148, 156})
    void aLockThatWasBusyDidNothing(int status) {
        assertThat(Statuses.isTransient(status)).isTrue();
        assertThat(Statuses.refusal(status, null)).isInstanceOfSatisfying(ChangeOutcome.NotSent.class, n -> {
            assertThat(n.why()).isEqualTo(Why.UNREACHABLE);
            assertThat(n.retryAfter()).isPresent();
        });
    }

    @Test
    void noAnswerIsAmbiguousForAWriteAndUnreachableForARead() {
        var reply = new Reply.Failed(new BridgeError(0, "Operation aborted"));

        assertThat(Statuses.failure(reply)).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(Statuses.failure(new Reply.Lost("gone"))).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(Statuses.failure(new Reply.Failed(new BridgeError(0, "something new"))))
                .isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(Statuses.readFailure(reply).why()).isEqualTo(Failure.Why.UNREACHABLE);
    }

    @Test
    void whatTheBridgeDidNotSendWasNotSent() {
        assertThat(why(new Reply.Failed(new BridgeError(3, "Node 1 is not (yet) available."))))
                .isEqualTo(Why.UNREACHABLE);
        assertThat(why(new Reply.Failed(new BridgeError(5, "Node 9 does not exist"))))
                .isEqualTo(Why.UNREACHABLE);
        assertThat(why(new Reply.NotSent(Reply.NotSent.Why.LINK_DOWN, "down"))).isEqualTo(Why.LINK_DOWN);
        assertThat(why(new Reply.NotSent(Reply.NotSent.Why.CLOSED, "closed"))).isEqualTo(Why.CLOSING);
        assertThat(why(new Reply.NotSent(Reply.NotSent.Why.WITHDRAWN, "no"))).isEqualTo(Why.WITHDRAWN);
        assertThat(Statuses.failure(new Reply.Failed(new BridgeError(0, "Invalid character"))))
                .isInstanceOf(ChangeOutcome.Rejected.class);
    }

    private static Why why(Reply reply) {
        return ((ChangeOutcome.NotSent) Statuses.failure(reply)).why();
    }
}
