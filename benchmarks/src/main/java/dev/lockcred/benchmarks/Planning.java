// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.benchmarks;

import dev.lockcred.User;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Plan;
import dev.lockcred.core.Report;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
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

/** What drawing up a plan costs when everything is as it should be: the case that runs at every boundary of time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Planning {

    /** People with a code, at each of three locks. */
    @Param({"1", "5", "20"})
    public int people;

    private LockManager manager;

    @Setup
    public void furnish() throws InterruptedException {
        var fake = FakeLockDriver.of(
                FakeLock.of("front", FakeModel.zwave()),
                FakeLock.of("back", FakeModel.matter()),
                FakeLock.of("garage", FakeModel.zigbee()));
        manager = LockManager.create(cfg -> cfg.driver(fake));
        for (int i = 0; i < people; i++) {
            User user = manager.users().add("Person " + i);
            manager.grants()
                    .add(
                            user,
                            to -> to.locks("front", "back", "garage")
                                    .weekly("Mon-Fri 07:00-18:00")
                                    .generatedPin());
        }
        manager.blocking().apply();
    }

    @TearDown
    public void leave() {
        manager.close();
    }

    @Benchmark
    public Plan plan() {
        return manager.plan();
    }

    @Benchmark
    public Report status() {
        return manager.status();
    }
}
