// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.link.SerialApi.Answer;
import dev.lockcred.zwave.internal.security.SecurityClass;
import dev.lockcred.zwave.internal.serialapi.ChipMessage.MembershipStatus;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import dev.lockcred.zwave.internal.serialapi.NodeInfo;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One inclusion or exclusion, from "listen" to its end. Confined to the lane; used once. */
public final class MembershipChange {

    /** How it ended. */
    public sealed interface Ended {
        /** In the network under this class. */
        record Included(Node node, SecurityClass securityClass, List<Integer> listed) implements Ended {}

        /** Out of the network; 0 when it was another network's. */
        record Excluded(int node) implements Ended {}

        /** Failed; {@code node} is in the network all the same when it is not 0. */
        record Failed(int node, String text) implements Ended {}
    }

    /** What the person at the lock sees and is asked. */
    public interface Guide {
        void ready();

        void found();

        CompletionStage<String> dskPin(String rest);
    }

    /** How long the controller listens for somebody to press the button. */
    private static final Duration LISTENS = Duration.ofSeconds(60);

    private final Network network;
    private final Timers timers;
    private final Lane lane;
    private final SecureRandom random;
    private final Guide guide;
    private final int function;
    private final Octets dsk;
    private final boolean allowS0;
    private final boolean allowPlain;
    private final CompletableFuture<Ended> result = new CompletableFuture<>();
    private final int callback;
    private Optional<NodeInfo> info = Optional.empty();
    private int node;
    private Timers.Cancellable timeout;

    private MembershipChange(
            Network network,
            Timers timers,
            Lane lane,
            SecureRandom random,
            Guide guide,
            int function,
            Octets dsk,
            boolean allowS0,
            boolean allowPlain) {
        this.network = network;
        this.timers = timers;
        this.lane = lane;
        this.random = random;
        this.guide = guide;
        this.function = function;
        this.dsk = dsk;
        this.allowS0 = allowS0;
        this.allowPlain = allowPlain;
        this.callback = 1 + random.nextInt(200);
        this.timeout =
                lane.schedule(timers, LISTENS, () -> stop("nobody answered within " + LISTENS.toSeconds() + " s"));
    }

    /** Begins to include. */
    public static CompletableFuture<Ended> include(
            Network network,
            Timers timers,
            Lane lane,
            SecureRandom random,
            Guide guide,
            boolean allowS0,
            boolean allowPlain) {
        return new MembershipChange(
                        network, timers, lane, random, guide, Function.ADD_NODE, Octets.EMPTY, allowS0, allowPlain)
                .start();
    }

    /** Begins to exclude. */
    public static CompletableFuture<Ended> exclude(
            Network network, Timers timers, Lane lane, SecureRandom random, Guide guide) {
        return new MembershipChange(
                        network, timers, lane, random, guide, Function.REMOVE_NODE, Octets.EMPTY, false, false)
                .start();
    }

    /** Includes the one lock that has this DSK and has asked for it; with S2 or not at all. */
    public static CompletableFuture<Ended> smartStart(
            Network network, Timers timers, Lane lane, SecureRandom random, byte[] dsk, Guide guide) {
        var homeIds = new ByteWriter();
        homeIds.u32be(nwiHomeId(dsk)).u32be(authHomeId(dsk));
        Octets ids = Octets.of(homeIds.toByteArray());
        return new MembershipChange(network, timers, lane, random, guide, Function.ADD_NODE, ids, false, false).start();
    }

    /** Lets the chip tell of locks that ask to be let in, until anything else is done with the membership. */
    public static void listenForSmartStart(Network network) {
        var unused = network.ask(new HostMessage.Membership(
                Function.ADD_NODE,
                HostMessage.Membership.SMART_START_LISTEN | HostMessage.Membership.NETWORK_WIDE,
                0,
                Octets.EMPTY));
    }

    /** Under which home id a lock with this DSK asks: bytes 9 to 12 with the two highest bits set and the lowest not. */
    public static long nwiHomeId(byte[] dsk) {
        return (word(dsk, 8) | 0xC0000000L) & 0xFFFFFFFEL;
    }

    /** Under which it proves itself: bytes 13 to 16 with the two highest bits cleared and the lowest set. */
    static long authHomeId(byte[] dsk) {
        return word(dsk, 12) & 0x3FFFFFFFL | 1;
    }

