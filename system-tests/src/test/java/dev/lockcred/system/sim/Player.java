// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.AccessOperation;
import dev.lockcred.Finding;
import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.PinRefusedException;
import dev.lockcred.core.Pins;
import dev.lockcred.fake.Entry;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the steps of a story happen, and tells the oracle what it has to know of them. */
final class Player {

    /** A long stretch of time is looked at this often. */
    private static final int LOOKS = 4;

    private final World world;
    private final Oracle oracle;
    private final Checks checks;

    Player(World world, Checks checks) {
        this.world = world;
        this.oracle = world.oracle;
        this.checks = checks;
    }

    void play(Step step) {
        world.trace(() -> "--- " + step);
        if (step instanceof Step.Pass pass) {
            Duration all = Duration.ofMinutes(pass.minutes());
            for (int look = 1; look <= LOOKS; look++) {
                Duration part = all.dividedBy(LOOKS);
                world.pass(look < LOOKS ? part : all.minus(part.multipliedBy(LOOKS - 1)));
                if (look < LOOKS) {
                    checks.all();
                }
            }
        } else if (!(asked(step) || atTheDoor(step) || trouble(step))) {
            process(step);
        }
        world.settle();
        world.mark();
        if (world.isAlive()) {
            world.survives(() -> world.plant.between(world.manager()));
        }
        checks.all();
    }

    // ---- what the host is asked for

    private boolean asked(Step step) {
        if (step instanceof Step.Arrive arrive) {
            arrive(arrive);
        } else if (step instanceof Step.Grant grant) {
            grant(grant);
        } else if (step instanceof Step.EndGrant end) {
            change(end.grant(), right -> {
                GrantId id = right.id;
                world.edit(
                        () -> world.desk().end(id),
                        () -> world.manager().grants().find(id).isEmpty(),
                        () -> {
                            right.removed = true;
                            touched(right.who, right.doors);
                        });
            });
        } else if (step instanceof Step.Disable disable) {
            change(disable.grant(), right -> able(right, false));
        } else if (step instanceof Step.Enable enable) {
            change(enable.grant(), right -> able(right, true));
        } else if (step instanceof Step.Revoke revoke) {
            revoke(revoke);
        } else if (step instanceof Step.Unrevoke unrevoke) {
            unrevoke(unrevoke);
        } else if (step instanceof Step.Leave leave) {
            leave(leave);
        } else if (step instanceof Step.ChangePin pin) {
            Oracle.Person who = oracle.people.get(pin.person());
            if (who != null && !who.removed) {
                changePin(who, pin.compromised(), pin.generated());
            }
        } else if (step instanceof Step.RemovePin pin) {
            removePin(pin);
        } else if (step instanceof Step.Apply) {
            apply();
        } else if (step instanceof Step.Confirm) {
            confirm();
        } else {
            return false;
        }
        return true;
    }

    private void arrive(Step.Arrive step) {
        UserId id = World.userId(step.person());
        if (oracle.people.containsKey(step.person())) {
            return;
        }
        world.edit(
                () -> world.desk().add(id, "Person " + step.person()),
                () -> world.manager().users().find(id).isPresent(),
                () -> oracle.people.put(step.person(), new Oracle.Person(step.person(), id)));
        Oracle.Person who = oracle.people.get(step.person());
        if (who != null) {
            changePin(who, false, step.generated());
        }
    }

    private void changePin(Oracle.Person who, boolean compromised, boolean generated) {
        if (!world.isAlive()) {
            return;
        }
        Pins.Change why = compromised ? Pins.Change.COMPROMISED : Pins.Change.ROUTINE;
        if (generated || !world.hasFreshPin()) {
            var drawn = new ArrayList<String>();
            // A drawn PIN that nobody was told because the process died over it is known to nobody: it is drawn again.
            while (drawn.isEmpty()) {
                world.survives(() -> {
                    try (Pin pin = world.desk().generate(who.id, why)) {
                        drawn.add(World.read(pin));
                    }
                });
            }
            learnPin(who, drawn.get(0), compromised);
            return;
        }
        String digits = world.freshPin();
        var refused = new boolean[1];
        world.edit(
                () -> {
                    try {
                        world.desk().pin(who.id, digits, why);
                    } catch (PinRefusedException e) {
                        refused[0] = true; // by policy, such as a PIN that begins like another
                    }
                },
                () -> false,
                () -> {
                    if (!refused[0]) {
                        learnPin(who, digits, compromised);
                    }
                });
        if (world.isAlive() && !refused[0] && !who.isPresent(digits)) {
            // The process died over it. Which of the two counts cannot be seen from outside: it is said once more.
            who.digits.add(0, digits);
            world.edit(() -> world.desk().pin(who.id, digits, why), () -> false, () -> {
                who.digits.remove(0);
                learnPin(who, digits, compromised);
            });
        }
    }

