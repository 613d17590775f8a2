// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.zwave.internal.cc.ManufacturerSpecific;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a device profile says, typed. The keys are described in {@code zwave-profiles.schema.json}. */
final class Quirks {

    static final Quirks NONE = new Quirks(Optional.empty());

    private final Optional<DeviceProfile> profile;

    private Quirks(Optional<DeviceProfile> profile) {
        this.profile = profile;
    }

    static Quirks of(DeviceProfile profile) {
        return new Quirks(Optional.of(profile));
    }

    /** The first profile that matches the product; the user's own stand first. */
    static Quirks choose(List<DeviceProfile> profiles, Optional<ManufacturerSpecific.Report> product) {
        return product.flatMap(p -> profiles.stream().filter(d -> matches(d, p)).findFirst())
                .map(Quirks::of)
                .orElse(NONE);
    }

    private static boolean matches(DeviceProfile d, ManufacturerSpecific.Report p) {
        return d.integer("match.manufacturer").orElse(-1) == p.manufacturer()
                && in(d.integers("match.productType"), p.productType())
                && in(d.integers("match.productId"), p.productId());
    }

    private static boolean in(List<Integer> allowed, int value) {
        return allowed.isEmpty() || allowed.contains(value);
    }

    Optional<String> name() {
        return profile.map(DeviceProfile::name);
    }

    private boolean flag(String key, boolean otherwise) {
        return profile.map(p -> p.flag(key, otherwise)).orElse(otherwise);
    }

    private OptionalInt number(String key) {
        return profile.map(p -> p.integer(key)).orElse(OptionalInt.empty());
    }

    Optional<String> model() {
        return profile.flatMap(p -> p.text("model"));
    }

    Optional<String> manufacturer() {
        return profile.flatMap(p -> p.text("manufacturer"));
    }

    /** Whether its supervision can be believed. */
    boolean supervision() {
        return flag("supervision", true);
    }

    /** How long it may take to answer. */
    Duration answerWithin() {
        return Duration.ofSeconds(number("answerSeconds").orElse(3));
    }

    /** Places that hold the master code or are the lock's own. */
    List<Integer> reserved() {
        return profile.map(p -> p.integers("slots.reserved")).orElse(List.of());
    }

    OptionalInt count() {
        return number("slots.count");
    }

    OptionalInt minLength() {
        return number("pin.minLength");
    }

    OptionalInt maxLength() {
        return number("pin.maxLength");
    }

    /** The configuration parameter that holds one length for all codes. */
    OptionalInt lengthParameter() {
        return number("pin.lengthParameter");
    }

    boolean masks() {
        return flag("pin.masked", false);
    }

    boolean refusesDuplicates() {
        return flag("pin.refusesDuplicates", false);
    }

    /** Reports "available" for places that hold a code (Ultraloq): a read-back tells nothing. */
    boolean readBackLies() {
        return flag("readBack.lies", false);
    }

    /** Look once more after so long, as it is known to forget. */
    Optional<Duration> recheckAfter() {
        OptionalInt seconds = number("recheckSeconds");
        return seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsInt())) : Optional.empty();
    }

    OptionalInt schedulesPerUser() {
        return number("schedule.entriesPerUser");
    }

    /** Whether its own schedules are of any use. */
    boolean schedules() {
        return flag("schedule.usable", true);
    }

    /** What a V1 alarm type means on this lock: a name of {@link Alarms}. */
    Optional<String> alarm(int type) {
        return profile.flatMap(p -> p.text("alarms." + type));
    }

    /** Levels of V1 alarms that mean the master code. */
    List<Integer> masterLevels() {
        return profile.map(p -> p.integers("masterLevels")).orElse(List.of());
    }
}
