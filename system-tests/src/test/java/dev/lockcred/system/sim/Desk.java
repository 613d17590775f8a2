// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Pins;
import java.util.List;

/** How the story speaks to the manager: what an embedding application would call, and may get wrong on purpose. */
class Desk {

    final LockManager manager;

    Desk(LockManager manager) {
        this.manager = manager;
    }

    void add(UserId id, String name) {
        manager.users().add(id, name);
    }

    void remove(UserId id) {
        manager.users().remove(id);
    }

    void pin(UserId id, String digits, Pins.Change why) {
        try (Pin pin = Digits.pin(digits)) {
            manager.pins().set(id, pin, why);
        }
    }

    void removePin(UserId id) {
        manager.pins().remove(id);
    }

    Pin generate(UserId id, Pins.Change why) {
        return manager.pins().generate(id, why);
    }

    void grant(GrantId id, UserId user, List<String> doors, Hours.Fixed hours) {
        manager.grants().add(manager.users().find(user).orElseThrow(), to -> {
            to.id(id.value()).locks(doors.toArray(String[]::new));
            hours.write(to);
        });
    }

    void end(GrantId id) {
        manager.grants().remove(id);
    }

    void disable(GrantId id) {
        manager.grants().disable(id);
    }

    void enable(GrantId id) {
        manager.grants().enable(id);
    }

    void revoke(UserId user, List<LockId> doors) {
        manager.grants().revoke(user, doors);
    }

    void unrevoke(UserId user, List<LockId> doors) {
        manager.grants().unrevoke(user, doors);
    }
}
