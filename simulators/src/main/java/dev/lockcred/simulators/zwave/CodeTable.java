// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Configuration;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.cc.UserCode.Entry;
import dev.lockcred.zwave.internal.frame.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** User Code and Schedule Entry Lock inside a lock. */
final class CodeTable {

    /** What a lock did with a command: what it answers, and whether it took it. */
    record Done(boolean accepted, List<Command> answers, OptionalInt duplicate) {
        static final Done TAKEN = new Done(true, List.of(), OptionalInt.empty());
        static final Done REFUSED = new Done(false, List.of(), OptionalInt.empty());

        static Done answer(Command command) {
            return new Done(true, List.of(command), OptionalInt.empty());
        }
    }

    private static final Duration LATE = Duration.ofMillis(1500);
    private static final int SHORT_REPORT = 34;
    private static final int LONG_REPORT = 120;

    private final LockModel model;
    private final LongSupplier nanoTime;
    private final TreeMap<Integer, Entry> codes = new TreeMap<>();
    private final TreeMap<Integer, Entry> before = new TreeMap<>();
    private final TreeMap<String, Command> windows = new TreeMap<>();
    private long writtenAt;
    private boolean everWritten;
    private int keypadMode;
    private Octets adminCode = Octets.EMPTY;
    private int fixedLength = 4;
    private long writes;
    private boolean pretends;

    CodeTable(LockModel model, LongSupplier nanoTime) {
        this.model = model;
        this.nanoTime = nanoTime;
    }

    Optional<Done> on(Command command) {
        if (command instanceof ScheduleEntryLock && model.schedules()) {
            return schedule(command);
        }
        if (command instanceof Configuration configuration && has(Habit.FIXED_LENGTH)) {
            return configuration(configuration);
        }
        if (!(command instanceof UserCode userCode) || model.userCodeVersion() == 0) {
            return Optional.empty();
        }
        return model.userCodeVersion() > 1 ? version2(userCode) : version1(userCode);
    }

    private Optional<Done> version1(UserCode command) {
        if (command instanceof UserCode.UsersNumberGet) {
            return answer(new UserCode.UsersNumberReport(model.slots(), model.userCodeVersion() > 1));
        }
        if (command instanceof UserCode.Get get) {
            Entry e = shown(get.user());
            return answer(new UserCode.Report(get.user(), status(e), shape(e)));
        }
        if (command instanceof UserCode.Set set) {
            return Optional.of(write(List.of(set.status() == 0 ? Entry.clear(set.user()) : entry(set.user(), set))));
        }
        if (command instanceof UserCode.ClearAll) {
            return Optional.of(write(codes.keySet().stream().map(Entry::clear).toList()));
        }
        return Optional.empty();
    }

    private static Entry entry(int user, UserCode.Set set) {
        return new Entry(user, set.status(), set.code());
    }

    private Optional<Done> version2(UserCode command) {
        if (command instanceof UserCode.CapabilitiesGet) {
            return answer(new UserCode.CapabilitiesReport(
                    true,
                    true,
                    model.checksum(),
                    model.multipleReport(),
                    model.multipleSet(),
                    Octets.ofHex("1f"),
                    Octets.ofHex("0f"),
                    Octets.ofHex("000000000000ff03")));
        }
        if (command instanceof UserCode.ChecksumGet) {
            return model.checksum() ? answer(new UserCode.ChecksumReport(UserCode.checksum(codes))) : Optional.empty();
        }
        if (command instanceof UserCode.ExtendedGet get) {
            return answer(report(get));
        }
        if (command instanceof UserCode.ExtendedSet set) {
            return Optional.of(set.entries().size() > 1 && !model.multipleSet() ? Done.REFUSED : write(set.entries()));
        }
        if (command instanceof UserCode.KeypadModeGet) {
            return answer(new UserCode.KeypadModeReport(keypadMode));
        }
        if (command instanceof UserCode.KeypadModeSet set) {
            keypadMode = set.mode();
            return Optional.of(Done.TAKEN);
        }
        if (command instanceof UserCode.AdminCodeGet) {
            return answer(new UserCode.AdminCodeReport(adminCode));
        }
        if (command instanceof UserCode.AdminCodeSet set) {
            adminCode = set.code();
            return Optional.of(Done.TAKEN);
        }
        return version1(command);
    }

