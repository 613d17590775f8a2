// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.doorlock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.matter.internal.bridge.Json;
import dev.lockcred.matter.internal.bridge.NodeId;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the Door Lock cluster that we send. Names and fields are the CHIP labels, the only spelling both servers
 * take. Nullable fields are always present, optional ones only when wanted: the servers fail on the opposite.
 */
public sealed interface DoorLockCommand {

    /** The window of a timed interaction; generous because of retransmissions on Thread. */
    int TIMED_MILLIS = 10_000;

    /** The command id, as in AcceptedCommandList. */
    int id();

    /** Whether the cluster demands a timed interaction. */
    boolean timed();

    /** Adds the fields. */
    void writeFields(ObjectNode payload);

    /** The name on the wire. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The request that invokes this on a node's endpoint. */
    default BridgeRequest.DeviceCommand on(NodeId node, int endpoint) {
        ObjectNode payload = Json.object();
        writeFields(payload);
        return new BridgeRequest.DeviceCommand(
                node, endpoint, DoorLock.CLUSTER, name(), payload, timed() ? TIMED_MILLIS : null);
    }

    private static void putSecret(ObjectNode payload, String field, Secret secret) {
        byte[] bytes = secret.copyBytes();
        try {
            payload.put(field, Base64.getEncoder().encodeToString(bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static void putPin(ObjectNode payload, @Nullable Pin pin) {
        if (pin != null) {
            putSecret(payload, "PINCode", pin);
        }
    }

    /** A PIN is sent along only to locks that check it. */
    record LockDoor(@Nullable Pin pin) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x00;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            putPin(payload, pin);
        }
    }

    record UnlockDoor(@Nullable Pin pin) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x01;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            putPin(payload, pin);
        }
    }

    /**
     * Unlocks, and locks again by itself.
     *
     * @param seconds 16 bits
     */
    record UnlockWithTimeout(int seconds, @Nullable Pin pin) implements DoorLockCommand {
        public UnlockWithTimeout {
            if (seconds < 1 || seconds > 0xFFFF) {
                throw new IllegalArgumentException("unlock for " + seconds + " s is outside 1..65535");
            }
        }

        @Override
        public int id() {
            return 0x03;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("timeout", seconds);
            putPin(payload, pin);
        }
    }

    /** Unlocks without pulling the latch. */
    record UnboltDoor(@Nullable Pin pin) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x27;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            putPin(payload, pin);
        }
    }

    /**
     * Creates or changes a user record. In a change, null keeps what is there; in a creation it means the default.
     *
     * @param operation ADD or MODIFY
     * @param uniqueId 32 bits
     */
    record SetUser(
            Codes.DataOperation operation,
            int userIndex,
            @Nullable String userName,
            @Nullable Long uniqueId,
            Codes.@Nullable UserStatus status,
            Codes.@Nullable UserType type,
            Codes.@Nullable CredentialRule rule)
            implements DoorLockCommand {
        @Override
        public int id() {
            return 0x1A;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("operationType", operation.code());
            payload.put("userIndex", userIndex);
            payload.put("userName", userName);
            payload.put("userUniqueID", uniqueId);
            payload.put("userStatus", status == null ? null : Integer.valueOf(status.code()));
            payload.put("userType", type == null ? null : Integer.valueOf(type.code()));
            payload.put("credentialRule", rule == null ? null : Integer.valueOf(rule.code()));
        }
    }

    record GetUser(int userIndex) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x1B;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("userIndex", userIndex);
        }
    }

    /** Removes a user with all its credentials and schedules. */
    record ClearUser(int userIndex) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x1D;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("userIndex", userIndex);
        }
    }

    /**
     * Writes a credential.
     *
     * @param operation ADD or MODIFY
     * @param userIndex whose; null creates a user, with the status and type given
     * @param status only with a null user index
     * @param type only with a null user index
     */
    record SetCredential(
            Codes.DataOperation operation,
            CredentialRef credential,
            Secret data,
            @Nullable Integer userIndex,
            Codes.@Nullable UserStatus status,
            Codes.@Nullable UserType type)
            implements DoorLockCommand {
        @Override
        public int id() {
            return 0x22;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("operationType", operation.code());
            payload.set("credential", credential.json());
            putSecret(payload, "credentialData", data);
            payload.put("userIndex", userIndex);
            payload.put("userStatus", status == null ? null : Integer.valueOf(status.code()));
            payload.put("userType", type == null ? null : Integer.valueOf(type.code()));
        }
    }

    record GetCredentialStatus(CredentialRef credential) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x24;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.set("credential", credential.json());
        }
    }

    /** Removes one credential, never all: for that see {@link ClearAllCredentials}. */
    record ClearCredential(CredentialRef credential) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x26;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.set("credential", credential.json());
        }
    }

    /** Removes every credential of every type and fabric. */
    record ClearAllCredentials() implements DoorLockCommand {
        @Override
        public int id() {
            return 0x26;
        }

        @Override
        public String name() {
            return "ClearCredential";
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.putNull("credential");
        }
    }

    record SetWeekDaySchedule(int index, int userIndex, DoorLockAnswers.WeekDay schedule) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x0B;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("weekDayIndex", index);
            payload.put("userIndex", userIndex);
            payload.put("daysMask", schedule.daysMask());
            payload.put("startHour", schedule.startHour());
            payload.put("startMinute", schedule.startMinute());
            payload.put("endHour", schedule.endHour());
            payload.put("endMinute", schedule.endMinute());
        }
    }

    record GetWeekDaySchedule(int index, int userIndex) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x0C;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("weekDayIndex", index);
            payload.put("userIndex", userIndex);
        }
    }

    record ClearWeekDaySchedule(int index, int userIndex) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x0D;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("weekDayIndex", index);
            payload.put("userIndex", userIndex);
        }
    }

    record SetYearDaySchedule(int index, int userIndex, DoorLockAnswers.LocalRange range) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x0E;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("yearDayIndex", index);
            payload.put("userIndex", userIndex);
            payload.put("localStartTime", range.start());
            payload.put("localEndTime", range.end());
        }
    }

    record GetYearDaySchedule(int index, int userIndex) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x0F;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("yearDayIndex", index);
            payload.put("userIndex", userIndex);
        }
    }

    record ClearYearDaySchedule(int index, int userIndex) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x10;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("yearDayIndex", index);
            payload.put("userIndex", userIndex);
        }
    }

    /** Holidays belong to the lock, not to a user. */
    record SetHolidaySchedule(int index, DoorLockAnswers.LocalRange range, Codes.OperatingMode mode)
            implements DoorLockCommand {
        @Override
        public int id() {
            return 0x11;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("holidayIndex", index);
            payload.put("localStartTime", range.start());
            payload.put("localEndTime", range.end());
            payload.put("operatingMode", mode.code());
        }
    }

    record GetHolidaySchedule(int index) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x12;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("holidayIndex", index);
        }
    }

    record ClearHolidaySchedule(int index) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x13;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public void writeFields(ObjectNode payload) {
            payload.put("holidayIndex", index);
        }
    }
}
