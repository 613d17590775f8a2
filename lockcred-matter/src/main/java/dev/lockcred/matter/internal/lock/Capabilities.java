// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.CredentialKind;
import dev.lockcred.CredentialRule;
import dev.lockcred.UserType;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLock.Feature;
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
import dev.lockcred.spi.LockCapabilities.Unmanageable;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserSupport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a lock can do, from its feature map as the main key and its command list as the cross-check. Pure.
 *
 * @param value the capabilities
 * @param remarks where the lock contradicts itself, for people
 */
record Capabilities(LockCapabilities value, List<String> remarks) {

    private static final int SET_CREDENTIAL = 0x22;
    private static final int SET_USER = 0x1A;
    private static final int GET_USER = 0x1B;
    private static final int UNLOCK_WITH_TIMEOUT = 0x03;
    private static final int SET_WEEK_DAY = 0x0B;
    private static final int SET_YEAR_DAY = 0x0E;

    Capabilities {
        remarks = List.copyOf(remarks);
    }

    /**
     * @param tryUserCommands whether a person wants users managed on a lock whose feature map denies them while its command
     *     list has the commands
     */
    static Capabilities of(LockFacts facts, Learned learned, boolean tryUserCommands) {
        var remarks = new ArrayList<String>();
        var builder = LockCapabilities.builder();
        boolean feature = facts.has(Feature.USERS);
        boolean commands = facts.accepted() != null
                && facts.accepts(SET_CREDENTIAL)
                && facts.accepts(SET_USER)
                && facts.accepts(GET_USER);
        if (facts.featureMap() == null) {
            remarks.add("the lock's feature map is not known");
        }
        if (feature && facts.accepted() != null && !commands) {
            remarks.add("the lock says that it keeps users (FeatureMap " + facts.featureMap()
                    + ") but does not list the commands for them (AcceptedCommandList " + facts.accepted() + ")");
        }
        if (!feature && commands) {
            remarks.add("the lock lists the commands for users (AcceptedCommandList " + facts.accepted()
                    + ") but its FeatureMap " + facts.featureMap() + " says that it keeps none"
                    + (tryUserCommands
                            ? "; they are used because the settings say so"
                            : "; the setting try-user-commands uses them all the same"));
        }
        boolean users = feature && (commands || facts.accepted() == null) || commands && tryUserCommands;
        if (users) {
            credentials(builder, facts, feature ? Evidence.REPORTED : Evidence.OVERRIDDEN);
            builder.users(users(facts, learned));
            builder.schedules(schedules(facts, learned, remarks), false);
            builder.checksChanges(true);
        } else {
            builder.unmanageable(unmanageable(facts));
        }
        var tells = users
                ? Evidenced.assumed(true, "LockOperation and LockUserChange events of locks with users")
                : Evidenced.assumed(false, "a lock without users cannot tell which it was");
        return new Capabilities(
                builder.operations(operations(facts))
                        .remotePin(remotePin(facts))
                        .clock(facts.hasClock() ? LockCapabilities.Clock.READ_WRITE : LockCapabilities.Clock.NONE)
                        .reportsUser(tells)
                        .reportsProgramming(tells)
                        .wake(Duration.ofSeconds(facts.sleepSeconds()))
                        .build(),
                remarks);
    }