    private void learnPin(Oracle.Person who, String digits, boolean compromised) {
        who.digits.add(digits);
        who.hasPin = true;
        who.routine = !compromised;
        touched(who, -1);
        world.doors.forEach(d -> {
            d.refused.remove(who.number);
            d.changedUnseen.remove(who.number);
        });
    }

    private void removePin(Step.RemovePin step) {
        Oracle.Person who = oracle.people.get(step.person());
        if (who == null || who.removed || !who.hasPin) {
            return;
        }
        world.edit(
                () -> world.desk().removePin(who.id),
                () -> !world.manager().pins().has(who.id),
                () -> {
                    who.hasPin = false;
                    who.routine = false;
                    touched(who, -1);
                });
    }

    private void grant(Step.Grant step) {
        Oracle.Person who = oracle.people.get(step.person());
        if (who == null || who.removed || oracle.rights.containsKey(step.grant())) {
            return;
        }
        LocalDateTime local =
                world.time.now().atZone(world.setting.doors().get(0).zone()).toLocalDateTime();
        Hours.Fixed hours = step.hours().fix(local);
        GrantId id = World.grantId(step.grant());
        List<String> names = new ArrayList<>();
        world.doors.stream()
                .filter(d -> (step.doors() >> d.door.number() & 1) == 1)
                .forEach(d -> names.add(d.door.id()));
        if (names.isEmpty()) {
            return;
        }
        world.edit(
                () -> world.desk().grant(id, who.id, names, hours),
                () -> world.manager().grants().find(id).isPresent(),
                () -> {
                    oracle.granted(new Oracle.Right(step.grant(), id, who, step.doors(), hours));
                    touched(who, step.doors());
                });
    }

    private void able(Oracle.Right right, boolean enabled) {
        world.edit(
                () -> {
                    if (enabled) {
                        world.desk().enable(right.id);
                    } else {
                        world.desk().disable(right.id);
                    }
                },
                () -> world.manager().grants().find(right.id).orElseThrow().enabled() == enabled,
                () -> {
                    right.enabled = enabled;
                    touched(right.who, right.doors);
                });
    }

    private void change(int grant, java.util.function.Consumer<Oracle.Right> how) {
        Oracle.Right right = oracle.rights.get(grant);
        if (right != null && !right.removed && !right.who.removed) {
            how.accept(right);
        }
    }

    private void revoke(Step.Revoke step) {
        Oracle.Person who = oracle.people.get(step.person());
        if (who == null || who.removed || step.door() >= world.doors.size()) {
            return;
        }
        var revoked = new Oracle.Revoked(who.number, Math.max(-1, step.door()));
        world.edit(
                () -> world.desk().revoke(who.id, doorList(step.door())), () -> isRevoked(who.id, step.door()), () -> {
                    oracle.revoked.add(revoked);
                    touched(who, -1);
                });
    }

    private void unrevoke(Step.Unrevoke step) {
        Oracle.Person who = oracle.people.get(step.person());
        if (who == null || who.removed || step.door() >= world.doors.size()) {
            return;
        }
        world.edit(
                () -> world.desk().unrevoke(who.id, doorList(step.door())),
                () -> step.door() < 0
                        ? world.manager().grants().revocations().stream()
                                .noneMatch(r -> r.user().equals(who.id))
                        : !isRevoked(who.id, step.door()),
                () -> {
                    oracle.revoked.removeIf(
                            r -> r.person() == who.number && (step.door() < 0 || r.door() == step.door()));
                    touched(who, -1);
                });
    }

    private boolean isRevoked(UserId user, int door) {
        Optional<LockId> at = door < 0 ? Optional.empty() : Optional.of(LockId.of("door" + door));
        return world.manager().grants().revocations().stream()
                .anyMatch(r -> r.user().equals(user) && r.lock().equals(at));
    }