    private UserCode.ExtendedReport report(UserCode.ExtendedGet get) {
        NavigableMap<Integer, Entry> table = table();
        var entries = new ArrayList<Entry>();
        Entry first = shown(get.user());
        entries.add(new Entry(get.user(), status(first), first == null ? Octets.EMPTY : text(first)));
        int size = entries.get(0).size();
        int room = has(Habit.LONG_REPORTS) ? LONG_REPORT : SHORT_REPORT;
        Integer next = table.higherKey(get.user());
        while (get.more() && model.multipleReport() && next != null) {
            Entry e = table.get(next);
            if (e == null || size + e.size() > room) {
                break;
            }
            entries.add(new Entry(next, status(e), text(e)));
            size += e.size();
            next = table.higherKey(next);
        }
        return new UserCode.ExtendedReport(entries, next == null ? 0 : next);
    }

    private Done write(List<Entry> entries) {
        writes++;
        if (pretends || has(Habit.IGNORES_WRITES)) {
            pretends = false;
            return Done.TAKEN;
        }
        for (Entry e : entries) {
            if (e.user() > model.slots() || e.status() != 0 && !wellFormed(e)) {
                return Done.REFUSED;
            }
            if (e.status() != 0 && refusesDuplicates() && taken(e)) {
                return new Done(false, List.of(), OptionalInt.of(e.user()));
            }
        }
        before.clear();
        before.putAll(codes);
        writtenAt = nanoTime.getAsLong();
        everWritten = true;
        entries.forEach(this::put);
        return Done.TAKEN;
    }

    private boolean wellFormed(Entry e) {
        boolean length = e.code().length() >= 4
                && e.code().length() <= 10
                && (!has(Habit.FIXED_LENGTH) || e.code().length() == fixedLength);
        for (int i = 0; i < e.code().length(); i++) {
            length &= e.code().at(i) >= '0' && e.code().at(i) <= '9';
        }
        return length;
    }

    private boolean refusesDuplicates() {
        return has(Habit.REFUSES_DUPLICATES) || has(Habit.SWALLOWS_DUPLICATES);
    }

    private boolean taken(Entry e) {
        return codes.values().stream()
                .anyMatch(c -> c.user() != e.user() && c.code().equals(e.code()));
    }

    private void put(Entry e) {
        if (e.status() == 0) {
            codes.remove(e.user());
            windows.keySet().removeIf(k -> k.startsWith(e.user() + " "));
        } else {
            codes.put(e.user(), e);
        }
    }

    // ---- what it shows of itself

    private NavigableMap<Integer, Entry> table() {
        boolean late = everWritten && has(Habit.REPORTS_LATE) && nanoTime.getAsLong() - writtenAt < LATE.toNanos();
        return late ? before : codes;
    }

    private @Nullable Entry shown(int user) {
        return table().get(user);
    }

    private int status(@Nullable Entry e) {
        return e == null || has(Habit.SHOWS_EVERYTHING_EMPTY) ? 0 : e.status();
    }

    private Octets shape(@Nullable Entry e) {
        Octets shown = e == null ? has(Habit.SHOWS_ZEROES_WHEN_EMPTY) ? ascii("0000") : Octets.EMPTY : text(e);
        return has(Habit.ZERO_PADS) ? shown.plus(Octets.of(new byte[10 - shown.length()])) : shown;
    }

    private Octets text(Entry e) {
        return has(Habit.MASKS_CODES) ? ascii("*".repeat(e.code().length())) : e.code();
    }

    // ---- windows

