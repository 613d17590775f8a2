// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.radio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.Pins.Change;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Days of edits and mishaps, then quiet: in the end every door opens to exactly those who may (R13, R14, R20, R24, R26), no
 * code of a stranger was touched (R43), and nothing more is sent (R25).
 */
class RadioHouseTest {

    private static final int STEPS = 60;
    private static final String STRANGER = "314159";

    @TestFactory
    List<DynamicTest> everyDoorOpensToThoseWhoMayAndThenSilence() {
        int seeds = Integer.getInteger("lockcred.radio.seeds", 6);
        long first = Long.getLong("lockcred.radio.seed", 1);
        var tests = new ArrayList<DynamicTest>();
        for (long seed = first; seed < first + seeds; seed++) {
            long value = seed;
            tests.add(DynamicTest.dynamicTest("seed " + seed, () -> new Story(new Seed(value)).run()));
        }
        return tests;
    }

    /** One house and what befalls it. */
    private static final class Story {
        private final RadioHouse house;
        private final RandomGenerator random;
        private final List<String> people = List.of("anna", "ben", "cleo", "dan");
        private final TreeMap<String, String> pins = new TreeMap<>();
        private final TreeMap<String, TreeSet<LockId>> granted = new TreeMap<>();
        private final List<String> told = new ArrayList<>();

        Story(Seed seed) {
            house = new RadioHouse(seed);
            random = seed.random("story");
        }

        void run() {
            house.everywhere(d -> d.program(7, STRANGER));
            for (String person : people) {
                house.manager.users().add(UserId.of(person), person);
                change(person);
                granted.put(person, new TreeSet<>());
            }
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            settle();
            check();
            silence();
        }

        private void step() {
            String person = people.get(random.nextInt(people.size()));
            Door door = house.doors.get(random.nextInt(house.doors.size()));
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> grant(person, door);
                case 3, 4 -> revoke(person, door);
                case 5 -> change(person);
                case 6 -> {
                    tell("away " + door.lock().id());
                    door.away();
                }
                case 7 -> {
                    tell("back " + door.lock().id());
                    door.back();
                }
                case 8 -> {
                    tell("the next answer of " + door.lock().id() + " is lost");
                    door.loseNextAnswer();
                }
                case 9 -> {
                    tell(person + " types at " + door.lock().id());
                    door.type(pins.get(person));
                }
                case 10 -> {
                    int link = random.nextInt(house.links.size());
                    tell("link trouble " + link);
                    house.links.get(link).run();
                }
                default -> {
                    tell("the process dies");
                    house.crash();
                }
            }
            pass(Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(20_000) : random.nextInt(60)));
        }

        private void grant(String person, Door door) {
            LockId lock = door.lock().id();
            if (granted.get(person).add(lock)) {
                tell("grant " + person + " " + lock);
                house.manager
                        .grants()
                        .add(
                                house.manager.users().find(UserId.of(person)).orElseThrow(),
                                to -> to.id(person + "-" + lock.value()).locks(lock.value()));
            }
        }

        private void revoke(String person, Door door) {
            LockId lock = door.lock().id();
            if (granted.get(person).remove(lock)) {
                tell("take " + person + " off " + lock);
                house.manager.grants().remove(GrantId.of(person + "-" + lock.value()));
            }
        }

        private void change(String person) {
            String digits;
            do {
                digits = String.valueOf(random.nextInt(200_000, 899_999));
            } while (pins.containsValue(digits));
            tell("another PIN for " + person);
            pins.put(person, digits);
            try (Pin pin = Pins.pin(digits)) {
                house.manager
                        .pins()
                        .set(UserId.of(person), pin, random.nextBoolean() ? Change.ROUTINE : Change.COMPROMISED);
            }
        }

        private void pass(Duration time) {
            tell("+" + time);
            house.time.advance(time);
        }

        private void settle() {
            tell("all is well again");
            house.everywhere(Door::back);
            house.time.advance(Duration.ofDays(2));
        }

        private void check() {
            for (Door door : house.doors) {
                LockId lock = door.lock().id();
                pins.forEach((person, digits) -> assertThat(door.opens(digits))
                        .as("%s at %s\n%s\nstory:\n%s", person, lock, house.manager.status(), story())
                        .isEqualTo(granted.get(person).contains(lock)));
                assertThat(door.opens(STRANGER))
                        .as("the stranger's code at %s\nstory:\n%s", lock, story())
                        .isTrue();
            }
            assertThat(house.manager.doorsAtRisk()).as(story()).isEmpty();
            assertThat(house.manager.audit().verify().intact()).isTrue();
        }

        private void silence() {
            long before = house.doors.stream().mapToLong(Door::messages).sum();
            house.time.advance(Duration.ofHours(3));
            assertThat(house.doors.stream().mapToLong(Door::messages).sum())
                    .as("messages in three quiet hours\nstory:\n%s", story())
                    .isEqualTo(before);
            house.manager.close();
        }

        private void tell(String what) {
            told.add(what);
        }

        private String story() {
            return String.join("\n", told);
        }
    }
}
