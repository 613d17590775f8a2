// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.benchmarks;

import dev.lockcred.GrantId;
import dev.lockcred.User;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Plan;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.VirtualTime;
import java.time.Duration;
import java.time.ZoneId;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A property: everybody has hours at every door. The first plan, with every code still to be written; and what one changed
 * grant at one door costs, with its commit to a store in memory. Time is virtual, so that nothing runs beside it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ManyLocks {

    @Param({"100", "1000"})
    public int locks;

    @Param("50")
    public int people;

    private LockManager manager;
    private GrantId changed;
    private boolean stopped;

    @Setup
    public void furnish() {
        var time = VirtualTime.startingAt("2026-11-21T08:00:00Z");
        var doors = new FakeLock[locks];
        var names = new String[locks];
        for (int i = 0; i < locks; i++) {
            names[i] = "door" + i;
            doors[i] = FakeLock.of(names[i], FakeModel.zwave().with(m -> m.slots(1, 100)));
        }
        manager = LockManager.create(cfg -> cfg.timers(time)
                .executor(time.executor())
                .storeExecutor(time.executor())
                .random(new SplittableRandom(1))
                .store(InMemoryStore.create("benchmark"))
                .keyPlace(new InMemoryKeyPlace())
                .zone(ZoneId.of("Europe/Stockholm"))
                .driver(FakeLockDriver.of(doors)));
        time.advance(Duration.ofMinutes(5)); // every lock has said what it can do
        for (int i = 0; i < people; i++) {
            User user = manager.users().add("Person " + i);
            manager.grants()
                    .add(
                            user,
                            to -> to.locks(names).weekly("Mon-Fri 07:00-18:00").generatedPin());
        }
        User guest = manager.users().add("Guest");
        changed = manager.grants()
                .add(guest, to -> to.locks(names[0]).generatedPin())
                .id();
    }

    @TearDown
    public void leave() {
        manager.close();
    }

    @Benchmark
    public Plan firstPlan() {
        return manager.plan();
    }

    @Benchmark
    public boolean oneGrantChanged() {
        if (stopped) {
            manager.grants().enable(changed);
        } else {
            manager.grants().disable(changed);
        }
        stopped = !stopped;
        return stopped;
    }
}
