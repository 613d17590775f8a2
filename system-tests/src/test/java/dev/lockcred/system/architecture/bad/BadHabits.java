// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.architecture.bad;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Every banned habit, in a class named after its ban; the number of methods is the number of offences. */
public final class BadHabits {
    private BadHabits() {}

    static final class Sleep {
        void a() throws InterruptedException {
            Thread.sleep(1);
        }

        void b() throws InterruptedException {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    static final class Clocks {
        Instant a() {
            return Instant.now();
        }

        Supplier<Instant> b() {
            return Instant::now;
        }

        LocalDate c() {
            return LocalDate.now(ZoneId.of("UTC"));
        }

        ZonedDateTime d() {
            return ZonedDateTime.now();
        }

        Clock e() {
            return Clock.systemUTC();
        }

        long f() {
            return System.nanoTime();
        }

        long g() {
            return System.currentTimeMillis();
        }

        Date h() {
            return new Date();
        }
    }

    static final class Zone {
        ZoneId a() {
            return ZoneId.systemDefault();
        }

        TimeZone b() {
            return TimeZone.getDefault();
        }
    }

    static final class Threads {
        Thread a() {
            return new Thread(() -> {});
        }

        ThreadFactory b() {
            return Thread::new;
        }

        Executor c() {
            return Executors.newSingleThreadExecutor();
        }

        Executor d() {
            return ForkJoinPool.commonPool();
        }

        java.util.Timer e() {
            return new java.util.Timer();
        }
    }

    static final class CommonPool {
        CompletionStage<String> a(CompletionStage<String> stage) {
            return stage.thenApplyAsync(String::trim);
        }

        CompletableFuture<Void> b() {
            return CompletableFuture.runAsync(() -> {});
        }

        CompletableFuture<String> c(CompletableFuture<String> future) {
            return future.whenCompleteAsync((value, failure) -> {});
        }
    }

    static final class HiddenTimer {
        CompletableFuture<String> a(CompletableFuture<String> future) {
            return future.orTimeout(1, TimeUnit.SECONDS);
        }

        CompletableFuture<String> b(CompletableFuture<String> future) {
            return future.completeOnTimeout("", 1, TimeUnit.SECONDS);
        }

        Executor c() {
            return CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
        }
    }

    static final class Parallel {
        long a(List<String> names) {
            return names.parallelStream().count();
        }

        long b(List<String> names) {
            return names.stream().parallel().count();
        }
    }

    static final class Randomness {
        double a() {
            return Math.random();
        }

        Random b() {
            return new Random(1);
        }

        int c() {
            return ThreadLocalRandom.current().nextInt();
        }

        UUID d() {
            return UUID.randomUUID();
        }

        SecureRandom e() {
            return new SecureRandom();
        }

        RandomGenerator f() {
            return RandomGenerator.getDefault();
        }

        RandomGenerator g() {
            return new SplittableRandom();
        }
    }

    static final class Identity {
        int a() {
            return System.identityHashCode(this);
        }

        Object b() {
            return new IdentityHashMap<String, String>();
        }
    }

    static final class Console {
        void a() {
            System.out.println();
        }

        void b() {
            System.err.println();
        }

        void c(Exception e) {
            e.printStackTrace();
        }
    }

    static final class Reflection {
        Class<?> a() throws ClassNotFoundException {
            return Class.forName("java.lang.String");
        }

        void b(java.lang.reflect.Method method) throws ReflectiveOperationException {
            method.invoke(this);
        }
    }

    /** What may look alike and is allowed. */
    static final class Good {
        void asynchronousOnANamedExecutor(CompletableFuture<String> future, Executor executor) {
            future.thenRunAsync(() -> {}, executor);
            CompletableFuture.runAsync(() -> {}, executor);
        }

        void stackTraceIntoALog(Exception e, java.io.PrintWriter log) {
            e.printStackTrace(log);
        }

        Date aDateThatIsGiven(long millis) {
            return new Date(millis);
        }

        RandomGenerator aBranchOfAGivenSource(RandomGenerator given) {
            return new SplittableRandom(given.nextLong());
        }

        long aStreamInOrder(List<String> names) {
            return names.stream().count();
        }
    }
}
