// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.Timers;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.cc.TransportService;
import dev.lockcred.zwave.internal.cc.WakeUp;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.S0Session;
import dev.lockcred.zwave.internal.security.S2Session;
import dev.lockcred.zwave.internal.security.SecurityClass;
import dev.lockcred.zwave.internal.serialapi.ChipMessage.ProtocolInfo;
import dev.lockcred.zwave.internal.serialapi.TxReport;
import dev.lockcred.zwave.internal.session.Expect.Verdict;
import dev.lockcred.zwave.internal.session.Radio.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node: its queue of exchanges, of which one is open at a time, its secure sessions, and whether it answers. A node that
 * does not answer is asked again at growing intervals and refuses everything in between, so that it costs others nothing.
 * Confined to the lane.
 */
public final class Node {

    /** A nonce request is taken for unanswered after this. */
    static final Duration NONCE_WITHIN = Duration.ofSeconds(3);
    /** How long a node that could not decrypt an order without answer may take to say so. */
    static final Duration SOS_WITHIN = Duration.ofMillis(500);

    private sealed interface State {
        record Idle() implements State {}

        /** The nonce for this exchange has been asked for. */
        record AwaitingNonce(Exchange<?> exchange, Timers.@Nullable Cancellable timer) implements State {}

        /** With the radio, until it has told the result; the answer may come before that. */
        record WithRadio(Exchange<?> exchange) implements State {}

        /** Delivered; the answer is due. */
        record AwaitingAnswer(Exchange<?> exchange, Timers.Cancellable timer) implements State {}
    }

    private final int id;
    private final ProtocolInfo info;
    private final Surroundings around;
    private final SecureLink link;
    private final NodeInbox inbox;
    private final NodeVitals vitals;
    private final List<Exchange<?>> queue = new ArrayList<>();
    private State state = new State.Idle();
    private @Nullable TransportSender transfer;
    private @Nullable Predicate<Command> watcher;
    private @Nullable Runnable stopWatching;
    private int transferSessions;
    private int supervisionSessions;
    private boolean awake;

    Node(int id, ProtocolInfo info, Surroundings around) {
        this.id = id;
        this.info = info;
        this.around = around;
        this.link = new SecureLink(around.homeId(), around.ownNode(), id, around.secureRandom());
        this.inbox = new NodeInbox(this, around, link);
        this.vitals = new NodeVitals(
                id,
                around.timers(),
                around.random(),
                (reachable, text) -> around.listener().onReachability(this, reachable, text));
        this.supervisionSessions = around.random().nextInt(64);
    }

    public int id() {
        return id;
    }

    public ProtocolInfo info() {
        return info;
    }

    /** Whether it sleeps and is no FLiRS: it can be spoken to only after it has said that it is awake. */
    public boolean sleeps() {
        return !info.listening() && info.flirsMillis() == 0;
    }

    /** The class everything to and from this node goes under. */
    public SecurityClass granted() {
        return link.granted();
    }

    /** Goes on under this class. */
    public void grant(SecurityClass securityClass) {
        link.grant(securityClass, around.keys());
    }

    SecureLink link() {
        return link;
    }

    /** Sends a command and waits for its answer. The result completes on the lane. */
    public <R> CompletableFuture<Reply<R>> exchange(Exchange<R> exchange) {
        around.lane().requireCurrent();
        if (exchange.scope.isOver()) {
            exchange.finish(new Reply.NotSent<>(Reply.Why.WITHDRAWN, "the call was over"));
            return exchange.result;
        }
        queue.add(exchange);
        pump();
        return exchange.result;
    }

    /** Ends a call: what was not sent never will be; what was is left without an answer. */
    public void abandon(Scope scope) {
        scope.end();
        for (Exchange<?> e : List.copyOf(queue)) {
            if (e.scope == scope) {
                queue.remove(e);
                e.finish(new Reply.NotSent<>(Reply.Why.WITHDRAWN, "the call was over"));
            }
        }
        Exchange<?> open = open();
        if (open != null && open.scope == scope) {
            finish(open, left(open, "the call was over before the answer came"));
        }
    }

