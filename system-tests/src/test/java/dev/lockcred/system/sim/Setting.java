// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.LockPolicy;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Seed;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The house or property of a seed: its doors, and when the story begins.
 *
 * @param start some near a change of the clock
 */
record Setting(Instant start, List<Door> doors) {

    /** Radios: a house has two, each with its own driver. */
    static final int RADIOS = 2;

    private static final List<String> KINDS = List.of(
            "zwave", "zwave-v1", "zwave-masked", "zwave-credential", "matter", "zigbee", "cloud", "zwave", "matter");
    private static final List<String> STARTS =
            List.of("2026-11-21T08:00:00Z", "2026-03-27T06:00:00Z", "2026-10-23T20:00:00Z", "2027-02-27T12:00:00Z");

    /**
     * One door.
     *
     * @param kind of fake lock
     */
    record Door(int number, String kind, int radio, ZoneId zone, LockPolicy policy) {

        String id() {
            return "door" + number;
        }

        FakeModel model() {
            return FakeModel.ofKind(kind);
        }

        @Override
        public String toString() {
            return id() + " (" + kind + ", radio " + radio + ", " + zone
                    + (policy.deleted() == LockPolicy.Drift.ENFORCE ? ", deletions enforced" : "")
                    + (policy.writesPerDay() < 100 ? ", " + policy.writesPerDay() + " writes a day" : "") + ")";
        }
    }

    /** A property: many doors of all kinds, in one zone. */
    static Setting estate(Seed seed, int count) {
        RandomGenerator random = seed.random("setting");
        List<Door> doors = new ArrayList<>();
        ZoneId home = ZoneId.of("Europe/Stockholm");
        for (int i = 0; i < count; i++) {
            doors.add(new Door(i, KINDS.get(i % KINDS.size()), i % RADIOS, home, LockPolicy.DEFAULT));
        }
        return new Setting(Instant.parse(STARTS.get(random.nextInt(STARTS.size()))), doors);
    }

    static Setting of(Seed seed) {
        RandomGenerator random = seed.random("setting");
        int count = 2 + random.nextInt(4) + (random.nextInt(8) == 0 ? 4 : 0);
        List<Door> doors = new ArrayList<>();
        ZoneId home = ZoneId.of(pick(random, "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "UTC"));
        for (int i = 0; i < count; i++) {
            String kind = random.nextInt(25) == 0 ? "bridge" : KINDS.get(random.nextInt(KINDS.size()));
            LockPolicy policy = LockPolicy.DEFAULT;
            if (random.nextInt(3) == 0) {
                policy = policy.withDeleted(LockPolicy.Drift.ENFORCE);
            }
            if (random.nextInt(4) == 0) {
                policy = policy.withWrites(12, 48);
            }
            ZoneId zone = random.nextInt(5) == 0 ? ZoneId.of("Asia/Kolkata") : home;
            doors.add(new Door(i, kind, random.nextInt(RADIOS), zone, policy));
        }
        return new Setting(Instant.parse(STARTS.get(random.nextInt(STARTS.size()))), doors);
    }

    private static String pick(RandomGenerator random, String... from) {
        return from[random.nextInt(from.length)];
    }
}
