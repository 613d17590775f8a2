// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.IntFunction;

/** What a lock does wrong once, when told to. */
final class LockFaults {

    private boolean loseNext;
    private boolean pretendNext;
    private final ArrayDeque<IntFunction<byte[]>> nonsense = new ArrayDeque<>();

    /** Acts on the next command, and its answer is lost. */
    void loseNextAnswer() {
        loseNext = true;
    }

    /** Says yes to the next change, and does nothing. */
    void pretendNext() {
        pretendNext = true;
    }

    /** Answers the next command with these bytes, made for its sequence number. */
    void answerNext(IntFunction<byte[]> bytes) {
        nonsense.add(bytes);
    }

    boolean pretends(DoorLockCommand command) {
        boolean now = pretendNext && LockApplication.isWrite(command);
        pretendNext &= !now;
        return now;
    }

    boolean loses(DoorLockCommand command) {
        boolean now = loseNext && LockApplication.isWrite(command);
        loseNext &= !now;
        return now;
    }

    Optional<byte[]> nonsense(DoorLockCommand command, int sequence) {
        IntFunction<byte[]> next = nonsense.poll();
        return next == null ? Optional.empty() : Optional.of(next.apply(sequence));
    }
}
