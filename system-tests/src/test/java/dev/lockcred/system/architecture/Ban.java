// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What main code never does, as time, threads and randomness come from outside and a run is replayed from its seed. Each ban
 * has an example in {@code BadHabits} under its own name.
 */
enum Ban {
    SLEEP("waits on Timers, never in Thread.sleep") {
        @Override
        boolean broken(Use use) {
            return use.calls("java.lang.Thread", "sleep", "onSpinWait")
                    || use.calls("java.util.concurrent.TimeUnit", "sleep");
        }
    },
    CLOCK("asks Timers what time it is") {
        @Override
        boolean broken(Use use) {
            return (use.owner().startsWith("java.time.") && use.name().equals("now"))
                    || (use.owner().equals("java.time.Clock")
                            && (use.name().startsWith("system") || use.name().startsWith("tick")))
                    || use.calls("java.lang.System", "nanoTime", "currentTimeMillis")
                    || (use.constructs("java.util.Date") && use.parameters().isEmpty())
                    || use.calls("java.util.Calendar", "getInstance");
        }
    },
    ZONE("takes the zone from the lock or the site, never from the machine") {
        @Override
        boolean broken(Use use) {
            return use.calls("java.time.ZoneId", "systemDefault") || use.calls("java.util.TimeZone", "getDefault");
        }
    },
    THREADS("borrows its threads from the host's executor") {
        private static final Set<String> MAKERS = Set.of(
                "java.lang.Thread",
                "java.util.Timer",
                "java.util.concurrent.ThreadPoolExecutor",
                "java.util.concurrent.ScheduledThreadPoolExecutor",
                "java.util.concurrent.ForkJoinPool");

        @Override
        boolean broken(Use use) {
            return (use.isConstructor() && MAKERS.contains(use.owner()))
                    || use.owner().equals("java.util.concurrent.Executors")
                    || use.calls("java.util.concurrent.ForkJoinPool", "commonPool");
        }
    },
    COMMON_POOL("names the executor of each asynchronous step") {
        @Override
        boolean broken(Use use) {
            return use.onFuture()
                    && use.name().endsWith("Async")
                    && use.parameters().stream()
                            .noneMatch(parameter -> parameter.getFullName().equals("java.util.concurrent.Executor"));
        }
    },
    HIDDEN_TIMER("waits with Timers, not with the JDK's hidden timer thread") {
        @Override
        boolean broken(Use use) {
            return use.onFuture()
                    && Set.of("orTimeout", "completeOnTimeout", "delayedExecutor")
                            .contains(use.name());
        }
    },
    PARALLEL("runs its streams in order") {
        @Override
        boolean broken(Use use) {
            return use.name().equals("parallelStream")
                    || (use.owner().startsWith("java.util.stream.")
                            && use.name().equals("parallel"));
        }
    },
    RANDOM("draws from the random source it was given") {
        private static final Set<String> SOURCES = Set.of("java.util.Random", "java.security.SecureRandom");

        @Override
        boolean broken(Use use) {
            return (use.isConstructor() && SOURCES.contains(use.owner()))
                    // With a seed it hands on what was drawn from a given source.
                    || (use.constructs("java.util.SplittableRandom")
                            && use.parameters().isEmpty())
                    || use.calls("java.security.SecureRandom", "getInstance", "getInstanceStrong")
                    || use.calls("java.lang.Math", "random")
                    || use.calls("java.util.concurrent.ThreadLocalRandom", "current")
                    || use.calls("java.util.UUID", "randomUUID")
                    || (use.owner().startsWith("java.util.random.")
                            && use.name().equals("getDefault"));
        }
    },
    IDENTITY("gives its order a reason: an identity hash differs from run to run") {
        @Override
        boolean broken(Use use) {
            return use.calls("java.lang.System", "identityHashCode") || use.constructs("java.util.IdentityHashMap");
        }
    },
    CONSOLE("logs; the console belongs to the application") {
        @Override
        boolean broken(Use use) {
            return (use.owner().equals("java.lang.System")
                            && Set.of("out", "err").contains(use.name()))
                    || (use.name().equals("printStackTrace") && use.parameters().isEmpty());
        }
    },
    REFLECTION("says what it means, without reflection") {
        @Override
        boolean broken(Use use) {
            return use.calls("java.lang.Class", "forName")
                    || use.calls("java.lang.reflect.Method", "invoke")
                    || use.name().equals("setAccessible");
        }
    };

    /** What main code does instead. */
    final String instead;

    Ban(String instead) {
        this.instead = instead;
    }

    abstract boolean broken(Use use);

    /** One access from a class to a member of another. */
    record Use(JavaAccess<?> access) {
        String owner() {
            return access.getTargetOwner().getFullName();
        }

        String name() {
            return access.getTarget().getName();
        }

        boolean isConstructor() {
            return name().equals("<init>");
        }

        boolean constructs(String type) {
            return isConstructor() && owner().equals(type);
        }

        boolean calls(String type, String... methods) {
            return owner().equals(type) && List.of(methods).contains(name());
        }

        /** By name, as the JDK's classes are not read: that takes longer than all the rest. */
        boolean onFuture() {
            JavaClass owner = access.getTargetOwner();
            return owner.isAssignableTo("java.util.concurrent.CompletableFuture")
                    || owner.isAssignableTo("java.util.concurrent.CompletionStage");
        }

        List<JavaClass> parameters() {
            return access.getTarget() instanceof CodeUnitAccessTarget target
                    ? target.getRawParameterTypes()
                    : List.of();
        }
    }

    static Stream<Use> usesOf(JavaClass type) {
        return type.getAccessesFromSelf().stream().map(Use::new);
    }
}
