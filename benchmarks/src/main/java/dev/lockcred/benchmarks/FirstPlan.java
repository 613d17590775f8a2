// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.benchmarks;

import dev.lockcred.core.Plan;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * The first plan of a property whose wishes have just been stored: everybody has hours at every door, no code is written yet,
 * and nothing was planned for anybody. Each run has an engine of its own; what its locks do on their own when they hear of new
 * wishes is in the figure.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx4g"})
public class FirstPlan {

    @Param({"1000", "10000"})
    public int locks;

    @Param("50")
    public int people;

    private Property property;

    @Setup(Level.Invocation)
    public void furnish() {
        property = Property.empty(locks);
        property.wish(people);
    }

    @TearDown(Level.Invocation)
    public void leave() {
        property.close();
    }

    /**
     * Beside the time on the wall: how long a processor was busy with it, which tells more on a machine with other work. JMH
     * adds up the iterations.
     */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Processor {
        public long milliseconds;
    }

    @Benchmark
    public Plan firstPlan(Processor processor) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        Plan plan = property.manager.plan();
        processor.milliseconds += (threads.getCurrentThreadCpuTime() - before) / 1_000_000;
        return plan;
    }
}