    private static long word(byte[] bytes, int at) {
        return (bytes[at] & 0xFFL) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
    }

    private CompletableFuture<Ended> start() {
        network.onMembership(this::onStatus);
        command(dsk.isEmpty() ? HostMessage.Membership.ANY : HostMessage.Membership.SMART_START_DSK, callback);
        return result;
    }

    private void command(int mode, int callbackId) {
        HostMessage message = function == Function.ADD_NODE
                ? HostMessage.Membership.add(
                        mode, callbackId, mode == HostMessage.Membership.SMART_START_DSK ? dsk : Octets.EMPTY)
                : HostMessage.Membership.remove(mode, callbackId);
        var unused = network.ask(message).thenAccept(answer -> {
            if (answer instanceof Answer.Failed failed) {
                end(new Ended.Failed(0, failed.why()));
            }
        });
    }

    private void onStatus(MembershipStatus status) {
        if (status.function() != function || status.callback() != callback || result.isDone()) {
            return;
        }
        status.node().ifPresent(n -> node = n == 0 ? node : n);
        status.info().ifPresent(i -> info = Optional.of(i));
        boolean adding = function == Function.ADD_NODE;
        switch (status.status()) {
            case MembershipStatus.READY -> guide.ready();
            case MembershipStatus.NODE_FOUND -> guide.found();
            case MembershipStatus.END_NODE, MembershipStatus.CONTROLLER -> extend();
            case MembershipStatus.PROTOCOL_DONE -> {
                if (adding) {
                    command(HostMessage.Membership.STOP, callback);
                } else {
                    gone();
                }
            }
            case MembershipStatus.DONE -> {
                if (adding) {
                    joined();
                } else {
                    gone();
                }
            }
            case MembershipStatus.FAILED ->
                stop("the controller reports a failure: bring the lock closer and try again");
            default -> {}
        }
    }

    private void extend() {
        timeout.cancel();
        timeout = lane.schedule(timers, LISTENS, () -> stop("the lock was found and then went silent"));
    }

    private void gone() {
        command(HostMessage.Membership.STOP, 0);
        network.forget(node);
        end(new Ended.Excluded(node));
    }

    private void stop(String why) {
        command(HostMessage.Membership.STOP, 0);
        end(new Ended.Failed(0, why));
    }

    private void joined() {
        timeout.cancel();
        command(HostMessage.Membership.STOP, 0);
        int id = node;
        var unused = network.learn(id).thenAccept(learned -> {
            if (learned.isEmpty()) {
                end(new Ended.Failed(id, "the controller does not know the node it has just included"));
            } else {
                secure(learned.get());
            }
        });
    }

    private void secure(Node joined) {
        List<Integer> listed = info.map(NodeInfo::supported).orElse(List.of());
        boolean hasS2 = listed.contains(ClassId.SECURITY_2);
        boolean hasS0 = listed.contains(ClassId.SECURITY_0);
        var bootstrap = new Bootstrap(joined, network.keys(), lane, random, guide::dskPin);
        CompletableFuture<Bootstrap.Ended> ended;
        if (hasS2) {
            ended = bootstrap.s2();
        } else if (hasS0 && allowS0) {
            ended = bootstrap.s0();
        } else if (allowPlain && !hasS0) {
            joined.grant(SecurityClass.NONE);
            ended = CompletableFuture.completedFuture(new Bootstrap.Ended.Granted(SecurityClass.NONE));
        } else {
            ended = CompletableFuture.completedFuture(new Bootstrap.Ended.Failed(
                    hasS0
                            ? "the lock has S0 only, which was not allowed"
                            : "the lock has no security, which was not allowed"));
        }
        var unused = ended.thenAccept(how -> end(
                how instanceof Bootstrap.Ended.Granted granted
                        ? new Ended.Included(joined, granted.securityClass(), listed)
                        : new Ended.Failed(
                                joined.id(),
                                ((Bootstrap.Ended.Failed) how).text() + "; node " + joined.id()
                                        + " is in the network without it: exclude it and try again")));
    }

    private void end(Ended how) {
        timeout.cancel();
        if (!result.isDone()) {
            network.onMembership(null);
            result.complete(how);
        }
    }
}