    private static void credentials(LockCapabilities.Builder builder, LockFacts facts, Evidence evidence) {
        if (facts.has(Feature.PIN)) {
            builder.credential(
                    CredentialKind.PIN,
                    writable(
                            range(facts, DoorLock.PIN_USERS, "NumberOfPINUsersSupported", evidence),
                            length(facts, DoorLock.MIN_PIN_LENGTH, DoorLock.MAX_PIN_LENGTH, "PINCodeLength", 4, 8),
                            Evidenced.assumed(Alphabet.DIGITS, "keypads have digits")));
        }
        if (facts.has(Feature.RFID)) {
            builder.credential(
                    CredentialKind.RFID,
                    writable(
                            range(facts, DoorLock.RFID_USERS, "NumberOfRFIDUsersSupported", evidence),
                            length(facts, DoorLock.MIN_RFID_LENGTH, DoorLock.MAX_RFID_LENGTH, "RFIDCodeLength", 4, 20),
                            Evidenced.assumed(Alphabet.anyByte(), "a tag is bytes")));
        }
        if (facts.has(Feature.FINGER)) {
            builder.credential(CredentialKind.FINGERPRINT, learnedKind());
            builder.credential(CredentialKind.FINGER_VEIN, learnedKind());
        }
        if (facts.has(Feature.FACE)) {
            builder.credential(CredentialKind.FACE, learnedKind());
        }
        if (facts.has(Feature.ALIRO)) {
            builder.credential(CredentialKind.ALIRO_KEY, learnedKind());
        }
    }

    private static CredentialSupport writable(
            Optional<Evidenced<Range>> range, Evidenced<Length> length, Evidenced<Alphabet> alphabet) {
        return new CredentialSupport(
                range,
                length,
                alphabet,
                true,
                Evidenced.assumed(ReadBack.WRITE_ONLY, "no command returns a value"),
                Optional.of(Evidenced.assumed(true, "SetCredential answers DUPLICATE")),
                Disable.TRUE_STATUS,
                true,
                Settle.CLEAR_THEN_SET);
    }

    private static CredentialSupport learnedKind() {
        return new CredentialSupport(
                Optional.empty(),
                Evidenced.assumed(Length.between(1, 64), "never written"),
                Evidenced.assumed(Alphabet.anyByte(), "never written"),
                false,
                Evidenced.assumed(ReadBack.WRITE_ONLY, "no command returns a value"),
                Optional.empty(),
                Disable.TRUE_STATUS,
                false,
                Settle.NONE);
    }

    private static Optional<Evidenced<Range>> range(LockFacts facts, int attribute, String name, Evidence evidence) {
        Integer count = facts.number(attribute);
        return count == null || count > 0xFFFD
                ? Optional.empty()
                : Optional.of(new Evidenced<>(Range.of(1, count), evidence, name));
    }

    private static Evidenced<Length> length(
            LockFacts facts, int minAttribute, int maxAttribute, String name, int min, int max) {
        Integer reportedMin = facts.number(minAttribute);
        Integer reportedMax = facts.number(maxAttribute);
        if (reportedMin != null && reportedMax != null && reportedMin >= 1 && reportedMax >= reportedMin) {
            return Evidenced.reported(Length.between(reportedMin, reportedMax), "Min" + name + ", Max" + name);
        }
        return Evidenced.assumed(Length.between(min, max), "the lock does not tell");
    }

    private static UserSupport users(LockFacts facts, Learned learned) {
        var types = EnumSet.of(UserType.REGULAR, UserType.DURESS, UserType.DISPOSABLE, UserType.NON_ACCESS);
        Integer expiry = facts.number(DoorLock.EXPIRING_USER_TIMEOUT);
        if (expiry != null && expiry > 0) {
            types.add(UserType.EXPIRING);
        }
        if (facts.has(Feature.PIN_WITH_COMMAND) && facts.has(Feature.PIN)) {
            types.add(UserType.REMOTE_ONLY);
        }
        boolean taught = types.removeAll(learned.refusedTypes);
        var rules = EnumSet.of(CredentialRule.SINGLE);
        Integer supported = facts.number(DoorLock.CREDENTIAL_RULES);
        if (supported != null && (supported & 2) != 0) {
            rules.add(CredentialRule.DUAL);
        }
        if (supported != null && (supported & 4) != 0) {
            rules.add(CredentialRule.TRIPLE);
        }
        return new UserSupport(
                true,
                optional(facts.number(DoorLock.TOTAL_USERS)),
                optional(facts.number(DoorLock.CREDENTIALS_PER_USER)),
                OptionalInt.of(DoorLock.MAX_NAME_BYTES),
                true,
                types,
                taught ? Evidence.LEARNED : Evidence.ASSUMED,
                rules,
                expiry != null && expiry > 0 ? Optional.of(Duration.ofMinutes(expiry)) : Optional.empty(),
                true);
    }

