// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.Rejection;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.zigbee.internal.net.Reply;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import java.time.Duration;
import java.util.Optional;

/** The one table from Zigbee's answers to ours. Pure. */
final class Answers {

    /** When it makes sense to try a lock again that was not heard. */
    private static final Duration AWAY = Duration.ofMinutes(5);

    private Answers() {}

    /** The status of a set PIN or set RFID response other than success: an enumeration of the cluster's own. */
    static ChangeOutcome setRefused(int status) {
        return switch (status) {
            case DoorLockResponse.SET_FAILED ->
                new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "set code status 1 (general failure)");
            case DoorLockResponse.SET_MEMORY_FULL ->
                new ChangeOutcome.Rejected(Rejection.CAPACITY, "set code status 2 (memory full)");
            case DoorLockResponse.SET_DUPLICATE ->
                new ChangeOutcome.Rejected(Rejection.DUPLICATE, "set code status 3 (duplicate code)");
            default -> refused(status); // some firmware answers with the general list here
        };
    }

    /** A general status other than success. */
    static ChangeOutcome refused(int status) {
        String words = ZclStatus.describe(status);
        if (ZclStatus.isUnsupported(status)) {
            return new ChangeOutcome.Unsupported("the lock does not have this command: " + words);
        }
        Rejection reason = switch (status) {
            case ZclStatus.NOT_AUTHORISED -> Rejection.NOT_PERMITTED;
            case ZclStatus.MALFORMED_COMMAND, ZclStatus.INVALID_FIELD, ZclStatus.INVALID_VALUE ->
                Rejection.INVALID_FORMAT;
            case ZclStatus.INSUFFICIENT_SPACE -> Rejection.CAPACITY;
            case ZclStatus.DUPLICATE_EXISTS -> Rejection.DUPLICATE;
            case ZclStatus.NOT_FOUND -> Rejection.NOT_FOUND;
            default -> Rejection.UNSPECIFIED;
        };
        return new ChangeOutcome.Rejected(reason, words);
    }

    /** A change that was never sent, or whose fate is unknown. */
    static ChangeOutcome silent(Reply.Silent silent) {
        return switch (silent.why()) {
            case ASLEEP -> new NotSent(NotSent.Why.UNREACHABLE, Optional.of(AWAY), silent.text());
            case WITHDRAWN -> new NotSent(NotSent.Why.WITHDRAWN, silent.text());
            case NO_TIME -> new NotSent(NotSent.Why.NO_TIME, silent.text());
            case LINK_DOWN, REFUSED -> new NotSent(NotSent.Why.LINK_DOWN, silent.text());
            case CLOSING -> new NotSent(NotSent.Why.CLOSING, silent.text());
            case UNACKNOWLEDGED, NO_ANSWER, CUT_OFF -> new ChangeOutcome.Ambiguous(silent.text());
        };
    }

    /** Why a read brought nothing. */
    static ReadResult.Failure.Why why(Reply.Silent silent) {
        return switch (silent.why()) {
            case ASLEEP, UNACKNOWLEDGED -> ReadResult.Failure.Why.UNREACHABLE;
            case WITHDRAWN, NO_TIME -> ReadResult.Failure.Why.NO_TIME;
            case LINK_DOWN, REFUSED, CUT_OFF -> ReadResult.Failure.Why.LINK_DOWN;
            case CLOSING -> ReadResult.Failure.Why.CLOSING;
            case NO_ANSWER -> ReadResult.Failure.Why.NO_ANSWER;
        };
    }
}
