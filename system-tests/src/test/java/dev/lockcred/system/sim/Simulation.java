// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.system.sim.Failure.Promise;
import dev.lockcred.testkit.LoggedErrors;
import dev.lockcred.testkit.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Plays one story in one house and says which promise broke, if any. The same seed and story always end the same. */
final class Simulation {

    private final Seed seed;
    private final Setting setting;
    private final World world;
    private final Checks checks;
    private final Player player;

    private Simulation(Seed seed, Setting setting, Plant plant, Function<Runnable, Disk> disk) {
        this.seed = seed;
        this.setting = setting;
        this.world = new World(seed, setting, plant, disk);
        this.checks = new Checks(world);
        this.player = new Player(world, checks);
    }

    /** What became of a run. */
    record Outcome(Optional<Failure> failure, int kills, Duration lived) {}

    /** The whole story of a seed. */
    static Outcome run(long number, Supplier<Plant> plant) {
        Seed seed = new Seed(number);
        Setting setting = Setting.of(seed);
        return run(seed, setting, Teller.tell(seed, setting), plant.get());
    }

    /** Any story. */
    static Outcome run(Seed seed, Setting setting, List<Step> story, Plant plant) {
        return run(seed, setting, story, plant, false);
    }

    /** Any story, with all that goes over the wires printed. */
    static Outcome run(Seed seed, Setting setting, List<Step> story, Plant plant, boolean traced) {
        return run(seed, setting, story, plant, traced, Disk::inMemory);
    }

    /** Any story, on any disk. */
    static Outcome run(
            Seed seed, Setting setting, List<Step> story, Plant plant, boolean traced, Function<Runnable, Disk> disk) {
        var simulation = new Simulation(seed, setting, plant, disk);
        simulation.world.traced = traced;
        Optional<Failure> failure = simulation.play(story);
        return new Outcome(failure, simulation.world.kills, simulation.world.now());
    }

    private Optional<Failure> play(List<Step> story) {
        int number = 0;
        try {
            for (Step step : story) {
                int now = ++number;
                checks.step(now);
                healthy(() -> player.play(step));
            }
            checks.step(++number);
            healthy(this::comeToRest);
            checks.readTexts();
            healthy(() -> world.survives(world::close));
            if (world.time.pendingTimers() > 0) {
                checks.fail(Promise.COMES_TO_REST, "timers are left: " + world.time.pending());
            }
            return Optional.empty();
        } catch (Failure.Broken e) {
            return Optional.of(e.failure());
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(new Failure(Promise.NO_MISTAKE, words(e), number));
        }
    }

    private void healthy(Runnable action) {
        List<String> errors = LoggedErrors.during(action);
        if (!errors.isEmpty()) {
            checks.fail(Promise.NO_MISTAKE, "logged as an error: " + errors.get(0));
        }
    }

    private static String words(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure
                + (trace.length > 0 ? " at " + trace[0] : "")
                + (failure.getCause() == null ? "" : " because of " + failure.getCause());
    }

    // ---- the end: all faults are over, and a person says what there is to say

    private void comeToRest() {
        world.spare();
        for (int radio = 0; radio < Setting.RADIOS; radio++) {
            player.radioUp(radio);
        }
        for (DoorState door : world.doors) {
            player.heal(door);
            door.lock.online();
            door.away = false;
        }
        if (!world.isAlive()) {
            world.start();
        }
        world.mark();
        checks.all();
        for (int round = 0; round < 4; round++) {
            world.pass(Duration.ofHours(3));
            checks.all();
            player.confirm();
            askAgain();
        }
        world.pass(Duration.ofHours(30));
        letFinish();
        checks.all();
        atRest();
        silence();
    }

    /** What began or ended a moment ago has its time to be carried out. */
    private void letFinish() {
        for (int i = 0; i < 12 && hasJustChanged(world.time.now()); i++) {
            world.pass(Checks.WELL);
        }
    }

    private boolean hasJustChanged(Instant wall) {
        Instant before = wall.minus(Checks.WELL);
        return !world.oracle.nextBoundary(before, Checks.WELL.plusSeconds(1)).isAfter(wall);
    }

    /** What locks truly refused, or others stopped, is asked for once more. */
    private void askAgain() {
        for (DoorState door : world.doors) {
            for (Oracle.Person who : world.oracle.people.values()) {
                if (!who.removed && door.disabledHere.contains(who.number)) {
                    pauseAndGoOn(door, who);
                }
                if (!who.removed && (door.refused.contains(who.number) || door.stoppedHere.contains(who.number))) {
                    player.play(new Step.ChangePin(who.number, false, false));
                    door.stoppedHere.remove(who.number);
                }
            }
        }
    }

    /** Disabled at the lock, a code comes back when nothing entitles its owner for a moment, and then something does. */
    private void pauseAndGoOn(DoorState door, Oracle.Person who) {
        List<Oracle.Right> rights = world.oracle.rights.values().stream()
                .filter(r -> r.who == who && r.enabled && r.names(door.door.number()))
                .toList();
        rights.forEach(r -> player.play(new Step.Disable(r.number)));
        player.play(new Step.Pass(10));
        rights.forEach(r -> player.play(new Step.Enable(r.number)));
        door.disabledHere.remove(who.number);
    }

    private void atRest() {
        try {
            world.doors.forEach(door -> checks.doors(door, true));
        } catch (Failure.Broken e) {
            Failure seen = e.failure();
            checks.fail(Promise.COMES_TO_REST, seen.text());
        }
        if (!world.manager().doorsAtRisk().isEmpty()) {
            boolean shut = world.doors.stream().allMatch(d -> d.lock.faults() != null);
            checks.fail(
                    Promise.COMES_TO_REST,
                    "after all is well there are still doors at risk" + (shut ? ": " : "; ")
                            + world.manager().doorsAtRisk());
        }
    }

    /** Nothing begins and nothing ends: not a message, but for the daily look at a clock. */
    private void silence() {
        for (int attempt = 0; attempt < 6; attempt++) {
            letFinish();
            Instant wall = world.time.now();
            Instant next = world.oracle.nextBoundary(wall, Duration.ofHours(20));
            Duration quiet = Duration.between(wall, next).minusMinutes(1);
            if (quiet.compareTo(Duration.ofHours(2)) >= 0) {
                Duration from = world.now();
                long before =
                        world.doors.stream().mapToLong(d -> d.lock.writes()).sum();
                world.pass(quiet);
                long after =
                        world.doors.stream().mapToLong(d -> d.lock.writes()).sum();
                List<World.Called> calls = world.calls.stream()
                        .filter(c -> c.at().compareTo(from) > 0 && !c.what().equals("clock"))
                        .toList();
                if (after > before || !calls.isEmpty()) {
                    checks.fail(
                            Promise.COMES_TO_REST,
                            "nothing began or ended for " + quiet.toHours() + " hours, and there were "
                                    + (after - before) + " writes and these calls: "
                                    + calls.subList(0, Math.min(5, calls.size())));
                }
                return;
            }
            world.pass(Duration.between(wall, next).plusMinutes(45));
        }
    }
}