    private static List<LockId> doorList(int door) {
        return door < 0 ? List.of() : List.of(LockId.of("door" + door));
    }

    private void leave(Step.Leave step) {
        Oracle.Person who = oracle.people.get(step.person());
        if (who == null || who.removed) {
            return;
        }
        world.edit(
                () -> world.desk().remove(who.id),
                () -> world.manager().users().find(who.id).isEmpty(),
                () -> {
                    who.removed = true;
                    touched(who, -1);
                });
    }

    private void touched(Oracle.Person who, int doors) {
        oracle.edited(who, doors, world.now());
    }

    private void apply() {
        if (world.isAlive()) {
            world.survives(() -> world.time.result(world.manager().apply(ApplyOptions.DEFAULT)));
        }
    }

    /** What a person at the host does who reads the findings and knows that all of it is meant. */
    void confirm() {
        if (!world.isAlive()) {
            return;
        }
        // What the engine has not seen yet, nobody has confirmed.
        List<DoorState> seen = world.doors.stream()
                .filter(d -> !d.isTroubled() && !world.radioDown[d.door.radio()])
                .filter(d -> d.cause.compareTo(world.now()) < 0)
                .toList();
        world.survives(() -> {
            if (world.clockDoubted) {
                world.manager().confirmClock();
                world.clockDoubted = false;
                world.disturbAll();
            }
            List<LockId> asked = world.manager().findings().stream()
                    .filter(f -> f.kind() == Finding.Kind.RESET_SUSPECTED
                            || f.kind() == Finding.Kind.REPLACED
                            || f.kind() == Finding.Kind.MISSING
                            || f.kind() == Finding.Kind.CONTENTION)
                    .flatMap(f -> f.lock().stream())
                    .distinct()
                    .toList();
            for (LockId id : asked) {
                DoorState door = world.door(id.value());
                world.manager().confirm(id);
                if (seen.contains(door)) {
                    door.held = false;
                    door.replaced = false;
                    door.meddled = 0;
                    checks.confirmed(door);
                }
                door.caused(world.now());
            }
        });
    }

    // ---- what happens at the doors

    private boolean atTheDoor(Step step) {
        if (step instanceof Step.Use use) {
            use(use);
        } else if (step instanceof Step.WrongCode wrong) {
            at(wrong.door(), d -> d.lock.type(Digits.pin("31415926")));
        } else if (step instanceof Step.Thumbturn turn) {
            at(turn.door(), d -> thumbturn(d, turn.locks()));
        } else if (step instanceof Step.Program program) {
            at(program.door(), d -> meddle().program(d, program));
        } else if (step instanceof Step.Erase erase) {
            at(erase.door(), d -> meddle().erase(d, erase.place()));
        } else if (step instanceof Step.Toggle toggle) {
            at(toggle.door(), d -> meddle().toggle(d, toggle.place(), toggle.enabled()));
        } else if (step instanceof Step.Rival rival) {
            at(rival.door(), d -> meddle().rival(d, rival.times(), rival.everyMinutes()));
        } else if (step instanceof Step.Reset reset) {
            at(reset.door(), d -> meddle().reset(d));
        } else if (step instanceof Step.Replace replace) {
            at(replace.door(), d -> meddle().replace(d));
        } else {
            return false;
        }
        return true;
    }

    private Meddler meddle() {
        return new Meddler(world);
    }

    private void at(int door, java.util.function.Consumer<DoorState> how) {
        if (door < world.doors.size()) {
            how.accept(world.doors.get(door));
        }
    }

    private void use(Step.Use step) {
        Oracle.Person who = oracle.people.get(step.person());
        if (who == null || who.digits.isEmpty() || step.door() >= world.doors.size()) {
            return;
        }
        DoorState door = world.doors.get(step.door());
        String digits = step.former() ? who.digits.get(Math.max(0, who.digits.size() - 2)) : who.present();
        boolean heard = world.isAlive() && !world.isTroubled(door) && door.wasCalm(world.now(), Checks.AFTER_TROUBLE);
        int lives = world.lives;
        long before = heard ? checks.lastEvent(door) : 0;
        List<Oracle.Right> limited = oracle.rights.values().stream()
                .filter(r -> r.who == who
                        && r.names(step.door())
                        && r.hours.uses() > 0
                        && r.enabled
                        && !r.removed
                        && r.hours.holds(world.time.now(), door.door.zone()))
                .toList();
        Entry entry = door.lock.type(Digits.pin(digits));
        world.survives(() -> world.time.advance(Duration.ofSeconds(5)));
        if (entry != Entry.OPENED) {
            return;
        }
        boolean certain = heard && world.lives == lives && limited.size() == 1;
        limited.forEach(r -> {
            r.made++;
            r.heard += certain ? 1 : 0;
        });
        touched(who, -1);
        if (heard && world.lives == lives) {
            checks.used(door, who, before);
        }
    }

