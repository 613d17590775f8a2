// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.CredentialKind;
import dev.lockcred.CredentialRule;
import dev.lockcred.TagId;
import dev.lockcred.UserType;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.CredentialSupport.Alphabet;
import dev.lockcred.spi.CredentialSupport.Disable;
import dev.lockcred.spi.CredentialSupport.Length;
import dev.lockcred.spi.CredentialSupport.Range;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.CredentialSupport.Settle;
import dev.lockcred.spi.Evidence;
import dev.lockcred.spi.Evidenced;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserSupport;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.network.Eui64;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes a description of what was read and what the profile says. Pure. */
final class Describer {

    /** Without poll control, a sleepy lock is taken to poll at least so often: its parent keeps a message no longer. */
    private static final Duration WAKE = Duration.ofMillis(7680);

    private static final UserSupport USERS = new UserSupport(
            false,
            OptionalInt.empty(),
            OptionalInt.of(1),
            OptionalInt.empty(),
            false,
            Set.of(UserType.REGULAR, UserType.NON_ACCESS),
            Evidence.ASSUMED,
            Set.of(CredentialRule.SINGLE),
            Optional.empty(),
            false);

    private final Facts facts;
    private final Quirks quirks;

    Describer(Facts facts, Quirks quirks) {
        this.facts = facts;
        this.quirks = quirks;
    }

    LockDescription describe(Eui64 eui64, String via) {
        var evidence = new TreeMap<String, String>();
        facts.text(Facts.MANUFACTURER).ifPresent(v -> evidence.put("manufacturer", v));
        facts.text(Facts.MODEL).ifPresent(v -> evidence.put("model", v));
        facts.text(Facts.JOINED).ifPresent(v -> evidence.put("joined", v));
        boolean aps = attribute(DoorLockAttribute.SECURITY_LEVEL).orElse(0) == 1;
        return new LockDescription(
                new LockIdentity("zigbee:" + eui64, evidence),
                capabilities(),
                facts.text(Facts.MANUFACTURER),
                facts.text(Facts.MODEL),
                facts.text(Facts.FIRMWARE),
                Optional.of(via),
                facts.number(Facts.BATTERY),
                new LockDescription.LinkSecurity(
                        true,
                        aps ? "Zigbee network key and APS link key" : "Zigbee network key (shared by all its devices)"),
                quirks.name(),
                remarks());
    }

    private List<String> remarks() {
        var remarks = new ArrayList<String>();
        quirks.name().ifPresent(n -> remarks.add("profile " + n + " is in force"));
        if (facts.text(Facts.PROGRAMMING_EVENTS).map("no"::equals).orElse(false)) {
            remarks.add("the lock tells nothing of changed codes; each write costs a read-back");
        }
        if (facts.number(Facts.ENDPOINT).isPresent() && !facts.flag(Facts.SET_UP)) {
            remarks.add("the lock took no binding: its events may not arrive");
        }
        return remarks;
    }

    LockCapabilities capabilities() {
        LockCapabilities.Builder builder = LockCapabilities.builder();
        Optional<LockCapabilities.Unmanageable> unmanageable = unmanageable();
        builder.users(USERS)
                .operations(Set.of(Operation.Kind.LOCK, Operation.Kind.UNLOCK, Operation.Kind.UNLOCK_FOR))
                .remotePin(
                        attribute(DoorLockAttribute.REQUIRE_PIN_FOR_REMOTE).orElse(0) == 1
                                ? LockCapabilities.RemotePin.REQUIRED
                                : LockCapabilities.RemotePin.OPTIONAL)
                .clock(clock())
                .reportsUser(Evidenced.assumed(true, "operation events carry the user id"))
                .reportsProgramming(programming())
                .log(attribute(DoorLockAttribute.NUMBER_OF_LOG_RECORDS).orElse(0) > 0)
                .wake(facts.flag(Facts.SLEEPY) ? WAKE : Duration.ZERO);
        if (unmanageable.isPresent()) {
            return builder.unmanageable(unmanageable.get()).build();
        }
        builder.credential(CredentialKind.PIN, pin());
        if (attribute(DoorLockAttribute.NUMBER_OF_RFID_USERS).orElse(0) > 0) {
            builder.credential(CredentialKind.RFID, rfid());
        }
        List<ScheduleSupport> schedules = schedules();
        return builder.schedules(schedules, schedules.size() > 1).build();
    }

