// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.CredentialKind;
import dev.lockcred.CredentialRule;
import dev.lockcred.Proof;
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
import dev.lockcred.spi.LockCapabilities.Clock;
import dev.lockcred.spi.LockCapabilities.RemotePin;
import dev.lockcred.spi.LockCapabilities.Unmanageable;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserSupport;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a fake lock can do, and which habits of real locks it has. Begin with a preset ({@link #zwave()}, {@link #matter()}
 * ...) and change what a test is about: {@code FakeModel.zwave().with(m -> m.slots(1, 10).readBack(ReadBack.MASKED))}.
 * Immutable.
 *
 * @param name for people, and the {@code kind} of a site file
 * @param first the lowest place
 * @param count how many places
 * @param reserved places that are the lock's own
 * @param length of PINs
 * @param readBack what a read shows
 * @param proof how a write is proved; absent: the lock only accepts, and shows the truth after {@link #settlesAfter}
 * @param settlesAfter how long reads show the old state after an accepted write
 * @param refusesDuplicates whether a PIN that stands in another slot is refused
 * @param refusesOwnPin whether even the same PIN in its own slot is refused as a duplicate
 * @param refusesOccupied whether adding onto an occupied place is refused rather than overwritten in silence
 * @param dropsUserWithLastPin whether a user disappears, schedules included, when its last PIN is cleared
 * @param disable how a code is disabled
 * @param users what it can do with users
 * @param schedules its own schedule tables
 * @param oneScheduleKindPerUser whether a user has entries of one table only
 * @param clock what can be done with its clock
 * @param operations how the door can be operated
 * @param remotePin whether that wants a PIN
 * @param reportsUser whether events tell the slot
 * @param reportsProgramming whether changes at the keypad are reported
 * @param numbersEvents whether events carry a sequence number
 * @param checksum whether there is a cheap check for changes
 * @param logSize how many records its log keeps; 0: none can be read
 * @param bulk how many slots one answer to a read carries
 * @param latency how long a message travels
 * @param wake how long it sleeps at most
 * @param secure whether the way to it is protected
 * @param unmanageable why codes cannot be managed at all
 */
public record FakeModel(
        String name,
        int first,
        int count,
        SortedSet<Integer> reserved,
        Length length,
        ReadBack readBack,
        Optional<Proof> proof,
        Duration settlesAfter,
        boolean refusesDuplicates,
        boolean refusesOwnPin,
        boolean refusesOccupied,
        boolean dropsUserWithLastPin,
        Disable disable,
        UserSupport users,
        List<ScheduleSupport> schedules,
        boolean oneScheduleKindPerUser,
        Clock clock,
        Set<Operation.Kind> operations,
        RemotePin remotePin,
        boolean reportsUser,
        boolean reportsProgramming,
        boolean numbersEvents,
        boolean checksum,
        int logSize,
        int bulk,
        Duration latency,
        Duration wake,
        boolean secure,
        Optional<Unmanageable> unmanageable) {

    /** The kinds a site file may name. */
    public static final List<String> KINDS =
            List.of("zwave", "zwave-v1", "zwave-masked", "zwave-credential", "matter", "zigbee", "cloud", "bridge");

    public FakeModel {
        reserved = Collections.unmodifiableSortedSet(new TreeSet<>(reserved));
        schedules = List.copyOf(schedules);
        operations = operations.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(operations));
        if (bulk < 1) {
            throw new IllegalArgumentException("an answer to a read carries at least one slot");
        }
        if (proof.isPresent() && proof.get() == Proof.READ_BACK && readBack != ReadBack.READABLE) {
            throw new IllegalArgumentException("what cannot be read cannot be read back: prove it otherwise");
        }
        if (proof.isPresent() && proof.get() == Proof.PRESENCE && readBack == ReadBack.NONE) {
            throw new IllegalArgumentException("a presence cannot be seen at a lock that cannot be read");
        }
        if (proof.isPresent() && proof.get() == Proof.CHECKSUM && !checksum) {
            throw new IllegalArgumentException("a proof by checksum needs a checksum");
        }
        if (logSize < 0) {
            throw new IllegalArgumentException("a log size is not negative");
        }
    }

    /** Z-Wave User Code v2: a code is a slot, readable, overwritten in silence, with a checksum. */
    public static FakeModel zwave() {
        return base("zwave")
                .slots(1, 30)
                .readBack(ReadBack.READABLE)
                .proof(Proof.READ_BACK)
                .disable(Disable.RESEND)
                .checksum(true)
                .schedules(
                        false,
                        new ScheduleSupport(ScheduleEntry.Kind.WEEK_DAY, 7, true, 1, false),
                        new ScheduleSupport(ScheduleEntry.Kind.YEAR_DAY, 1, false, 1, false))
                .bulk(1)
                .build();
    }

    /** Z-Wave User Code v1: few slots, readable, nothing more. */
    public static FakeModel zwaveV1() {
        return base("zwave-v1")
                .slots(1, 10)
                .length(Length.between(4, 8))
                .readBack(ReadBack.READABLE)
                .proof(Proof.READ_BACK)
                .clock(Clock.NONE)
                .bulk(1)
                .build();
    }

    /** Z-Wave User Code v1 that shows asterisks and refuses duplicates. */
    public static FakeModel zwaveMasked() {
        return base("zwave-masked")
                .slots(1, 20)
                .readBack(ReadBack.MASKED)
                .proof(Proof.PRESENCE)
                .refusesDuplicates(true)
                .bulk(1)
                .build();
    }

    /** Z-Wave User Credential: users of their own, supervised writes, disposable and expiring users. */
    public static FakeModel zwaveCredential() {
        return base("zwave-credential")
                .slots(1, 20)
                .readBack(ReadBack.READABLE)
                .proof(Proof.SUPERVISED)
                .refusesDuplicates(true)
                .refusesOccupied(true)
                .disable(Disable.TRUE_STATUS)
                .users(users(
                        20, 1, 32, false, EnumSet.complementOf(EnumSet.of(UserType.PROGRAMMING)), Optional.empty()))
                .build();
    }

    /** Matter: write-only PINs, owner marks, week-day and year-day schedules, a user that goes with its last PIN. */
    public static FakeModel matter() {
        return base("matter")
                .slots(1, 10)
                .length(Length.between(6, 8))
                .readBack(ReadBack.WRITE_ONLY)
                .proof(Proof.RESPONSE)
                .refusesDuplicates(true)
                .refusesOwnPin(true)
                .refusesOccupied(true)
                .dropsUserWithLastPin(true)
                .disable(Disable.TRUE_STATUS)
                .users(users(
                        10,
                        5,
                        10,
                        true,
                        EnumSet.of(UserType.REGULAR, UserType.DISPOSABLE, UserType.NON_ACCESS, UserType.REMOTE_ONLY),
                        Optional.empty()))
                .schedules(
                        true,
                        new ScheduleSupport(ScheduleEntry.Kind.WEEK_DAY, 10, false, 1, false),
                        new ScheduleSupport(ScheduleEntry.Kind.YEAR_DAY, 10, false, 1, false))
                .operations(EnumSet.of(Operation.Kind.LOCK, Operation.Kind.UNLOCK, Operation.Kind.UNLOCK_FOR))
                .remotePin(RemotePin.OPTIONAL)
                .numbersEvents(true)
                .build();
    }

    /** Zigbee: slots from zero, proved by a programming event, a log on the lock. */
    public static FakeModel zigbee() {
        return base("zigbee")
                .slots(0, 30)
                .length(Length.between(4, 8))
                .readBack(ReadBack.MASKED)
                .proof(Proof.EVENT)
                .refusesDuplicates(true)
                .disable(Disable.TRUE_STATUS)
                .logSize(50)
                .bulk(1)
                .build();
    }

    /** A cloud account: accepts everything, shows it later, refuses duplicates. */
    public static FakeModel cloud() {
        return base("cloud")
                .slots(1, 50)
                .readBack(ReadBack.READABLE)
                .accepting(Duration.ofSeconds(20))
                .refusesDuplicates(true)
                .clock(Clock.NONE)
                .latency(Duration.ofMillis(150))
                .bulk(50)
                .build();
    }

    /** A lock behind a bridge that does not pass user management through. */
    public static FakeModel bridge() {
        return base("bridge")
                .slots(1, 0)
                .readBack(ReadBack.NONE)
                .clock(Clock.NONE)
                .unmanageable(new Unmanageable(
                        "BRIDGED_WITHOUT_USER_FEATURE",
                        "this bridge does not pass PIN management through",
                        List.of("pair the lock directly")))
                .build();
    }

    /**
     * The preset of this name.
     *
     * @throws IllegalArgumentException naming the kinds there are
     */
    public static FakeModel ofKind(String kind) {
        return switch (kind) {
            case "zwave" -> zwave();
            case "zwave-v1" -> zwaveV1();
            case "zwave-masked" -> zwaveMasked();
            case "zwave-credential" -> zwaveCredential();
            case "matter" -> matter();
            case "zigbee" -> zigbee();
            case "cloud" -> cloud();
            case "bridge" -> bridge();
            default ->
                throw new IllegalArgumentException(
                        "a fake lock is of the kind " + String.join(", ", KINDS) + ", not '" + kind + "'");
        };
    }

    /** The same with some changes. */
    public FakeModel with(Consumer<FakeModelBuilder> changes) {
        var builder = new FakeModelBuilder(this);
        changes.accept(builder);
        return builder.build();
    }

    private static FakeModelBuilder base(String name) {
        return new FakeModelBuilder(name);
    }

    private static UserSupport users(
            int count, int credentials, int names, boolean marks, Set<UserType> types, Optional<Duration> expiry) {
        return new UserSupport(
                true,
                OptionalInt.of(count),
                OptionalInt.of(credentials),
                OptionalInt.of(names),
                marks,
                types,
                Evidence.REPORTED,
                Set.of(CredentialRule.SINGLE),
                expiry,
                marks);
    }

    /** What the driver says that this lock can do. */
    public LockCapabilities capabilities() {
        String source = "the fake lock";
        var capabilities = LockCapabilities.builder()
                .users(users)
                .schedules(schedules, oneScheduleKindPerUser)
                .clock(clock)
                .operations(operations)
                .remotePin(remotePin)
                .reportsUser(Evidenced.reported(reportsUser, source))
                .reportsProgramming(Evidenced.reported(reportsProgramming, source))
                .checksChanges(checksum)
                .log(logSize > 0)
                .wake(wake);
        unmanageable.ifPresent(capabilities::unmanageable);
        if (count > 0) {
            capabilities.credential(
                    CredentialKind.PIN,
                    new CredentialSupport(
                            Optional.of(Evidenced.reported(new Range(first, count, reserved), source)),
                            Evidenced.reported(length, source),
                            Evidenced.reported(Alphabet.DIGITS, source),
                            true,
                            Evidenced.reported(readBack, source),
                            Optional.of(Evidenced.reported(refusesDuplicates, source)),
                            disable,
                            true,
                            settle()));
        }
        return capabilities.build();
    }

    private Settle settle() {
        if (readBack == ReadBack.READABLE) {
            return Settle.READ;
        }
        if (refusesOwnPin) {
            return Settle.DUPLICATE_ON_OWN_SLOT_MEANS_PRESENT;
        }
        return refusesOccupied ? Settle.CLEAR_THEN_SET : Settle.REPEAT;
    }

    /** The schedule table of a kind. */
    Optional<ScheduleSupport> schedule(ScheduleEntry.Kind kind) {
        return schedules.stream().filter(table -> table.kind() == kind).findFirst();
    }

    /** {@code kind (30 slots, readable, ...)}, for people. */
    @Override
    public String toString() {
        return name + " (" + count + " slots from " + first + ", "
                + readBack.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
    }
}
