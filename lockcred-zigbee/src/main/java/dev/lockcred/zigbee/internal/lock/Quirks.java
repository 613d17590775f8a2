// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.spi.DeviceProfile;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is known of a model beyond what it says of itself: a typed view of a device profile. Absent keys mean the standard.
 * Keys: {@code match.manufacturer}, {@code match.model} (regular expressions over the whole name); {@code pin.first},
 * {@code pin.count}, {@code pin.reserved}, {@code pin.min}, {@code pin.max}, {@code pin.clearBeforeSet}, {@code pin.disable}
 * ({@code none}), {@code pin.readBack} ({@code readable}, {@code masked}, {@code none}), {@code pin.readBackDelayMillis},
 * {@code pin.spacingMillis}, {@code pin.duplicateOnOwnSlot}; {@code schedule.firstId}, {@code schedule.none};
 * {@code battery.percentIsWhole}; {@code events.programming}, {@code events.userByteSwapped};
 * {@code events.attribute} (a vendor attribute that carries an event); {@code source.N} (a vendor source as one of ours);
 * {@code unmanageable} (why codes cannot be managed).
 */
public final class Quirks {

    private final Optional<DeviceProfile> profile;

    private Quirks(Optional<DeviceProfile> profile) {
        this.profile = profile;
    }

    /** The quirks of the profile a person chose, else of the first whose patterns match; the user's come first in the list. */
    public static Quirks of(
            Optional<DeviceProfile> chosen, List<DeviceProfile> profiles, String manufacturer, String model) {
        return new Quirks(chosen.or(() ->
                profiles.stream().filter(p -> matches(p, manufacturer, model)).findFirst()));
    }

    private static boolean matches(DeviceProfile profile, String manufacturer, String model) {
        Optional<String> maker = profile.text("match.manufacturer");
        Optional<String> name = profile.text("match.model");
        return (maker.isPresent() || name.isPresent())
                && maker.map(p -> fits(profile, p, manufacturer)).orElse(true)
                && name.map(p -> fits(profile, p, model)).orElse(true);
    }

    private static boolean fits(DeviceProfile profile, String pattern, String text) {
        try {
            return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE)
                    .matcher(text)
                    .matches();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "profile " + profile.name() + ": '" + pattern + "' is no regular expression", e);
        }
    }

    public Optional<String> name() {
        return profile.map(DeviceProfile::name);
    }

    public OptionalInt pinCount() {
        return integer("pin.count");
    }

    /** The lowest slot a host may use; the keypads of most locks count from 1, and 0 is the master code. */
    public int firstPin() {
        return integer("pin.first").orElse(1);
    }

    public List<Integer> reservedPins() {
        return profile.map(p -> p.integers("pin.reserved")).orElse(List.of());
    }

    public OptionalInt minPin() {
        return integer("pin.min");
    }

    public OptionalInt maxPin() {
        return integer("pin.max");
    }

    public boolean clearBeforeSet() {
        return flag("pin.clearBeforeSet", false);
    }

    public boolean duplicateOnOwnSlot() {
        return flag("pin.duplicateOnOwnSlot", false);
    }

    public boolean cannotDisable() {
        return text("pin.disable").map("none"::equals).orElse(false);
    }

    public Optional<String> readBack() {
        return text("pin.readBack").map(v -> v.toLowerCase(Locale.ROOT));
    }

    public Duration readBackDelay() {
        return Duration.ofMillis(integer("pin.readBackDelayMillis").orElse(0));
    }

    /** How long to leave the lock alone between two writes. */
    public Duration spacing() {
        return Duration.ofMillis(integer("pin.spacingMillis").orElse(0));
    }

    public int firstSchedule() {
        return integer("schedule.firstId").orElse(1);
    }

    public boolean noSchedules() {
        return flag("schedule.none", false);
    }

    /** Whether the battery attribute counts whole percents rather than halves. */
    public boolean wholePercents() {
        return flag("battery.percentIsWhole", false);
    }

    public Optional<Boolean> programmingEvents() {
        return text("events.programming").map("true"::equals);
    }

    /** Whether user ids of 256 and more in events are a small one with its bytes swapped. */
    public boolean userByteSwapped() {
        return flag("events.userByteSwapped", false);
    }

    /** The attribute in which the vendor reports an event: source, action, user (2 bytes), from the highest byte on. */
    public OptionalInt eventAttribute() {
        return integer("events.attribute");
    }

    /** Our name for a source number of the vendor's. */
    public Optional<String> source(int number) {
        return text("source." + number).map(v -> v.toUpperCase(Locale.ROOT));
    }

    /** Why codes cannot be managed at this model, if so. */
    public Optional<String> unmanageable() {
        return text("unmanageable");
    }

    private Optional<String> text(String key) {
        return profile.flatMap(p -> p.text(key));
    }

    private OptionalInt integer(String key) {
        return profile.map(p -> p.integer(key)).orElse(OptionalInt.empty());
    }

    private boolean flag(String key, boolean otherwise) {
        return profile.map(p -> p.flag(key, otherwise)).orElse(otherwise);
    }
}
