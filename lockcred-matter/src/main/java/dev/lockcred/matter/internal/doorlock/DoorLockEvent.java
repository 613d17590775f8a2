// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.doorlock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.matter.internal.bridge.JsonFields;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of the Door Lock cluster. */
public sealed interface DoorLockEvent {

    /** Event 0. The code is as in {@link Codes.Alarm}. */
    record DoorLockAlarm(int alarmCode) implements DoorLockEvent {}

    /** Event 1. The state is as in {@link Codes.DoorState}. */
    record DoorStateChange(int doorState) implements DoorLockEvent {}

    /**
     * Events 2 (it happened) and 3 (it was refused).
     *
     * @param operation as in {@link Codes.LockOperation}
     * @param source as in {@link Codes.OperationSource}
     * @param error as in {@link Codes.OperationError}; null for event 2
     * @param userIndex null when the lock does not tell
     * @param fabric the index, on this lock, of the fabric that asked; null for an operation at the lock
     * @param sourceNode the node of that fabric that asked, unsigned 64 bits
     * @param credentials what was presented; empty when the lock does not tell
     */
    record LockOperation(
            int operation,
            int source,
            @Nullable Integer error,
            @Nullable Integer userIndex,
            @Nullable Integer fabric,
            @Nullable Long sourceNode,
            List<CredentialRef> credentials)
            implements DoorLockEvent {
        public LockOperation {
            credentials = List.copyOf(credentials);
        }
    }

    /**
     * Event 4.
     *
     * @param dataType as in {@link Codes.LockDataType}
     * @param dataOperation as in {@link Codes.DataOperation}
     * @param userIndex 0xFFFE for all; null when the lock does not tell
     * @param dataIndex which credential or schedule; 0xFFFE for all
     */
    record LockUserChange(
            int dataType,
            int dataOperation,
            int source,
            @Nullable Integer userIndex,
            @Nullable Integer fabric,
            @Nullable Long sourceNode,
            @Nullable Integer dataIndex)
            implements DoorLockEvent {}

    /** An event of a later revision. */
    record Unknown(long eventId) implements DoorLockEvent {}

    /** Reads the data of an event of this cluster. */
    static DoorLockEvent decode(long eventId, JsonNode data) throws MalformedFrameException {
        if (eventId > 4) {
            return new Unknown(eventId);
        }
        var in = JsonFields.of(data, "door lock event " + eventId);
        return switch ((int) eventId) {
            case 0 -> new DoorLockAlarm(in.u31("alarmCode"));
            case 1 -> new DoorStateChange(in.u31("doorState"));
            case 2 -> operation(in, null);
            case 3 -> operation(in, in.u31("operationError"));
            default ->
                new LockUserChange(
                        in.u31("lockDataType"),
                        in.u31("dataOperationType"),
                        in.u31("operationSource"),
                        in.u31OrNull("userIndex"),
                        in.u31OrNull("fabricIndex"),
                        in.u64OrNull("sourceNode"),
                        in.u31OrNull("dataIndex"));
        };
    }

    private static LockOperation operation(JsonFields in, @Nullable Integer error) throws MalformedFrameException {
        var credentials = new ArrayList<CredentialRef>();
        for (JsonNode element : in.listOrEmpty("credentials")) {
            credentials.add(CredentialRef.decode(element));
        }
        return new LockOperation(
                in.u31("lockOperationType"),
                in.u31("operationSource"),
                error,
                in.u31OrNull("userIndex"),
                in.u31OrNull("fabricIndex"),
                in.u64OrNull("sourceNode"),
                credentials);
    }
}
