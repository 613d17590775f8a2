// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

class LeakCheckTest {

    private static final CountDownLatch END = new CountDownLatch(1);

    static class Leaky {
        private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");

        @RegisterExtension
        final LeakCheck leaks = LeakCheck.ofTimersAndThreads(() -> time);

        @Test
        void timer() {
            time.schedule(Duration.ofMinutes(1), () -> {});
        }

        @Test
        void thread() {
            new Thread(Leaky::waitForTheEnd, "acme reader").start();
        }

        @Test
        void neither() {
            time.schedule(Duration.ofMinutes(1), () -> {}).cancel();
            new Thread(() -> {}, "short").start();
        }

        private static void waitForTheEnd() {
            try {
                END.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @AfterAll
    static void endTheLeakedThread() {
        END.countDown();
    }

    @Test
    void leftoversFailTheTestAndAreNamed() {
        var events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Leaky.class))
                .execute()
                .testEvents();

        assertThat(events.succeeded().map(e -> e.getTestDescriptor().getDisplayName()))
                .containsExactly("neither()");
        assertThat(events.failed()
                        .map(e -> e.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .orElseThrow()
                                .getMessage()))
                .anySatisfy(
                        message -> assertThat(message).contains("timer in PT1M of dev.lockcred.testkit.LeakCheckTest"))
                .anySatisfy(message -> assertThat(message).contains("thread 'acme reader'"));
    }
}
