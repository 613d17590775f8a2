// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a simulated lock is made of. Immutable; the {@code with} methods give changed copies.
 *
 * @param userCodeVersion 1 or 2; 0 for a lock without User Code
 * @param slots of User Code
 * @param users of User Credential; 0 for a lock without it
 * @param security the class it was granted
 * @param supervision whether it lists Supervision
 * @param beamMillis 1000 or 250 for a FLiRS lock, 0 for one that is always awake
 * @param checksum whether User Code version 2 has its checksum
 * @param multipleReport whether it has several codes in a report
 * @param multipleSet whether it takes several codes in a set
 * @param schedules whether it has Schedule Entry Lock
 * @param log whether it keeps a Door Lock Log
 * @param manufacturer 16 bits: 0x003B Schlage, 0x0090 Kwikset, 0x0129 Yale
 * @param think how long it takes before it sends, off the air
 * @param habits against the book
 * @param clock how its clock is set
 */
public record LockModel(
        int userCodeVersion,
        int slots,
        int users,
        Security security,
        boolean supervision,
        int beamMillis,
        boolean checksum,
        boolean multipleReport,
        boolean multipleSet,
        boolean schedules,
        boolean log,
        int manufacturer,
        Duration think,
        Set<Habit> habits,
        Clock clock) {

    /** How its clock is set and read. */
    public enum Clock {
        NONE,
        /** Time Parameters, in UTC, with the offset of Time beside it. */
        FULL,
        /** Clock: weekday, hour and minute of the wall. */
        WEEKLY
    }

    private static final Duration THINKS = Duration.ofMillis(5);

    public LockModel {
        habits = habits.isEmpty() ? Set.of() : EnumSet.copyOf(habits);
    }

    /** An old lock: User Code version 1, nothing else to prove a write with. */
    public static LockModel plainV1(int slots) {
        return new LockModel(
                1,
                slots,
                0,
                Security.NONE,
                false,
                0,
                false,
                false,
                false,
                false,
                false,
                0x0090,
                THINKS,
                Set.of(),
                Clock.NONE);
    }

    /** User Code version 2 with a checksum, without supervision. */
    public static LockModel plainV2(int slots) {
        return new LockModel(
                2,
                slots,
                0,
                Security.NONE,
                false,
                0,
                true,
                false,
                false,
                false,
                false,
                0x0129,
                THINKS,
                Set.of(),
                Clock.NONE);
    }

    /** User Credential with as many PIN slots as users. */
    public static LockModel credentials(int users) {
        return new LockModel(
                0,
                0,
                users,
                Security.NONE,
                true,
                0,
                true,
                false,
                false,
                false,
                false,
                0x0373,
                THINKS,
                Set.of(),
                Clock.NONE);
    }

    /** A battery lock with 250 slots and bulk commands, woken by a beam of a second. */
    public static LockModel flirs250() {
        return plainV2(250).withBulk().withBeam(1000);
    }

    public LockModel withSecurity(Security granted) {
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                granted,
                granted.isS2() || supervision,
                beamMillis,
                checksum,
                multipleReport,
                multipleSet,
                schedules,
                log,
                manufacturer,
                think,
                habits,
                clock);
    }

    public LockModel withSupervision(boolean has) {
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                security,
                has,
                beamMillis,
                checksum,
                multipleReport,
                multipleSet,
                schedules,
                log,
                manufacturer,
                think,
                habits,
                clock);
    }

    /** Several codes in a report and in a set. */
    public LockModel withBulk() {
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                security,
                supervision,
                beamMillis,
                checksum,
                true,
                true,
                schedules,
                log,
                manufacturer,
                think,
                habits,
                clock);
    }

    public LockModel withBeam(int millis) {
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                security,
                supervision,
                millis,
                checksum,
                multipleReport,
                multipleSet,
                schedules,
                log,
                manufacturer,
                think,
                habits,
                clock);
    }

    public LockModel withSchedules() {
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                security,
                supervision,
                beamMillis,
                checksum,
                multipleReport,
                multipleSet,
                true,
                log,
                manufacturer,
                think,
                habits,
                clock);
    }

    public LockModel withLog() {
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                security,
                supervision,
                beamMillis,
                checksum,
                multipleReport,
                multipleSet,
                schedules,
                true,
                manufacturer,
                think,
                habits,
                clock);
    }

    public LockModel withManufacturer(int id) {
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                security,
                supervision,
                beamMillis,
                checksum,
                multipleReport,
                multipleSet,
                schedules,
                log,
                id,
                think,
                habits,
                clock);
    }

    public LockModel thinking(Duration duration) {
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                security,
                supervision,
                beamMillis,
                checksum,
                multipleReport,
                multipleSet,
                schedules,
                log,
                manufacturer,
                duration,
                habits,
                clock);
    }

    public LockModel with(Habit first, Habit... more) {
        var all = EnumSet.of(first, more);
        all.addAll(habits);
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                security,
                supervision,
                beamMillis,
                checksum,
                multipleReport,
                multipleSet,
                schedules,
                log,
                manufacturer,
                think,
                all,
                clock);
    }

    /** With a clock, which is wrong until it is set. */
    public LockModel withClock(Clock kind) {
        return new LockModel(
                userCodeVersion,
                slots,
                users,
                security,
                supervision,
                beamMillis,
                checksum,
                multipleReport,
                multipleSet,
                schedules,
                log,
                manufacturer,
                think,
                habits,
                kind);
    }
}
