// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.time.ZoneId;
import java.util.Optional;

/**
 * What the site is.
 *
 * @param name for people
 * @param zone the wall clock of locks that name none
 * @param id what the store remembers; absent: the name
 */
public record SiteSection(At<String> name, At<ZoneId> zone, Optional<At<String>> id) {

    static final Shape<SiteSection> SHAPE = Shapes.section("site", "`site`", SiteSection::new);

    private SiteSection(Fields in) {
        this(
                in.required("name", Shapes.one(Scalar.personName()), "what this place is called"),
                in.required("zone", Shapes.one(Scalar.zone()), "the time zone of the doors, such as Europe/Stockholm"),
                in.optional(
                        "id",
                        Shapes.one(Scalar.id("a site")),
                        "what the store remembers the site by (default: its name)"));
    }

    /** What the store remembers. */
    public String identity() {
        return id.map(At::value).orElse(name.value());
    }
}
