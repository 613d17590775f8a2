// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.Medium;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.Motion;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.ScheduleKind;
import java.util.Map;
import java.util.Optional;

/** Builds our door lock messages from the field values in the vectors. */
final class DoorLockVectors {

    private static final Map<String, Integer> STATUS_RESPONSES = Map.ofEntries(
            Map.entry("lockDoorRsp", 0x00),
            Map.entry("unlockDoorRsp", 0x01),
            Map.entry("toggleDoorRsp", 0x02),
            Map.entry("unlockWithTimeoutRsp", 0x03),
            Map.entry("setPinCodeRsp", 0x05),
            Map.entry("clearPinCodeRsp", 0x07),
            Map.entry("clearAllPinCodesRsp", 0x08),
            Map.entry("setUserStatusRsp", 0x09),
            Map.entry("setWeekDayScheduleRsp", 0x0B),
            Map.entry("clearWeekDayScheduleRsp", 0x0D),
            Map.entry("setYearDayScheduleRsp", 0x0E),
            Map.entry("clearYearDayScheduleRsp", 0x10),
            Map.entry("setHolidayScheduleRsp", 0x11),
            Map.entry("clearHolidayScheduleRsp", 0x13),
            Map.entry("setUserTypeRsp", 0x14),
            Map.entry("setRfidCodeRsp", 0x16),
            Map.entry("clearRfidCodeRsp", 0x18),
            Map.entry("clearAllRfidCodesRsp", 0x19));

    private final JsonNode p;

    DoorLockVectors(JsonNode payload) {
        this.p = payload;
    }

    ClusterCommand message(String command) {
        if (STATUS_RESPONSES.containsKey(command)) {
            return new DoorLockResponse.Status(STATUS_RESPONSES.get(command), num("status"));
        }
        return switch (command) {
            case "lockDoor" -> new DoorLockCommand.Operate(Motion.LOCK, pin());
            case "unlockDoor" -> new DoorLockCommand.Operate(Motion.UNLOCK, pin());
            case "toggleDoor" -> new DoorLockCommand.Operate(Motion.TOGGLE, pin());
            case "unlockWithTimeout" -> new DoorLockCommand.UnlockWithTimeout(num("timeout"), pin());
            case "getLogRecord" -> new DoorLockCommand.GetLogRecord(num("logindex"));
            case "setPinCode" -> setCode(Medium.PIN);
            case "getPinCode" -> new DoorLockCommand.GetCode(Medium.PIN, num("userid"));
            case "clearPinCode" -> new DoorLockCommand.ClearCode(Medium.PIN, num("userid"));
            case "clearAllPinCodes" -> new DoorLockCommand.ClearAllCodes(Medium.PIN);
            case "setRfidCode" -> setCode(Medium.RFID);
            case "getRfidCode" -> new DoorLockCommand.GetCode(Medium.RFID, num("userid"));
            case "clearRfidCode" -> new DoorLockCommand.ClearCode(Medium.RFID, num("userid"));
            case "clearAllRfidCodes" -> new DoorLockCommand.ClearAllCodes(Medium.RFID);
            case "setUserStatus" -> new DoorLockCommand.SetUserStatus(num("userid"), num("userstatus"));
            case "getUserStatus" -> new DoorLockCommand.GetUserStatus(num("userid"));
            case "setUserType" -> new DoorLockCommand.SetUserType(num("userid"), num("usertype"));
            case "getUserType" -> new DoorLockCommand.GetUserType(num("userid"));
            case "setWeekDaySchedule" ->
                new DoorLockCommand.SetWeekDaySchedule(
                        num("scheduleid"),
                        num("userid"),
                        num("daysmask"),
                        num("starthour"),
                        num("startminute"),
                        num("endhour"),
                        num("endminute"));
            case "getWeekDaySchedule" ->
                new DoorLockCommand.GetSchedule(ScheduleKind.WEEK_DAY, num("scheduleid"), num("userid"));
            case "clearWeekDaySchedule" ->
                new DoorLockCommand.ClearSchedule(ScheduleKind.WEEK_DAY, num("scheduleid"), num("userid"));
            case "setYearDaySchedule" ->
                new DoorLockCommand.SetYearDaySchedule(
                        num("scheduleid"), num("userid"), big("zigbeelocalstarttime"), big("zigbeelocalendtime"));
            case "getYearDaySchedule" ->
                new DoorLockCommand.GetSchedule(ScheduleKind.YEAR_DAY, num("scheduleid"), num("userid"));
            case "clearYearDaySchedule" ->
                new DoorLockCommand.ClearSchedule(ScheduleKind.YEAR_DAY, num("scheduleid"), num("userid"));
            case "setHolidaySchedule" ->
                new DoorLockCommand.SetHolidaySchedule(
                        num("holidayscheduleid"),
                        big("zigbeelocalstarttime"),
                        big("zigbeelocalendtime"),
                        num("opermodelduringholiday"));
            case "getHolidaySchedule" -> new DoorLockCommand.GetHolidaySchedule(num("holidayscheduleid"));
            case "clearHolidaySchedule" -> new DoorLockCommand.ClearHolidaySchedule(num("holidayscheduleid"));
            default -> response(command);
        };
    }

