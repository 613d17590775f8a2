// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.GrantId;
import dev.lockcred.UserId;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.ManagerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Applications that ask the engine for the wrong thing. */
final class DeskPlants {

    private DeskPlants() {}

    /** Takes a lock out of reach for a reason to stop everybody who may use it. */
    static Plant oneAwayDisablesAll() {
        return new Plant() {
            private final List<String> pending = new ArrayList<>();

            @Override
            Desk desk(LockManager manager, World world) {
                manager.listen(event -> {
                    if (event instanceof ManagerEvent.Reachability r && !r.reachable()) {
                        pending.add(r.lock().value());
                    }
                });
                return new Desk(manager);
            }

            @Override
            void between(LockManager manager) {
                for (String lock : List.copyOf(pending)) {
                    manager.grants().list().stream()
                            .filter(g -> g.enabled()
                                    && g.target().locks().stream()
                                            .anyMatch(l -> l.value().equals(lock)))
                            .forEach(g -> manager.grants()
                                    .revoke(g.user(), List.copyOf(g.target().locks())));
                }
                pending.clear();
            }
        };
    }

    /** Tests start before now before end, on one day. */
    static Plant overnightIsNever() {
        return desk(manager -> new Desk(manager) {
            @Override
            void grant(GrantId id, UserId user, List<String> doors, Hours.Fixed hours) {
                boolean overnight = !hours.days().isEmpty()
                        && hours.start().plus(hours.length()).isBefore(hours.start());
                super.grant(
                        id,
                        user,
                        doors,
                        overnight
                                ? new Hours.Fixed(
                                        hours.from(),
                                        hours.until(),
                                        hours.days(),
                                        hours.start(),
                                        Duration.ofMinutes(1),
                                        hours.uses())
                                : hours);
            }
        });
    }

    static Plant removedLeavesCodes() {
        return desk(manager -> new Desk(manager) {
            @Override
            void remove(UserId id) {
                manager.users().rename(id, "removed");
            }
        });
    }

    private static Plant desk(Function<LockManager, Desk> wrong) {
        return new Plant() {
            @Override
            Desk desk(LockManager manager, World world) {
                return wrong.apply(manager);
            }
        };
    }
}
