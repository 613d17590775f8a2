// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Pin;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDriverException;
import dev.lockcred.spi.LockHealth;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ReadResult.Failure;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.ManufacturerSpecific;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.SecurityClass;
import dev.lockcred.zwave.internal.serialapi.ChipMessage.ProtocolInfo;
import dev.lockcred.zwave.internal.session.ControllerFacts;
import dev.lockcred.zwave.internal.session.Network;
import dev.lockcred.zwave.internal.session.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One lock of the network. Its methods may be called from any thread; everything else happens on the driver's lane, where
 * the stages complete.
 */
public final class ZWaveLock implements DriverLock {

    private final Supplier<Home> home;
    private final int nodeId;
    private final LockEars ears;
    private volatile LockOptions options;
    private volatile FrameCosts costs = FrameCosts.UNKNOWN;
    private volatile LockHealth health = LockHealth.UNKNOWN;
    private @Nullable LockRecord record; // on the lane
    private long recordHome; // on the lane
    private final List<Conversation> conversations = new ArrayList<>(); // on the lane

    public ZWaveLock(Supplier<Home> home, int nodeId, LockOptions options) {
        this.home = home;
        this.nodeId = nodeId;
        this.options = options;
        this.ears = new LockEars(String.valueOf(nodeId), home);
    }

    /** Goes on with other options. */
    public void options(LockOptions newOptions) {
        options = newOptions;
    }

    @Override
    public String address() {
        return String.valueOf(nodeId);
    }

    @Override
    public CostModel costs() {
        return costs;
    }

    @Override
    public LockHealth health() {
        return health;
    }

    // ---------------------------------------------------------------------------------------- describing

    @Override
    public CompletionStage<Described> describe(Call call) {
        return onLane(() -> {
            Optional<ControllerFacts> facts = home.get().network().facts();
            if (facts.isPresent() && home.get().network().node(nodeId).isEmpty()) {
                return Async.now(new Described.NotThere("there is no node " + nodeId + " on this network; there are "
                        + home.get().network().nodes().keySet()));
            }
            return converse(
                    call,
                    failure -> new Described.NotNow(failure.why(), failure.text()),
                    talk -> Async.now(new Described.Known(new Descriptions(known().facts(), quirks())
                            .describe(
                                    recordHome,
                                    nodeId,
                                    talk.node().info().flirsMillis(),
                                    ears.battery(),
                                    options.allowPlaintext()))));
        });
    }

