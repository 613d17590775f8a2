// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.time.ZoneId;
import java.util.Optional;

/** A door. */
public record LockSection(
        At<String> driver,
        At<String> address,
        Optional<At<ZoneId>> zone,
        Optional<At<String>> profile,
        Optional<PolicySection> policy,
        Optional<At<Boolean>> allowPlaintext,
        Optional<PinSource> programmingCode,
        Optional<At<String>> was) {

    static final Shape<LockSection> SHAPE = Shapes.section("lock", "a lock", LockSection::new);

    private LockSection(Fields in) {
        this(
                in.required("driver", Shapes.one(Scalar.id("a driver")), "the driver that reaches it"),
                in.required(
                        "address",
                        Shapes.one(Scalar.text("an address")),
                        "how that driver finds it: a node id, node/endpoint, an EUI64"),
                in.optional("zone", Shapes.one(Scalar.zone()), "its wall clock (default: the site's)"),
                in.optional(
                        "profile",
                        Shapes.one(Scalar.text("a profile")),
                        "auto (default), a device profile's name, or the path of a JSON file"),
                in.optional("policy", PolicySection.SHAPE, "how to behave towards it"),
                in.optional(
                        "allow-plaintext",
                        Shapes.one(Scalar.truth()),
                        "write PINs over an unsecured link, where anybody can hear them (default: false)"),
                in.optional(
                        "programming-code",
                        PinSource.OF_PROGRAMMING_CODE,
                        "where the code that opens the lock's own menu comes from: no PIN for this lock is the same"
                                + " (default: told by `lockcred pin --programming-code`)"),
                in.optional("was", Shapes.one(Scalar.id("a lock")), "its name before it was renamed"));
    }
}
