// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import static java.util.Objects.requireNonNull;

import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.WishedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a site file wishes, in the engine's words, with the PINs it refers to; close it to wipe them. */
public final class SiteWishes implements AutoCloseable {

    private final WishedState state;
    private final List<Pin> pins;

    private SiteWishes(WishedState state, List<Pin> pins) {
        this.state = state;
        this.pins = pins;
    }

    /** Reads the PINs that the file refers to, and puts everything into one value. */
    public static SiteWishes of(Site site, Map<String, String> environment) {
        List<Pin> pins = new ArrayList<>();
        SiteFile file = site.file();
        WishedState state = WishedState.of(site.identity(), wishes -> {
            site.locks().forEach(lock -> {
                var keyed = requireNonNull(file.locks().get(lock.id().value()));
                String origin = site.place(keyed.key().mark());
                wishes.lock(new WishedState.LockWish(
                        lock,
                        keyed.value().was().map(was -> LockId.of(was.value())),
                        keyed.value().programmingCode().map(p -> pin(p, site, environment, pins)),
                        origin));
            });
            site.groups()
                    .forEach(group -> wishes.group(
                            group,
                            site.place(
                                    requireNonNull(file.groups().get(group.id().value()))
                                            .key()
                                            .mark())));
            for (User user : site.users()) {
                var keyed = requireNonNull(file.users().get(user.id().value()));
                wishes.user(new WishedState.UserWish(
                        user,
                        keyed.value().was().map(w -> UserId.of(w.value())),
                        keyed.value().pin().map(p -> pin(p, site, environment, pins)),
                        keyed.value().phone().map(At::value),
                        site.place(keyed.key().mark())));
            }
            int number = 0;
            for (GrantSection section : file.grants()) {
                number++;
                boolean named = section.id().isPresent();
                Grant grant = site.grant(
                        section, GrantId.of(section.id().map(At::value).orElse("unnamed-" + number)));
                wishes.grant(new WishedState.GrantWish(
                        grant,
                        named,
                        section.pin().map(p -> pin(p, site, environment, pins)),
                        site.place(section.mark())));
            }
        });
        return new SiteWishes(state, pins);
    }

    private static WishedState.PinWish pin(
            PinSource source, Site site, Map<String, String> environment, List<Pin> pins) {
        Pin pin = site.pin(source, environment);
        pins.add(pin);
        return new WishedState.PinWish(pin, source.describe());
    }

    public WishedState state() {
        return state;
    }

    @Override
    public void close() {
        pins.forEach(Pin::close);
    }
}