    private Optional<LockCapabilities.Unmanageable> unmanageable() {
        Optional<String> byProfile = quirks.unmanageable();
        if (byProfile.isPresent()) {
            return Optional.of(new LockCapabilities.Unmanageable(
                    "MODEL_WITHOUT_CODES", byProfile.get(), List.of("use the lock's own application for its codes")));
        }
        if (facts.flag(Facts.KNOWN) && facts.number(Facts.ENDPOINT).isEmpty()) {
            return Optional.of(new LockCapabilities.Unmanageable(
                    "NO_DOOR_LOCK_CLUSTER",
                    "this Zigbee device has no endpoint with the Door Lock cluster",
                    List.of()));
        }
        if (attribute(DoorLockAttribute.NUMBER_OF_PIN_USERS).equals(OptionalInt.of(0))
                && quirks.pinCount().isEmpty()) {
            return Optional.of(new LockCapabilities.Unmanageable(
                    "LOCK_WITHOUT_PIN_USERS",
                    "the lock says that it holds no PINs (attribute 0012 is 0)",
                    List.of("if it does hold some, give 'pin.count' in a profile")));
        }
        return Optional.empty();
    }

    private CredentialSupport pin() {
        Evidenced<ReadBack> readBack = readBack();
        return new CredentialSupport(
                range(),
                length(
                        attribute(DoorLockAttribute.MIN_PIN_LENGTH),
                        attribute(DoorLockAttribute.MAX_PIN_LENGTH),
                        quirks.minPin(),
                        quirks.maxPin(),
                        4,
                        8,
                        32),
                Evidenced.assumed(Alphabet.DIGITS, "Door Lock cluster: one ASCII digit per byte"),
                true,
                readBack,
                Optional.of(Evidenced.assumed(true, "set PIN has the status 3, duplicate")),
                quirks.cannotDisable() ? Disable.NONE : Disable.TRUE_STATUS,
                !quirks.clearBeforeSet() && !quirks.duplicateOnOwnSlot(),
                settle(readBack.value()));
    }

    private Settle settle(ReadBack readBack) {
        if (readBack == ReadBack.READABLE) {
            return Settle.READ;
        }
        return quirks.duplicateOnOwnSlot() ? Settle.DUPLICATE_ON_OWN_SLOT_MEANS_PRESENT : Settle.REPEAT;
    }

    private Optional<Evidenced<Range>> range() {
        int first = quirks.firstPin();
        var reserved = new TreeSet<>(quirks.reservedPins());
        if (quirks.pinCount().isPresent()) {
            return Optional.of(
                    Evidenced.overridden(new Range(first, quirks.pinCount().getAsInt(), reserved), profile()));
        }
        OptionalInt count = attribute(DoorLockAttribute.NUMBER_OF_PIN_USERS);
        return count.isPresent()
                ? Optional.of(Evidenced.reported(
                        new Range(first, Math.min(count.getAsInt(), 65_536 - first), reserved),
                        "attribute 0012, number of PIN users"))
                : Optional.empty();
    }

    private CredentialSupport rfid() {
        int count = attribute(DoorLockAttribute.NUMBER_OF_RFID_USERS).orElse(0);
        return new CredentialSupport(
                Optional.of(Evidenced.reported(
                        Range.of(quirks.firstPin(), Math.min(count, 65_536 - quirks.firstPin())),
                        "attribute 0013, number of RFID users")),
                length(
                        attribute(DoorLockAttribute.MIN_RFID_LENGTH),
                        attribute(DoorLockAttribute.MAX_RFID_LENGTH),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        8,
                        20,
                        TagId.MAX_LENGTH),
                Evidenced.assumed(Alphabet.anyByte(), "Door Lock cluster: octet string"),
                true,
                readBack(),
                Optional.of(Evidenced.assumed(true, "set RFID has the status 3, duplicate")),
                Disable.NONE,
                true,
                Settle.REPEAT);
    }

