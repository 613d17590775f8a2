// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.Assignment;
import dev.lockcred.Finding.Kind;
import dev.lockcred.Finding.Severity;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.plan.LockPlan;
import dev.lockcred.core.plan.Step;
import dev.lockcred.core.sync.SyncHost.Found;
import dev.lockcred.spi.LockDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Makes findings of a plan and of what the lock does. Confined to the engine's lane. */
final class LockFindings {

    private final LockSync sync;
    private final TreeMap<Long, String> stuck = new TreeMap<>();
    private OptionalInt battery = OptionalInt.empty();
    private boolean batteryLow;
    private boolean budgetSpent;
    private Optional<String> capabilityChange = Optional.empty();

    LockFindings(LockSync sync) {
        this.sync = sync;
    }

    void budgetSpent(boolean spent) {
        this.budgetSpent = spent;
    }

    void stuck(Held held, String why) {
        stuck.put(held.assignment().id(), why);
    }

    void described(LockDescription description) {
        description.battery().ifPresent(b -> battery(OptionalInt.of(b), b < 15));
    }

    void battery(OptionalInt percent, boolean low) {
        this.battery = percent.isPresent() ? percent : battery;
        this.batteryLow = low;
    }

    OptionalInt battery() {
        return battery;
    }

    /** Draws up what is wrong now and hands it on. */
    void update(LockPlan plan, SyncHost host) {
        stuck.keySet().retainAll(sync.memory().held.keySet());
        List<Found> found = new ArrayList<>();
        boolean away = sync.breaker().since().isPresent();
        for (LockPlan.Issue issue : plan.issues()) {
            found.add(new Found(
                    issue.kind(),
                    severity(issue.kind()),
                    issue.ref().map(sync::slot),
                    issue.user(),
                    issue.text(),
                    issue.action()));
        }
        for (Step step : plan.steps()) {
            if (step instanceof Step.Write write && write.endsOneOfOurs()) {
                found.add(overdue(write, away));
            } else if (step instanceof Step.Put put && away) {
                found.add(new Found(
                        Kind.GRANT_LATE,
                        Severity.WARNING,
                        Optional.empty(),
                        Optional.of(put.user()),
                        put.name() + " cannot use " + sync.id() + " yet: "
                                + sync.breaker().why(),
                        "see why the lock does not answer; the code is delivered when it does, if it is still valid"));
            }
        }
        if (away) {
            found.add(new Found(
                    Kind.UNREACHABLE,
                    Severity.WARNING,
                    Optional.empty(),
                    Optional.empty(),
                    sync.id() + ": " + sync.breaker().why(),
                    "look at its battery and at the way to it"));
        }
        LockMemory memory = sync.memory();
        if (memory.resetSuspected != null) {
            found.add(lockWide(
                    Kind.RESET_SUSPECTED,
                    Severity.CRITICAL,
                    memory.resetSuspected,
                    "if it was reset, and is the same lock, say so: lockcred confirm " + sync.id()));
        }
        sync.recognition()
                .alias()
                .ifPresent(other -> found.add(lockWide(
                        Kind.SAME_LOCK,
                        Severity.CRITICAL,
                        sync.id() + " is the same lock as " + other + ": nothing is written to it under this name",
                        "keep one of the two: lockcred forget " + sync.id() + " --leave")));
        if (memory.replaced != null) {
            found.add(lockWide(
                    Kind.REPLACED,
                    Severity.CRITICAL,
                    memory.replaced,
                    "if that is meant, say so: lockcred confirm " + sync.id()));
        }
        if (memory.programmingCodeChanged.isPresent()) {
            host.howProgrammingCodeIsTold(sync.id())
                    .ifPresent(how -> found.add(lockWide(
                            Kind.PROGRAMMING_CODE_CHANGED,
                            Severity.WARNING,
                            "the lock reports that its programming code was changed: PINs are still compared with the one that"
                                    + " was told before",
                            "find out who did it, and tell the one it has now: " + how)));
        }
        if (budgetSpent) {
            found.add(lockWide(
                    Kind.RETRY_BUDGET_SPENT,
                    Severity.WARNING,
                    "as many changes as this lock may take were written; the rest waits",
                    "find out what changes so often, or raise writes-per-day"));
        }
        if (batteryLow) {
            found.add(lockWide(
                    Kind.BATTERY_LOW,
                    Severity.WARNING,
                    "the battery is low" + (battery.isPresent() ? ": " + battery.getAsInt() + " percent" : ""),
                    "change the battery"));
        }
        capabilityChange.ifPresent(
                text -> found.add(lockWide(Kind.CAPABILITY_CHANGED, Severity.WARNING, text, "look at the plan")));
        for (Held held : memory.held()) {
            unverified(held).ifPresent(found::add);
        }
        boolean clockMatters = sync.description()
                .map(d -> !d.capabilities().schedules().isEmpty())
                .orElse(false);
        if (clockMatters && !memory.clockTrusted && memory.clockChecked.isPresent()) {
            found.add(lockWide(
                    Kind.CLOCK_UNTRUSTED,
                    Severity.INFO,
                    "the lock's clock is not known to be right: its own schedules are a second line only",
                    "set the lock's clock"));
        }
        host.findings(sync.id(), found);
    }

    private Found overdue(Step.Write write, boolean away) {
        return new Found(
                Kind.OVERDUE_REVOCATION,
                away ? Severity.CRITICAL : Severity.WARNING,
                Optional.of(sync.slot(write.ref())),
                Optional.of(write.user()),
                "the code of " + write.user() + " in " + sync.slot(write.ref()) + " may still open: " + write.reason(),
                away
                        ? "the lock does not answer; go and look, or change the code at the keypad"
                        : "it is being removed");
    }

    private Optional<Found> unverified(Held held) {
        Assignment assignment = held.assignment();
        String why = stuck.get(assignment.id());
        boolean open = assignment.state() == Assignment.State.UNVERIFIED && held.attempts() > 1;
        if (why == null && !open) {
            return Optional.empty();
        }
        Optional<Slot> slot = Optional.of(assignment.slot());
        Optional<UserId> user = Optional.of(assignment.user());
        return Optional.of(new Found(
                Kind.UNVERIFIED,
                Severity.WARNING,
                slot,
                user,
                why != null ? why : "whether the code stands there could not be seen yet",
                "try the code at the door, or read the slot again"));
    }

    private static Found lockWide(Kind kind, Severity severity, String text, String action) {
        return new Found(kind, severity, Optional.empty(), Optional.empty(), text, action);
    }

    private static Severity severity(Kind kind) {
        return switch (kind) {
            case FOREIGN_CODE -> Severity.INFO;
            case CONTENTION, CAPACITY, MISSING, ALTERED, WRONG_STATUS -> Severity.WARNING;
            default -> Severity.WARNING;
        };
    }
}
