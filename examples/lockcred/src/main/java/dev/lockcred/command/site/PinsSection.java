// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.Optional;

/** How PINs are drawn. */
public record PinsSection(Optional<At<Integer>> length) {

    static final Shape<PinsSection> SHAPE = Shapes.section("pins", "`pins`", PinsSection::new);

    private PinsSection(Fields in) {
        this(in.optional(
                "length", Shapes.one(Scalar.number("a length", 4, 10)), "digits of generated PINs (default: 6)"));
    }
}
