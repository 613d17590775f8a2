// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.benchmarks;

import dev.lockcred.Proof;
import dev.lockcred.SlotState;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockHealth;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Locks that do all they are told, at once, and remember nothing: what is measured is the engine alone. They show empty slots
 * to whoever reads.
 */
final class Silence implements LockDriver {

    private static final LockCapabilities CAPABILITIES =
            FakeModel.zwave().with(m -> m.slots(1, 100)).capabilities();

    @Override
    public String type() {
        return "silence";
    }

    @Override
    public CompletionStage<Void> start(DriverContext context) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public LinkHealth health() {
        return new LinkHealth(LinkHealth.State.UP, "nothing to hear");
    }

    @Override
    public List<DiscoveredLock> discovered() {
        return List.of();
    }

    @Override
    public DriverLock lock(String address, LockOptions options) {
        return new Door(address);
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        return CompletableFuture.completedFuture(null);
    }

    private record Door(String address) implements DriverLock {

        @Override
        public CompletionStage<Described> describe(Call call) {
            var security = new LockDescription.LinkSecurity(true, "as good as can be");
            var who = LockIdentity.of("silence/" + address, Map.of());
            return now(new Described.Known(LockDescription.of(who, CAPABILITIES, security)));
        }

        @Override
        public CostModel costs() {
            return Costs.ONE_EACH;
        }

        @Override
        public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
            List<SlotReading> slots = request instanceof ReadRequest.Slots named
                    ? named.refs().stream()
                            .map(ref -> SlotReading.of(ref, SlotState.EMPTY))
                            .toList()
                    : List.of();
            return now(ReadResult.complete(slots, List.of(), Cost.NONE));
        }

        @Override
        public CompletionStage<ChangeCheck> checkChanged(Call call) {
            return now(ChangeCheck.UNCHANGED);
        }

        @Override
        public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
            return now(new BatchResult(changes.stream()
                    .map(c -> new ChangeResult(
                            c.ref(),
                            new ChangeOutcome.Confirmed(Proof.SUPERVISED, Optional.empty()),
                            OptionalInt.empty(),
                            Cost.NONE))
                    .toList()));
        }

        @Override
        public CompletionStage<ClockReading> readClock(Call call) {
            return now(new ClockReading.Read(Optional.empty(), Duration.ZERO, Duration.ofSeconds(1)));
        }

        @Override
        public CompletionStage<ChangeOutcome> setClock(Call call) {
            return now(new ChangeOutcome.NoChange());
        }

        @Override
        public LockHealth health() {
            return LockHealth.UNKNOWN;
        }

        private static <T> CompletionStage<T> now(T answer) {
            return CompletableFuture.completedFuture(answer);
        }
    }

    private enum Costs implements CostModel {
        ONE_EACH;

        @Override
        public String unit() {
            return "messages";
        }

        @Override
        public Estimate of(List<Change> changes) {
            return new Estimate(changes.size(), changes.size());
        }

        @Override
        public Estimate of(ReadRequest request) {
            return new Estimate(1, 1);
        }

        @Override
        public Estimate ofCheck() {
            return new Estimate(1, 1);
        }
    }
}
