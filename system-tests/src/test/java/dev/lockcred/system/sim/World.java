// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.GrantId;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.Rejection;
import dev.lockcred.UserId;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The world of one run: virtual time, locks that live on whatever the process does, one process at a time with the real
 * engine in it, and a store whose disk survives. {@link Player} makes the story happen in it.
 */
final class World implements Tap.Ear {

    /** So many seconds the clock of a lock is off at most: it still counts as right. */
    private static final int CLOCKS = 110;

    final Seed seed;
    final Setting setting;
    final Plant plant;
    final VirtualTime time;
    final Oracle oracle;
    final List<DoorState> doors = new ArrayList<>();
    final boolean[] radioDown = new boolean[Setting.RADIOS];
    boolean clockDoubted;
    int lives;
    Duration born = Duration.ZERO; // the process that lives
    boolean traced;
    int kills;
    int nextPin;
    private final List<FakeLockDriver> radios = new ArrayList<>();
    private final InMemoryKeyPlace keys = new InMemoryKeyPlace();
    private Disk disk;
    private HostProcess process;
    private Desk desk;
    private LockManager manager;
    private int storeStepsLeft = Integer.MAX_VALUE;
    private int deadMinutes;
    private String leak;

    World(Seed seed, Setting setting, Plant plant, Function<Runnable, Disk> disks) {
        this.seed = seed;
        this.setting = setting;
        this.plant = plant;
        this.time = VirtualTime.startingAt(setting.start());
        this.oracle = new Oracle(setting);
        setting.doors().forEach(door -> doors.add(new DoorState(door)));
        var clocks = seed.random("clocks");
        doors.forEach(d -> d.lock.clockAhead(Duration.ofSeconds(clocks.nextInt(-CLOCKS, CLOCKS + 1))));
        this.disk = disks.apply(this::storeStep);
        start();
    }

    // ---- the process

    boolean isAlive() {
        return manager != null;
    }

    LockManager manager() {
        return manager;
    }

    Desk desk() {
        return desk;
    }

    Duration now() {
        return time.elapsed();
    }

    /** Starts the process on what the disk holds. */
    void start() {
        trace(() -> "the process starts");
        lives++;
        born = now();
        storeStepsLeft = Integer.MAX_VALUE;
        process = new HostProcess(time);
        var life = seed.derived("life " + lives);
        var store = plant.store(new Watched(disk.store(), this));
        var timers = plant.timers(process);
        radios.clear();
        for (int radio = 0; radio < Setting.RADIOS; radio++) {
            int number = radio;
            radios.add(FakeLockDriver.of(doors.stream()
                    .filter(d -> d.door.radio() == number)
                    .map(d -> d.lock)
                    .toArray(FakeLock[]::new)));
        }
        manager = LockManager.create(cfg -> {
            cfg.timers(timers)
                    .executor(process.executor())
                    .storeExecutor(process.executor())
                    .random(life.random("jitter"))
                    .secureRandom(life.secureRandom("keys"))
                    .store(store)
                    .keyPlace(plant.keys(new DyingKeyPlace(keys, this::storeStep)))
                    .pinLength(8)
                    .zone(setting.doors().get(0).zone());
            for (int radio = 0; radio < Setting.RADIOS; radio++) {
                LockDriver tapped = Tap.listening(radios.get(radio), this);
                cfg.driver("radio" + radio, plant.driver(tapped, this));
            }
            setting.doors()
                    .forEach(d -> cfg.lock(Lock.of(LockId.of(d.id()), "radio" + d.radio(), d.id())
                            .withZone(d.zone())
                            .withPolicy(d.policy())));
        });
        desk = plant.desk(manager, this);
        time.runUntilIdle();
        for (int radio = 0; radio < Setting.RADIOS; radio++) {
            if (radioDown[radio]) {
                radios.get(radio).linkDown("the stick is unplugged");
            }
        }
        disturbAll();
    }

    /** The process is gone this very moment; what was not synced is lost. */
    void die() {
        trace(() -> "the process dies");
        process.die();
        manager = null;
        desk = null;
        disk = disk.crash();
        plant.died();
        kills++;
        doors.forEach(this::arrived);
        doors.forEach(d -> d.cutOff(now()));
        disturbAll();
    }

    /** An orderly end. */
    void close() {
        if (isAlive()) {
            LockManager open = manager;
            open.close();
            process.die();
            manager = null;
            desk = null;
            disk = disk.crash();
            plant.died();
            disturbAll();
        }
    }

    void dieAfter(int tasks, int minutes) {
        if (isAlive()) {
            process.dieAfter(tasks);
            deadMinutes = minutes;
        }
    }

    void dieAtStoreStep(int steps, int minutes) {
        if (isAlive()) {
            storeStepsLeft = steps;
            deadMinutes = minutes;
        }
    }

    /** Nobody kills it any more. */
    void spare() {
        storeStepsLeft = Integer.MAX_VALUE;
        process.dieAfter(Integer.MAX_VALUE);
    }

    private void storeStep() {
        if (storeStepsLeft-- <= 0) {
            throw new Killed();
        }
    }

    /** Does something that the story's kill may fall into; true when it was done, false when the process died over it. */
    boolean survives(Runnable action) {
        try {
            action.run();
            return true;
        } catch (Killed e) {
            die();
            time.advance(Duration.ofMinutes(deadMinutes));
            start();
            return false;
        }
    }

    /**
     * Asks the manager for a change; what the oracle then knows is learned when it was answered, or, where the process died
     * over it, when the next one turns out to know.
     */
    void edit(Runnable call, BooleanSupplier isKnown, Runnable learn) {
        if (!isAlive()) {
            return;
        }
        if (survives(call) || isKnown.getAsBoolean()) {
            learn.run();
        }
    }

