// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.Pin;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.UserType;
import dev.lockcred.fake.FakeState.Code;
import dev.lockcred.fake.FakeState.Person;
import dev.lockcred.fake.LogRecord.What;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.DriverEvent.Alarm;
import dev.lockcred.spi.DriverEvent.Programmed.Edit;
import dev.lockcred.spi.LockCapabilities.RemotePin;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.spi.UserFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The firmware of the fake lock: what it does with a message, and with a person at its keypad. Works on the state it is
 * given and keeps none; called by whoever holds the lock's memory.
 */
final class Device {

    /** The door shuts its keypad after so many wrong codes, for so long. */
    static final int WRONG_CODES = 5;

    static final Duration LOCKOUT = Duration.ofSeconds(60);

    private final FakeModel model;

    Device(FakeModel model) {
        this.model = model;
    }

    // ---- the air ----

    /** Carries a message out; {@code shown} is what reads show, which a lagging lock keeps behind the truth. */
    Reply handle(Message message, FakeState state, FakeState shown, Instant now) {
        long before = state.checksum;
        Reply reply = carryOut(message, state, shown, now);
        return reply instanceof Reply.Done done
                ? new Reply.Done(done.changed(), done.user(), before, state.checksum)
                : reply;
    }

    private Reply carryOut(Message message, FakeState state, FakeState shown, Instant now) {
        if (message instanceof Message.SetCode set) {
            return setCode(set, state, now);
        }
        if (message instanceof Message.ClearCode clear) {
            return clearCode(clear.index(), clear.userToo(), state, AccessSource.REMOTE, true, now);
        }
        if (message instanceof Message.SetUser set) {
            return setUser(set, state);
        }
        if (message instanceof Message.ClearUser clear) {
            state.codesOf(clear.user()).forEach(state.codes::remove);
            boolean was = state.users.remove(clear.user()) != null;
            return done(state, was, OptionalInt.of(clear.user()));
        }
        if (message instanceof Message.SetStatus set) {
            return setStatus(set.index(), set.enabled(), state, AccessSource.REMOTE, true, now);
        }
        if (message instanceof Message.SetSchedule set) {
            return setSchedule(set, state);
        }
        if (message instanceof Message.TrimSchedules trim) {
            Person person = state.users.get(trim.user());
            if (person != null && person.schedules().size() > trim.from()) {
                state.users.put(
                        trim.user(), person.withSchedules(person.schedules().subList(0, trim.from())));
                state.checksum++;
                return done(state, true, OptionalInt.of(trim.user()));
            }
            return done(state, false, OptionalInt.of(trim.user()));
        }
        if (message instanceof Message.ReadCodes read) {
            return readCodes(read, shown);
        }
        if (message instanceof Message.ReadChecksum) {
            return new Reply.Checksum(shown.checksum);
        }
        if (message instanceof Message.Operate operate) {
            return operate(operate, state, now);
        }
        if (message instanceof Message.ReadClock) {
            return new Reply.Clock(state.clockSet ? Optional.of(local(state, now)) : Optional.empty());
        }
        if (message instanceof Message.SetClock set) {
            state.clockSet = true;
            state.clockAhead = Duration.ZERO;
            state.zone = set.zone().getId();
            return done(state, true, OptionalInt.empty());
        }
        if (message instanceof Message.ReadLog read) {
            return readLog(read.after(), state);
        }
        if (message instanceof Message.WriteSetting write) {
            state.settings.put(write.setting(), write.value());
            return done(state, true, OptionalInt.empty());
        }
        return new Reply.Settings(Map.copyOf(state.settings));
    }

