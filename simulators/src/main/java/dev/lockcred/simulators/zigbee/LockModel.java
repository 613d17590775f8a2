// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model of lock: what it says of itself and where it departs from the standard. The models here follow what is reported of real
 * ones (see each); none was compared with a device. Immutable; {@code with} methods make variants.
 *
 * @param endpoint where the Door Lock cluster is
 * @param pinUsers slots 0 or 1 to this number
 * @param rfidUsers 0 for a lock without a reader
 * @param showsPins whether answers and events carry digits until a host says otherwise
 * @param weekDays schedules per user, as {@code yearDays}; 0 for none
 * @param logRecords how many records it keeps; 0 for no log
 * @param clock how it comes to know the time
 * @param sleep absent for a lock whose receiver is always on
 */
public record LockModel(
        String manufacturer,
        String model,
        int endpoint,
        int pinUsers,
        int rfidUsers,
        int minPin,
        int maxPin,
        boolean showsPins,
        int weekDays,
        int yearDays,
        int holidays,
        int logRecords,
        Clock clock,
        Optional<Sleep> sleep,
        Set<Quirk> quirks) {

    /** How a lock comes to know the time. */
    public enum Clock {
        /** It has none, or shows none. */
        NONE,
        /** A host writes it: the lock has a Time server. */
        WRITTEN,
        /** It asks the host's Time server. */
        ASKS
    }

    /**
     * How often a sleeping lock polls.
     *
     * @param listens how long it goes on polling fast after it said something; zero for one that sleeps at once
     */
    public record Sleep(Duration longPoll, Duration shortPoll, Duration listens) {
        /** Every five seconds at rest, every quarter second when told to. */
        public static final Sleep USUAL = new Sleep(Duration.ofSeconds(5), Duration.ofMillis(250));

        /** The same, and never a moment awake for nothing. */
        public static final Sleep SOUND = new Sleep(USUAL.longPoll(), USUAL.shortPoll(), Duration.ZERO);

        public Sleep(Duration longPoll, Duration shortPoll) {
            this(longPoll, shortPoll, Duration.ofSeconds(2));
        }
    }

    /** Where a lock departs from the standard. */
    public enum Quirk {
        /** Tells nothing of changed codes. */
        NO_PROGRAMMING_EVENTS,
        /** Tells nothing of wrong codes (Yale YRD256, zigbee2mqtt 17812). */
        NO_WRONG_CODE_EVENTS,
        /** User ids of programming events have their bytes swapped (ASSA ABLOY iRevo, SmartThings zigbee-lock). */
        USER_BYTES_SWAPPED,
        /** Calls a set on an occupied slot a duplicate (Yale YRD210, FutureTense/keymaster 660, 661). */
        DUPLICATE_ON_OWN_SLOT,
        /** Has no get PIN command. */
        NO_GET_CODE,
        /** Has no set user status command. */
        NO_USER_STATUS,
        /** Counts battery in whole percents. */
        WHOLE_PERCENTS,
        /** Repeats a notification until it gets a default response. */
        REPEATS_UNANSWERED,
        /** Appends no data string to notifications. */
        NO_DATA_STRING,
        /** Appends a data string with a wrong length (Yale Solis). */
        GARBLED_DATA_STRING,
        /** Repeats the PIN in the data string (ID Lock, zigbee2mqtt 7567). */
        PIN_IN_DATA_STRING,
        /** Tells its events in attribute 0100 (Onesti, zigbee-herdsman-converters 6249). */
        EVENTS_IN_ATTRIBUTE,
        /** Masks PINs with asterisks instead of leaving them out. */
        ASTERISKS,
        /** Talks only under its link key (securityLevel 1). */
        LINK_KEY_ONLY,
        /** Answers set PIN with success and does nothing when the status is 3 (disabled). */
        IGNORES_DISABLED,
        /** Has no event masks. */
        NO_MASKS,
        /** Slot 0 is the master code. */
        MASTER_AT_ZERO
    }

    public LockModel {
        quirks = quirks.isEmpty() ? Set.of() : EnumSet.copyOf(quirks);
    }

    @Override
    public Set<Quirk> quirks() {
        return quirks.isEmpty() ? EnumSet.noneOf(Quirk.class) : EnumSet.copyOf(quirks);
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    /** A lock that does all the cluster has, and does it by the book. */
    public static final LockModel REFERENCE = new LockModel(
            "LockCred", "Reference", 1, 30, 10, 4, 8, true, 2, 2, 2, 50, Clock.WRITTEN, Optional.empty(), Set.of());

    /** Nothing but PINs, and not a word about them. */
    public static final LockModel QUIET = new LockModel(
            "Quiet",
            "Q1",
            1,
            20,
            0,
            4,
            8,
            false,
            0,
            0,
            0,
            0,
            Clock.NONE,
            Optional.empty(),
            EnumSet.of(Quirk.NO_PROGRAMMING_EVENTS, Quirk.NO_MASKS, Quirk.NO_DATA_STRING));

    /** Takes PINs and cannot be asked for them: events are the only proof. */
    public static final LockModel WRITE_ONLY =
            QUIET.named("Quiet", "Q2").without(Quirk.NO_PROGRAMMING_EVENTS).with(Quirk.NO_GET_CODE);

    /** Yale YRD226 and its like: slot 0 is the master code, asks for the time, sleeps between polls. */
    public static final LockModel YALE = new LockModel(
            "Yale",
            "YRD226 TSDB",
            1,
            250,
            0,
            4,
            8,
            false,
            0,
            0,
            0,
            0,
            Clock.ASKS,
            Optional.of(Sleep.USUAL),
            EnumSet.of(Quirk.WHOLE_PERCENTS, Quirk.MASTER_AT_ZERO, Quirk.NO_DATA_STRING, Quirk.NO_WRONG_CODE_EVENTS));

    /** Yale YRD210. */
    public static final LockModel YALE_YRD210 =
            YALE.named("Yale", "YRD210 PB DB").with(Quirk.DUPLICATE_ON_OWN_SLOT);

    /** ASSA ABLOY iRevo. */
    public static final LockModel IREVO =
            YALE.named("ASSA ABLOY iRevo", "iZBModule01").with(Quirk.USER_BYTES_SWAPPED);

    /** Kwikset 912: lock cluster on endpoint 2. */
    public static final LockModel KWIKSET = new LockModel(
            "Kwikset",
            "SMARTCODE_DEADBOLT_10",
            2,
            30,
            0,
            4,
            8,
            false,
            0,
            0,
            0,
            0,
            Clock.WRITTEN,
            Optional.of(Sleep.USUAL),
            EnumSet.of(Quirk.NO_DATA_STRING));

    /** Danalock V3: 20 slots, PINs readable. */
    public static final LockModel DANALOCK = new LockModel(
            "Danalock",
            "V3-BTZB",
            1,
            20,
            0,
            4,
            10,
            true,
            0,
            0,
            0,
            0,
            Clock.NONE,
            Optional.of(Sleep.USUAL),
            EnumSet.of(Quirk.NO_DATA_STRING));

    /** ID Lock 150: 109 slots, the PIN once more in the data string of notifications. */
    public static final LockModel ID_LOCK = new LockModel(
            "Datek",
            "ID Lock 150",
            1,
            108,
            0,
            4,
            10,
            true,
            0,
            0,
            0,
            0,
            Clock.NONE,
            Optional.of(Sleep.USUAL),
            EnumSet.of(Quirk.PIN_IN_DATA_STRING));

    /** Nimly and other locks of Onesti: endpoint 11, events in an attribute of their own. */
    public static final LockModel ONESTI = new LockModel(
            "Onesti Products AS",
            "NimlyPRO",
            11,
            999,
            0,
            4,
            8,
            false,
            0,
            0,
            0,
            0,
            Clock.NONE,
            Optional.of(Sleep.USUAL),
            EnumSet.of(Quirk.EVENTS_IN_ATTRIBUTE, Quirk.NO_PROGRAMMING_EVENTS, Quirk.WHOLE_PERCENTS, Quirk.NO_MASKS));

    /** All of them, for tests over every kind. */
    public static final List<LockModel> ALL =
            List.of(REFERENCE, QUIET, WRITE_ONLY, YALE, YALE_YRD210, IREVO, KWIKSET, DANALOCK, ID_LOCK, ONESTI);

    public LockModel named(String newManufacturer, String newModel) {
        return new LockModel(
                newManufacturer,
                newModel,
                endpoint,
                pinUsers,
                rfidUsers,
                minPin,
                maxPin,
                showsPins,
                weekDays,
                yearDays,
                holidays,
                logRecords,
                clock,
                sleep,
                quirks);
    }

    public LockModel with(Quirk quirk) {
        Set<Quirk> more = quirks();
        more.add(quirk);
        return withQuirks(more);
    }

    public LockModel without(Quirk quirk) {
        Set<Quirk> fewer = quirks();
        fewer.remove(quirk);
        return withQuirks(fewer);
    }

    private LockModel withQuirks(Set<Quirk> newQuirks) {
        return new LockModel(
                manufacturer,
                model,
                endpoint,
                pinUsers,
                rfidUsers,
                minPin,
                maxPin,
                showsPins,
                weekDays,
                yearDays,
                holidays,
                logRecords,
                clock,
                sleep,
                newQuirks);
    }

    public LockModel withSleep(Sleep newSleep) {
        return new LockModel(
                manufacturer,
                model,
                endpoint,
                pinUsers,
                rfidUsers,
                minPin,
                maxPin,
                showsPins,
                weekDays,
                yearDays,
                holidays,
                logRecords,
                clock,
                Optional.of(newSleep),
                quirks);
    }

    public LockModel withClock(Clock newClock) {
        return new LockModel(
                manufacturer,
                model,
                endpoint,
                pinUsers,
                rfidUsers,
                minPin,
                maxPin,
                showsPins,
                weekDays,
                yearDays,
                holidays,
                logRecords,
                newClock,
                sleep,
                quirks);
    }

    public LockModel withShownPins(boolean shown) {
        return new LockModel(
                manufacturer,
                model,
                endpoint,
                pinUsers,
                rfidUsers,
                minPin,
                maxPin,
                shown,
                weekDays,
                yearDays,
                holidays,
                logRecords,
                clock,
                sleep,
                quirks);
    }

    @Override
    public String toString() {
        return manufacturer + " " + model;
    }
}
