// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.zwave.internal.cc.Battery;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.DoorLock;
import dev.lockcred.zwave.internal.cc.ManufacturerSpecific;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.cc.Version;
import dev.lockcred.zwave.internal.frame.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A lock with User Code, version 1 or 2, and the habits of real ones. */
public final class FakeCodes implements FakeNode.Device {

    public final int version;
    public final int count;
    public final TreeMap<Integer, UserCode.Entry> codes = new TreeMap<>();
    public boolean checksum = true;
    public boolean multipleReport;
    public boolean multipleSet;
    /** Reports of several codes begin with the first that is in use. */
    public boolean passesOverEmpty;

    public boolean masks;
    public boolean zeroPads;
    /** Reports every slot as available, whatever it holds. */
    public boolean saysAvailable;

    public boolean refusesDuplicates;
    public boolean ignoresWrites;
    /** Says yes to the next write, and does nothing. */
    public boolean pretendNext;
    /** State-changing commands so far. */
    public int writes;
    /** So many reads after a write still show the state before it. */
    public int staleReads;

    public int manufacturer = 0x0129;
    public boolean schedules;
    public final List<Octets> scheduleCommands = new ArrayList<>();
    public int mode = 0xFF;

    private final TreeMap<Integer, UserCode.Entry> before = new TreeMap<>();
    private int stale;

    public FakeCodes(int version, int count) {
        this.version = version;
        this.count = count;
    }

    public FakeCodes with(int slot, String code) {
        codes.put(slot, new UserCode.Entry(slot, UserCode.ENABLED, text(code)));
        return this;
    }

    public String code(int slot) {
        UserCode.Entry e = codes.get(slot);
        return e == null ? "" : new String(e.code().toByteArray(), StandardCharsets.US_ASCII);
    }

    @Override
    public List<Integer> classes() {
        var all = new ArrayList<>(List.of(
                ClassId.VERSION,
                ClassId.MANUFACTURER_SPECIFIC,
                ClassId.BATTERY,
                ClassId.DOOR_LOCK,
                ClassId.USER_CODE,
                ClassId.NOTIFICATION));
        if (schedules) {
            all.add(ClassId.SCHEDULE_ENTRY_LOCK);
        }
        return all;
    }

    @Override
    public Optional<List<Octets>> on(Command command) {
        if (command instanceof Version.ClassGet get) {
            int v = get.requested() == ClassId.USER_CODE
                    ? version
                    : get.requested() == ClassId.SCHEDULE_ENTRY_LOCK ? 3 : 2;
            return one(new Version.ClassReport(get.requested(), v));
        }
        if (command instanceof ManufacturerSpecific.Get) {
            return one(new ManufacturerSpecific.Report(manufacturer, 1, 2));
        }
        if (command instanceof Battery.Get) {
            return one(new Battery.Report(90));
        }
        if (command instanceof DoorLock.OperationSet set) {
            mode = set.mode();
            return Optional.of(List.of());
        }
        if (command instanceof DoorLock.OperationGet) {
            return one(new DoorLock.OperationReport(mode, 0, 0, 0xFE, 0xFE, Optional.empty()));
        }
        if (command instanceof ScheduleEntryLock) {
            return schedule(command);
        }
        if (command instanceof UserCode.UsersNumberGet) {
            return one(new UserCode.UsersNumberReport(count, version > 1));
        }
        if (command instanceof UserCode.CapabilitiesGet && version > 1) {
            return one(new UserCode.CapabilitiesReport(
                    false,
                    false,
                    checksum,
                    multipleReport,
                    multipleSet,
                    Octets.ofHex("1f"),
                    Octets.ofHex("0f"),
                    Octets.ofHex("000000000000ff03")));
        }
        if (command instanceof UserCode.ChecksumGet && version > 1 && checksum) {
            return one(new UserCode.ChecksumReport(UserCode.checksum(codes)));
        }
        if (command instanceof UserCode.Get get) {
            UserCode.Entry e = shown().get(get.user());
            return one(
                    new UserCode.Report(get.user(), e == null ? 0 : e.status(), e == null ? empty() : shape(e.code())));
        }
        if (command instanceof UserCode.ExtendedGet get && version > 1) {
            return one(extended(get));
        }
        if (command instanceof UserCode.Set set) {
            return write(List.of(
                    new UserCode.Entry(set.user(), set.status(), set.status() == 0 ? Octets.EMPTY : set.code())));
        }
        if (command instanceof UserCode.ExtendedSet set && version > 1) {
            return write(set.entries());
        }
        return Optional.empty();
    }

    private TreeMap<Integer, UserCode.Entry> shown() {
        return saysAvailable ? new TreeMap<>() : stale-- > 0 ? before : codes;
    }

    private UserCode.ExtendedReport extended(UserCode.ExtendedGet get) {
        TreeMap<Integer, UserCode.Entry> shown = shown();
        var entries = new ArrayList<UserCode.Entry>();
        UserCode.Entry first = shown.get(get.user());
        Integer next = shown.higherKey(get.user());
        if (first != null || !passesOverEmpty || !get.more() || next == null) {
            entries.add(first == null ? UserCode.Entry.clear(get.user()) : shaped(first));
        }
        while (get.more() && multipleReport && next != null && entries.size() < 5) {
            entries.add(shaped(shown.get(next)));
            next = shown.higherKey(next);
        }
        return new UserCode.ExtendedReport(entries, next == null ? 0 : next);
    }

    private Optional<List<Octets>> write(List<UserCode.Entry> entries) {
        writes++;
        if (ignoresWrites || pretendNext) {
            pretendNext = false;
            return Optional.of(List.of());
        }
        for (UserCode.Entry e : entries) {
            boolean taken = codes.values().stream()
                    .anyMatch(c -> c.user() != e.user() && c.code().equals(e.code()));
            if (refusesDuplicates && e.status() != 0 && taken) {
                return Optional.empty();
            }
        }
        before.clear();
        before.putAll(codes);
        stale = staleReads;
        for (UserCode.Entry e : entries) {
            if (e.status() == 0) {
                codes.remove(e.user());
            } else {
                codes.put(e.user(), e);
            }
        }
        return Optional.of(List.of());
    }

    private Optional<List<Octets>> schedule(Command command) {
        if (!schedules) {
            return Optional.empty();
        }
        if (command instanceof ScheduleEntryLock.SupportedGet) {
            return one(new ScheduleEntryLock.SupportedReport(7, 2, OptionalInt.of(1)));
        }
        scheduleCommands.add(command.encode());
        return Optional.of(List.of());
    }

    private UserCode.Entry shaped(UserCode.Entry e) {
        return new UserCode.Entry(e.user(), e.status(), shape(e.code()));
    }

    private Octets shape(Octets code) {
        Octets shown = masks ? text("*".repeat(code.length())) : code;
        return zeroPads ? shown.plus(Octets.of(new byte[10 - shown.length()])) : shown;
    }

    private Octets empty() {
        return zeroPads ? Octets.of(new byte[10]) : Octets.EMPTY;
    }

    private static Optional<List<Octets>> one(Command answer) {
        return Optional.of(List.of(answer.encode()));
    }

    public static Octets text(String ascii) {
        return Octets.of(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
