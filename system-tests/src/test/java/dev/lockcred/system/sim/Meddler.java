// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.LockPolicy;
import dev.lockcred.fake.FakeModel;
import java.time.Duration;
import java.util.List;

/** Hands of others at the doors: they program, delete, disable, reset, and a second manager insists. */
final class Meddler {

    private final World world;

    Meddler(World world) {
        this.world = world;
    }

    void program(DoorState door, Step.Program step) {
        if (!door.isManageable()) {
            return;
        }
        FakeModel model = door.door.model();
        int slot = model.first() + step.place() % model.count();
        put(door, slot, Digits.foreign(step.code()), step.fromAfar());
    }

    private void put(DoorState door, int slot, String digits, boolean fromAfar) {
        if (door.lock.occupied().stream()
                .anyMatch(other -> other != slot && door.lock.holds(other, Digits.pin(digits)))) {
            return; // no lock takes one code twice from its keypad
        }
        if (door.ours.containsKey(slot)) {
            door.caused(world.now());
            door.meddled++;
            boolean shown = door.door.model().readBack() == dev.lockcred.spi.CredentialSupport.ReadBack.READABLE;
            boolean told = !fromAfar && !world.isTroubled(door) && !door.held;
            if (!shown && !told) {
                door.changedUnseen.add(door.ours.get(slot));
            }
        } else {
            door.foreign.put(slot, new DoorState.Foreign(digits, world.now()));
            if (world.now().minus(world.born).toSeconds() < 60) {
                door.cutOff(world.now());
            }
        }
        if (fromAfar) {
            door.lock.programFromAfar(slot, Digits.pin(digits));
        } else {
            door.lock.program(slot, Digits.pin(digits));
        }
        emptied(door);
    }

    void erase(DoorState door, int place) {
        Integer slot = occupied(door, place);
        if (slot == null) {
            return;
        }
        door.lock.erase(slot);
        stopped(door, slot);
        door.foreign.remove(slot);
        emptied(door);
    }

    void toggle(DoorState door, int place, boolean enabled) {
        Integer slot = occupied(door, place);
        if (slot == null) {
            return;
        }
        door.lock.setEnabled(slot, enabled);
        Integer who = door.ours.get(slot);
        if (who != null) {
            looksUsed(door, who);
            if (enabled) {
                door.enabledHere.put(who, world.now());
            }
            door.caused(world.now());
            door.meddled++;
            if (door.door.policy().deleted() == LockPolicy.Drift.REPORT) {
                door.disabledHere.add(who);
            }
        }
        door.foreign.remove(slot);
    }

    void rival(DoorState door, int times, int everyMinutes) {
        for (int n = 1; n <= times; n++) {
            int turn = n;
            world.time.schedule(Duration.ofMinutes((long) everyMinutes * n), () -> {
                List<Integer> ours = door.ours.keySet().stream().sorted().toList();
                if (!ours.isEmpty()) {
                    put(door, ours.get(0), Digits.foreign(turn), true);
                }
            });
        }
    }

    void reset(DoorState door) {
        door.lock.reset();
        gone(door);
    }

    void replace(DoorState door) {
        door.lock.replace(door.door.model());
        door.replaced = true;
        gone(door);
    }

    private void gone(DoorState door) {
        door.caused(world.now());
        door.held = true;
        door.ours.values().forEach(who -> looksUsed(door, who));
        door.foreign.clear();
    }

    // The code for a last use is one-time; gone or disabled it looks used, whoever did it, and counts as used.
    private void looksUsed(DoorState door, int who) {
        world.oracle.people.get(who).rights.stream()
                .filter(r -> r.hours.uses() > 0 && r.names(door.door.number()))
                .filter(r -> r.hours.uses() - Math.max(r.made, r.heard) == 1)
                .forEach(r -> r.made = r.hours.uses());
    }

    private void stopped(DoorState door, int slot) {
        Integer who = door.ours.get(slot);
        if (who != null) {
            looksUsed(door, who);
            door.caused(world.now());
            door.meddled++;
            if (door.door.policy().deleted() == LockPolicy.Drift.REPORT) {
                door.stoppedHere.add(who);
            }
        }
    }

    /** A lock in which nothing of ours is left looks like one that was reset. */
    private void emptied(DoorState door) {
        boolean left = world.oracle.people.values().stream()
                .flatMap(p -> p.digits.stream())
                .anyMatch(pin -> door.lock.occupied().stream().anyMatch(s -> door.lock.holds(s, Digits.pin(pin))));
        door.held |= !left && !door.ours.isEmpty();
    }

    private static Integer occupied(DoorState door, int place) {
        List<Integer> slots = List.copyOf(door.lock.occupied());
        return slots.isEmpty() ? null : slots.get(place % slots.size());
    }
}