    private Evidenced<Length> length(
            OptionalInt min,
            OptionalInt max,
            OptionalInt minProfile,
            OptionalInt maxProfile,
            int minDefault,
            int maxDefault,
            int largest) {
        int low = Math.max(1, minProfile.orElse(min.orElse(minDefault)));
        int high = Math.min(largest, Math.max(low, maxProfile.orElse(max.orElse(maxDefault))));
        Length length = Length.between(Math.min(low, high), high);
        if (minProfile.isPresent() || maxProfile.isPresent()) {
            return Evidenced.overridden(length, profile());
        }
        return min.isPresent() && max.isPresent()
                ? Evidenced.reported(length, "attributes of the lock, minimum and maximum length")
                : Evidenced.assumed(length, "Door Lock cluster, default lengths");
    }

    private Evidenced<ReadBack> readBack() {
        Optional<String> profile = quirks.readBack();
        if (profile.isPresent()) {
            ReadBack value = switch (profile.get()) {
                case "readable" -> ReadBack.READABLE;
                case "none" -> ReadBack.NONE;
                default -> ReadBack.MASKED;
            };
            return Evidenced.overridden(value, profile());
        }
        if (facts.text(Facts.TELLS_CODES).map("false"::equals).orElse(false)) {
            return Evidenced.reported(ReadBack.NONE, "the lock has no command to ask for a code");
        }
        OptionalInt shows = attribute(DoorLockAttribute.SEND_PIN_OVER_THE_AIR);
        if (shows.isEmpty()) {
            return Evidenced.assumed(ReadBack.MASKED, "the lock has no attribute 0032");
        }
        return Evidenced.reported(
                shows.getAsInt() == 1 ? ReadBack.READABLE : ReadBack.MASKED, "attribute 0032, send PIN over the air");
    }

    private Evidenced<Boolean> programming() {
        if (quirks.programmingEvents().isPresent()) {
            return Evidenced.overridden(quirks.programmingEvents().get(), profile());
        }
        return facts.text(Facts.PROGRAMMING_EVENTS)
                .map(v -> Evidenced.learned(v.equals("yes"), "what followed our own writes"))
                .orElseGet(() -> attribute(DoorLockAttribute.KEYPAD_PROGRAMMING_MASK)
                                .isPresent()
                        ? Evidenced.reported(true, "attribute 0045, keypad programming event mask")
                        : Evidenced.assumed(false, "the lock has no programming event mask, and none was heard"));
    }

    private List<ScheduleSupport> schedules() {
        var tables = new ArrayList<ScheduleSupport>();
        if (quirks.noSchedules()) {
            return tables;
        }
        int weekDays = attribute(DoorLockAttribute.NUMBER_OF_WEEK_DAY_SCHEDULES).orElse(0);
        int yearDays = attribute(DoorLockAttribute.NUMBER_OF_YEAR_DAY_SCHEDULES).orElse(0);
        if (weekDays > 0) {
            tables.add(new ScheduleSupport(ScheduleEntry.Kind.WEEK_DAY, weekDays, false, 1, false));
        }
        if (yearDays > 0) {
            tables.add(new ScheduleSupport(ScheduleEntry.Kind.YEAR_DAY, yearDays, false, 1, false));
        }
        return tables;
    }

    private LockCapabilities.Clock clock() {
        if (facts.numbers(Facts.INPUTS).contains(Clusters.TIME)) {
            return LockCapabilities.Clock.READ_WRITE;
        }
        return LockCapabilities.Clock.NONE;
    }

    private OptionalInt attribute(DoorLockAttribute attribute) {
        return facts.attribute(attribute.id());
    }

    private String profile() {
        return "profile " + quirks.name().orElse("?");
    }
}
