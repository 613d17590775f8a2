// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.benchmarks;

import java.time.Duration;
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
 * A property whose locks hold what they should. What one changed grant costs at one door: the edit, its commit to a store that
 * keeps nothing, and whatever is planned for it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx4g"})
public class ManyLocks {

    @Param({"1000", "10000"})
    public int locks;

    @Param("50")
    public int people;

    private Property property;
    private boolean stopped;

    @Setup
    public void furnish() {
        property = Property.empty(locks);
        property.wish(people);
        property.manager.plan();
        property.time.advance(Duration.ofMinutes(5));
    }

    @TearDown
    public void leave() {
        property.close();
    }

    @Benchmark
    public boolean oneGrantChanged() {
        if (stopped) {
            property.manager.grants().enable(Property.GUEST);
        } else {
            property.manager.grants().disable(Property.GUEST);
        }
        property.time.runUntilIdle(); // the lock concerned has planned
        stopped = !stopped;
        return stopped;
    }
}