    private Reply setCode(Message.SetCode set, FakeState state, Instant now) {
        int index = set.index();
        if (index < model.first()
                || index >= model.first() + model.count()
                || model.reserved().contains(index)) {
            return new Reply.Refused(Rejection.NOT_FOUND, "no such slot");
        }
        Code old = state.codes.get(index);
        if (old != null && set.basis() == Change.Basis.EMPTY && model.refusesOccupied()) {
            return new Reply.Refused(Rejection.OCCUPIED, "occupied");
        }
        boolean elsewhere = state.codes.entrySet().stream()
                .anyMatch(e -> e.getKey() != index && e.getValue().pin().equals(set.pin()));
        boolean here = old != null && old.pin().equals(set.pin());
        if (model.refusesDuplicates() && elsewhere || model.refusesOwnPin() && here) {
            if (model.reportsProgramming()) {
                state.record(new What.Edited(Edit.DUPLICATE_REFUSED), AccessSource.REMOTE, -1, -1, true, now);
            }
            return new Reply.Refused(Rejection.DUPLICATE, "duplicate");
        }
        OptionalInt user = userFor(set, old, state);
        if (user.isEmpty()) {
            return new Reply.Refused(Rejection.CAPACITY, "no user left");
        }
        int owner = user.getAsInt();
        if (model.users().separate()
                && old == null
                && state.codesOf(owner).size()
                        >= model.users().credentialsPerUser().orElse(Integer.MAX_VALUE)) {
            return new Reply.Refused(Rejection.CAPACITY, "this user has all the codes it can have");
        }
        Person person = state.users.getOrDefault(owner, new Person(UserFacts.PLAIN, true, List.of(), Optional.empty()));
        if (!model.users().separate()) {
            person = new Person(
                    person.facts().withType(set.type() == UserType.EXPIRING ? UserType.REGULAR : set.type()),
                    true,
                    person.schedules()
                            .subList(
                                    0,
                                    Math.min(set.entries(), person.schedules().size())),
                    Optional.empty());
        }
        state.users.put(owner, person);
        store(state, index, new Code(set.pin().copy(), set.enabled(), owner));
        edited(state, old == null ? Edit.ADDED : Edit.CHANGED, index, AccessSource.REMOTE, true, now);
        return done(state, true, model.users().separate() ? user : OptionalInt.empty());
    }

    private OptionalInt userFor(Message.SetCode set, FakeState.@Nullable Code old, FakeState state) {
        if (!model.users().separate()) {
            return OptionalInt.of(set.index());
        }
        if (set.user().isPresent()) {
            return set.user();
        }
        return old != null ? OptionalInt.of(old.user()) : freeUser(state);
    }

    private OptionalInt freeUser(FakeState state) {
        int users = model.users().count().orElse(model.count());
        for (int user = 1; user <= users; user++) {
            if (!state.users.containsKey(user)) {
                return OptionalInt.of(user);
            }
        }
        return OptionalInt.empty();
    }

    private Reply clearCode(
            int index, boolean userToo, FakeState state, AccessSource source, boolean own, Instant now) {
        Code old = state.codes.remove(index);
        if (old == null) {
            return done(state, false, OptionalInt.empty());
        }
        old.pin().close();
        state.checksum++;
        boolean last = state.codesOf(old.user()).isEmpty();
        if (last && (userToo || model.dropsUserWithLastPin() || !model.users().separate())) {
            state.users.remove(old.user());
        }
        edited(state, Edit.CLEARED, index, source, own, now, old.user());
        return done(state, true, model.users().separate() ? OptionalInt.of(old.user()) : OptionalInt.empty());
    }

    private Reply setUser(Message.SetUser set, FakeState state) {
        Code there = state.codes.get(set.slot());
        OptionalInt user = set.user();
        if (user.isEmpty() && there != null) {
            if (set.fresh()) {
                return new Reply.Refused(Rejection.OCCUPIED, "somebody stands there");
            }
            user = OptionalInt.of(there.user());
        }
        if (user.isEmpty() && !set.mayCreate()) {
            return new Reply.Refused(Rejection.NOT_FOUND, "nobody there");
        }
        if (user.isEmpty()) {
            user = leftBehind(set.facts(), state);
            user.ifPresent(left -> state.users.computeIfPresent(left, (n, one) -> one.withSchedules(List.of())));
        }
        if (user.isEmpty()) {
            user = freeUser(state);
        }
        if (user.isEmpty()) {
            return new Reply.Refused(Rejection.CAPACITY, "no user left");
        }
        int index = user.getAsInt();
        List<ScheduleEntry> schedules =
                state.users.containsKey(index) ? state.users.get(index).schedules() : List.of();
        state.users.put(index, new Person(stored(set.facts()), set.enabled(), schedules, Optional.empty()));
        state.checksum++;
        return done(state, true, user);
    }

    /** A user with the same mark and no code: all there is of a code whose writer was cut off half-way. */
    private static OptionalInt leftBehind(UserFacts facts, FakeState state) {
        if (facts.mark().isEmpty()) {
            return OptionalInt.empty();
        }
        return state.users.entrySet().stream()
                .filter(e -> e.getValue().facts().mark().equals(facts.mark())
                        && state.codesOf(e.getKey()).isEmpty())
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }

