// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.DriverState.Edit;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.session.ControllerFacts;
import dev.lockcred.zwave.internal.session.MembershipChange;
import dev.lockcred.zwave.internal.session.Network;
import dev.lockcred.zwave.internal.session.StickMemory;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The network behind a Z-Wave stick: who is in it, who is let in, and how a broken stick is replaced. For applications that
 * need no other Z-Wave software; locks themselves are driven through {@link ZWaveDriver}.
 *
 * <pre>{@code
 * ZWaveNetwork network = driver.network();
 * network.include(InclusionChoice.S2_ONLY, guide).thenAccept(this::show);
 * }</pre>
 *
 * <p>Thread-safe; obtained from {@link ZWaveDriver#network()}, of use once the driver is started. Stages complete on the
 * driver's lane: do not block in them. One inclusion, exclusion, backup or restore runs at a time. A stage that fails does so
 * with a {@link ZWaveNetworkException} whose message says what to do.
 */
public final class ZWaveNetwork {

    private static final String SMART_START = "smartstart.";

    /** The running driver, as far as the network goes. Lane-confined but for {@link #lane}. */
    interface Access {
        Lane lane();

        Network network();

        Timers timers();

        SecureRandom secureRandom();

        DriverState state();

        /** Remembers what an inclusion or exclusion has settled. */
        Membership settled(MembershipChange.Ended ended);

        /** Whether an inclusion, exclusion, backup or restore is under way. */
        boolean busy();

        void busy(boolean now);
    }

    private final java.util.function.Supplier<Access> driver;
    private volatile @Nullable Consumer<Membership> smartStartListener;

    ZWaveNetwork(java.util.function.Supplier<Access> driver) {
        this.driver = driver;
    }

    // ---------------------------------------------------------------------------------------- membership

    /**
     * Adds a lock to the network. The stage completes when keys have been handed over or it is clear that they will not be.
     */
    public CompletionStage<Membership> include(InclusionChoice choice, InclusionGuide guide) {
        return membership(a -> MembershipChange.include(
                a.network(),
                a.timers(),
                a.lane(),
                a.secureRandom(),
                adapted(guide),
                choice.allowS0(),
                choice.allowPlain()));
    }

    /** Takes a lock out of whichever network it is in. */
    public CompletionStage<Membership> exclude(InclusionGuide guide) {
        return membership(
                a -> MembershipChange.exclude(a.network(), a.timers(), a.lane(), a.secureRandom(), adapted(guide)));
    }

    private CompletionStage<Membership> membership(Function<Access, CompletableFuture<MembershipChange.Ended>> change) {
        Access a = driver.get();
        var result = new CompletableFuture<Membership>();
        a.lane().execute(() -> {
            Optional<String> obstacle = obstacle(a);
            if (obstacle.isPresent()) {
                result.complete(new Membership.Failed(0, obstacle.get()));
                return;
            }
            a.busy(true);
            var unused = change.apply(a).thenAccept(ended -> {
                a.busy(false);
                Membership settled = a.settled(ended);
                listen(a);
                result.complete(settled);
            });
        });
        return result;
    }

    private static Optional<String> obstacle(Access a) {
        if (a.network().facts().isEmpty()) {
            return Optional.of("the Z-Wave controller is not connected");
        }
        return a.busy()
                ? Optional.of("an inclusion, exclusion, backup or restore is under way already: wait for its end")
                : Optional.empty();
    }

    private static MembershipChange.Guide adapted(InclusionGuide guide) {
        return new MembershipChange.Guide() {
            @Override
            public void ready() {
                guide.ready();
            }

            @Override
            public void found() {
                guide.found();
            }

            @Override
            public CompletionStage<String> dskPin(String rest) {
                return guide.dskPin(rest);
            }
        };
    }

    // ---------------------------------------------------------------------------------------- who is there

    /** The nodes in ascending order, the stick itself left out; costs no radio. */
    public CompletionStage<List<NodeSummary>> nodes() {
        return ask(a ->
                a.network().nodes().values().stream().map(ZWaveDriver::summary).toList());
    }

    /** The stick. */
    public CompletionStage<StickSummary> stick() {
        return ask(a -> summary(a.network().facts().orElseThrow()));
    }

    private static StickSummary summary(ControllerFacts f) {
        return new StickSummary(
                f.homeId(),
                f.ownNode(),
                f.version().version(),
                f.initData().chipType() * 100,
                f.capabilities().manufacturer(),
                f.capabilities().productType(),
                f.capabilities().productId());
    }

    private <T> CompletionStage<T> ask(Function<Access, T> question) {
        Access a = driver.get();
        var result = new CompletableFuture<T>();
        a.lane().executeOrRun(() -> {
            if (a.network().facts().isEmpty()) {
                result.completeExceptionally(new ZWaveNetworkException("the Z-Wave controller is not connected"));
            } else {
                result.complete(question.apply(a));
            }
        });
        return result;
    }

    // ---------------------------------------------------------------------------------------- SmartStart

    /** The locks that are let in by themselves when they are powered up. */
    public List<SmartStartEntry> smartStart() {
        return entries(driver.get());
    }

    private static List<SmartStartEntry> entries(Access a) {
        return a.state().keys(SMART_START).stream()
                .map(key -> a.state().get(key))
                .flatMap(Optional::stream)
                .map(SmartStartEntry::ofBytes)
                .toList();
    }

    /**
     * Puts a lock on the list; from then on it is let in whenever it asks, with S2 and its whole DSK checked. The stage
     * completes when the entry is durable.
     */
    public CompletionStage<Void> addSmartStart(SmartStartEntry entry) {
        Access a = driver.get();
        CompletionStage<Void> written = a.state().write(List.of(Edit.putSecret(entry.key(), entry.toBytes())));
        a.lane().executeOrRun(() -> listen(a));
        return written;
    }

    /** Takes a lock off the list; one that is in the network stays there. */
    public CompletionStage<Void> removeSmartStart(SmartStartEntry entry) {
        return driver.get().state().write(List.of(Edit.remove(entry.key())));
    }

    /** Who is told, on the driver's lane, what became of each lock that asked to be let in. */
    public void onSmartStart(Consumer<Membership> listener) {
        smartStartListener = listener;
    }

    /** Lets the stick listen for locks on the list, if there are any; on the lane. */
    void listen(Access a) {
        if (a.network().facts().isPresent() && !a.busy() && !entries(a).isEmpty()) {
            MembershipChange.listenForSmartStart(a.network());
        }
    }

    /** A lock asks to be let in; on the lane. */
    void onSmartStartRequest(Access a, long nwiHomeId) {
        if (obstacle(a).isPresent()) {
            return; // it asks again
        }
        Optional<SmartStartEntry> entry = entries(a).stream()
                .filter(e -> MembershipChange.nwiHomeId(e.dsk()) == nwiHomeId)
                .findFirst();
        if (entry.isEmpty()) {
            return; // a neighbour's
        }
        a.busy(true);
        var unused = MembershipChange.smartStart(
                        a.network(),
                        a.timers(),
                        a.lane(),
                        a.secureRandom(),
                        entry.get().dsk(),
                        new Known(entry.get()))
                .thenAccept(ended -> {
                    a.busy(false);
                    Membership settled = a.settled(ended);
                    listen(a);
                    Consumer<Membership> listener = smartStartListener;
                    if (listener != null) {
                        listener.accept(settled);
                    }
                });
    }

    /** Stands in for the person at the label, whose DSK is on the list. */
    private record Known(SmartStartEntry entry) implements MembershipChange.Guide {
        @Override
        public void ready() {}

        @Override
        public void found() {}

        @Override
        public CompletionStage<String> dskPin(String rest) {
            return rest.equals(entry.name())
                    ? CompletableFuture.completedFuture(entry.pin())
                    : CompletableFuture.failedFuture(
                            new IllegalStateException("the lock that joins is not the one on the list"));
        }
    }

    // ---------------------------------------------------------------------------------------- the stick's memory

    /** Reads the stick's memory. Takes some seconds, in which locks wait. */
    public CompletionStage<StickBackup> backup() {
        return memory((a, facts) -> StickMemory.read(a.network(), facts), (facts, ended) -> {
            if (ended instanceof StickMemory.Ended.Read read) {
                return new StickBackup(summary(facts), read.memory().toByteArray());
            }
            throw new IllegalStateException("the stick's memory was read and not there");
        });
    }

    /**
     * Writes a backup into the stick, reads it back and restarts the stick, which then is the one the backup was taken from.
     * Refused before the first byte unless model, firmware and size are the same. The network keys come with
     * {@link NetworkKeys}.
     */
    public CompletionStage<Void> restore(StickBackup backup) {
        return memory(
                (a, facts) -> {
                    String obstacle = backup.obstacle(summary(facts), backup.size());
                    return obstacle.isEmpty()
                            ? StickMemory.write(a.network(), facts, backup.memory())
                                    .thenApply(ended -> {
                                        if (!(ended instanceof StickMemory.Ended.Failed f) || f.begun()) {
                                            a.network().restart("its memory has been written anew");
                                        }
                                        return ended;
                                    })
                            : CompletableFuture.completedFuture(new StickMemory.Ended.Failed(obstacle, false));
                },
                (facts, ended) -> null);
    }

    private interface MemoryJob {
        CompletableFuture<StickMemory.Ended> start(Access a, ControllerFacts facts);
    }

    private <T extends @Nullable Object> CompletionStage<T> memory(
            MemoryJob job, java.util.function.BiFunction<ControllerFacts, StickMemory.Ended, T> then) {
        Access a = driver.get();
        var result = new CompletableFuture<T>();
        a.lane().execute(() -> {
            Optional<String> obstacle = obstacle(a);
            if (obstacle.isPresent()) {
                result.completeExceptionally(new ZWaveNetworkException(obstacle.get()));
                return;
            }
            ControllerFacts facts = a.network().facts().orElseThrow();
            a.busy(true);
            var unused = job.start(a, facts).thenAccept(ended -> {
                a.busy(false);
                if (ended instanceof StickMemory.Ended.Failed failed) {
                    result.completeExceptionally(new ZWaveNetworkException(failed.why()
                            + (failed.begun() ? "; it is written in part: restore it again, or reset the stick" : "")));
                } else {
                    result.complete(then.apply(facts, ended));
                }
            });
        });
        return result;
    }
}