    /** Whether the next command costs no nonce first, apart from S0, where each does. */
    public boolean inStep() {
        S2Session s2 = link.s2();
        return !link.granted().isS2() || s2 != null && s2.ready();
    }

    /** How many bytes a command may have to reach the node in one frame under its class. */
    public int longestCommand() {
        return around.radio().longest() - link.usualOverhead();
    }

    /** A number for a supervised command to a node of which none is remembered, 0..63. */
    public int nextSupervision() {
        supervisionSessions = supervisionSessions + 1 & 0x3F;
        return supervisionSessions;
    }

    /** Ends everything: the link is gone. Secure sessions begin anew. */
    void linkLost(String why) {
        List<Exchange<?>> all = List.copyOf(queue);
        queue.clear();
        Exchange<?> open = open();
        if (transfer != null) {
            transfer.cancel();
            transfer = null;
        }
        inbox.drop();
        if (stopWatching != null) {
            stopWatching.run();
            stopWatching = null;
            watcher = null;
        }
        link.grant(link.granted(), around.keys()); // nonces do not survive, keys do
        if (open != null) {
            cancelTimer();
            state = new State.Idle();
            end(open, open.left ? new Reply.Unclear<>(why) : new Reply.NotSent<>(Reply.Why.LINK_DOWN, why));
        }
        all.forEach(e -> e.finish(new Reply.NotSent<>(Reply.Why.LINK_DOWN, why)));
    }

    // ---------------------------------------------------------------------------------------- sending

    private void pump() {
        while (state instanceof State.Idle && !queue.isEmpty() && (awake || !sleeps())) {
            Exchange<?> next = mostUrgent();
            queue.remove(next);
            begin(next);
        }
        if (awake && sleeps() && queue.isEmpty() && state instanceof State.Idle) {
            awake = false;
            respond(new WakeUp.NoMoreInformation().encode(), link.granted());
        }
    }

    private Exchange<?> mostUrgent() {
        Exchange<?> best = queue.get(0);
        for (Exchange<?> e : queue) {
            if (e.scope.urgency().compareTo(best.scope.urgency()) < 0) {
                best = e;
            }
        }
        return best;
    }

    private void begin(Exchange<?> e) {
        if (!link.usable()) {
            end(
                    e,
                    new Reply.NotSent<>(
                            Reply.Why.KEYS,
                            "there is no key for " + link.granted() + ", which node " + id + " was granted"));
        } else if (vitals.isSilent()) {
            end(e, new Reply.NotSent<>(Reply.Why.UNREACHABLE, "node " + id + " did not answer lately"));
        } else if (needsNonce()) {
            askForNonce(e);
        } else {
            submit(e);
        }
    }

    private boolean needsNonce() {
        S2Session s2 = link.s2();
        return link.granted() == SecurityClass.S0 || link.granted().isS2() && s2 != null && !s2.ready();
    }

    private void askForNonce(Exchange<?> e) {
        state = new State.AwaitingNonce(e, null);
        around.radio().send(new Radio.Job(id, e.scope.urgency(), () -> asksFor(e), this::nonceQuestion, r -> {
            if (!(state instanceof State.AwaitingNonce waiting) || waiting.exchange() != e) {
                return; // it has come already
            }
            if (r instanceof Result.Delivered delivered) {
                vitals.delivered(delivered.report());
                var timer = around.lane().schedule(around.timers(), NONCE_WITHIN, () -> withoutNonce(e));
                state = new State.AwaitingNonce(e, timer);
            } else if (r instanceof Result.NoAck noAck && secondTry(e, noAck.report())) {
                askForNonce(e);
            } else {
                finish(e, notDelivered(r));
            }
        }));
    }

    private boolean asksFor(Exchange<?> e) {
        return state instanceof State.AwaitingNonce waiting && waiting.exchange() == e && e.wanted();
    }

    /**
     * The question arrived and was not answered. Under S2 a node takes a message that has the number of the last one it heard for a
     * repetition and says nothing; where our counting began anew, it may begin at that number, and the next question has another.
     */
    private void withoutNonce(Exchange<?> e) {
        if (link.granted().isS2() && !e.nonceAskedAgain) {
            e.nonceAskedAgain = true;
            askForNonce(e);
        } else {
            finish(e, new Reply.NotSent<>(Reply.Why.NO_ANSWER, "node " + id + " gives no nonce"));
        }
    }