    /** What of the facts this lock has fields for. */
    private UserFacts stored(UserFacts facts) {
        var name = facts.name()
                .flatMap(n -> model.users().names().isPresent()
                        ? Optional.of(
                                n.length() > model.users().names().getAsInt()
                                        ? n.substring(0, model.users().names().getAsInt())
                                        : n)
                        : Optional.empty());
        return new UserFacts(
                name,
                model.users().marks() ? facts.mark() : OptionalLong.empty(),
                facts.type(),
                facts.rule(),
                facts.expiry());
    }

    private Reply setStatus(
            int index, boolean enabled, FakeState state, AccessSource source, boolean own, Instant now) {
        Code code = state.codes.get(index);
        if (code == null) {
            return new Reply.Refused(Rejection.NOT_FOUND, "nothing there");
        }
        if (code.enabled() == enabled && person(state, code).enabled()) {
            return done(state, false, OptionalInt.of(code.user()));
        }
        store(state, index, new Code(code.pin(), enabled, code.user()));
        if (enabled) {
            state.users.put(code.user(), person(state, code).withEnabled(true));
        }
        edited(state, enabled ? Edit.ENABLED : Edit.DISABLED, index, source, own, now);
        return done(state, true, OptionalInt.of(code.user()));
    }

    private Reply setSchedule(Message.SetSchedule set, FakeState state) {
        Person person =
                state.users.getOrDefault(set.user(), new Person(UserFacts.PLAIN, true, List.of(), Optional.empty()));
        List<ScheduleEntry> entries = new ArrayList<>(person.schedules());
        if (set.entry() < entries.size()) {
            entries.set(set.entry(), set.value());
        } else {
            entries.add(set.value());
        }
        state.users.put(set.user(), person.withSchedules(entries));
        state.checksum++;
        return done(state, true, OptionalInt.of(set.user()));
    }

    private Reply readCodes(Message.ReadCodes read, FakeState shown) {
        List<SlotReading> slots = new ArrayList<>();
        int end = Math.min(read.from() + read.count(), model.first() + model.count());
        for (int index = read.from(); index < end; index++) {
            slots.add(reading(index, shown));
        }
        List<LockUser> users = new ArrayList<>();
        if (model.users().separate()) {
            shown.users.forEach((index, person) -> users.add(lockUser(index, person, shown)));
        }
        return new Reply.Codes(slots, users, shown.checksum);
    }

    private SlotReading reading(int index, FakeState shown) {
        CredentialRef ref = CredentialRef.pin(index);
        Code code = shown.codes.get(index);
        if (code == null) {
            return SlotReading.of(ref, model.reserved().contains(index) ? SlotState.RESERVED : SlotState.EMPTY);
        }
        Person person = person(shown, code);
        boolean enabled = code.enabled() && person.enabled();
        boolean readable = model.readBack() == ReadBack.READABLE;
        SlotState state = !enabled ? SlotState.DISABLED : readable ? SlotState.KNOWN : SlotState.MASKED;
        return new SlotReading(
                ref,
                state,
                readable ? Optional.of(code.pin().copy()) : Optional.empty(),
                model.users().separate() ? OptionalInt.of(code.user()) : OptionalInt.empty(),
                model.schedules().isEmpty() ? Optional.empty() : Optional.of(person.schedules()));
    }

    private static LockUser lockUser(int index, Person person, FakeState shown) {
        return new LockUser(
                index,
                person.facts().name(),
                person.facts().mark(),
                person.enabled(),
                Optional.of(person.facts().type()),
                person.facts().rule(),
                shown.codesOf(index).stream().map(CredentialRef::pin).toList(),
                person.facts().mark().isPresent() ? new LockUser.Owner.Ours() : new LockUser.Owner.Unknown());
    }

    private Reply operate(Message.Operate operate, FakeState state, Instant now) {
        if (model.remotePin() == RemotePin.REQUIRED) {
            boolean right = operate.pin()
                    .map(pin -> state.codes.values().stream()
                            .anyMatch(code -> code.pin().equals(pin) && code.enabled()))
                    .orElse(false);
            if (!right) {
                return new Reply.Refused(Rejection.NOT_PERMITTED, "this lock wants a valid PIN");
            }
        }
        boolean lock = operate.operation().kind() == Operation.Kind.LOCK;
        AccessOperation what = lock
                ? AccessOperation.LOCK
                : operate.operation().kind() == Operation.Kind.UNLATCH
                        ? AccessOperation.UNLATCH
                        : AccessOperation.UNLOCK;
        if (state.jammed) {
            used(state, what, AccessSource.REMOTE, -1, Optional.of(AccessFailure.JAMMED), true, now);
            state.record(
                    new What.Alarmed(Alarm.Kind.JAMMED), AccessSource.UNKNOWN, -1, -1, false, lockTime(state, now));
            return new Reply.Refused(Rejection.UNSPECIFIED, "jammed");
        }
        state.locked = lock;
        used(state, what, AccessSource.REMOTE, -1, Optional.empty(), true, now);
        return done(state, true, OptionalInt.empty());
    }