    @Override
    public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
        return onLane(() -> converse(
                call,
                failure -> ReadResult.failed(List.of(), List.of(), failure.why(), failure.text(), Cost.NONE),
                talk -> read(request, talk)));
    }

    private CompletableFuture<ReadResult> read(ReadRequest request, Conversation talk) {
        CodeModel model = model();
        CompletableFuture<ReadResult> result;
        if (model.usesCredentials()) {
            result = new CredentialReader(talk, known()).read(request);
        } else if (!model.userCode()) {
            return Async.now(ReadResult.failed(
                    List.of(),
                    List.of(),
                    Failure.Why.UNSUPPORTED,
                    "this node has no codes that can be read",
                    talk.cost()));
        } else {
            var reader = new CodeReader(talk, model, quirks(), known().image());
            if (request instanceof ReadRequest.Slots slots) {
                result = reader.slots(slots.refs().stream().map(r -> r.index()).toList());
            } else if (request instanceof ReadRequest.Range range) {
                result = reader.slots(
                        IntStream.rangeClosed(range.from(), range.to()).boxed().toList());
            } else {
                result = reader.everything();
            }
        }
        return result.thenApply(r -> {
            if (model.usesCredentials()) {
                known().keepCredentials();
            } else {
                known().keepImage();
            }
            return r;
        });
    }

    @Override
    public CompletionStage<ChangeCheck> checkChanged(Call call) {
        return onLane(() -> converse(
                call, failure -> ChangeCheck.UNKNOWN, talk -> new ChangeChecker(talk, model(), known()).check()));
    }

    // ---------------------------------------------------------------------------------------- changing

    @Override
    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
        List<Change> copy = List.copyOf(changes);
        return onLane(() -> converse(call, failure -> notSent(copy, failure), talk -> {
            LockCapabilities can = capabilities(talk.node());
            ears.beginWriting(copy.stream().map(c -> c.ref().index()).toList());
            boolean plain = options.allowPlaintext();
            return model().usesCredentials()
                    ? new CredentialWriter(talk, model(), known(), plain).apply(copy, can)
                    : new CodeWriter(talk, model(), quirks(), known(), plain, ears).apply(copy, can);
        }));
    }

    private static BatchResult notSent(List<Change> changes, Failure failure) {
        NotSent.Why why = switch (failure.why()) {
            case LINK_DOWN -> NotSent.Why.LINK_DOWN;
            case NO_TIME -> NotSent.Why.NO_TIME;
            case CLOSING -> NotSent.Why.CLOSING;
            case INSECURE -> NotSent.Why.INSECURE;
            case UNREACHABLE, NO_ANSWER, UNSUPPORTED -> NotSent.Why.UNREACHABLE;
        };
        return new BatchResult(changes.stream()
                .map(c -> new ChangeResult(c.ref(), new NotSent(why, failure.text()), OptionalInt.empty(), Cost.NONE))
                .toList());
    }

    private ChangeOutcome notSent(Failure failure) {
        return new NotSent(
                switch (failure.why()) {
                    case LINK_DOWN -> NotSent.Why.LINK_DOWN;
                    case NO_TIME -> NotSent.Why.NO_TIME;
                    case CLOSING -> NotSent.Why.CLOSING;
                    case INSECURE -> NotSent.Why.INSECURE;
                    case UNREACHABLE, NO_ANSWER, UNSUPPORTED -> NotSent.Why.UNREACHABLE;
                },
                failure.text());
    }

    @Override
    public CompletionStage<ChangeOutcome> operate(Operation operation, Optional<Pin> pin, Call call) {
        return onLane(() -> converse(call, this::notSent, talk -> {
            if (!capabilities(talk.node()).operations().contains(operation.kind())) {
                return Async.now(new ChangeOutcome.Unsupported(
                        operation.kind().name().toLowerCase(Locale.ROOT) + " on this lock"));
            }
            ears.operating(operation.kind());
            return new DoorOperator(talk, known().facts(), quirks()).operate(operation);
        }));
    }

    @Override
    public CompletionStage<ClockReading> readClock(Call call) {
        return onLane(() -> converse(
                call,
                failure -> new ClockReading.Unavailable(failure.text()),
                talk -> new ClockKeeper(
                                talk,
                                known().facts(),
                                quirks(),
                                options.zone(),
                                home.get().timers())
                        .read()));
    }

    @Override
    public CompletionStage<ChangeOutcome> setClock(Call call) {
        return onLane(() -> converse(
                call,
                this::notSent,
                talk -> new ClockKeeper(
                                talk,
                                known().facts(),
                                quirks(),
                                options.zone(),
                                home.get().timers())
                        .set()));
    }

    @Override
    public CompletionStage<LogPage> replayLog(LogCursor from, Call call) {
        return onLane(() -> converse(
                call,
                failure -> new LogPage(List.of(), from, false, false, Optional.of(failure.text())),
                talk -> known().facts().has(ClassId.DOOR_LOCK_LOGGING)
                        ? new LogReader(talk, address(), options.zone(), known().facts()).read(from)
                        : Async.now(LogPage.UNSUPPORTED)));
    }

    @Override
    public CompletionStage<Map<LockSetting, Long>> readSettings(Call call) {
        return onLane(() -> converse(
                call, failure -> Map.of(), talk -> new KeypadMode(talk, model(), known().facts(), quirks()).read()));
    }

    @Override
    public CompletionStage<ChangeOutcome> writeSetting(LockSetting setting, long value, Call call) {
        return onLane(() -> converse(
                call,
                this::notSent,
                talk -> new KeypadMode(talk, model(), known().facts(), quirks()).write(setting, value)));
    }

    /** What this lock can do beyond what every driver offers; the text of why it is unavailable when it is. */
    public <T> CompletionStage<T> services(
            Call call, Function<String, T> unavailable, Function<CredentialServices, CompletableFuture<T>> body) {
        return onLane(() -> converse(
                call,
                failure -> unavailable.apply(failure.text()),
                talk -> body.apply(new CredentialServices(
                        home.get(), talk, model(), known(), quirks(), ears, options.allowPlaintext()))));
    }

    // ---------------------------------------------------------------------------------------- hearing

    /** The network is up: what the node was granted holds before its first word; on the lane. */
    public void onUp() {
        home.get().network().node(nodeId).ifPresent(this::openRecord);
    }

    /** Takes what the lock says on its own; on the lane. */
    public void onCommand(Node node, Command command) {
        noteHealth(node);
        SecurityClass under = node.granted();
        // What came before its class was known may have come below it.
        if (openRecord(node) && known().facts().granted().filter(under::equals).isPresent()) {
            ears.hear(command, known(), quirks(), model());
        }
    }

    /** Answers what the lock asks of the host, such as the time; on the lane. */
    public Optional<Octets> onRequest(Command command) {
        return ClockKeeper.answer(command, home.get().timers().now(), options.zone());
    }

    /** The lock began or ceased to answer; on the lane. */
    public void onReachability(Node node, boolean reachable, String text) {
        noteHealth(node);
        home.get().tell(new DriverEvent.Reachability(address(), reachable, text));
    }

    /** The node has just been included by us, under this class; on the lane. */
    public void included(Node node, SecurityClass securityClass, List<Integer> listed) {
        if (openRecord(node)) {
            known().forget();
            LockFacts facts = LockFacts.NONE
                    .protocol(protocol(node.info()))
                    .stamp(home.get().timers().now().getEpochSecond())
                    .listedInClear(listed)
                    .granted(securityClass);
            known().learn(Lifeline.owed(securityClass.isPlain() ? facts.classes(listed) : facts));
        }
    }

    /** For people. */
    public static String text(SecurityClass securityClass) {
        return Descriptions.text(securityClass);
    }

    /** Ends every call; on the lane. */
    public void close() {
        ears.learning().ifPresent(flow -> flow.finish(LearnEnd.of(LearnEnd.Why.NOT_SENT, "the driver is closing")));
        List.copyOf(conversations).forEach(Conversation::closing);
    }

    /** Another device may stand at this address; on the lane. */
    public void forget() {
        if (record != null) {
            record.forget();
            record = null;
        }
        home.get()
                .tell(new DriverEvent.DescriptionChanged(
                        address(), "node " + nodeId + " has left the network or came anew"));
    }

    // ---------------------------------------------------------------------------------------- common

    private <T> CompletionStage<T> onLane(Supplier<CompletableFuture<T>> body) {
        var result = new CompletableFuture<T>();
        home.get().lane().executeOrRun(() -> {
            CompletableFuture<T> inner;
            try {
                inner = body.get();
            } catch (RuntimeException e) {
                inner = CompletableFuture.failedFuture(e);
            }
            var unused = inner.whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(
                            new LockDriverException("node " + nodeId + ": an answer nobody foresaw", failure));
                }
            });
        });
        return result;
    }

    /** A conversation with a lock that is known: link, node and interview come first. */
    private <T> CompletableFuture<T> converse(
            Call call, Function<Failure, T> unavailable, Function<Conversation, CompletableFuture<T>> body) {
        if (home.get().closing()) {
            return Async.now(unavailable.apply(new Failure(Failure.Why.CLOSING, "the driver is closing")));
        }
        Network network = home.get().network();
        if (network.facts().isEmpty()) {
            return Async.now(
                    unavailable.apply(new Failure(Failure.Why.LINK_DOWN, "the Z-Wave controller is not connected")));
        }
        Optional<Node> node = network.node(nodeId);
        if (node.isEmpty() || !openRecord(node.get())) {
            return Async.now(unavailable.apply(
                    new Failure(Failure.Why.UNREACHABLE, "there is no node " + nodeId + " on this network")));
        }
        var talk = new Conversation(
                node.get(), call, home.get().timers(), home.get().lane(), quirks().answerWithin(), known().sessions());
        conversations.add(talk);
        return new Interview(network, talk, known(), home.get().profiles())
                .run()
                .thenCompose(failure -> {
                    if (failure.isPresent()) {
                        return Async.now(unavailable.apply(
                                talk.over()
                                        ? new Failure(
                                                Failure.Why.NO_TIME,
                                                "the patience of the call ended: "
                                                        + failure.get().text())
                                        : failure.get()));
                    }
                    int self = network.lastFacts().map(ControllerFacts::ownNode).orElse(1);
                    return Lifeline.ensure(talk, known(), self).thenCompose(x -> body.apply(talk));
                })
                .whenComplete((value, thrown) -> {
                    conversations.remove(talk);
                    talk.close();
                    noteCosts(node.get());
                    noteHealth(node.get());
                });
    }

    /** Opens what is remembered of the lock, and forgets it when another device answers to its number. */
    private boolean openRecord(Node node) {
        Optional<ControllerFacts> facts = home.get().network().lastFacts();
        if (facts.isEmpty()) {
            return false;
        }
        LockRecord open = record;
        if (open == null || recordHome != facts.get().homeId()) {
            recordHome = facts.get().homeId();
            open = new LockRecord(
                    home.get().state(), recordHome, nodeId, home.get().fingerprintKey());
            record = open;
        }
        String protocol = protocol(node.info());
        Optional<String> before = open.facts().protocol();
        if (before.isPresent() && !before.get().equals(protocol)) {
            open.forget();
        }
        if (open.facts().protocol().isEmpty()) {
            open.learn(open.facts().protocol(protocol));
        }
        open.facts().granted().ifPresent(g -> {
            if (node.granted() != g) {
                node.grant(g);
            }
        });
        return true;
    }

    private static String protocol(ProtocolInfo i) {
        return String.format(
                Locale.ROOT,
                "%02x%02x%02x-%02x%02x%02x",
                i.capability(),
                i.security(),
                i.reserved(),
                i.basic(),
                i.generic(),
                i.specific().orElse(0));
    }

    private LockRecord known() {
        LockRecord open = record;
        if (open == null) {
            throw new IllegalStateException("node " + nodeId + " was not opened");
        }
        return open;
    }

    private CodeModel model() {
        return CodeModel.of(known().facts());
    }

    private Quirks quirks() {
        return options.profile()
                .map(Quirks::of)
                .orElseGet(() -> Quirks.choose(
                        home.get().profiles(),
                        known().facts().answer(Interview.PRODUCT, ManufacturerSpecific.Report.class)));
    }

    private LockCapabilities capabilities(Node node) {
        return new Descriptions(known().facts(), quirks())
                .capabilities(node.info().flirsMillis());
    }

    private void noteCosts(Node node) {
        LockFacts facts = known().facts();
        costs = new FrameCosts(
                CodeModel.of(facts),
                facts.granted().orElse(SecurityClass.NONE),
                CodeWriter.supervises(facts, quirks()),
                node.inStep(),
                known().image().checksum().isPresent(),
                known().image().used(),
                node.longestCommand(),
                known().credentials().copy());
    }

    private void noteHealth(Node node) {
        String text = node.lastReport()
                .map(r -> "last transmission " + r.ticks() * 10 + " ms, " + r.repeaters() + " repeaters"
                        + (r.ackRssi() < 0 ? ", " + r.ackRssi() + " dBm" : "")
                        + (r.beamMillis() > 0 ? ", woken by a beam of " + r.beamMillis() + " ms" : ""))
                .orElse("no transmit report yet");
        String dropped = node.downgrades() > 0
                ? "; " + node.downgrades() + " messages in clear dropped, which it must send under "
                        + Descriptions.text(node.granted())
                : "";
        health = new LockHealth(node.lastHeard(), node.sent(), node.received(), node.failures(), text + dropped);
    }
}
