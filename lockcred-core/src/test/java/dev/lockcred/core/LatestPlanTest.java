// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import dev.lockcred.UsageLimit;
import dev.lockcred.User;
import dev.lockcred.UserType;
import dev.lockcred.core.plan.LockPlan;
import dev.lockcred.core.plan.PlanMemo;
import dev.lockcred.core.plan.Planner;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/** A plan that was kept is the plan that would be drawn up now: whatever was edited, wherever the clock was moved. */
class LatestPlanTest {

    private static final List<String> DOORS = List.of("front", "back", "garage", "office");
    private static final List<String> WEEKS = List.of(
            "Mon-Fri 07:00-18:00",
            "Sat,Sun 22:00-06:00",
            "Tue 09:05-13:10",
            "Mon-Sun 00:00-24:00",
            "Wed-Thu 12:00-12:30");

    /** A house in which anything may happen next. */
    private static final class Life implements AutoCloseable {
        private final Random random;
        private final House house = new House();
        private final List<User> people = new ArrayList<>();
        private final List<GrantId> grants = new ArrayList<>();
        private final Map<String, Boolean> conditions = new HashMap<>();
        private final StringBuilder story = new StringBuilder();
        private int pins = 481_203;

        Life(long seed) {
            random = new Random(seed);
            house.with("front", FakeModel.zwave())
                    .with("back", FakeModel.matter())
                    .with("garage", FakeModel.zigbee())
                    .with("office", FakeModel.zwave());
            house.extra = cfg -> cfg.condition("at home", () -> conditions.getOrDefault("at home", false));
            house.open();
            house.pass(Duration.ofMinutes(5));
            house.manager.locks().putGroup(new LockGroup(GroupId.of("some"), List.of(LockId.of("garage"))));
            for (String name : List.of("Anna", "Ben", "Cleo")) {
                people.add(house.user(name, pin()));
            }
        }

