// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a bridge does to a payload before anything is sent: names, types, mandatory fields, limits. Pure. */
final class Payloads {

    /** The bridge refuses; the text is what it says. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String text) {
            super(text);
        }
    }

    private enum Kind {
        /** A number from the second character of its spec on. */
        NUMBER,
        BITMAP,
        TEXT,
        BYTES,
        CREDENTIAL
    }

    private record Field(String name, Kind kind, boolean nullable, boolean optional, int min) {
        /** {@code n} number, {@code b} bitmap, {@code t} text, {@code o} octets, {@code c} credential; ? nullable, ~ optional. */
        static Field of(String spec) {
            Kind kind = switch (spec.charAt(0)) {
                case 'n' -> Kind.NUMBER;
                case 'b' -> Kind.BITMAP;
                case 't' -> Kind.TEXT;
                case 'o' -> Kind.BYTES;
                default -> Kind.CREDENTIAL;
            };
            boolean nullable = spec.contains("?");
            boolean optional = spec.contains("~");
            int min = spec.contains("+") ? 1 : 0;
            return new Field(spec.substring(1).replaceAll("[?~+]", ""), kind, nullable, optional, min);
        }
    }

    private record Command(int id, boolean timed, List<Field> fields) {}

    private static final Map<String, Command> COMMANDS = Map.ofEntries(
            entry("lockDoor", 0, true, "opinCode~"),
            entry("unlockDoor", 1, true, "opinCode~"),
            entry("unlockWithTimeout", 3, true, "ntimeout", "opinCode~"),
            entry("unboltDoor", 39, true, "opinCode~"),
            entry(
                    "setUser",
                    26,
                    true,
                    "noperationType",
                    "nuserIndex+",
                    "tuserName?",
                    "nuserUniqueId?",
                    "nuserStatus?",
                    "nuserType?",
                    "ncredentialRule?"),
            entry("getUser", 27, false, "nuserIndex+"),
            entry("clearUser", 29, true, "nuserIndex+"),
            entry(
                    "setCredential",
                    34,
                    true,
                    "noperationType",
                    "ccredential",
                    "ocredentialData",
                    "nuserIndex?+",
                    "nuserStatus?",
                    "nuserType?"),
            entry("getCredentialStatus", 36, false, "ccredential"),
            entry("clearCredential", 38, true, "ccredential?"),
            entry(
                    "setWeekDaySchedule",
                    11,
                    false,
                    "nweekDayIndex",
                    "nuserIndex+",
                    "bdaysMask",
                    "nstartHour",
                    "nstartMinute",
                    "nendHour",
                    "nendMinute"),
            entry("getWeekDaySchedule", 12, false, "nweekDayIndex", "nuserIndex+"),
            entry("clearWeekDaySchedule", 13, false, "nweekDayIndex", "nuserIndex+"),
            entry("setYearDaySchedule", 14, false, "nyearDayIndex", "nuserIndex+", "nlocalStartTime", "nlocalEndTime"),
            entry("getYearDaySchedule", 15, false, "nyearDayIndex", "nuserIndex+"),
            entry("clearYearDaySchedule", 16, false, "nyearDayIndex", "nuserIndex+"),
            entry(
                    "setHolidaySchedule",
                    17,
                    false,
                    "nholidayIndex",
                    "nlocalStartTime",
                    "nlocalEndTime",
                    "noperatingMode"),
            entry("getHolidaySchedule", 18, false, "nholidayIndex"),
            entry("clearHolidaySchedule", 19, false, "nholidayIndex"));

    private static Map.Entry<String, Command> entry(String name, int id, boolean timed, String... specs) {
        return Map.entry(
                name, new Command(id, timed, Arrays.stream(specs).map(Field::of).toList()));
    }

    private Payloads() {}

    /** The lower camel name of a command, if the Door Lock cluster has it; the Python server wants Pascal case. */
    static @Nullable String command(String name, Dialect dialect) {
        if (name.isEmpty() || dialect == Dialect.PYTHON && Character.isLowerCase(name.charAt(0))) {
            return null;
        }
        String camel = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return COMMANDS.containsKey(camel) ? camel : null;
    }

    private static Command known(String name) {
        Command command = COMMANDS.get(name);
        if (command == null) {
            throw new IllegalArgumentException("no command " + name);
        }
        return command;
    }

    static int id(String command) {
        return known(command).id();
    }

    static boolean timed(String command) {
        return known(command).timed();
    }

    /** The payload as the lock gets it: lower camel keys, every nullable field there. */
    static ObjectNode normal(String command, @Nullable JsonNode payload, Dialect dialect) throws Refused {
        if (payload != null && payload.isNull()) {
            throw new Refused("Cannot read properties of null (reading 'pinCode')");
        }
        ObjectNode normal = JsonNodeFactory.instance.objectNode();
        for (Field field : known(command).fields()) {
            JsonNode value = payload == null ? null : find(payload, field.name(), dialect);
            if (value == null || value.isNull() && field.optional()) {
                if (!field.optional() && dialect == Dialect.JS) {
                    throw new Refused(
                            "(ValidationMandatoryFieldMissingError/128) Missing mandatory field " + field.name());
                }
                if (!field.optional()) {
                    normal.set(field.name(), NullNode.getInstance());
                }
            } else if (value.isNull()) {
                if (!field.nullable()) {
                    throw new Refused("(ValidationDatatypeMismatchError/128) Expected a value, got null.");
                }
                normal.set(field.name(), value);
            } else {
                normal.set(field.name(), checked(field, value, dialect));
            }
        }
        return normal;
    }

    private static @Nullable JsonNode find(JsonNode payload, String name, Dialect dialect) {
        if (dialect == Dialect.PYTHON) {
            String label = switch (name) {
                case "pinCode" -> "PINCode";
                case "userUniqueId" -> "userUniqueID";
                default -> name;
            };
            return payload.get(label);
        }
        for (var entry : payload.properties()) {
            if (entry.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static JsonNode checked(Field field, JsonNode value, Dialect dialect) throws Refused {
        switch (field.kind()) {
            case NUMBER -> {
                if (!value.isIntegralNumber()) {
                    throw new Refused("(ValidationDatatypeMismatchError/128) Expected number, got string.");
                }
                if (dialect == Dialect.JS && value.longValue() < field.min()) {
                    throw new Refused("(ValidationOutOfBoundsError/135) Invalid value: " + value.longValue()
                            + " is below the minimum, " + field.min() + ".");
                }
            }
            case TEXT -> {
                int length = value.textValue().length();
                if (dialect == Dialect.JS && length > 10) {
                    throw new Refused("(ValidationOutOfBoundsError/135) String \"" + value.textValue()
                            + "\" is too long: " + length + ", max 10.");
                }
            }
            case BYTES -> {
                return JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(octets(value.asText())));
            }
            case BITMAP, CREDENTIAL -> {
                // as it is
            }
        }
        return value;
    }

    /** Base64, as forgivingly as the JS server takes it: padding may be missing, and what is left over is dropped. */
    private static byte[] octets(String text) throws Refused {
        if (!text.matches("[A-Za-z0-9+/]*={0,2}")) {
            throw new Refused("Invalid character");
        }
        String digits = text.replace("=", "");
        int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
        return Base64.getDecoder().decode(digits.substring(0, whole));
    }
}