    private Reply readLog(long after, FakeState state) {
        List<LogRecord> kept =
                state.records.subList(Math.max(0, state.records.size() - model.logSize()), state.records.size());
        boolean gap = !kept.isEmpty() && kept.get(0).sequence() > after + 1;
        return new Reply.Log(kept.stream().filter(r -> r.sequence() > after).toList(), gap);
    }

    // ---- the keypad ----

    /** Somebody typed these digits. */
    Entry typed(Pin pin, FakeState state, Instant now) {
        if (now.isBefore(state.closedUntil)) {
            used(
                    state,
                    AccessOperation.UNLOCK,
                    AccessSource.KEYPAD,
                    -1,
                    Optional.of(AccessFailure.LOCKED_OUT),
                    false,
                    now);
            return Entry.LOCKED_OUT;
        }
        var match = state.codes.entrySet().stream()
                .filter(e -> e.getValue().pin().equals(pin))
                .findFirst();
        if (match.isEmpty() || person(state, match.get().getValue()).facts().type() == UserType.REMOTE_ONLY) {
            return wrong(state, now);
        }
        int index = match.get().getKey();
        Code code = match.get().getValue();
        Person person = expired(state, code, now);
        Optional<AccessFailure> failure = refusal(state, code, person, now);
        if (failure.isPresent()) {
            used(state, AccessOperation.UNLOCK, AccessSource.KEYPAD, index, failure, false, now);
            return failure.get() == AccessFailure.DISABLED_USER ? Entry.DISABLED : Entry.OUTSIDE_SCHEDULE;
        }
        state.wrongCodes = 0;
        if (person.facts().type() == UserType.NON_ACCESS) {
            used(state, AccessOperation.NON_ACCESS, AccessSource.KEYPAD, index, Optional.empty(), false, now);
            return Entry.RECOGNISED;
        }
        state.locked = false;
        used(state, AccessOperation.UNLOCK, AccessSource.KEYPAD, index, Optional.empty(), false, now);
        afterUse(state, index, code, person, now);
        return Entry.OPENED;
    }

    /** What {@link #typed} would come to, but for a keypad that is shut after wrong codes; changes nothing. */
    boolean wouldOpen(Pin pin, FakeState state, Instant now) {
        for (Code code : state.codes.values()) {
            if (code.pin().equals(pin)) {
                return opens(code, state, now);
            }
        }
        return false;
    }

    private boolean opens(Code code, FakeState state, Instant now) {
        Person person = person(state, code);
        UserType type = person.facts().type();
        return type != UserType.REMOTE_ONLY
                && type != UserType.NON_ACCESS
                && !isOver(person, now)
                && refusal(state, code, person, now).isEmpty();
    }

    /** Every PIN that {@link #wouldOpen}: where one stands twice the first decides, as it does at the keypad. */
    List<Pin> opening(FakeState state, Instant now) {
        List<Pin> open = new ArrayList<>();
        List<Pin> shut = new ArrayList<>();
        for (Code code : state.codes.values()) {
            if (opens(code, state, now)) {
                if (!shut.contains(code.pin())) {
                    open.add(code.pin());
                }
            } else {
                shut.add(code.pin());
            }
        }
        return open;
    }

    private Entry wrong(FakeState state, Instant now) {
        used(
                state,
                AccessOperation.UNLOCK,
                AccessSource.KEYPAD,
                -1,
                Optional.of(AccessFailure.INVALID_CREDENTIAL),
                false,
                now);
        state.wrongCodes++;
        if (state.wrongCodes >= WRONG_CODES) {
            state.wrongCodes = 0;
            state.closedUntil = now.plus(LOCKOUT);
            state.record(
                    new What.Alarmed(Alarm.Kind.WRONG_CODE_LIMIT),
                    AccessSource.KEYPAD,
                    -1,
                    -1,
                    false,
                    lockTime(state, now));
        }
        return Entry.WRONG_CODE;
    }

