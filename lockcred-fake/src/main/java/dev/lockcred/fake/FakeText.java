// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.CredentialRule;
import dev.lockcred.Pin;
import dev.lockcred.UserType;
import dev.lockcred.fake.FakeState.Code;
import dev.lockcred.fake.FakeState.Person;
import dev.lockcred.fake.LogRecord.What;
import dev.lockcred.spi.DriverEvent.Alarm;
import dev.lockcred.spi.DriverEvent.Programmed.Edit;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The file of remembered fake locks: one fact per line, fields separated by spaces, absent ones a hyphen. The first line
 * names the format.
 */
final class FakeText {

    private static final String FORMAT = "lockcred-fake 1";
    private static final String NONE = "-";

    private FakeText() {}

    static List<String> write(Map<String, FakeState> all) {
        List<String> lines = new ArrayList<>();
        lines.add(FORMAT);
        all.forEach((address, state) -> write(encode(address), state, lines));
        return lines;
    }

    private static void write(String at, FakeState state, List<String> lines) {
        lines.add(line(
                at,
                "lock",
                state.kind,
                encode(state.serial),
                state.offline,
                state.jammed,
                state.locked,
                state.battery,
                state.clockSet,
                state.clockAhead,
                state.zone == null ? NONE : state.zone,
                state.checksum,
                state.lastSequence,
                state.wrongCodes,
                state.closedUntil.equals(Instant.MIN) ? NONE : state.closedUntil));
        state.users.forEach((index, person) -> {
            UserFacts facts = person.facts();
            lines.add(line(
                    at,
                    "user",
                    index,
                    person.enabled(),
                    facts.type(),
                    facts.rule(),
                    facts.mark().isPresent() ? Long.toString(facts.mark().getAsLong()) : NONE,
                    facts.expiry().map(Duration::toString).orElse(NONE),
                    person.firstUsed().map(Instant::toString).orElse(NONE),
                    facts.name().map(FakeText::encode).orElse(NONE)));
            person.schedules().forEach(entry -> lines.add(line(at, "entry", index, text(entry))));
        });
        state.codes.forEach((index, code) -> lines.add(line(
                at,
                "code",
                index,
                code.enabled(),
                code.user(),
                new String(code.pin().copyBytes(), StandardCharsets.US_ASCII))));
        state.settings.forEach((setting, value) -> lines.add(line(at, "setting", setting, value)));
        state.records.forEach(record -> lines.add(line(
                at,
                "record",
                record.sequence(),
                record.at(),
                record.source(),
                record.index(),
                record.user(),
                record.own(),
                text(record.what()))));
    }

