// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.Rejection;
import dev.lockcred.matter.internal.bridge.BridgeError;
import dev.lockcred.matter.internal.bridge.InteractionStatus;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ReadResult;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a lock's and a bridge's answers mean for a change or a read: one row per status. Pure. */
final class Statuses {

    private static final Duration SOON = Duration.ofSeconds(30);

    private Statuses() {}

    /** Whether the lock was busy or too late and did nothing: the same command may be sent again. */
    static boolean isTransient(int status) {
        return status == InteractionStatus.BUSY.code() || status == InteractionStatus.TIMEOUT.code();
    }

    /** The status of a lock's answer, if the reply is one. */
    static @Nullable Integer deviceStatus(Reply reply) {
        return reply instanceof Reply.Failed failed && failed.error().cause() instanceof BridgeError.Cause.Device device
                ? Integer.valueOf(device.status())
                : null;
    }

    /** A refusal by the lock. The numbers of DlStatus are among them. */
    static ChangeOutcome refusal(int status, @Nullable Integer clusterStatus) {
        String said =
                InteractionStatus.describe(status) + (clusterStatus == null ? "" : ", cluster status " + clusterStatus);
        return switch (status) {
            case 1 ->
                clusterStatus == null
                        ? new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, said)
                        : switch (clusterStatus) {
                            case 2 -> new ChangeOutcome.Rejected(Rejection.DUPLICATE, said);
                            case 3 -> new ChangeOutcome.Rejected(Rejection.OCCUPIED, said);
                            default -> new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, said);
                        };
            case 2 -> new ChangeOutcome.Rejected(Rejection.DUPLICATE, "Matter door lock status 2 (duplicate)");
            case 3 -> new ChangeOutcome.Rejected(Rejection.OCCUPIED, "Matter door lock status 3 (occupied)");
            case 126, 157 -> new ChangeOutcome.Rejected(Rejection.NOT_PERMITTED, said);
            case 127, 129, 195 -> new ChangeOutcome.Unsupported("the lock does not know this command: " + said);
            case 133, 135, 141 -> new ChangeOutcome.Rejected(Rejection.INVALID_FORMAT, said);
            case 137 -> new ChangeOutcome.Rejected(Rejection.CAPACITY, said);
            case 139 -> new ChangeOutcome.Rejected(Rejection.NOT_FOUND, said);
            case 148, 156 ->
                new ChangeOutcome.NotSent(
                        ChangeOutcome.NotSent.Why.UNREACHABLE, Optional.of(SOON), "the lock did nothing: " + said);
            default -> new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, said);
        };
    }

    /** What became of a change by a reply that is not a success. */
    static ChangeOutcome failure(Reply reply) {
        if (reply instanceof Reply.NotSent notSent) {
            return notSent(notSent);
        }
        if (reply instanceof Reply.Lost lost) {
            return new ChangeOutcome.Ambiguous(lost.text());
        }
        if (!(reply instanceof Reply.Failed failed)) {
            throw new IllegalArgumentException("a success is no failure");
        }
        BridgeError error = failed.error();
        BridgeError.Cause cause = error.cause();
        if (cause instanceof BridgeError.Cause.Device device) {
            return refusal(device.status(), device.clusterStatus());
        }
        if (cause instanceof BridgeError.Cause.Refused) {
            return new ChangeOutcome.Rejected(Rejection.INVALID_FORMAT, error.summary());
        }
        if (cause instanceof BridgeError.Cause.NodeDown) {
            return new ChangeOutcome.NotSent(ChangeOutcome.NotSent.Why.UNREACHABLE, Optional.of(SOON), error.summary());
        }
        if (cause instanceof BridgeError.Cause.NoSuchNode) {
            return new ChangeOutcome.NotSent(ChangeOutcome.NotSent.Why.UNREACHABLE, error.summary());
        }
        return new ChangeOutcome.Ambiguous(error.summary());
    }

    static ChangeOutcome notSent(Reply.NotSent reply) {
        var why = switch (reply.why()) {
            case LINK_DOWN -> ChangeOutcome.NotSent.Why.LINK_DOWN;
            case WITHDRAWN -> ChangeOutcome.NotSent.Why.WITHDRAWN;
            case CLOSED -> ChangeOutcome.NotSent.Why.CLOSING;
        };
        return new ChangeOutcome.NotSent(why, reply.text());
    }

    /** Why a read brought nothing. */
    static ReadResult.Failure readFailure(Reply reply) {
        if (reply instanceof Reply.NotSent notSent) {
            var why = switch (notSent.why()) {
                case LINK_DOWN -> ReadResult.Failure.Why.LINK_DOWN;
                case WITHDRAWN -> ReadResult.Failure.Why.NO_TIME;
                case CLOSED -> ReadResult.Failure.Why.CLOSING;
            };
            return new ReadResult.Failure(why, notSent.text());
        }
        if (reply instanceof Reply.Lost lost) {
            return new ReadResult.Failure(ReadResult.Failure.Why.NO_ANSWER, lost.text());
        }
        if (!(reply instanceof Reply.Failed failed)) {
            return new ReadResult.Failure(ReadResult.Failure.Why.NO_ANSWER, "the answer cannot be read");
        }
        BridgeError.Cause cause = failed.error().cause();
        boolean down = cause instanceof BridgeError.Cause.NodeDown
                || cause instanceof BridgeError.Cause.NoSuchNode
                || cause instanceof BridgeError.Cause.NoAnswer;
        boolean unsupported = cause instanceof BridgeError.Cause.Device device
                && device.status() == InteractionStatus.UNSUPPORTED_COMMAND.code();
        return new ReadResult.Failure(
                down
                        ? ReadResult.Failure.Why.UNREACHABLE
                        : unsupported ? ReadResult.Failure.Why.UNSUPPORTED : ReadResult.Failure.Why.NO_ANSWER,
                failed.error().summary());
    }
}
