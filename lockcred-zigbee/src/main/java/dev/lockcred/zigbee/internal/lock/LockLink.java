// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zigbee.internal.net.Exchange;
import dev.lockcred.zigbee.internal.net.Peer;
import dev.lockcred.zigbee.internal.net.Reply;
import dev.lockcred.zigbee.internal.zcl.ClusterCommand;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One lock as the parts of this package see it: its peer, its facts, its quirks, and the notifications it sends. Confined to
 * the lane.
 */
public final class LockLink {

    private final Lane lane;
    private final Timers timers;
    private final Peer peer;
    private final Facts facts;
    private final Runnable save;
    private final List<Wait> waits = new ArrayList<>();
    private Supplier<Quirks> quirks;

    private record Wait(Predicate<DoorLockResponse> wanted, CompletableFuture<Optional<DoorLockResponse>> heard) {}

    /**
     * How one call is to be carried out.
     *
     * @param deadline on the monotonic clock
     * @param urgent whether it goes before what waits
     * @param guard asked before each exchange that changes something
     */
    record Ctx(long deadline, boolean urgent, BooleanSupplier guard) {
        Ctx guarded(BooleanSupplier newGuard) {
            return new Ctx(deadline, urgent, newGuard);
        }
    }

    /**
     * @param save to be run after the facts changed
     */
    public LockLink(Lane lane, Timers timers, Peer peer, Facts facts, Supplier<Quirks> quirks, Runnable save) {
        this.lane = lane;
        this.timers = timers;
        this.peer = peer;
        this.facts = facts;
        this.quirks = quirks;
        this.save = save;
    }

    Lane lane() {
        return lane;
    }

    Timers timers() {
        return timers;
    }

    public Peer peer() {
        return peer;
    }

    public Facts facts() {
        return facts;
    }

    public Quirks quirks() {
        return quirks.get();
    }

    void quirksFrom(Supplier<Quirks> source) {
        quirks = source;
    }

    void save() {
        save.run();
    }

    /** Messages to and from the lock so far; differences of it are costs. */
    int messages() {
        return (int) (peer.sent() + peer.received());
    }

    /** Whether its receiver is off most of the time. */
    boolean isSleepy() {
        return facts.flag(Facts.SLEEPY);
    }

    int endpoint() {
        return facts.number(Facts.ENDPOINT).orElse(1);
    }

    /** Whether the lock wants its commands encrypted for it alone. */
    public boolean wantsApsEncryption() {
        return facts.attribute(DoorLockAttribute.SECURITY_LEVEL.id()).orElse(0) == 1;
    }

    /** Asks something that changes nothing. */
    CompletionStage<Reply> ask(ClusterCommand command, Ctx ctx) {
        return peer.ask(Exchange.of(endpoint(), command, true, ctx.deadline())
                .withUrgency(ctx.urgent())
                .withEncryption(wantsApsEncryption()));
    }

    /** Orders something that must not happen twice. */
    CompletionStage<Reply> order(Exchange exchange, Ctx ctx) {
        return peer.ask(exchange.withUrgency(ctx.urgent())
                .withEncryption(wantsApsEncryption())
                .withGuard(ctx.guard()));
    }

    CompletionStage<Reply> order(ClusterCommand command, Ctx ctx) {
        return order(Exchange.of(endpoint(), command, false, ctx.deadline()), ctx);
    }

    /** A general command; those that write are safe to repeat, as they say what shall be. */
    CompletionStage<Reply> general(int cluster, GeneralCommand command, Ctx ctx) {
        return general(cluster, command, true, ctx);
    }

    /** The same, but silence is not answered by asking again. */
    CompletionStage<Reply> generalOnce(int cluster, GeneralCommand command, Ctx ctx) {
        return general(cluster, command, false, ctx);
    }

    private CompletionStage<Reply> general(int cluster, GeneralCommand command, boolean again, Ctx ctx) {
        boolean encrypt = cluster == Clusters.DOOR_LOCK && wantsApsEncryption();
        return peer.ask(Exchange.of(endpoint(), cluster, command, OptionalInt.empty(), again, ctx.deadline())
                .withUrgency(ctx.urgent())
                .withEncryption(encrypt));
    }

    /** A notification to come; begin to wait before asking for what causes it, as it may come before the answer. */
    final class Awaited {
        private final CompletableFuture<Optional<DoorLockResponse>> heard = new CompletableFuture<>();
        private final Wait wait;

        private Awaited(Predicate<DoorLockResponse> wanted) {
            wait = new Wait(wanted, heard);
            waits.add(wait);
        }

        /** The notification, if it came already or comes within the time. Ends the waiting. */
        CompletionStage<Optional<DoorLockResponse>> within(Duration patience) {
            if (heard.isDone() || patience.isZero()) {
                abandon();
                return heard;
            }
            Timers.Cancellable timeout = lane.schedule(timers, patience, this::abandon);
            return heard.whenComplete((v, e) -> timeout.cancel());
        }

        /** Ends the waiting. */
        void abandon() {
            waits.remove(wait);
            heard.complete(Optional.empty());
        }
    }

    Awaited await(Predicate<DoorLockResponse> wanted) {
        return new Awaited(wanted);
    }

    /** To be told every notification; true when somebody waited for it: then it is the echo of our own doing. */
    boolean onNotification(DoorLockResponse notification) {
        for (Wait wait : List.copyOf(waits)) {
            if (wait.wanted().test(notification)) {
                waits.remove(wait);
                wait.heard().complete(Optional.of(notification));
                return true;
            }
        }
        return false;
    }

    /** Nobody will come any more. */
    public void abandonAll() {
        List<Wait> open = List.copyOf(waits);
        waits.clear();
        open.forEach(w -> w.heard().complete(Optional.empty()));
    }

    /** A duration, but no longer than the call has. */
    Duration atMost(Duration duration, Ctx ctx) {
        Duration left = Duration.ofNanos(Math.max(0, ctx.deadline() - timers.nanoTime()));
        return duration.compareTo(left) < 0 ? duration : left;
    }

    /** A pause that ends early with the call and with the driver. */
    CompletionStage<Void> pause(Duration duration, Ctx ctx) {
        Duration length = atMost(duration, ctx);
        return length.isZero()
                ? CompletableFuture.completedFuture(null)
                : await(n -> false).within(length).thenAccept(v -> {});
    }

    /** The user of a notification, with the vendor's mistakes undone. */
    int user(int raw) {
        return quirks().userByteSwapped() && raw >= 256 && raw != DoorLockResponse.NO_USER ? raw >>> 8 : raw;
    }
}