        private String pin() {
            pins += 7_919;
            return String.valueOf(pins);
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        /** One thing happens. */
        void next() {
            int what = random.nextInt(20);
            story.append(what).append(' ');
            switch (what) {
                case 0, 1, 2, 3 -> grant();
                case 4 -> onGrant(id -> house.manager.grants().disable(id));
                case 5 -> onGrant(id -> house.manager.grants().enable(id));
                case 6 ->
                    onGrant(id -> {
                        house.manager.grants().remove(id);
                        grants.remove(id);
                    });
                case 7 -> house.manager.grants().revoke(any(people).id(), where());
                case 8 -> house.manager.grants().unrevoke(any(people).id(), where());
                case 9 -> newPin();
                case 10 -> house.lock(any(DOORS)).offline();
                case 11 -> house.lock(any(DOORS)).online();
                case 12 -> house.lock(any(DOORS)).program(20 + random.nextInt(5), Pins.pin(pin()));
                case 13 ->
                    any(
                            new ArrayList<>(house.lock(any(DOORS)).occupied()),
                            slot -> house.lock(any(DOORS)).erase(slot));
                case 14 -> conditions.put("at home", random.nextBoolean());
                case 15 -> settings();
                case 16 ->
                    house.manager.locks().putGroup(new LockGroup(GroupId.of("some"), List.of(LockId.of(any(DOORS)))));
                case 17 -> house.manager.users().rename(any(people).id(), "Name" + random.nextInt(9));
                case 18 -> house.time.setWallClock(house.time.now().plusSeconds(random.nextInt(400_000) - 200_000));
                default -> use();
            }
        }

        private <T> void any(List<T> of, Consumer<T> then) {
            if (!of.isEmpty()) {
                then.accept(any(of));
            }
        }

        private void onGrant(Consumer<GrantId> then) {
            any(grants, then);
        }

        private List<LockId> where() {
            return random.nextBoolean() ? List.of() : List.of(LockId.of(any(DOORS)));
        }

        private void newPin() {
            try (var secret = Pins.pin(pin())) {
                house.manager
                        .pins()
                        .set(
                                any(people).id(),
                                secret,
                                random.nextBoolean() ? House.Pins0.ROUTINE : House.Pins0.COMPROMISED);
            }
        }

        private void settings() {
            Lock lock = house.manager.locks().find(LockId.of(any(DOORS))).orElseThrow();
            house.manager
                    .locks()
                    .put(
                            random.nextBoolean()
                                    ? lock.withZone(
                                            ZoneId.of(random.nextBoolean() ? "Asia/Kathmandu" : "America/Havana"))
                                    : lock.withPolicy(
                                            lock.policy().withForeign(any(List.of(LockPolicy.Foreign.values())))));
        }

        private void use() {
            try (var typed = Pins.pin(String.valueOf(481_203 + 7_919 * (1 + random.nextInt(6))))) {
                house.lock(any(DOORS)).type(typed);
            }
        }

        private void grant() {
            Grant added = house.grant(any(people), to -> {
                switch (random.nextInt(3)) {
                    case 0 -> to.locks(any(DOORS));
                    case 1 -> to.groups("some");
                    default -> to.locks(DOORS.toArray(String[]::new));
                }
                switch (random.nextInt(4)) {
                    case 0 -> to.weekly(any(WEEKS));
                    case 1 -> to.daily(LocalTime.of(random.nextInt(24), 30), Duration.ofHours(1 + random.nextInt(20)));
                    case 2 -> to.schedule(new Schedule.Condition("at home"));
                    default -> {}
                }
                if (random.nextInt(3) == 0) {
                    to.from(Moment.at(soon()));
                }
                if (random.nextInt(3) == 0) {
                    to.until(Moment.at(soon().plus(Duration.ofDays(4))));
                }
                if (random.nextInt(3) == 0) {
                    to.except(Set.of(house.time
                            .now()
                            .atZone(ZoneId.of("Europe/Stockholm"))
                            .toLocalDate()
                            .plusDays(random.nextInt(3))));
                }
                if (random.nextInt(5) == 0) {
                    to.deny();
                } else if (random.nextInt(3) == 0) {
                    to.limit(limit());
                } else if (random.nextInt(6) == 0) {
                    to.type(UserType.DISPOSABLE);
                }
            });
            grants.add(added.id());
        }

        private UsageLimit limit() {
            return new UsageLimit(
                    1 + random.nextInt(2),
                    any(List.of(UsageLimit.Scope.values())),
                    random.nextBoolean() ? Optional.empty() : Optional.of(any(List.of(UsageLimit.Period.values()))));
        }

        private Instant soon() {
            return house.time.now().plusSeconds(60L * (random.nextInt(4 * 1440) - 2 * 1440));
        }

        /** What is kept is what would be drawn up now. */
        void check() {
            Engine engine = ((EngineView) house.manager).engine();
            engine.look(() -> {
                var anew = new Entitlements(engine.wishes(), engine.safe(), engine.zone(), new PlanMemo());
                Instant now = engine.timers().now();
                for (LockSync lock : engine.syncs().values()) {
                    assertThat(engine.entitlements().at(lock, now))
                            .as("the entitlements at %s at %s after %s", lock.id(), now, story)
                            .isEqualTo(anew.at(lock, now));
                    assertThat(apartFromTime(lock.planNow()))
                            .as("the plan of %s at %s after %s", lock.id(), now, story)
                            .isEqualTo(apartFromTime(Planner.plan(lock.view(), now)));
                }
                return true;
            });
        }

        private static LockPlan apartFromTime(LockPlan plan) {
            return new LockPlan(
                    plan.lock(),
                    plan.steps(),
                    plan.withheld(),
                    plan.standings(),
                    plan.issues(),
                    plan.next(),
                    plan.warnings(),
                    Instant.MAX);
        }

        @Override
        public void close() {
            house.close();
        }
    }

    @Property(tries = 40)
    @Label("D1: what was planned before is given again only while it is what would be planned now")
    void keptPlanIsThePlanThatWouldBeDrawnUpNow(@ForAll long seed) {
        try (var life = new Life(seed)) {
            for (int i = 0; i < 40; i++) {
                try {
                    life.next();
                } catch (IllegalArgumentException | LockManagerException refused) {
                    life.story.append("refused ");
                }
                life.check();
                for (int pause = life.random.nextInt(4); pause > 0; pause--) {
                    long most = List.of(90L, 3_600L, 40_000L, 200_000L).get(life.random.nextInt(4));
                    life.house.pass(Duration.ofSeconds(1 + life.random.nextLong(most)));
                    life.check();
                }
            }
        }
    }
}
