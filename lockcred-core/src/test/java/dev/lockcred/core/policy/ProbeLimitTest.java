// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R11: probing for the codes of others is slowed down")
class ProbeLimitTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final ProbeLimit limit = new ProbeLimit(3, Duration.ofMinutes(15));

    private void refuse(String caller, int minute) {
        limit.refused(caller, NOON.plusSeconds(60L * minute));
    }

    @Test
    void tooManyRefusalsCloseTheQuestionUntilTheFirstIsForgotten() {
        refuse("guest", 0);
        refuse("guest", 1);
        assertThat(limit.closedUntil("guest", NOON.plusSeconds(90))).isEmpty();

        refuse("guest", 2);

        assertThat(limit.closedUntil("guest", NOON.plusSeconds(120))).contains(NOON.plusSeconds(900));
        assertThat(limit.closedUntil("guest", NOON.plusSeconds(899))).isPresent();
        assertThat(limit.closedUntil("guest", NOON.plusSeconds(900))).isEmpty();
    }

    @Test
    void oneCallerDoesNotCloseItForAnother() {
        for (int i = 0; i < 9; i++) {
            refuse("guest", i);
        }

        assertThat(limit.closedUntil("other", NOON)).isEmpty();
    }

    @Test
    void clockThatIsSetBackClosesItForNoLongerThanMeant() {
        for (int i = 0; i < 3; i++) {
            refuse("guest", 600);
        }

        assertThat(limit.closedUntil("guest", NOON)).isEmpty();
    }

    @Test
    void callersWithoutNumberDoNotFillTheMemory() {
        for (int i = 0; i < 30_000; i++) {
            refuse("guest" + i, 0);
        }
        for (int i = 0; i < 3; i++) {
            refuse("guest", 1);
        }

        assertThat(limit.closedUntil("guest", NOON.plusSeconds(60))).isPresent();
    }
}