    private Octets nonceQuestion() {
        vitals.sending();
        S2Session s2 = link.s2();
        return link.granted().isS2() && s2 != null
                ? s2.nonceGet()
                : new dev.lockcred.zwave.internal.cc.Security0.NonceGet().encode();
    }

    /** The node's nonce has come: S0's for the exchange that waits for it. */
    void onS0Nonce(Octets nonce) {
        S0Session s0 = link.s0();
        if (s0 != null && state instanceof State.AwaitingNonce waiting && nonce.length() == 8) {
            cancelTimer();
            Exchange<?> e = waiting.exchange();
            submit(e, () -> s0.seal(e.command, nonce));
        } // a nonce nobody asked for is late: ignored on purpose
    }

    /** The node's entropy has come, asked for or because it has lost step. */
    void onS2Entropy() {
        if (state instanceof State.AwaitingNonce waiting) {
            cancelTimer();
            submit(waiting.exchange());
            return;
        }
        Exchange<?> e = open();
        if (e == null || !e.left) {
            return; // what waits for its turn is encrypted when it comes
        }
        if (e.resealed) {
            finish(
                    e,
                    new Reply.NotSent<>(
                            Reply.Why.KEYS,
                            "node " + id + " cannot decrypt what we send under " + link.granted()
                                    + ": it was included with other keys, or granted another class"));
            return;
        }
        // It could not decrypt the command, hence did not execute it: once more, with its fresh entropy.
        e.resealed = true;
        cancelTimer();
        submit(e);
    }

    private void submit(Exchange<?> e) {
        S2Session s2 = link.s2();
        if (link.granted().isS2() && s2 != null) {
            submit(e, () -> s2.ready() ? s2.seal(e.command, around.timers().nanoTime()) : null);
        } else {
            submit(e, () -> e.command);
        }
    }

    private void submit(Exchange<?> e, Supplier<@Nullable Octets> seal) {
        state = new State.WithRadio(e);
        int longest = around.radio().longest();
        if (e.command.length() + link.overhead() > longest) {
            Octets sealed = e.wanted() ? seal.get() : null;
            if (sealed != null && sealed.length() > longest) {
                transfer(e, sealed);
                return;
            }
            send(e, () -> sealed);
        } else {
            send(e, seal);
        }
    }

    private void send(Exchange<?> e, Supplier<@Nullable Octets> frame) {
        around.radio()
                .send(new Radio.Job(
                        id,
                        e.scope.urgency(),
                        e::wanted,
                        () -> {
                            Octets bytes = frame.get();
                            if (bytes != null) {
                                vitals.sending();
                                e.left = true;
                            }
                            return bytes;
                        },
                        r -> onTransmitted(e, r)));
    }

    private void transfer(Exchange<?> e, Octets datagram) {
        transferSessions = transferSessions + 1 & 0x0F;
        transfer = new TransportSender(
                around.timers(),
                around.lane(),
                datagram,
                transferSessions,
                (segment, told) -> around.radio()
                        .send(new Radio.Job(
                                id,
                                e.scope.urgency(),
                                e::wanted,
                                () -> {
                                    vitals.sending();
                                    e.left = true;
                                    return segment.encode();
                                },
                                told)),
                r -> {
                    transfer = null;
                    onTransmitted(e, r);
                });
        transfer.start();
    }

    private void onTransmitted(Exchange<?> e, Result result) {
        if (!(state instanceof State.WithRadio with) || with.exchange() != e) {
            if (result instanceof Result.Delivered delivered) {
                vitals.delivered(delivered.report());
            }
            return; // answered before the chip had told
        }
        if (result instanceof Result.Delivered delivered) {
            vitals.delivered(delivered.report());
            Duration within = e.expect != null || link.granted().isS2() ? e.answerWithin : Duration.ZERO;
            if (within.isZero()) {
                finish(e, new Reply.Silent<>());
            } else {
                state = new State.AwaitingAnswer(e, answerTimer(e, within));
            }
        } else if (result instanceof Result.Withdrawn && e.wanted() && needsNonce()) {
            askForNonce(e); // the session was lost while it waited for its turn
        } else if (result instanceof Result.NoAck noAck && secondTry(e, noAck.report()) && !e.changes) {
            begin(e);
        } else {
            finish(e, notDelivered(result, e));
        }
    }