    private Optional<Done> schedule(Command command) {
        if (command instanceof ScheduleEntryLock.SupportedGet) {
            return answer(new ScheduleEntryLock.SupportedReport(7, 2, OptionalInt.of(1)));
        }
        if (command instanceof ScheduleEntryLock.WeekDaySet s) {
            return keep(
                    s.user(),
                    s.slot(),
                    "week",
                    s.set(),
                    new ScheduleEntryLock.WeekDayReport(s.user(), s.slot(), s.window()));
        }
        if (command instanceof ScheduleEntryLock.YearDaySet s) {
            return keep(
                    s.user(),
                    s.slot(),
                    "year",
                    s.set(),
                    new ScheduleEntryLock.YearDayReport(s.user(), s.slot(), s.range()));
        }
        if (command instanceof ScheduleEntryLock.DailySet s) {
            return keep(
                    s.user(),
                    s.slot(),
                    "daily",
                    s.set(),
                    new ScheduleEntryLock.DailyReport(s.user(), s.slot(), s.window()));
        }
        if (command instanceof ScheduleEntryLock.WeekDayGet g) {
            return show(
                    g.user(),
                    g.slot(),
                    "week",
                    new ScheduleEntryLock.WeekDayReport(g.user(), g.slot(), ScheduleEntryLock.WeekDay.NONE));
        }
        if (command instanceof ScheduleEntryLock.YearDayGet g) {
            return show(
                    g.user(),
                    g.slot(),
                    "year",
                    new ScheduleEntryLock.YearDayReport(g.user(), g.slot(), ScheduleEntryLock.YearDay.NONE));
        }
        if (command instanceof ScheduleEntryLock.DailyGet g) {
            return show(
                    g.user(),
                    g.slot(),
                    "daily",
                    new ScheduleEntryLock.DailyReport(g.user(), g.slot(), ScheduleEntryLock.Daily.NONE));
        }
        boolean order = command instanceof ScheduleEntryLock.Enable
                || command instanceof ScheduleEntryLock.EnableAll
                || command instanceof ScheduleEntryLock.OffsetSet;
        return order ? Optional.of(Done.TAKEN) : Optional.empty();
    }

    private Optional<Done> keep(int user, int slot, String kind, boolean set, Command report) {
        if (!codes.containsKey(user)) {
            return Optional.of(Done.REFUSED); // the code must be there first
        }
        String key = user + " " + kind + " " + slot;
        if (set) {
            windows.put(key, report);
        } else {
            windows.remove(key);
        }
        return Optional.of(Done.TAKEN);
    }

    private Optional<Done> show(int user, int slot, String kind, Command none) {
        Command window = windows.get(user + " " + kind + " " + slot);
        return answer(window == null ? none : window);
    }

    int windows(int user) {
        return (int)
                windows.keySet().stream().filter(k -> k.startsWith(user + " ")).count();
    }

    // ---- Schlage's length

    private Optional<Done> configuration(Configuration command) {
        if (command instanceof Configuration.Get get && get.parameter() == 16) {
            return answer(new Configuration.Report(16, Octets.of(new byte[] {(byte) fixedLength})));
        }
        if (command instanceof Configuration.Set set
                && set.parameter() == 16
                && set.value().length() == 1) {
            fixedLength = set.value().at(0);
            codes.clear(); // as the real ones do
            return Optional.of(Done.TAKEN);
        }
        return Optional.empty();
    }

    // ---- from outside

    void program(int slot, String digits) {
        put(new Entry(slot, UserCode.ENABLED, ascii(digits)));
    }

    void clear(int slot) {
        put(Entry.clear(slot));
    }

    Optional<Entry> code(int slot) {
        return Optional.ofNullable(codes.get(slot));
    }

    OptionalInt slotOf(String digits) {
        Octets typed = ascii(digits);
        return codes.values().stream()
                .filter(e -> e.status() == UserCode.ENABLED && e.code().equals(typed))
                .mapToInt(Entry::user)
                .findFirst();
    }

    int used() {
        return codes.size();
    }

    long writes() {
        return writes;
    }

    void pretendNext() {
        pretends = true;
    }

    private boolean has(Habit habit) {
        return model.habits().contains(habit);
    }

    private static Optional<Done> answer(Command command) {
        return Optional.of(Done.answer(command));
    }

    static Octets ascii(String text) {
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
