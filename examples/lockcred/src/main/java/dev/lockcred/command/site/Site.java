// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.Pin;
import dev.lockcred.Schedule;
import dev.lockcred.Target;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.Validity;
import dev.lockcred.spi.DriverSettings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A site file that was read, in the library's words.
 *
 * @param name of the file as the person named it
 * @param folder relative paths are relative to it
 * @param file as written
 * @param lines its text
 */
public record Site(String name, Path folder, SiteFile file, List<String> lines) {

    /** Where the store is unless the file says so. */
    private static final String STORE = "data/lockcred";

    public String identity() {
        return file.site().identity();
    }

    public ZoneId zone() {
        return file.site().zone().value();
    }

    /** The zone of a lock. */
    public ZoneId zone(String lock) {
        Keyed<LockSection> found = file.locks().get(lock);
        return found == null ? zone() : found.value().zone().map(At::value).orElse(zone());
    }

    /** The store's folder. */
    public Path store() {
        return folder.resolve(file.store().map(At::value).orElse(STORE)).normalize();
    }

    /** Where something stands, for people: {@code site.yaml:22}. */
    public String place(Mark mark) {
        return name + ":" + mark.line();
    }

    /** What each driver is told, by name. */
    public Map<String, DriverSettings> drivers() {
        Map<String, DriverSettings> all = new LinkedHashMap<>();
        file.drivers().forEach((name, driver) -> all.put(name, settings(name, driver.value())));
        return all;
    }

    private DriverSettings settings(String name, DriverSection driver) {
        return new DriverSettings(name, driver.settings(), folder);
    }

    /** The type of a driver. */
    public Optional<String> driverType(String name) {
        return Optional.ofNullable(file.drivers().get(name)).map(d -> d.value().type());
    }

    /** The locks, in the order written. */
    public List<Lock> locks() {
        return file.locks().values().stream().map(this::lock).toList();
    }

    private Lock lock(Keyed<LockSection> keyed) {
        LockSection lock = keyed.value();
        return new Lock(
                LockId.of(keyed.key().value()),
                lock.driver().value(),
                lock.address().value(),
                lock.zone().map(At::value),
                lock.policy().map(PolicySection::policy).orElse(LockPolicy.DEFAULT),
                lock.profile()
                        .map(At::value)
                        .filter(p -> !p.equals("auto") && profileFile(p).isEmpty()),
                lock.allowPlaintext().map(At::value).orElse(false));
    }

    /** The file a profile setting names, if it names one. */
    Optional<Path> profileFile(String profile) {
        boolean path = profile.contains("/") || profile.contains("\\") || profile.endsWith(".json");
        return path ? Optional.of(folder.resolve(profile)) : Optional.empty();
    }

    /** The profile files that locks name, by driver. */
    public Map<String, List<Path>> profileFiles() {
        Map<String, List<Path>> all = new LinkedHashMap<>();
        file.locks()
                .values()
                .forEach(l -> l.value()
                        .profile()
                        .flatMap(p -> profileFile(p.value()))
                        .ifPresent(
                                path -> all.computeIfAbsent(l.value().driver().value(), d -> new ArrayList<>())
                                        .add(path)));
        return all;
    }

    public List<LockGroup> groups() {
        return file.groups().values().stream()
                .map(g -> new LockGroup(
                        GroupId.of(g.key().value()),
                        g.value().stream().map(l -> LockId.of(l.value())).toList()))
                .toList();
    }

    /** The people, in the order written. */
    public List<User> users() {
        return file.users().values().stream()
                .map(u -> new User(
                        UserId.of(u.key().value()),
                        u.value().name().map(At::value).orElse(u.key().value())))
                .toList();
    }

    /** Where a user's PIN comes from, if the file says so. */
    public Optional<PinSource> pinSource(UserId user) {
        return Optional.ofNullable(file.users().get(user.value()))
                .flatMap(u -> u.value().pin());
    }

    /** A user's telephone number, if the file says it. */
    public Optional<String> phone(UserId user) {
        return Optional.ofNullable(file.users().get(user.value()))
                .flatMap(u -> u.value().phone().map(At::value));
    }

    /** Where a lock's programming code comes from, if the file says so. */
    public Optional<PinSource> programmingCodeSource(LockId lock) {
        return Optional.ofNullable(file.locks().get(lock.value()))
                .flatMap(l -> l.value().programmingCode());
    }

    /** The PIN a source names; the caller wipes it. */
    public Pin pin(PinSource source, Map<String, String> environment) {
        return PinSources.read(source, folder, environment);
    }

    /**
     * A grant under an id.
     *
     * @throws IllegalArgumentException saying what cannot be
     */
    public Grant grant(GrantSection section, GrantId id) {
        List<LockId> locks = new ArrayList<>();
        List<GroupId> groups = new ArrayList<>();
        for (At<String> name : section.locks()) {
            if (file.groups().containsKey(name.value())) {
                groups.add(GroupId.of(name.value()));
            } else {
                locks.add(LockId.of(name.value()));
            }
        }
        Grant.Builder builder = Grant.builder(id, UserId.of(section.user().value()), new Target(locks, groups))
                .schedule(schedule(section))
                .validity(new Validity(
                        section.from().map(At::value), section.until().map(At::value)))
                .enabled(section.enabled().map(At::value).orElse(true));
        section.uses().ifPresent(u -> builder.limit(u.limit()));
        section.enforcement().ifPresent(e -> builder.enforcement(e.value()));
        section.type().ifPresent(t -> builder.type(t.value()));
        if (section.deny().map(At::value).orElse(false)) {
            builder.effect(Grant.Effect.DENY);
        }
        section.slot()
                .forEach((lock, slot) ->
                        builder.slot(LockId.of(lock), slot.value().value()));
        return builder.build();
    }

    private Schedule schedule(GrantSection section) {
        List<Schedule> windows = new ArrayList<>();
        section.weekly().forEach(w -> windows.add(w.value()));
        section.daily().forEach(d -> windows.add(d.schedule()));
        Schedule schedule = windows.isEmpty() ? Schedule.always() : Schedule.union(windows.toArray(Schedule[]::new));
        Set<LocalDate> except = exceptions(section);
        return except.isEmpty() ? schedule : schedule.except(except);
    }

    /** The days a grant leaves out. */
    Set<LocalDate> exceptions(GrantSection section) {
        Set<LocalDate> days = new TreeSet<>();
        for (At<ExceptItem> item : section.except()) {
            item.value().day().ifPresentOrElse(days::add, () -> file.holidays().forEach(h -> days.add(h.value())));
        }
        return days;
    }

    /** The locks a grant means, groups resolved; unknown names are left out. */
    Set<String> lockNames(GrantSection section) {
        Set<String> names = new TreeSet<>();
        for (At<String> name : section.locks()) {
            Keyed<List<At<String>>> group = file.groups().get(name.value());
            if (group != null) {
                group.value().forEach(l -> names.add(l.value()));
            } else if (file.locks().containsKey(name.value())) {
                names.add(name.value());
            }
        }
        return names;
    }
}
