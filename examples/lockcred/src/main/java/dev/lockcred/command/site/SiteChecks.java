// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.GrantId;
import dev.lockcred.core.Profiles;
import dev.lockcred.zigbee.network.Eui64;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What no value says by itself: that names mean something, that addresses and times make sense, that references hold. */
final class SiteChecks {

    private final Site site;
    private final SiteFile file;
    private final Map<String, String> environment;
    private final Problems problems;

    SiteChecks(Site site, Map<String, String> environment, Problems problems) {
        this.site = site;
        this.file = site.file();
        this.environment = environment;
        this.problems = problems;
    }

    void run() {
        file.store().ifPresent(this::store);
        file.drivers().values().forEach(this::driver);
        locks();
        groups();
        users();
        grants();
    }

    private void store(At<String> store) {
        if (store.value().startsWith("jdbc:")) {
            problems.add(store, "stores in a database server come later: name a folder, such as `data/lockcred`");
        } else if (Files.isRegularFile(site.store())) {
            problems.add(store, "`" + store.value() + "` is a file: the store is a folder");
        }
    }

    private void driver(Keyed<DriverSection> driver) {
        if (driver.value() instanceof DriverSection.Matter matter) {
            matter.trustStore().ifPresent(this::existing);
            matter.tokenFile().ifPresent(this::existing);
        } else if (driver.value() instanceof DriverSection.Zigbee zigbee
                && zigbee.port().value().contains("://")) {
            zigbee.baud().ifPresent(b -> problems.add(b, "`baud` belongs to a serial port, not to tcp://"));
            zigbee.flow().ifPresent(f -> problems.add(f, "`flow` belongs to a serial port, not to tcp://"));
        } else if (driver.value() instanceof DriverSection.Fake fake) {
            fake.state()
                    .filter(s -> Files.isDirectory(site.folder().resolve(s.value())))
                    .ifPresent(s -> problems.add(s, "`" + s.value() + "` is a folder: `state` is a file"));
        }
    }

    private void existing(At<String> path) {
        if (!path.isStandIn() && !Files.isReadable(site.folder().resolve(path.value()))) {
            problems.add(
                    path, "there is no file `" + path.value() + "` (relative paths are relative to the site file)");
        }
    }

    private void locks() {
        Map<String, At<String>> places = new HashMap<>();
        for (Keyed<LockSection> keyed : file.locks().values()) {
            LockSection lock = keyed.value();
            lock.programmingCode().ifPresent(this::pin);
            String driver = lock.driver().value();
            if (file.drivers().isEmpty()) {
                continue; // told before
            }
            if (!file.drivers().containsKey(driver)) {
                problems.add(
                        lock.driver(),
                        "unknown driver `" + driver + "`"
                                + Words.suggest(driver, file.drivers().keySet()));
            } else if (!lock.address().isStandIn() && !lock.driver().isStandIn()) {
                address(lock, file.drivers().get(driver).value());
                At<String> before =
                        places.putIfAbsent(driver + " " + normal(lock.address().value()), keyed.key());
                if (before != null) {
                    problems.add(
                            lock.address(),
                            "lock `" + before.value() + "` in line "
                                    + before.mark().line() + " has this address already");
                }
            }
            lock.profile().ifPresent(this::profile);
            lock.was()
                    .ifPresent(was ->
                            renamed(was, keyed.key().value(), file.locks().keySet(), "lock"));
        }
    }

    private static String normal(String address) {
        return address.replace(":", "").toLowerCase(java.util.Locale.ROOT);
    }

    private void address(LockSection lock, DriverSection driver) {
        String address = lock.address().value();
        if (driver instanceof DriverSection.ZWave) {
            boolean digits = address.matches("[0-9]{1,4}");
            int node = digits ? Integer.parseInt(address) : 0;
            if (node < 1 || node > 232 && node < 256 || node > 4000) {
                problems.add(
                        lock.address(),
                        "`" + address + "` is no Z-Wave address: a node id from 1 to 232 (Long Range: 256 to 4000)");
            }
        } else if (driver instanceof DriverSection.Matter && !address.matches("[0-9]{1,20}/[0-9]{1,5}")) {
            problems.add(lock.address(), "`" + address + "` is no Matter address: node/endpoint, such as 7/1");
        } else if (driver instanceof DriverSection.Zigbee) {
            try {
                Eui64.parse(address);
            } catch (IllegalArgumentException e) {
                problems.add(
                        lock.address(),
                        "`" + address + "` is no Zigbee address: eight bytes, such as \"00:0d:6f:ff:fe:12:34:56\"");
            }
        }
    }

    private void profile(At<String> profile) {
        site.profileFile(profile.value()).ifPresent(path -> {
            if (!Files.isReadable(path)) {
                existing(profile);
                return;
            }
            try {
                Profiles.read(path);
            } catch (IllegalArgumentException e) {
                problems.add(profile, Excerpt.printable(String.valueOf(e.getMessage())));
            }
        });
    }

