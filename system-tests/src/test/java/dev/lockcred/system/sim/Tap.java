// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.Pin;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockHealth;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Stands between the engine and a driver, passes everything on, and lets others listen ({@link Ear}) or meddle: a base for
 * drivers that are wrong on purpose.
 */
class Tap implements LockDriver {

    /** Hears what was truly sent and answered. */
    interface Ear {
        /** A call with changes is made. */
        void sending(String address, List<Sent> changes);

        /** A call with changes has been answered. */
        void changed(String address, List<Sent> changes, List<ChangeResult> results);

        /** Any other call was made. */
        void called(String address, String what);

        /** A call brought no clean answer. */
        void troubled(String address);
    }

    /** A change with the digits that went along, or none. */
    record Sent(Change change, String digits) {}

    final LockDriver inner;
    private final Map<String, DriverLock> locks = new HashMap<>();

    Tap(LockDriver inner) {
        this.inner = inner;
    }

    /** A tap that only listens. */
    static LockDriver listening(LockDriver inner, Ear ear) {
        return new Tap(inner) {
            @Override
            DriverLock wrap(DriverLock lock) {
                return new Listening(lock, ear);
            }
        };
    }

    /** The lock as the engine shall see it; called once for each. */
    DriverLock wrap(DriverLock lock) {
        return lock;
    }

    /** The context as the driver shall see it. */
    DriverContext wrap(DriverContext context) {
        return context;
    }

    @Override
    public String type() {
        return inner.type();
    }

    @Override
    public CompletionStage<Void> start(DriverContext context) {
        return inner.start(wrap(context));
    }

    @Override
    public LinkHealth health() {
        return inner.health();
    }

    @Override
    public List<DiscoveredLock> discovered() {
        return inner.discovered();
    }

    @Override
    public DriverLock lock(String address, LockOptions options) {
        DriverLock lock = inner.lock(address, options);
        return locks.computeIfAbsent(address, a -> wrap(lock));
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        return inner.closeAsync();
    }

    /** Passes everything on. */
    static class Through implements DriverLock {
        final DriverLock inner;

        Through(DriverLock inner) {
            this.inner = inner;
        }

        @Override
        public String address() {
            return inner.address();
        }

        @Override
        public CompletionStage<Described> describe(Call call) {
            return inner.describe(call);
        }

        @Override
        public CostModel costs() {
            return inner.costs();
        }

        @Override
        public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
            return inner.read(request, call);
        }

        @Override
        public CompletionStage<ChangeCheck> checkChanged(Call call) {
            return inner.checkChanged(call);
        }

        @Override
        public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
            return inner.apply(changes, call);
        }

        @Override
        public CompletionStage<ChangeOutcome> operate(Operation operation, Optional<Pin> pin, Call call) {
            return inner.operate(operation, pin, call);
        }

        @Override
        public CompletionStage<ClockReading> readClock(Call call) {
            return inner.readClock(call);
        }

        @Override
        public CompletionStage<ChangeOutcome> setClock(Call call) {
            return inner.setClock(call);
        }

        @Override
        public CompletionStage<LogPage> replayLog(LogCursor from, Call call) {
            return inner.replayLog(from, call);
        }

        @Override
        public LockHealth health() {
            return inner.health();
        }
    }

    /** Changes what comes back of each change. */
    static final class Answering extends Through {
        private final Function<ChangeResult, ChangeResult> lie;

        Answering(DriverLock inner, Function<ChangeResult, ChangeResult> lie) {
            super(inner);
            this.lie = lie;
        }

        @Override
        public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
            return inner.apply(changes, call)
                    .thenApply(
                            r -> new BatchResult(r.results().stream().map(lie).toList()));
        }
    }

    private static final class Listening extends Through {
        private final Ear ear;

        Listening(DriverLock inner, Ear ear) {
            super(inner);
            this.ear = ear;
        }

        @Override
        public CompletionStage<Described> describe(Call call) {
            ear.called(address(), "describe");
            return inner.describe(call).whenComplete((described, failure) -> {
                if (!(described instanceof Described.Known)) {
                    ear.troubled(address());
                }
            });
        }

        @Override
        public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
            ear.called(address(), "read " + request);
            return inner.read(request, call).whenComplete((result, failure) -> {
                if (result == null || !result.complete()) {
                    ear.troubled(address());
                }
            });
        }

        @Override
        public CompletionStage<ChangeCheck> checkChanged(Call call) {
            ear.called(address(), "check for changes");
            return inner.checkChanged(call);
        }

        @Override
        public CompletionStage<ClockReading> readClock(Call call) {
            ear.called(address(), "clock");
            return inner.readClock(call);
        }

        @Override
        public CompletionStage<ChangeOutcome> setClock(Call call) {
            ear.called(address(), "clock");
            return inner.setClock(call);
        }

        @Override
        public CompletionStage<LogPage> replayLog(LogCursor from, Call call) {
            ear.called(address(), "log");
            return inner.replayLog(from, call);
        }

        @Override
        public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
            List<Sent> sent = new ArrayList<>();
            for (Change change : changes) {
                String digits = change instanceof Change.Put put && put.secret() instanceof Pin pin ? text(pin) : "";
                sent.add(new Sent(change, digits));
            }
            ear.sending(address(), sent);
            return inner.apply(changes, call).whenComplete((result, failure) -> {
                if (result == null || result.results().stream().anyMatch(r -> !isClean(r.outcome()))) {
                    ear.troubled(address());
                }
                if (result != null) {
                    ear.changed(address(), sent, result.results());
                }
            });
        }

        private static boolean isClean(ChangeOutcome outcome) {
            return outcome instanceof ChangeOutcome.Confirmed || outcome instanceof ChangeOutcome.NoChange;
        }

        private static String text(Pin pin) {
            return new String(pin.copyBytes(), StandardCharsets.US_ASCII);
        }
    }
}