    private DoorLockResponse response(String command) {
        return switch (command) {
            case "getPinCodeRsp" -> code(Medium.PIN);
            case "getRfidCodeRsp" -> code(Medium.RFID);
            case "getUserStatusRsp" -> new DoorLockResponse.UserStatus(num("userid"), num("userstatus"));
            case "getUserTypeRsp" -> new DoorLockResponse.UserType(num("userid"), num("usertype"));
            case "getLogRecordRsp" ->
                new DoorLockResponse.LogRecord(
                        num("logentryid"),
                        big("timestamp"),
                        num("eventtype"),
                        num("source"),
                        num("eventidalarmcode"),
                        num("userid"),
                        octets("pincodevalue"));
            case "getWeekDayScheduleRsp" ->
                new DoorLockResponse.WeekDaySchedule(
                        num("scheduleid"),
                        num("userid"),
                        num("status"),
                        Optional.of(new DoorLockResponse.WeekDays(
                                num("daysmask"),
                                num("starthour"),
                                num("startminute"),
                                num("endhour"),
                                num("endminute"))));
            case "getYearDayScheduleRsp" ->
                new DoorLockResponse.YearDaySchedule(
                        num("scheduleid"), num("userid"), num("status"), Optional.of(period()));
            case "getHolidayScheduleRsp" ->
                new DoorLockResponse.HolidaySchedule(
                        num("holidayscheduleid"),
                        num("status"),
                        Optional.of(new DoorLockResponse.Holiday(period(), num("opermodelduringholiday"))));
            case "operationEventNotification" ->
                new DoorLockResponse.OperationEvent(
                        num("opereventsrc"),
                        num("opereventcode"),
                        num("userid"),
                        octets("pin"),
                        big("zigbeelocaltime"),
                        data());
            case "programmingEventNotification" ->
                new DoorLockResponse.ProgrammingEvent(
                        num("programeventsrc"),
                        num("programeventcode"),
                        num("userid"),
                        octets("pin"),
                        num("usertype"),
                        num("userstatus"),
                        big("zigbeelocaltime"),
                        data());
            default -> throw new AssertionError(command);
        };
    }

    private DoorLockCommand setCode(Medium medium) {
        return new DoorLockCommand.SetCode(
                medium, num("userid"), num("userstatus"), num("usertype"), octets("pincodevalue"));
    }

    private DoorLockResponse code(Medium medium) {
        return new DoorLockResponse.Code(
                medium, num("userid"), num("userstatus"), num("usertype"), octets("pincodevalue"));
    }

    private DoorLockResponse.Period period() {
        return new DoorLockResponse.Period(big("zigbeelocalstarttime"), big("zigbeelocalendtime"));
    }

    private Optional<Octets> pin() {
        return p.has("pincodevalue") ? Optional.of(octets("pincodevalue")) : Optional.empty();
    }

    // The vectors' library writes an empty string at the end of a notification as one length byte.
    private Optional<Octets> data() {
        return Optional.of(Octets.EMPTY);
    }

    private Octets octets(String field) {
        return Octets.hex(p.get(field).get("hex").asText());
    }

    private int num(String field) {
        return p.get(field).asInt();
    }

    private long big(String field) {
        return p.get(field).asLong();
    }
}