    private Timers.Cancellable answerTimer(Exchange<?> e, Duration within) {
        return around.lane().schedule(around.timers(), within, () -> {
            if (e.expect != null) {
                vitals.unanswered();
            }
            finish(e, new Reply.Silent<>());
        });
    }

    /** Whether the node was there a moment ago, so that one loss means nothing. */
    private boolean secondTry(Exchange<?> e, Optional<TxReport> report) {
        return vitals.lostRecently(report) && e.tries++ == 0;
    }

    private <R> Reply<R> notDelivered(Result result, Exchange<R> e) {
        if (e.changes && e.left && result instanceof Result.NoAck && e.tries == 1) {
            // Heard of a moment ago: the caller looks whether the order got through, and that is the second try.
            return new Reply.Unclear<>("node " + id + " did not acknowledge");
        }
        Reply<R> reply = notDelivered(result);
        boolean maybe =
                e.changes && e.left && !(result instanceof Result.NotSent || result instanceof Result.Withdrawn);
        return maybe && reply instanceof Reply.NotSent<R> n ? new Reply.Unclear<>(n.text()) : reply;
    }

    private <R> Reply<R> notDelivered(Result result) {
        if (result instanceof Result.Withdrawn) {
            return new Reply.NotSent<>(Reply.Why.WITHDRAWN, "withdrawn before it was sent");
        }
        if (result instanceof Result.NotSent notSent) {
            return new Reply.NotSent<>(Reply.Why.LINK_DOWN, notSent.why());
        }
        if (result instanceof Result.Unknown unknown) {
            return new Reply.NotSent<>(Reply.Why.LINK_DOWN, unknown.why());
        }
        vitals.fallSilent();
        return new Reply.NotSent<>(Reply.Why.UNREACHABLE, "node " + id + " does not answer");
    }

    private <R> Reply<R> left(Exchange<R> e, String text) {
        return e.left && e.changes ? new Reply.Unclear<>(text) : new Reply.NotSent<>(Reply.Why.WITHDRAWN, text);
    }

    private void finish(Exchange<?> e, Reply<?> reply) {
        cancelTimer();
        if (transfer != null) {
            transfer.cancel();
            transfer = null;
        }
        state = new State.Idle();
        end(e, reply);
        pump();
    }

    @SuppressWarnings("unchecked") // a reply without a value is one for any type
    private static <R> void end(Exchange<R> e, Reply<?> reply) {
        e.finish((Reply<R>) reply);
    }

    private @Nullable Exchange<?> open() {
        if (state instanceof State.AwaitingNonce s) {
            return s.exchange();
        }
        if (state instanceof State.WithRadio s) {
            return s.exchange();
        }
        return state instanceof State.AwaitingAnswer s ? s.exchange() : null;
    }

    private void cancelTimer() {
        if (state instanceof State.AwaitingNonce s && s.timer() != null) {
            s.timer().cancel();
        } else if (state instanceof State.AwaitingAnswer s) {
            s.timer().cancel();
        }
    }

    // ---------------------------------------------------------------------------------------- receiving

    /** Takes a command from the air. */
    void onFrame(Octets bytes) {
        vitals.received();
        inbox.take(bytes);
        pump();
    }

    /** The chip has asked the node for its node information, which is a message like others. */
    void onNodeInfoRequested() {
        vitals.sending();
    }

    /** The node's information has come. */
    void onNodeInfo() {
        vitals.received();
    }

