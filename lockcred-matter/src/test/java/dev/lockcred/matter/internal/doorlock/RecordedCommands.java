// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.doorlock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.TagId;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Recorded payloads as command values; the inverse of the encoder, written separately. */
final class RecordedCommands {

    private RecordedCommands() {}

    static DoorLockCommand read(String name, JsonNode p) {
        return switch (name) {
            case "LockDoor" -> new DoorLockCommand.LockDoor(pin(p.get("PINCode")));
            case "UnlockDoor" -> new DoorLockCommand.UnlockDoor(pin(p.get("PINCode")));
            case "UnlockWithTimeout" ->
                new DoorLockCommand.UnlockWithTimeout(p.get("timeout").intValue(), pin(p.get("PINCode")));
            case "UnboltDoor" -> new DoorLockCommand.UnboltDoor(pin(p.get("PINCode")));
            case "SetUser" ->
                new DoorLockCommand.SetUser(
                        Codes.DataOperation.of(number(p, "operationType")).orElseThrow(),
                        number(p, "userIndex"),
                        p.get("userName").textValue(),
                        p.get("userUniqueID").isNull()
                                ? null
                                : p.get("userUniqueID").longValue(),
                        status(p.get("userStatus")),
                        type(p.get("userType")),
                        p.get("credentialRule").isNull()
                                ? null
                                : Codes.CredentialRule.of(number(p, "credentialRule"))
                                        .orElseThrow());
            case "GetUser" -> new DoorLockCommand.GetUser(number(p, "userIndex"));
            case "ClearUser" -> new DoorLockCommand.ClearUser(number(p, "userIndex"));
            case "SetCredential" ->
                new DoorLockCommand.SetCredential(
                        Codes.DataOperation.of(number(p, "operationType")).orElseThrow(),
                        credential(p.get("credential")),
                        secret(credential(p.get("credential")), p.get("credentialData")),
                        p.get("userIndex").isNull() ? null : number(p, "userIndex"),
                        status(p.get("userStatus")),
                        type(p.get("userType")));
            case "GetCredentialStatus" -> new DoorLockCommand.GetCredentialStatus(credential(p.get("credential")));
            case "ClearCredential" ->
                p.get("credential").isNull()
                        ? new DoorLockCommand.ClearAllCredentials()
                        : new DoorLockCommand.ClearCredential(credential(p.get("credential")));
            case "SetWeekDaySchedule" ->
                new DoorLockCommand.SetWeekDaySchedule(
                        number(p, "weekDayIndex"),
                        number(p, "userIndex"),
                        new DoorLockAnswers.WeekDay(
                                number(p, "daysMask"),
                                number(p, "startHour"),
                                number(p, "startMinute"),
                                number(p, "endHour"),
                                number(p, "endMinute")));
            case "GetWeekDaySchedule" ->
                new DoorLockCommand.GetWeekDaySchedule(number(p, "weekDayIndex"), number(p, "userIndex"));
            case "ClearWeekDaySchedule" ->
                new DoorLockCommand.ClearWeekDaySchedule(number(p, "weekDayIndex"), number(p, "userIndex"));
            case "SetYearDaySchedule" ->
                new DoorLockCommand.SetYearDaySchedule(number(p, "yearDayIndex"), number(p, "userIndex"), range(p));
            case "GetYearDaySchedule" ->
                new DoorLockCommand.GetYearDaySchedule(number(p, "yearDayIndex"), number(p, "userIndex"));
            case "ClearYearDaySchedule" ->
                new DoorLockCommand.ClearYearDaySchedule(number(p, "yearDayIndex"), number(p, "userIndex"));
            case "SetHolidaySchedule" ->
                new DoorLockCommand.SetHolidaySchedule(
                        number(p, "holidayIndex"),
                        range(p),
                        Codes.OperatingMode.of(number(p, "operatingMode")).orElseThrow());
            case "GetHolidaySchedule" -> new DoorLockCommand.GetHolidaySchedule(number(p, "holidayIndex"));
            case "ClearHolidaySchedule" -> new DoorLockCommand.ClearHolidaySchedule(number(p, "holidayIndex"));
            default -> throw new AssertionError("no such command: " + name);
        };
    }

    private static int number(JsonNode payload, String field) {
        return payload.get(field).intValue();
    }

    private static DoorLockAnswers.LocalRange range(JsonNode p) {
        return new DoorLockAnswers.LocalRange(
                p.get("localStartTime").longValue(), p.get("localEndTime").longValue());
    }

    private static CredentialRef credential(JsonNode ref) {
        return new CredentialRef(number(ref, "credentialType"), number(ref, "credentialIndex"));
    }

    private static Codes.@Nullable UserStatus status(JsonNode value) {
        return value.isNull() ? null : Codes.UserStatus.of(value.intValue()).orElseThrow();
    }

    private static Codes.@Nullable UserType type(JsonNode value) {
        return value.isNull() ? null : Codes.UserType.of(value.intValue()).orElseThrow();
    }

    private static @Nullable Pin pin(@Nullable JsonNode value) {
        return value == null ? null : Pin.ofAscii(Base64.getDecoder().decode(value.textValue()));
    }

    private static Secret secret(CredentialRef ref, JsonNode value) {
        byte[] bytes = Base64.getDecoder().decode(value.textValue());
        return ref.rawType() == Codes.CredentialType.PIN.code() ? Pin.ofAscii(bytes) : TagId.of(bytes);
    }
}
