// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.LockId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ListenersTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Listeners listeners = new Listeners(tasks::add);
    private final List<String> heard = new ArrayList<>();

    @Test
    void eachIsToldInOrderAndAMistakeIsItsOwn() {
        listeners.add(event -> {
            throw new IllegalStateException("a mistake of the application");
        });
        listeners.add(listener("second"));

        listeners.tell(reachable("front", false));
        listeners.tell(reachable("front", true));
        runAll();

        assertThat(heard).containsExactly("second front false", "second front true");
    }

    @Test
    void whoHasLeftHearsNotEvenWhatWasOnItsWay() {
        LockManager.Subscription first = listeners.add(listener("first"));
        listeners.add(listener("second"));
        listeners.tell(reachable("front", true));

        first.close();
        runAll();

        assertThat(heard).containsExactly("second front true");
    }

    private Consumer<ManagerEvent> listener(String name) {
        return event -> {
            var of = (ManagerEvent.Reachability) event;
            heard.add(name + " " + of.lock() + " " + of.reachable());
        };
    }

    private static ManagerEvent reachable(String lock, boolean reachable) {
        return new ManagerEvent.Reachability(LockId.of(lock), reachable);
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
