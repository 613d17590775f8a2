// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What goes wrong at a simulated bridge. Commands are named in lower camel case; an empty name means any. */
public final class Faults {

    record Injected(String command, int status, @Nullable Integer clusterStatus) {}

    private record Slow(String command, Duration by) {}

    private final List<Injected> injected = new ArrayList<>();
    private final List<Slow> slow = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    final Set<String> givenUp = new HashSet<>();
    boolean duplicateAnswers;
    boolean eventsStuck;
    boolean silentGreeting;
    boolean writesLie;
    private boolean pretends;

    Faults() {}

    /** The next such commands fail with a status; the lock does nothing. */
    public Faults fail(String command, int status, int times) {
        for (int i = 0; i < times; i++) {
            injected.add(new Injected(command, status, null));
        }
        return this;
    }

    /** The next such command fails with a status and a cluster status. */
    public Faults fail(String command, int status, @Nullable Integer clusterStatus) {
        injected.add(new Injected(command, status, clusterStatus));
        return this;
    }

    /**
     * The next such command takes so long. Above 11.4 s the JS server answers {@code Operation aborted}, and the lock does it
     * all the same.
     */
    public Faults slow(String command, Duration by) {
        slow.add(new Slow(command, by));
        return this;
    }

    /** The next such command is carried out and never answered. */
    public Faults loseAnswer(String command) {
        lost.add(command);
        return this;
    }

    /** Every answer comes twice. */
    public Faults duplicateAnswers(boolean value) {
        duplicateAnswers = value;
        return this;
    }

    /** Events happen and are remembered, but nobody is told. */
    public Faults eventsStuck(boolean value) {
        eventsStuck = value;
        return this;
    }

    /** The bridge does not introduce itself. */
    public Faults silentGreeting(boolean value) {
        silentGreeting = value;
        return this;
    }

    /** Attribute writes are answered with success and do nothing. */
    public Faults writesLie(boolean value) {
        writesLie = value;
        return this;
    }

    /** The node does not answer, although the bridge does not know that yet. */
    public Faults offline(SimulatedNode node) {
        node.reachable = false;
        return this;
    }

    /** The node answers again. */
    public Faults online(SimulatedNode node) {
        node.reachable = true;
        givenUp.remove(node.id);
        return this;
    }

    @Nullable
    Injected next(String command) {
        for (Iterator<Injected> it = injected.iterator(); it.hasNext(); ) {
            Injected next = it.next();
            if (next.command().isEmpty() || next.command().equals(command)) {
                it.remove();
                return next;
            }
        }
        return null;
    }

    Duration slow(String command) {
        for (Iterator<Slow> it = slow.iterator(); it.hasNext(); ) {
            Slow next = it.next();
            if (next.command().isEmpty() || next.command().equals(command)) {
                it.remove();
                return next.by();
            }
        }
        return Duration.ZERO;
    }

    boolean losesAnswer(String command) {
        return lost.remove(command) || lost.remove("");
    }

    /** The next change is answered with success, and the lock does nothing. */
    public Faults pretendNext() {
        pretends = true;
        return this;
    }

    boolean pretends(String command) {
        boolean now = pretends && !command.startsWith("get");
        pretends &= !now;
        return now;
    }
}
