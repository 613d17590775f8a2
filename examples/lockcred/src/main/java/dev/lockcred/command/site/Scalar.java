// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.LockId;
import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import dev.lockcred.core.WeeklyText;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.TextSpec;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of single value.
 *
 * @param name for people, with an article
 * @param parse understands what was written, or says in an {@link IllegalArgumentException} what to write instead
 * @param standIn for a value that could not be read
 * @param schema its JSON Schema, a new object each time
 */
record Scalar<T>(String name, Function<String, T> parse, T standIn, Supplier<ObjectNode> schema) {

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");
    private static final String ID = "^[\\p{L}\\p{N}._-]{1,64}$";

    static Scalar<String> text(String name) {
        return new Scalar<>(
                name,
                text -> {
                    if (text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
                        throw new IllegalArgumentException(name + " is one line of at most 200 characters");
                    }
                    return text.strip();
                },
                "-",
                () -> typed("string", "number", "boolean"));
    }

    /** What people call a person: at most 100 characters. */
    static Scalar<String> personName() {
        Scalar<String> text = text("a name");
        return new Scalar<>(
                "a name",
                written -> {
                    if (written.strip().length() > 100) {
                        throw new IllegalArgumentException("a name has at most 100 characters, not "
                                + written.strip().length());
                    }
                    return text.parse().apply(written);
                },
                "-",
                () -> typed("string", "number").put("maxLength", 100));
    }

    /** A name by which something is known in this file. */
    static Scalar<String> id(String what) {
        return new Scalar<>(
                what,
                text -> {
                    try {
                        return LockId.of(text).value();
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(
                                "`" + text + "` is no name for " + what
                                        + ": 1 to 64 letters, digits, dots, hyphens and underscores, without spaces",
                                e);
                    }
                },
                "-",
                () -> typed("string").put("pattern", ID));
    }

    static Scalar<Integer> number(String name, int min, int max) {
        return new Scalar<>(
                name,
                text -> {
                    boolean digits = text.length() <= 9 && text.matches("-?[0-9]+");
                    int value = digits ? Integer.parseInt(text) : Integer.MIN_VALUE;
                    if (value < min || value > max) {
                        throw new IllegalArgumentException(
                                "`" + text + "` is not " + name + ": a whole number from " + min + " to " + max);
                    }
                    return value;
                },
                min,
                () -> typed("integer").put("minimum", min).put("maximum", max));
    }

