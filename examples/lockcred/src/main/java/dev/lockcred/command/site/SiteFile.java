// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A site file, as written. */
public record SiteFile(
        SiteSection site,
        Optional<At<String>> store,
        Map<String, Keyed<DriverSection>> drivers,
        Map<String, Keyed<LockSection>> locks,
        Map<String, Keyed<List<At<String>>>> groups,
        List<At<LocalDate>> holidays,
        Optional<PinsSection> pins,
        Optional<HistorySection> history,
        Map<String, Keyed<UserSection>> users,
        List<GrantSection> grants) {

    static final Shape<SiteFile> SHAPE = Shapes.section("file", "a site file", SiteFile::new);

    SiteFile(Fields in) {
        this(
                in.required(
                        "site",
                        SiteSection.SHAPE,
                        "what and where this site is: { name: Home, zone: Europe/Stockholm }"),
                in.optional(
                        "store",
                        Shapes.one(Scalar.text("a folder")),
                        "the folder of the store, relative to this file (default: data/lockcred)"),
                in.required(
                        "drivers",
                        Shapes.table(Scalar.id("a driver"), DriverSection.SHAPE),
                        "the ways to locks, by name"),
                in.required("locks", Shapes.table(Scalar.id("a lock"), LockSection.SHAPE), "the doors, by name"),
                in.optional(
                                "groups",
                                Shapes.table(Scalar.id("a group"), Shapes.list(Shapes.one(Scalar.id("a lock")))),
                                "locks under one name")
                        .orElse(Map.of()),
                in.optional("holidays", Shapes.list(Shapes.one(Scalar.date())), "days that grants can except")
                        .orElse(List.of()),
                in.optional("pins", PinsSection.SHAPE, "how PINs are drawn"),
                in.optional("history", HistorySection.SHAPE, "how long events are kept"),
                in.optional("users", Shapes.table(Scalar.id("a user"), UserSection.SHAPE), "people, by key")
                        .orElse(Map.of()),
                in.optional("grants", Shapes.list(GrantSection.SHAPE), "who may open which doors, and when")
                        .orElse(List.of()));
    }
}