    static Map<String, FakeState> read(List<String> lines, String file) {
        if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
            throw new IllegalArgumentException(file + " is not a file of fake locks: its first line is not '" + FORMAT
                    + "'. Give the driver another state file, or remove this one");
        }
        Map<String, FakeState> all = new TreeMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] f = lines.get(i).split(" ", -1);
            try {
                read(f, all);
            } catch (RuntimeException e) {
                // Not the cause: its message may quote the line, and the line may hold a PIN.
                throw new IllegalArgumentException(file + ", line " + (i + 1) + " cannot be understood");
            }
        }
        return all;
    }

    private static void read(String[] f, Map<String, FakeState> all) {
        String address = URLDecoder.decode(f[0], StandardCharsets.UTF_8);
        if (f[1].equals("lock")) {
            var state = new FakeState(f[2], URLDecoder.decode(f[3], StandardCharsets.UTF_8));
            state.offline = Boolean.parseBoolean(f[4]);
            state.jammed = Boolean.parseBoolean(f[5]);
            state.locked = Boolean.parseBoolean(f[6]);
            state.battery = Integer.parseInt(f[7]);
            state.clockSet = Boolean.parseBoolean(f[8]);
            state.clockAhead = Duration.parse(f[9]);
            state.zone = f[10].equals(NONE) ? null : f[10];
            state.checksum = Long.parseLong(f[11]);
            state.lastSequence = Long.parseLong(f[12]);
            state.wrongCodes = Integer.parseInt(f[13]);
            state.closedUntil = f[14].equals(NONE) ? Instant.MIN : Instant.parse(f[14]);
            all.put(address, state);
            return;
        }
        FakeState state = all.get(address);
        if (state == null) {
            throw new IllegalArgumentException("a fact of no lock");
        }
        switch (f[1]) {
            case "user" -> state.users.put(Integer.valueOf(f[2]), person(f));
            case "entry" ->
                state.users.computeIfPresent(Integer.valueOf(f[2]), (index, person) -> {
                    List<ScheduleEntry> entries = new ArrayList<>(person.schedules());
                    entries.add(entry(Arrays.copyOfRange(f, 3, f.length)));
                    return person.withSchedules(entries);
                });
            case "code" ->
                state.codes.put(
                        Integer.valueOf(f[2]),
                        new Code(
                                Pin.ofAscii(f[5].getBytes(StandardCharsets.US_ASCII)),
                                Boolean.parseBoolean(f[3]),
                                Integer.parseInt(f[4])));
            case "setting" -> state.settings.put(LockSetting.valueOf(f[2]), Long.valueOf(f[3]));
            case "record" ->
                state.records.add(new LogRecord(
                        Long.parseLong(f[2]),
                        Instant.parse(f[3]),
                        what(Arrays.copyOfRange(f, 8, f.length)),
                        AccessSource.valueOf(f[4]),
                        Integer.parseInt(f[5]),
                        Integer.parseInt(f[6]),
                        Boolean.parseBoolean(f[7])));
            default -> throw new IllegalArgumentException("unknown fact");
        }
    }

    private static Person person(String[] f) {
        var facts = new UserFacts(
                f[9].equals(NONE) ? Optional.empty() : Optional.of(URLDecoder.decode(f[9], StandardCharsets.UTF_8)),
                f[6].equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(f[6])),
                UserType.valueOf(f[4]),
                CredentialRule.valueOf(f[5]),
                f[7].equals(NONE) ? Optional.empty() : Optional.of(Duration.parse(f[7])));
        return new Person(
                facts,
                Boolean.parseBoolean(f[3]),
                List.of(),
                f[8].equals(NONE) ? Optional.empty() : Optional.of(Instant.parse(f[8])));
    }

    private static String text(ScheduleEntry entry) {
        if (entry instanceof ScheduleEntry.WeekDay week) {
            return line("week", days(week.days()), week.start(), week.end());
        }
        if (entry instanceof ScheduleEntry.YearDay year) {
            return line("year", year.start(), year.end());
        }
        var daily = (ScheduleEntry.DailyRepeating) entry;
        return line("daily", days(daily.days()), daily.start(), daily.duration());
    }

    private static ScheduleEntry entry(String[] f) {
        return switch (f[0]) {
            case "week" -> new ScheduleEntry.WeekDay(days(f[1]), LocalTime.parse(f[2]), LocalTime.parse(f[3]));
            case "year" -> new ScheduleEntry.YearDay(LocalDateTime.parse(f[1]), LocalDateTime.parse(f[2]));
            case "daily" -> new ScheduleEntry.DailyRepeating(days(f[1]), LocalTime.parse(f[2]), Duration.parse(f[3]));
            default -> throw new IllegalArgumentException("unknown entry");
        };
    }

    private static String text(What what) {
        if (what instanceof What.Used used) {
            return line("used", used.operation(), used.failure().map(Enum::name).orElse(NONE), used.duress());
        }
        if (what instanceof What.Edited edited) {
            return line("edited", edited.edit());
        }
        if (what instanceof What.Alarmed alarmed) {
            return line("alarm", alarmed.kind());
        }
        return line("battery", ((What.BatteryAt) what).percent());
    }

    private static What what(String[] f) {
        return switch (f[0]) {
            case "used" ->
                new What.Used(
                        AccessOperation.valueOf(f[1]),
                        f[2].equals(NONE) ? Optional.empty() : Optional.of(AccessFailure.valueOf(f[2])),
                        Boolean.parseBoolean(f[3]));
            case "edited" -> new What.Edited(Edit.valueOf(f[1]));
            case "alarm" -> new What.Alarmed(Alarm.Kind.valueOf(f[1]));
            case "battery" -> new What.BatteryAt(Integer.parseInt(f[1]));
            default -> throw new IllegalArgumentException("unknown record");
        };
    }

    private static String days(Set<DayOfWeek> days) {
        return days.stream().map(Enum::name).collect(Collectors.joining(","));
    }

    private static Set<DayOfWeek> days(String text) {
        return Arrays.stream(text.split(","))
                .map(DayOfWeek::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DayOfWeek.class)));
    }

    /** An address or a name: without spaces, and never a lone hyphen. */
    private static String encode(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        return encoded.equals(NONE) ? "%2D" : encoded;
    }

    private static String line(Object... fields) {
        return Arrays.stream(fields).map(String::valueOf).collect(Collectors.joining(" "));
    }
}
