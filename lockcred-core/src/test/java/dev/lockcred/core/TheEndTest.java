// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.Operation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A manager is closed: nobody waits for ever, whatever thread the host keeps running. */
class TheEndTest {

    private static final LockId FRONT = LockId.of("front");

    private final House house = new House().with("front", FakeModel.zwave()).open();

    @Test
    @DisplayName("on threads that the host lent, and that go on, a closed manager begins nothing any more")
    void nothingIsBegunAfterwards() {
        house.close();

        for (ThrowingCallable late : List.<ThrowingCallable>of(
                () -> house.manager.users().list(),
                () -> house.manager.apply(),
                () -> house.manager.readCodes(FRONT),
                () -> house.manager.operate(FRONT, new Operation.Lock(), Optional.empty()))) {
            assertThatThrownBy(late).isInstanceOf(IllegalStateException.class).hasMessage("this manager is closed");
        }
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("whoever waits for an answer of a lock hears of the end")
    void whoWaitsIsTold() {
        CompletableFuture<Report> report = house.manager.apply();
        CompletableFuture<List<CodeView>> codes = house.manager.readCodes(FRONT);
        CompletableFuture<Outcome> outcome = house.manager.operate(FRONT, new Operation.Lock(), Optional.empty());

        house.close();
        house.time.runUntilIdle();

        assertThat(report).isCompleted();
        assertThat(codes).isCompletedExceptionally();
        assertThat(outcome).isDone();
        assertThatThrownBy(codes::join).hasRootCauseMessage("this manager is closed");
    }
}