    /** Lets time pass, through kills. */
    void pass(Duration duration) {
        Duration end = now().plus(duration);
        while (now().compareTo(end) < 0) {
            survives(() -> time.advance(end.minus(now())));
        }
        oracle.clock(time.now());
    }

    void settle() {
        survives(time::runUntilIdle);
    }

    // ---- troubles

    FakeLockDriver radio(int number) {
        return radios.get(number);
    }

    boolean isTroubled(DoorState door) {
        return !isAlive() || clockDoubted || radioDown[door.door.radio()] || door.isTroubled();
    }

    /** Marks what is wrong now as wrong until now. */
    void mark() {
        for (DoorState door : doors) {
            if (isTroubled(door)) {
                door.caused(now());
            }
        }
    }

    void disturbAll() {
        doors.forEach(d -> d.caused(now()));
    }

    // ---- what is heard on the way to the drivers

    // What reached a lock stands there, though nobody was left to hear the answer.
    private void arrived(DoorState door) {
        for (Tap.Sent sent : door.inFlight) {
            Oracle.Person who = sent.digits().isEmpty() ? null : oracle.owner(sent.digits());
            int slot = sent.change().ref().index();
            if (who != null && door.lock.holds(slot, Digits.pin(sent.digits()))) {
                door.ours.put(slot, who.number);
            }
        }
        door.inFlight.clear();
    }

    @Override
    public void sending(String address, List<Tap.Sent> changes) {
        door(address).inFlight.addAll(changes);
    }

    @Override
    public void changed(String address, List<Tap.Sent> changes, List<ChangeResult> results) {
        DoorState door = door(address);
        door.inFlight.removeAll(changes);
        for (int i = 0; i < Math.min(changes.size(), results.size()); i++) {
            Change change = changes.get(i).change();
            ChangeOutcome outcome = results.get(i).outcome();
            trace(() -> address + " " + change + " -> " + outcome);
            if (outcome instanceof ChangeOutcome.NotSent) {
                continue;
            }
            door.writes.addLast(now());
            noteNeedless(door, change);
            int slot = change.ref().index();
            Oracle.Person who = changes.get(i).digits().isEmpty()
                    ? null
                    : oracle.owner(changes.get(i).digits());
            if (change instanceof Change.Clear) {
                if (outcome instanceof ChangeOutcome.Confirmed || outcome instanceof ChangeOutcome.NoChange) {
                    door.ours.remove(slot);
                }
            } else if (change instanceof Change.Put) {
                if (outcome instanceof ChangeOutcome.Rejected rejected) {
                    if (who != null && (door.full || rejected.reason() == Rejection.CAPACITY)) {
                        door.refused.add(who.number);
                    }
                } else {
                    door.ours.put(slot, who == null ? -1 : who.number);
                }
                DoorState.Foreign race = door.foreign.get(slot);
                if (race != null && now().minus(race.since()).compareTo(Duration.ofSeconds(60)) < 0) {
                    door.foreign.remove(slot); // both were under way at the same time: nobody could have known
                }
            }
        }
    }

    /** Writes that nothing called for are remembered here until the next check. */
    final List<String> needless = new ArrayList<>();

    private void noteNeedless(DoorState door, Change change) {
        Duration quiet = now().minus(door.cause);
        quiet = quiet.compareTo(now().minus(door.trouble)) < 0 ? quiet : now().minus(door.trouble);
        if (quiet.compareTo(Checks.LONGEST_RETRY) > 0
                && !oracle.hadReason(door.door.number(), time.now(), now(), Checks.LONGEST_RETRY)) {
            needless.add(door.door + ": " + change.getClass().getSimpleName() + " of " + change.ref() + " at "
                    + time.now() + ", and nothing had happened there for " + quiet.toHours() + " hours");
        }
    }

    @Override
    public void called(String address, String what) {
        trace(() -> address + " " + what);
        calls.add(new Called(now(), address, what));
        if (calls.size() > 10_000) {
            calls.subList(0, 5_000).clear();
        }
    }

    /** Prints what happens, in a run that is told. */
    void trace(java.util.function.Supplier<String> what) {
        if (traced) {
            System.out.println("    " + time.now() + " " + what.get());
        }
    }

    /** A call that changes nothing. */
    record Called(Duration at, String address, String what) {}

    final List<Called> calls = new ArrayList<>();

    @Override
    public void troubled(String address) {
        door(address).trouble = now();
    }

    DoorState door(String address) {
        return doors.get(Integer.parseInt(address.substring("door".length())));
    }

    // ---- PINs

    /** The store is about to keep these bytes. */
    void kept(String what, byte[] bytes) {
        if (leak == null && Digits.mayHold(bytes)) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            oracle.people.values().stream()
                    .flatMap(p -> p.digits.stream())
                    .filter(digits -> Digits.standIn(text, digits))
                    .findFirst()
                    .ifPresent(found -> leak = what + " holds the digits of a PIN in clear");
        }
    }

    /** Where digits were found in the store, once. */
    String leak() {
        return leak;
    }

    /** A fresh PIN of the fixed set that nobody has or had. */
    String freshPin() {
        return Digits.own(nextPin++);
    }

    boolean hasFreshPin() {
        return nextPin < Digits.OWN;
    }

    static String read(Pin pin) {
        try (pin) {
            return new String(pin.copyBytes(), StandardCharsets.US_ASCII);
        }
    }

    static UserId userId(int person) {
        return UserId.of("p" + person);
    }

    static GrantId grantId(int grant) {
        return GrantId.of("g" + grant);
    }
}
