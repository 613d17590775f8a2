// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.doorlock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.matter.internal.bridge.JsonFields;
import dev.lockcred.spi.support.MalformedFrameException;
import org.jspecify.annotations.Nullable;

/** The answers to door lock commands that have one, except GetUser's: that is {@link UserRecord}. */
public final class DoorLockAnswers {

    private DoorLockAnswers() {}

    /**
     * SetCredentialResponse (0x23).
     *
     * @param status as in {@link Codes.DlStatus}
     * @param userIndex the user that was created; null when none was
     * @param nextCredential the next <b>free</b> index after the one asked for; null when there is none
     */
    public record CredentialSet(
            int status,
            @Nullable Integer userIndex,
            @Nullable Integer nextCredential) {
        public static CredentialSet decode(JsonNode result) throws MalformedFrameException {
            var in = JsonFields.of(result, "SetCredentialResponse");
            return new CredentialSet(in.u31("status"), in.u31OrNull("userIndex"), in.u31OrNull("nextCredentialIndex"));
        }
    }

    /**
     * GetCredentialStatusResponse (0x25).
     *
     * @param nextCredential the next <b>occupied</b> index after the one asked for
     */
    public record CredentialStatus(
            boolean exists,
            @Nullable Integer userIndex,
            @Nullable Integer creatorFabric,
            @Nullable Integer lastModifiedFabric,
            @Nullable Integer nextCredential) {
        public static CredentialStatus decode(JsonNode result) throws MalformedFrameException {
            var in = JsonFields.of(result, "GetCredentialStatusResponse");
            return new CredentialStatus(
                    in.bool("credentialExists"),
                    in.u31OrNull("userIndex"),
                    in.u31OrNull("creatorFabricIndex"),
                    in.u31OrNull("lastModifiedFabricIndex"),
                    in.u31OrNull("nextCredentialIndex"));
        }
    }

    /**
     * GetWeekDayScheduleResponse (0x0C).
     *
     * @param status as in {@link Codes.DlStatus}: 0 set, 139 free, 133 no such index, 1 or 139 no such user
     * @param schedule null unless the status is 0
     */
    public record WeekDayStatus(
            int index, int userIndex, int status, @Nullable WeekDay schedule) {
        public static WeekDayStatus decode(JsonNode result) throws MalformedFrameException {
            var in = JsonFields.of(result, "GetWeekDayScheduleResponse");
            int status = in.u31("status");
            return new WeekDayStatus(
                    in.u31("weekDayIndex"),
                    in.u31("userIndex"),
                    status,
                    status != 0
                            ? null
                            : new WeekDay(
                                    in.u31("daysMask"),
                                    in.u31("startHour"),
                                    in.u31("startMinute"),
                                    in.u31("endHour"),
                                    in.u31("endMinute")));
        }
    }

    /** GetYearDayScheduleResponse (0x0F). Status as in {@link WeekDayStatus}. */
    public record YearDayStatus(
            int index, int userIndex, int status, @Nullable LocalRange range) {
        public static YearDayStatus decode(JsonNode result) throws MalformedFrameException {
            var in = JsonFields.of(result, "GetYearDayScheduleResponse");
            int status = in.u31("status");
            return new YearDayStatus(
                    in.u31("yearDayIndex"), in.u31("userIndex"), status, status != 0 ? null : LocalRange.decode(in));
        }
    }

    /** GetHolidayScheduleResponse (0x12). The mode is as in {@link Codes.OperatingMode}. */
    public record HolidayStatus(
            int index,
            int status,
            @Nullable LocalRange range,
            @Nullable Integer mode) {
        public static HolidayStatus decode(JsonNode result) throws MalformedFrameException {
            var in = JsonFields.of(result, "GetHolidayScheduleResponse");
            int status = in.u31("status");
            return new HolidayStatus(
                    in.u31("holidayIndex"),
                    status,
                    status != 0 ? null : LocalRange.decode(in),
                    in.u31OrNull("operatingMode"));
        }
    }

    /**
     * A weekly window on the lock's wall clock.
     *
     * @param daysMask bit 0 Sunday .. bit 6 Saturday
     * @param endMinute the window lasts until the end of this minute at 23:59, else until its start
     */
    public record WeekDay(int daysMask, int startHour, int startMinute, int endHour, int endMinute) {}

    /**
     * Two points of the lock's wall clock, in seconds since 2000-01-01 00:00:00 counted as if local time were UTC.
     *
     * @param start 32 bits
     * @param end 32 bits, after the start
     */
    public record LocalRange(long start, long end) {
        static LocalRange decode(JsonFields in) throws MalformedFrameException {
            return new LocalRange(in.u32("localStartTime"), in.u32("localEndTime"));
        }
    }
}
