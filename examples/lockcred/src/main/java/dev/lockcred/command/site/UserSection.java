// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.Optional;

/** A person. */
public record UserSection(
        Optional<At<String>> name, Optional<PinSource> pin, Optional<At<String>> phone, Optional<At<String>> was) {

    static final Shape<UserSection> SHAPE = Shapes.section("user", "a user", UserSection::new);

    private UserSection(Fields in) {
        this(
                in.optional("name", Shapes.one(Scalar.personName()), "for people (default: the key)"),
                in.optional("pin", PinSource.SHAPE, "where the PIN comes from (default: set by `lockcred pin`)"),
                in.optional(
                        "phone",
                        Shapes.one(Scalar.phone()),
                        "the telephone number: a PIN of this user's that is part of it is weak"),
                in.optional("was", Shapes.one(Scalar.id("a user")), "the key before it was renamed"));
    }
}