    static Scalar<Boolean> truth() {
        return new Scalar<>(
                "true or false",
                text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("`" + text + "` is neither `true` nor `false`");
                },
                false,
                () -> typed("boolean"));
    }

    static <T> Scalar<T> choice(String what, Map<String, T> values) {
        T first = values.values().iterator().next();
        return new Scalar<>(
                what,
                text -> {
                    T value = values.get(text);
                    if (value == null) {
                        throw new IllegalArgumentException(
                                "`" + text + "` is not " + what + Words.suggest(text, values.keySet()));
                    }
                    return value;
                },
                first,
                () -> {
                    ObjectNode schema = JsonNodeFactory.instance.objectNode();
                    values.keySet().forEach(schema.putArray("enum")::add);
                    return schema;
                });
    }

    /** One of several words, kept as text. */
    static Scalar<String> words(String what, String... words) {
        Map<String, String> same = new LinkedHashMap<>();
        for (String word : words) {
            same.put(word, word);
        }
        return choice(what, same);
    }

    /** A telephone number as people write it. */
    static Scalar<String> phone() {
        String form = "\\+?([ ()./-]*[0-9]){4,20}[ ()./-]*";
        return new Scalar<>(
                "a telephone number",
                text -> {
                    if (text.length() > 40 || !text.strip().matches(form)) {
                        throw new IllegalArgumentException("this is no telephone number: 4 to 20 digits, with spaces,"
                                + " brackets, dots, slashes and hyphens, perhaps a plus before them");
                    }
                    return text.strip();
                },
                "-",
                () -> typed("string", "number").put("pattern", "^" + form + "$").put("maxLength", 40));
    }

    /** The name of an environment variable. */
    static Scalar<String> variable() {
        return new Scalar<>(
                "the name of an environment variable",
                text -> {
                    if (!text.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                        throw new IllegalArgumentException(
                                "this is no name of an environment variable: letters, digits and underscores");
                    }
                    return text;
                },
                "-",
                () -> typed("string").put("pattern", "^[A-Za-z_][A-Za-z0-9_]*$"));
    }

    /** The path of a file with a PIN in it. */
    static Scalar<String> pinFile() {
        Scalar<String> text = text("a path");
        return new Scalar<>(
                "a path",
                written -> {
                    if (Excerpt.mayBePin(written)) {
                        throw new IllegalArgumentException(
                                "these are digits, not the path of a file: a PIN never stands in the site file");
                    }
                    return text.parse().apply(written);
                },
                "-",
                () -> typed("string"));
    }

    /** A serial device or a TCP stream. */
    static Scalar<String> port() {
        return new Scalar<>(
                "a port such as /dev/ttyUSB0 or tcp://host:port",
                text -> {
                    PortSpec.parse(text);
                    return text;
                },
                "-",
                () -> typed("string").put("minLength", 1));
    }

    /** The address of a WebSocket. */
    static Scalar<String> webSocket() {
        return new Scalar<>(
                "an address such as ws://127.0.0.1:5580/ws",
                text -> {
                    if (!text.matches("wss?://[^\\s/]+(/\\S*)?")) {
                        throw new IllegalArgumentException(
                                "`" + text + "` is no WebSocket address: write ws://host:5580/ws, or wss://");
                    }
                    try {
                        TextSpec.of(URI.create(text));
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException("`" + text + "`: " + e.getMessage(), e);
                    }
                    return text;
                },
                "-",
                () -> typed("string").put("pattern", "^wss?://"));
    }

    static Scalar<ZoneId> zone() {
        return new Scalar<>(
                "a time zone such as Europe/Stockholm",
                text -> {
                    try {
                        return ZoneId.of(text);
                    } catch (DateTimeException e) {
                        throw new IllegalArgumentException(
                                "`" + text + "` is no time zone"
                                        + Words.nearest(text, ZoneId.getAvailableZoneIds())
                                                .map(z -> ", did you mean `" + z + "`?")
                                                .orElse("; zones look like `Europe/Stockholm`"),
                                e);
                    }
                },
                ZoneOffset.UTC,
                () -> typed("string"));
    }

    static Scalar<LocalDate> date() {
        return new Scalar<>(
                "a date such as 2026-12-25",
                text -> {
                    try {
                        return LocalDate.parse(text);
                    } catch (DateTimeParseException e) {
                        throw new IllegalArgumentException("`" + text + "` is no date: write 2026-12-25", e);
                    }
                },
                LocalDate.EPOCH,
                () -> typed("string").put("pattern", "^\\d{4}-\\d{2}-\\d{2}$"));
    }

    static Scalar<LocalTime> timeOfDay() {
        return new Scalar<>(
                "a time of day such as \"09:00\"",
                text -> {
                    if (text.matches("\\d{2}:\\d{2}")) {
                        try {
                            return LocalTime.parse(text);
                        } catch (DateTimeParseException e) {
                            // said below
                        }
                    }
                    throw new IllegalArgumentException("`" + text + "` is no time of day: write \"09:00\", in quotes");
                },
                LocalTime.MIDNIGHT,
                () -> typed("string").put("pattern", "^\\d{2}:\\d{2}$"));
    }

    /** A point in time: on the lock's wall clock, or with an offset the same instant everywhere. */
    static Scalar<Moment> moment() {
        return new Scalar<>(
                "a time such as 2026-11-21T09:00",
                Scalar::parseMoment,
                Moment.local(LocalDateTime.of(2000, 1, 1, 0, 0)),
                () -> typed("string")
                        .put("pattern", "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})?$"));
    }

    static Moment parseMoment(String text) {
        try {
            return Moment.local(LocalDateTime.parse(text));
        } catch (DateTimeParseException e) {
            // perhaps with an offset
        }
        try {
            return Moment.at(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            boolean date = text.matches("\\d{4}-\\d{2}-\\d{2}");
            boolean space = text.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}");
            String hint = date
                    ? "add the time of day: " + text + "T00:00"
                    : space
                            ? "write a T between date and time: " + text.replace(' ', 'T')
                            : "write 2026-11-21T09:00, or 2026-11-21T09:00+01:00 for the same instant everywhere";
            throw new IllegalArgumentException("`" + text + "` is no point in time: " + hint, e);
        }
    }

    static Scalar<Duration> duration(String name, Duration min, Duration max) {
        return new Scalar<>(
                name,
                text -> {
                    Duration value = parseDuration(text);
                    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                        throw new IllegalArgumentException(
                                "`" + text + "` is outside " + format(min) + " to " + format(max));
                    }
                    return value;
                },
                min,
                () -> typed("string")
                        .put("pattern", "^(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?$")
                        .put("minLength", 2));
    }

    static Duration parseDuration(String text) {
        Matcher m = DURATION.matcher(text);
        if (text.isEmpty() || !m.matches()) {
            throw new IllegalArgumentException("`" + text + "` is no duration: write 8h, 90m, 1h30m or 365d");
        }
        return Duration.ofDays(part(m, 1))
                .plusHours(part(m, 2))
                .plusMinutes(part(m, 3))
                .plusSeconds(part(m, 4));
    }

    private static long part(Matcher m, int group) {
        return m.group(group) == null ? 0 : Long.parseLong(m.group(group));
    }

    static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(count).append(unit);
        }
    }

    static Scalar<Schedule> weekly() {
        return new Scalar<>(
                "a weekly window such as \"Mon-Fri 07:00-18:00\"",
                WeeklyText::parse,
                Schedule.always(),
                () -> typed("string").put("minLength", 3));
    }

    static ObjectNode typed(String... types) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (types.length == 1) {
            schema.put("type", types[0]);
        } else {
            List.of(types).forEach(schema.putArray("type")::add);
        }
        return schema;
    }
}
