// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.benchmarks;

import dev.lockcred.GrantId;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Obey;
import dev.lockcred.core.WishedState;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.testkit.VirtualTime;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A property: so many locks, and people who have hours at every door. Its store and its locks forget what they are told; time is
 * virtual, so that nothing runs beside what is measured.
 */
final class Property implements AutoCloseable {

    /** A guest at the first door alone. */
    static final GrantId GUEST = GrantId.of("guest");

    final VirtualTime time = VirtualTime.startingAt("2026-11-21T08:00:00Z");
    final LockManager manager;
    private final int locks;
    private boolean looking;

    private Property(int locks, boolean looking) {
        this.locks = locks;
        this.looking = looking;
        manager = LockManager.create(cfg -> cfg.timers(time)
                .executor(time.executor())
                .storeExecutor(time.executor())
                .random(new SplittableRandom(1))
                .store(new Oblivion())
                .keyPlace(new InMemoryKeyPlace())
                .zone(ZoneId.of("Europe/Stockholm"))
                .lookOnly(() -> this.looking)
                .driver("silence", new Silence()));
    }

    /** Every lock has said what it can do, nobody may open any, and nothing is written before {@link #write}. */
    static Property empty(int locks) {
        var property = new Property(locks, true);
        property.wish(0);
        property.time.advance(Duration.ofMinutes(5));
        return property;
    }

    /** From now on, so many people have hours at every door. Returns when that is stored. */
    void wish(int people) {
        List<Pin> pins = new ArrayList<>();
        WishedState wished = WishedState.of("benchmark", site -> {
            String[] names = new String[locks];
            LockPolicy generous = LockPolicy.DEFAULT.withWrites(1000, 10_000);
            for (int i = 0; i < locks; i++) {
                names[i] = "door" + i;
                site.lock(Lock.of(LockId.of(names[i]), "silence", "" + i).withPolicy(generous), "benchmark");
            }
            for (int i = 0; i < people; i++) {
                String name = "person" + i;
                user(site, name, i, pins);
                site.grant(UserId.of(name), to -> to.id(name).locks(names).weekly("Mon-Fri 07:00-18:00"), "benchmark");
            }
            if (people > 0) {
                user(site, "guest", people, pins);
                site.grant(UserId.of("guest"), to -> to.id(GUEST.value()).locks(names[0]), "benchmark");
            }
        });
        manager.wishes().obey(wished, Obey.ORDINARY);
        pins.forEach(Pin::close);
    }

    private static void user(WishedState.Builder site, String name, int number, List<Pin> pins) {
        Pin pin = Pin.of(("" + (271_828 + 7_919 * number)).toCharArray());
        pins.add(pin);
        site.user(new WishedState.UserWish(
                new User(UserId.of(name), name),
                Optional.empty(),
                Optional.of(new WishedState.PinWish(pin, "benchmark")),
                "benchmark"));
    }

    /** Everything wished is written to the locks. */
    void write() {
        looking = false;
        manager.apply(ApplyOptions.DEFAULT);
        time.advance(Duration.ofHours(3));
    }

    @Override
    public void close() {
        manager.close();
    }
}