    private Optional<AccessFailure> refusal(FakeState state, Code code, Person person, Instant now) {
        if (!code.enabled() || !person.enabled()) {
            return Optional.of(AccessFailure.DISABLED_USER);
        }
        boolean inside = person.schedules().isEmpty()
                || state.clockSet && person.schedules().stream().anyMatch(e -> Windows.contains(e, local(state, now)));
        return inside ? Optional.empty() : Optional.of(AccessFailure.OUTSIDE_SCHEDULE);
    }

    /** Disables an expiring user whose time has passed. */
    private Person expired(FakeState state, Code code, Instant now) {
        Person person = person(state, code);
        if (!isOver(person, now)) {
            return person;
        }
        Person disabled = person.withEnabled(false);
        state.users.put(code.user(), disabled);
        return disabled;
    }

    private boolean isOver(Person person, Instant now) {
        return person.firstUsed()
                .flatMap(first -> expiry(person).map(first::plus))
                .map(end -> !now.isBefore(end))
                .orElse(false);
    }

    private Optional<Duration> expiry(Person person) {
        return model.users().expiry().or(() -> person.facts().expiry());
    }

    private void afterUse(FakeState state, int index, Code code, Person person, Instant now) {
        switch (person.facts().type()) {
            case DURESS ->
                state.record(
                        new What.Alarmed(Alarm.Kind.DURESS),
                        AccessSource.KEYPAD,
                        index,
                        code.user(),
                        false,
                        lockTime(state, now));
            case DISPOSABLE -> clearCode(index, true, state, AccessSource.SCHEDULE, false, now);
            case EXPIRING -> {
                if (person.firstUsed().isEmpty()) {
                    state.users.put(
                            code.user(), new Person(person.facts(), true, person.schedules(), Optional.of(now)));
                }
            }
            default -> {}
        }
    }

    /** Somebody programmed a code at the keypad, or another controller did over the radio. */
    void programmed(int index, Pin pin, AccessSource source, FakeState state, Instant now) {
        Code old = state.codes.get(index);
        int user = model.users().separate()
                ? old != null ? old.user() : freeUser(state).orElse(index)
                : index;
        state.users.putIfAbsent(user, new Person(UserFacts.PLAIN, true, List.of(), Optional.empty()));
        store(state, index, new Code(pin.copy(), true, user));
        edited(state, old == null ? Edit.ADDED : Edit.CHANGED, index, source, false, now);
    }

    void erased(int index, AccessSource source, FakeState state, Instant now) {
        clearCode(index, true, state, source, false, now);
    }

    void programmingCodeChanged(FakeState state, Instant now) {
        edited(state, Edit.PROGRAMMING_CODE_CHANGED, -1, AccessSource.KEYPAD, false, now);
    }

    void switched(int index, boolean enabled, AccessSource source, FakeState state, Instant now) {
        setStatus(index, enabled, state, source, false, now);
    }

    void used(
            FakeState state,
            AccessOperation operation,
            AccessSource source,
            int index,
            Optional<AccessFailure> failure,
            boolean own,
            Instant now) {
        Code code = state.codes.get(index);
        boolean duress =
                failure.isEmpty() && code != null && person(state, code).facts().type() == UserType.DURESS;
        state.record(
                new What.Used(operation, failure, duress),
                source,
                index,
                code == null ? -1 : code.user(),
                own,
                lockTime(state, now));
    }

    // ---- what both need ----

    private void edited(FakeState state, Edit edit, int index, AccessSource source, boolean own, Instant now) {
        Code code = state.codes.get(index);
        edited(state, edit, index, source, own, now, code == null ? -1 : code.user());
    }

    private void edited(
            FakeState state, Edit edit, int index, AccessSource source, boolean own, Instant now, int user) {
        if (model.reportsProgramming()) {
            state.record(new What.Edited(edit), source, index, user, own, lockTime(state, now));
        }
    }

    private static void store(FakeState state, int index, Code code) {
        state.codes.put(index, code);
        state.checksum++;
    }

    private static Person person(FakeState state, Code code) {
        return state.users.getOrDefault(code.user(), new Person(UserFacts.PLAIN, true, List.of(), Optional.empty()));
    }

    private static Reply done(FakeState state, boolean changed, OptionalInt user) {
        return new Reply.Done(changed, user, state.checksum, state.checksum);
    }

    private static Instant lockTime(FakeState state, Instant now) {
        return now.plus(state.clockAhead);
    }

    static LocalDateTime local(FakeState state, Instant now) {
        ZoneId zone = state.zone == null ? ZoneOffset.UTC : ZoneId.of(state.zone);
        return LocalDateTime.ofInstant(now.plus(state.clockAhead), zone);
    }
}
