// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLockEvent;
import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our own writes whose echo has not come yet. The fabric and node of an event name the bridge, and other programs may use the
 * same bridge; only an event that we wait for is ours. Confined to the driver's lane.
 */
final class Echoes {

    /** Events may lag commands by two minutes; a little more. */
    private static final long PATIENCE = Duration.ofMinutes(4).toNanos();

    private sealed interface Expected {
        long since();

        /** Any index null: not told or not known. */
        record Write(
                int dataType,
                int operation,
                @Nullable Integer user,
                @Nullable Integer data,
                long since) implements Expected {}

        record Motion(long since) implements Expected {}
    }

    private final Timers timers;
    private final List<Expected> expected = new ArrayList<>();

    Echoes(Timers timers) {
        this.timers = timers;
    }

    void write(Codes.LockDataType type, Codes.DataOperation operation, @Nullable Integer user, @Nullable Integer data) {
        tidy();
        expected.add(new Expected.Write(type.code(), operation.code(), user, data, timers.nanoTime()));
    }

    void motion() {
        tidy();
        expected.add(new Expected.Motion(timers.nanoTime()));
    }

    /** Whether the change is one of ours; each write answers for one event. */
    boolean isOurs(DoorLockEvent.LockUserChange event) {
        tidy();
        for (Expected e : expected) {
            if (e instanceof Expected.Write write && matches(write, event)) {
                expected.remove(e);
                return true;
            }
        }
        return false;
    }

    /** Whether we moved the bolt lately. The events of one command are several on some locks: all are ours. */
    boolean isOurMotion() {
        tidy();
        return expected.stream().anyMatch(e -> e instanceof Expected.Motion);
    }

    private static boolean matches(Expected.Write write, DoorLockEvent.LockUserChange event) {
        boolean user = write.user() == null
                || event.userIndex() == null
                || write.user().equals(event.userIndex());
        boolean data = write.data() == null
                || event.dataIndex() == null
                || write.data().equals(event.dataIndex());
        if (write.dataType() == event.dataType()) {
            return write.operation() == event.dataOperation() && user && data;
        }
        // Clearing a user's last credential is told as the end of the user.
        return write.operation() == Codes.DataOperation.CLEAR.code()
                && event.dataOperation() == Codes.DataOperation.CLEAR.code()
                && event.dataType() == Codes.LockDataType.USER.code()
                && write.user() != null
                && write.user() != DoorLock.ALL_INDEXES
                && write.user().equals(event.userIndex());
    }

    private void tidy() {
        long now = timers.nanoTime();
        expected.removeIf(e -> now - e.since() > PATIENCE);
    }
}