    private static List<ScheduleSupport> schedules(LockFacts facts, Learned learned, List<String> remarks) {
        var tables = new ArrayList<ScheduleSupport>();
        Integer weekly = facts.number(DoorLock.WEEK_DAY_SCHEDULES_PER_USER);
        if (facts.has(Feature.WEEK_DAY_SCHEDULES) && weekly != null && weekly > 0) {
            tables.add(new ScheduleSupport(ScheduleEntry.Kind.WEEK_DAY, weekly, learned.oneDayPerEntry, 1, false));
        }
        Integer yearly = facts.number(DoorLock.YEAR_DAY_SCHEDULES_PER_USER);
        if (facts.has(Feature.YEAR_DAY_SCHEDULES) && yearly != null && yearly > 0) {
            tables.add(new ScheduleSupport(ScheduleEntry.Kind.YEAR_DAY, yearly, false, 1, false));
        }
        boolean listed = facts.accepted() != null
                && facts.accepted().contains(SET_WEEK_DAY)
                && facts.accepted().contains(SET_YEAR_DAY);
        if (tables.isEmpty() && listed) {
            remarks.add("the lock lists schedule commands but its FeatureMap " + facts.featureMap()
                    + " has no schedules: they are not used");
        }
        return tables;
    }

    private static EnumSet<Operation.Kind> operations(LockFacts facts) {
        var kinds = EnumSet.of(Operation.Kind.LOCK, Operation.Kind.UNLOCK);
        if (facts.has(Feature.UNBOLT)) {
            kinds.add(Operation.Kind.UNLATCH);
        }
        if (facts.accepted() != null && facts.accepts(UNLOCK_WITH_TIMEOUT)) {
            kinds.add(Operation.Kind.UNLOCK_FOR);
        }
        return kinds;
    }

    private static LockCapabilities.RemotePin remotePin(LockFacts facts) {
        if (!facts.has(Feature.PIN_WITH_COMMAND) || !facts.has(Feature.PIN)) {
            return LockCapabilities.RemotePin.NOT_SUPPORTED;
        }
        return Boolean.TRUE.equals(facts.flag(DoorLock.REQUIRE_PIN_FOR_REMOTE))
                ? LockCapabilities.RemotePin.REQUIRED
                : LockCapabilities.RemotePin.OPTIONAL;
    }

    /** Story S2: what this lock cannot do, who stands in the way, and what works instead. */
    private static Unmanageable unmanageable(LockFacts facts) {
        String hub = facts.hub();
        boolean timeout = facts.accepted() != null && facts.accepts(UNLOCK_WITH_TIMEOUT);
        String opening = timeout
                ? "open the door from here for a while: unlock with a timeout, and the lock locks again by itself"
                : "open the door from here: unlock, then lock again and see that it has locked";
        if (hub != null) {
            return new Unmanageable(
                    "BRIDGED_WITHOUT_USER_FEATURE",
                    "this bridge does not pass PIN management through: " + facts.label() + " is reached through " + hub
                            + ", which lets only lock and unlock pass (FeatureMap " + facts.featureMap() + ")",
                    List.of(
                            "pair the lock directly with this controller, if it has a Matter radio of its own",
                            "manage its codes in the manufacturer's app",
                            opening));
        }
        return new Unmanageable(
                "LOCK_WITHOUT_USER_FEATURE",
                facts.label() + " does not offer PIN management over Matter (FeatureMap " + facts.featureMap() + ")",
                List.of("manage its codes in the manufacturer's app", opening));
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