    /** Waits for a command the node sends on its own; empty when it does not come in time. */
    <R> CompletableFuture<Optional<R>> watch(Expect<R> expect, Duration within) {
        var result = new CompletableFuture<Optional<R>>();
        var timer = around.lane().schedule(around.timers(), within, () -> result.complete(Optional.empty()));
        watcher = command -> {
            if (!result.isDone() && expect.look(command) instanceof Verdict.Answer<R> answer) {
                timer.cancel();
                watcher = null;
                result.complete(Optional.of(answer.value()));
                return true;
            }
            return false;
        };
        stopWatching = () -> {
            timer.cancel();
            result.complete(Optional.empty());
        };
        return result;
    }

    /** Offers a command, opened and authentic, to the exchange that is open; false when it is not its answer. */
    boolean offer(Command command) {
        Predicate<Command> waiting = watcher;
        if (waiting != null && waiting.test(command)) {
            return true;
        }
        Exchange<?> e = open();
        return e != null && e.left && offer(e, command);
    }

    private <R> boolean offer(Exchange<R> e, Command command) {
        if (e.expect == null) {
            return false;
        }
        Verdict<R> verdict = e.expect.look(command);
        if (verdict instanceof Verdict.Answer<R> answer) {
            finish(e, new Reply.Got<>(answer.value()));
            return true;
        }
        if (verdict instanceof Verdict.Working<R> working) {
            if (state instanceof State.AwaitingAnswer) {
                cancelTimer();
                state = new State.AwaitingAnswer(e, answerTimer(e, working.more()));
            }
            return true;
        }
        return false;
    }

    TransportReceiverHook transport() {
        return new TransportReceiverHook(Optional.ofNullable(transfer));
    }

    /** What segments of an outgoing transfer are answered to. */
    record TransportReceiverHook(Optional<TransportSender> sender) {
        void onControl(TransportService control) {
            sender.ifPresent(s -> {
                if (control instanceof TransportService.Complete c) {
                    s.onComplete(c);
                } else if (control instanceof TransportService.Request r) {
                    s.onRequest(r);
                } else if (control instanceof TransportService.Wait w) {
                    s.onWait(w);
                }
            });
        }
    }

    /** Answers the node at once, ahead of everything, the way it asked. */
    void respond(Octets command, SecurityClass under) {
        S2Session s2 = link.s2();
        if (under == SecurityClass.S0) {
            // S0 wants a nonce first, which makes it an exchange like others, only ahead of them.
            queue.add(0, Exchange.bareOrder(command, new Scope(Urgency.EXPRESS), () -> true));
            pump();
        } else if (under.isS2() && s2 != null) {
            express(() -> s2.ready() ? s2.seal(command, around.timers().nanoTime()) : null);
        } else {
            express(() -> command);
        }
    }

    /** Sends bytes ahead of everything else; nobody waits for what becomes of them. */
    void express(Supplier<@Nullable Octets> frame) {
        around.radio()
                .send(new Radio.Job(
                        id,
                        Urgency.EXPRESS,
                        () -> true,
                        () -> {
                            Octets bytes = frame.get();
                            if (bytes != null) {
                                vitals.sending();
                            }
                            return bytes;
                        },
                        r -> {}));
    }

    /** The report of a supervised command of the node's. */
    void supervised(int session, int status, SecurityClass under) {
        respond(new Supervision.Report(false, session, status, 0).encode(), under);
    }

    void onWakeUp() {
        awake = true;
        pump();
    }

    // ---------------------------------------------------------------------------------------- reachability

    /** Whether the answer to a question that was given up may still come, and be taken for another's. */
    public boolean mayAnswerLate() {
        return vitals.mayAnswerLate();
    }

    /** When it makes sense to ask a silent node again; zero for one that answers. */
    public Duration silentFor() {
        return vitals.silentFor();
    }

    /** Commands sent to the node since the driver started, nonces and segments included. */
    public long sent() {
        return vitals.sentSoFar();
    }

    /** Commands received from it. */
    public long received() {
        return vitals.receivedSoFar();
    }

    public long failures() {
        return vitals.failures();
    }

    public Optional<Instant> lastHeard() {
        return vitals.lastHeard();
    }

    public Optional<TxReport> lastReport() {
        return vitals.lastReport();
    }

    /** Commands in clear that a secured node must not send, and that were dropped. */
    public long downgrades() {
        return inbox.downgrades();
    }
}
