// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.Pin;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockHealth;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A sound driver with one thing made wrong: everything is passed on unless a subclass spoils it. */
class Spoilt implements LockDriver {

    final LockDriver real;
    DriverContext context;

    Spoilt(LockDriver real) {
        this.real = real;
    }

    /** The lock as this driver shows it. */
    DriverLock spoil(DriverLock lock) {
        return lock;
    }

    /** The event as this driver tells it; several, or none. */
    void tell(DriverEvent event, Consumer<DriverEvent> host) {
        host.accept(event);
    }

    @Override
    public String type() {
        return real.type();
    }

    @Override
    public CompletionStage<Void> start(DriverContext given) {
        context = given;
        return real.start(new Ears(given));
    }

    @Override
    public LinkHealth health() {
        return real.health();
    }

    @Override
    public List<DiscoveredLock> discovered() {
        return real.discovered();
    }

    @Override
    public DriverLock lock(String address, LockOptions options) {
        return spoil(real.lock(address, options));
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        return real.closeAsync();
    }

    /** A sound lock with one thing made wrong. */
    static class OfLock implements DriverLock {
        final DriverLock real;

        OfLock(DriverLock real) {
            this.real = real;
        }

        @Override
        public String address() {
            return real.address();
        }

        @Override
        public CompletionStage<Described> describe(Call call) {
            return real.describe(call);
        }

        @Override
        public CostModel costs() {
            return real.costs();
        }

        @Override
        public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
            return real.read(request, call);
        }

        @Override
        public CompletionStage<ChangeCheck> checkChanged(Call call) {
            return real.checkChanged(call);
        }

        @Override
        public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
            return real.apply(changes, call);
        }

        @Override
        public CompletionStage<ChangeOutcome> operate(Operation operation, Optional<Pin> pin, Call call) {
            return real.operate(operation, pin, call);
        }

        @Override
        public CompletionStage<ClockReading> readClock(Call call) {
            return real.readClock(call);
        }

        @Override
        public CompletionStage<ChangeOutcome> setClock(Call call) {
            return real.setClock(call);
        }

        @Override
        public CompletionStage<LogPage> replayLog(LogCursor from, Call call) {
            return real.replayLog(from, call);
        }

        @Override
        public LockHealth health() {
            return real.health();
        }
    }

    /** A lock whose changes go in altered. */
    static DriverLock sending(DriverLock lock, UnaryOperator<Change> alter) {
        return new OfLock(lock) {
            @Override
            public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                return real.apply(changes.stream().map(alter).toList(), call)
                        .thenApply(batch -> new BatchResult(IntStream.range(0, changes.size())
                                .mapToObj(i -> {
                                    ChangeResult r = batch.results().get(i);
                                    return new ChangeResult(changes.get(i).ref(), r.outcome(), r.userIndex(), r.cost());
                                })
                                .toList()));
            }
        };
    }

    /** A lock whose results come out altered. */
    static DriverLock answering(DriverLock lock, UnaryOperator<ChangeResult> alter) {
        return new OfLock(lock) {
            @Override
            public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                return real.apply(changes, call)
                        .thenApply(batch -> new BatchResult(
                                batch.results().stream().map(alter).toList()));
            }
        };
    }

    /** A lock whose outcomes come out altered. */
    static DriverLock outcomes(DriverLock lock, UnaryOperator<ChangeOutcome> alter) {
        return answering(lock, r -> new ChangeResult(r.ref(), alter.apply(r.outcome()), r.userIndex(), r.cost()));
    }

    /** A lock whose description comes out altered. */
    static DriverLock described(DriverLock lock, UnaryOperator<Described> alter) {
        return new OfLock(lock) {
            @Override
            public CompletionStage<Described> describe(Call call) {
                return real.describe(call).thenApply(alter);
            }
        };
    }

    /** A lock whose reads come out altered. */
    static DriverLock reading(DriverLock lock, Function<ReadResult, ReadResult> alter) {
        return new OfLock(lock) {
            @Override
            public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
                return real.read(request, call).thenApply(alter);
            }
        };
    }

    /** A lock with another cost model. */
    static DriverLock costing(DriverLock lock, UnaryOperator<CostModel> alter) {
        return new OfLock(lock) {
            @Override
            public CostModel costs() {
                return alter.apply(real.costs());
            }
        };
    }

    /** A cost model with one thing made wrong. */
    static class Costs implements CostModel {
        final CostModel real;

        Costs(CostModel real) {
            this.real = real;
        }

        @Override
        public String unit() {
            return real.unit();
        }

        @Override
        public Estimate of(List<Change> changes) {
            return real.of(changes);
        }

        @Override
        public Estimate of(ReadRequest request) {
            return real.of(request);
        }

        @Override
        public Estimate ofCheck() {
            return real.ofCheck();
        }

        static Estimate more(Estimate said) {
            return new Estimate(said.typical() + 1, said.worst() + 1);
        }
    }

    /** The host, with this driver's telling in between. */
    private final class Ears implements DriverContext {
        private final DriverContext host;

        Ears(DriverContext host) {
            this.host = host;
        }

        @Override
        public String name() {
            return host.name();
        }

        @Override
        public Timers timers() {
            return host.timers();
        }

        @Override
        public Executor executor() {
            return host.executor();
        }

        @Override
        public RandomGenerator random() {
            return host.random();
        }

        @Override
        public SecureRandom secureRandom() {
            return host.secureRandom();
        }

        @Override
        public CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
            return host.open(spec, lane);
        }

        @Override
        public CompletionStage<TextChannel> openText(TextSpec spec, Lane lane) {
            return host.openText(spec, lane);
        }

        @Override
        public DriverState state() {
            return host.state();
        }

        @Override
        public List<DeviceProfile> profiles() {
            return host.profiles();
        }

        @Override
        public Consumer<DriverEvent> events() {
            return event -> tell(event, host.events());
        }

        @Override
        public Consumer<TraceLine> trace() {
            return host.trace();
        }

        @Override
        public boolean tracing() {
            return host.tracing();
        }
    }
}