    private void thumbturn(DoorState door, boolean locks) {
        boolean heard = world.isAlive() && !world.isTroubled(door) && door.wasCalm(world.now(), Checks.AFTER_TROUBLE);
        int lives = world.lives;
        door.lock.turnByHand(locks ? AccessOperation.LOCK : AccessOperation.UNLOCK);
        world.survives(() -> world.time.advance(Duration.ofSeconds(5)));
        if (heard && world.lives == lives) {
            checks.turned(door);
        }
    }

    // ---- what goes wrong

    private boolean trouble(Step step) {
        if (step instanceof Step.Away away) {
            at(away.door(), d -> {
                d.lock.offline();
                d.away = true;
            });
        } else if (step instanceof Step.Back back) {
            at(back.door(), d -> {
                d.lock.online();
                d.away = false;
                d.caused(world.now());
            });
        } else if (step instanceof Step.LoseRequests lose) {
            at(lose.door(), d -> d.lock.faults().loseRequests(lose.messages()));
        } else if (step instanceof Step.LoseAnswers lose) {
            at(lose.door(), d -> d.lock.faults().loseAnswers(lose.messages()));
        } else if (step instanceof Step.Late late) {
            at(late.door(), d -> {
                d.lock.faults().answerLate(Duration.ofMillis(late.millis()));
                d.late = true;
            });
        } else if (step instanceof Step.EventsTwice twice) {
            at(twice.door(), d -> d.lock.faults().repeatEvents(true));
        } else if (step instanceof Step.Starting starting) {
            at(starting.door(), d -> {
                d.lock.faults().starting("the bridge is starting");
                d.starting = true;
            });
        } else if (step instanceof Step.Full full) {
            at(full.door(), d -> {
                d.lock.faults().full(full.codes());
                d.full = true;
            });
        } else if (step instanceof Step.Heal heal) {
            at(heal.door(), this::heal);
        } else if (step instanceof Step.RadioDown down) {
            if (world.isAlive()) {
                world.radio(down.radio()).linkDown("the stick is unplugged");
            }
            world.radioDown[down.radio()] = true;
        } else if (step instanceof Step.RadioUp up) {
            radioUp(up.radio());
        } else {
            return false;
        }
        return true;
    }

    void heal(DoorState door) {
        door.lock.faults().none();
        if (door.isTroubled()) {
            door.caused(world.now());
        }
        door.late = false;
        door.starting = false;
        door.full = false;
    }

    void radioUp(int radio) {
        world.mark();
        world.radioDown[radio] = false;
        if (world.isAlive()) {
            world.radio(radio).linkUp();
        }
    }

    // ---- the process

    private void process(Step step) {
        if (step instanceof Step.Kill kill) {
            world.dieAfter(kill.tasks(), kill.deadMinutes());
        } else if (step instanceof Step.KillAtStore kill) {
            world.dieAtStoreStep(kill.steps(), kill.deadMinutes());
        } else if (step instanceof Step.Restart restart) {
            if (world.isAlive() && world.survives(world::close)) {
                world.time.advance(Duration.ofMinutes(restart.deadMinutes()));
                world.start();
            }
        } else if (step instanceof Step.Stop) {
            if (world.isAlive()) {
                world.die();
            }
        } else if (step instanceof Step.Start) {
            if (!world.isAlive()) {
                world.start();
            }
        } else if (step instanceof Step.Jump jump) {
            oracle.clock(world.time.now());
            world.time.setWallClock(world.time.now().plus(Duration.ofMinutes(jump.minutes())));
            world.clockDoubted |= jump.minutes() <= -2;
            oracle.clock(world.time.now());
            world.disturbAll();
        } else {
            throw new IllegalStateException("a step nobody plays: " + step);
        }
    }
}
