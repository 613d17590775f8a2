// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.ReadResult.Failure;
import dev.lockcred.zwave.internal.session.Reply;
import java.time.Duration;
import java.util.Optional;

/** The radio's reasons in the words of the SPI. One table, both ways of using it. */
final class Failures {

    private Failures() {}

    static Failure.Why why(Reply.Why why) {
        return switch (why) {
            case UNREACHABLE -> Failure.Why.UNREACHABLE;
            case NO_ANSWER -> Failure.Why.NO_ANSWER;
            case KEYS -> Failure.Why.INSECURE;
            case LINK_DOWN -> Failure.Why.LINK_DOWN;
            case WITHDRAWN -> Failure.Why.NO_TIME;
        };
    }

    static Failure of(Reply<?> reply) {
        if (reply instanceof Reply.NotSent<?> n) {
            return new Failure(why(n.why()), n.text());
        }
        return new Failure(Failure.Why.NO_ANSWER, "the lock did not answer");
    }

    /** A change that was not sent, after its guard and the end of the call have been looked at. */
    static ChangeOutcome notSent(Reply.NotSent<?> reply, Conversation talk) {
        Duration silent = talk.node().silentFor();
        Optional<Duration> retry = silent.isZero() ? Optional.empty() : Optional.of(silent);
        return switch (reply.why()) {
            case UNREACHABLE, NO_ANSWER -> new NotSent(NotSent.Why.UNREACHABLE, retry, reply.text());
            case KEYS -> new NotSent(NotSent.Why.INSECURE, reply.text());
            case LINK_DOWN -> new NotSent(NotSent.Why.LINK_DOWN, reply.text());
            case WITHDRAWN ->
                talk.over() ? talk.tooLate() : new NotSent(NotSent.Why.WITHDRAWN, "withdrawn before anything was sent");
        };
    }
}
