// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.core.store.Commit;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockCapabilities.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds out whether a lock's clock is right, and sets it where it is not (R36). Native schedules count as enforcement only
 * with a clock that we set or checked.
 */
final class ClockKeeper {

    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration AGAIN = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SyncHost host;
    private final LockSync sync;
    private final LockMemory memory;

    ClockKeeper(SyncHost host, LockSync sync, LockMemory memory) {
        this.host = host;
        this.sync = sync;
        this.memory = memory;
    }

    void check(DriverLock driver, Runnable done) {
        Clock clock = sync.description().map(d -> d.capabilities().clock()).orElse(Clock.NONE);
        if (clock == Clock.WRITE) {
            set(driver, done);
            return;
        }
        driver.readClock(Call.read(PATIENCE))
                .whenComplete((reading, failure) -> host.lane().execute(() -> {
                    if (failure != null) {
                        host.broken("clock of lock " + sync.id(), failure);
                        checked(false, done);
                    } else if (reading instanceof ClockReading.Read read) {
                        boolean right =
                                read.skew().abs().compareTo(LockSync.CLOCK_TOLERANCE.plus(read.tolerance())) <= 0;
                        if (right || clock != Clock.READ_WRITE) {
                            checked(right, done);
                        } else {
                            set(driver, done);
                        }
                    } else if (reading instanceof ClockReading.NotSet && clock == Clock.READ_WRITE) {
                        set(driver, done);
                    } else {
                        checked(false, done);
                    }
                }));
    }

    private void set(DriverLock driver, Runnable done) {
        driver.setClock(Call.read(PATIENCE))
                .whenComplete((outcome, failure) -> host.lane().execute(() -> {
                    if (failure != null) {
                        host.broken("clock of lock " + sync.id(), failure);
                    }
                    boolean set = outcome instanceof ChangeOutcome.Confirmed
                            || outcome instanceof ChangeOutcome.NoChange
                            || outcome instanceof ChangeOutcome.Accepted;
                    checked(set, done);
                }));
    }

    /** When to look again: a clock that was not reached is tried sooner, ever more seldom. */
    static Duration next(LockMemory memory) {
        Duration soon = AGAIN.multipliedBy(1L << Math.min(memory.clockFailures, 10));
        return memory.clockFailures == 0 || soon.compareTo(DAILY) > 0 ? DAILY : soon;
    }

    private void checked(boolean trusted, Runnable done) {
        if (!trusted && sync.isClosed()) {
            done.run(); // it was us who went away: the next process asks at once
            return;
        }
        memory.clockTrusted = trusted;
        memory.clockFailures = trusted ? 0 : memory.clockFailures + 1;
        memory.clockChecked = Optional.of(host.timers().now());
        Commit.Builder commit = Commit.builder();
        commit.put(dev.lockcred.core.store.Table.LOCK_STATE, sync.id().value(), SyncDocuments.encode(memory));
        host.commit(commit).whenComplete((stored, failure) -> done.run());
    }
}