    private void groups() {
        for (Keyed<List<At<String>>> group : file.groups().values()) {
            if (file.locks().containsKey(group.key().value())) {
                problems.add(
                        group.key(),
                        "`" + group.key().value() + "` is a lock already: a group needs a name of its own");
            }
            Set<String> seen = new LinkedHashSet<>();
            for (At<String> member : group.value()) {
                if (!file.locks().containsKey(member.value())) {
                    problems.add(
                            member,
                            file.groups().containsKey(member.value())
                                    ? "`" + member.value() + "` is a group: a group has locks only"
                                    : "unknown lock `" + member.value() + "`"
                                            + Words.suggest(
                                                    member.value(), file.locks().keySet()));
                } else if (!seen.add(member.value())) {
                    problems.add(member, "`" + member.value() + "` is in this group already");
                }
            }
        }
    }

    private void users() {
        for (Keyed<UserSection> keyed : file.users().values()) {
            keyed.value().pin().ifPresent(this::pin);
            keyed.value()
                    .was()
                    .ifPresent(was ->
                            renamed(was, keyed.key().value(), file.users().keySet(), "user"));
        }
    }

    private void renamed(At<String> was, String now, Set<String> keys, String what) {
        if (was.value().equals(now)) {
            problems.add(was, "`was` is the name before the renaming: this is the present one");
        } else if (keys.contains(was.value())) {
            problems.add(was, what + " `" + was.value() + "` is still in this file: it was not renamed");
        }
    }

    private void pin(PinSource source) {
        if (source.env().isPresent() == source.file().isPresent()
                || source.env().map(At::isStandIn).orElse(false)
                || source.file().map(At::isStandIn).orElse(false)) {
            return; // told before
        }
        try {
            PinSources.read(source, site.folder(), environment).close();
        } catch (IllegalArgumentException e) {
            Mark mark = source.env()
                    .map(At::mark)
                    .orElseGet(() -> source.file().orElseThrow().mark());
            problems.addSecret(mark, String.valueOf(e.getMessage()));
        }
    }

    // ---- grants

    private void grants() {
        Map<String, Mark> ids = new HashMap<>();
        for (GrantSection grant : file.grants()) {
            grant.id().filter(id -> !id.isStandIn()).ifPresent(id -> {
                Mark before = ids.putIfAbsent(id.value(), id.mark());
                if (before != null) {
                    problems.add(id, "grant `" + id.value() + "` stands in line " + before.line() + " already");
                }
            });
        }
        for (GrantSection grant : file.grants()) {
            if (grant.mark().isNone()) {
                continue; // could not be read at all
            }
            names(grant);
            grant.was().ifPresent(was -> {
                if (grant.id().isEmpty()) {
                    problems.add(was, "`was` needs an `id`: the new one");
                } else {
                    renamed(was, grant.id().get().value(), ids.keySet(), "grant");
                }
            });
            grant.pin().ifPresent(this::pin);
            times(grant);
        }
    }

    private void names(GrantSection grant) {
        if (!file.users().containsKey(grant.user().value())) {
            problems.add(
                    grant.user(),
                    "unknown user `" + grant.user().value() + "`"
                            + Words.suggest(grant.user().value(), file.users().keySet()));
        }
        Set<String> known = new LinkedHashSet<>(file.locks().keySet());
        known.addAll(file.groups().keySet());
        for (At<String> name : grant.locks()) {
            if (!known.contains(name.value())) {
                problems.add(name, "unknown lock or group `" + name.value() + "`" + Words.suggest(name.value(), known));
            }
        }
        Set<String> doors = site.lockNames(grant);
        grant.slot().values().forEach(slot -> {
            if (!file.locks().containsKey(slot.key().value())) {
                problems.add(
                        slot.key(),
                        "unknown lock `" + slot.key().value() + "`"
                                + Words.suggest(slot.key().value(), file.locks().keySet()));
            } else if (!doors.contains(slot.key().value())) {
                problems.add(
                        slot.key(),
                        "this grant does not open `" + slot.key().value() + "`: its slot there means nothing");
            }
        });
        grant.except().forEach(e -> {
            if (e.value().day().isEmpty() && file.holidays().isEmpty() && !e.isStandIn()) {
                problems.add(e.mark(), 8, "`holidays` are not listed in this file: add `holidays: [2026-12-25]`");
            }
        });
    }

    private void times(GrantSection grant) {
        boolean unsure = grant.weekly().stream().anyMatch(At::isStandIn)
                || grant.daily().stream()
                        .anyMatch(d -> d.at().isStandIn() || d.length().isStandIn())
                || grant.from().map(At::isStandIn).orElse(false)
                || grant.until().map(At::isStandIn).orElse(false)
                || grant.except().stream().anyMatch(At::isStandIn)
                || grant.user().isStandIn()
                || grant.locks().isEmpty()
                || grant.locks().stream().anyMatch(At::isStandIn)
                || grant.uses().map(u -> u.count().isStandIn()).orElse(false);
        if (unsure) {
            return; // told before
        }
        try {
            site.grant(grant, GrantId.of("grant"));
        } catch (IllegalArgumentException e) {
            String text = String.valueOf(e.getMessage()).replaceFirst("^grant grant: ", "");
            problems.add(grant.until().map(At::mark).orElse(grant.mark()), 0, "this grant cannot be: " + text);
            return;
        }
        if (Occurrence.never(grant, site.exceptions(grant))) {
            problems.add(
                    grant.until().map(At::mark).orElse(grant.mark()),
                    0,
                    "this grant never holds: none of its windows falls between its `from` and `until`");
        }
    }
}
