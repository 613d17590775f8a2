// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zwave.FakeCodes;
import dev.lockcred.zwave.FakeNode;
import dev.lockcred.zwave.FakeStick;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.link.LinkTrace;
import dev.lockcred.zwave.internal.security.KeyRing;
import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.S2Keys;
import dev.lockcred.zwave.internal.security.S2Session;
import dev.lockcred.zwave.internal.security.SecurityClass;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import dev.lockcred.zwave.internal.serialapi.NodeInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {

    private static final NetworkKey KEY = NetworkKey.ofHex("33".repeat(16));
    private static final PortSpec PORT = PortSpec.parse("/dev/ttyUSB0");

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final Lane lane = time.lane("zwave");
    private final Wires wires = new Wires(time, new Seed(1));
    private final FakeStick stick = new FakeStick(time);
    private final List<String> down = new ArrayList<>();
    private final List<Command> told = new ArrayList<>();
    private final List<String> reachability = new ArrayList<>();
    private int ups;
    private final Scope scope = new Scope(Urgency.READ);
    private Network network;

    private Network start(FakeNode... nodes) {
        for (FakeNode node : nodes) {
            stick.add(node);
        }
        wires.device(PORT, stick::attach);
        network = new Network(
                time,
                lane,
                RandomGenerator.of("L64X128MixRandom"),
                new Seed(3).secureRandom("keys"),
                new KeyRing(Map.of(SecurityClass.S0, KEY, SecurityClass.S2_ACCESS_CONTROL, KEY)),
                LinkTrace.NONE,
                () -> wires.open(PORT, lane),
                new Listener());
        onLane(network::start);
        time.advance(Duration.ofSeconds(5));
        return network;
    }

    @AfterEach
    void nothingIsLeftBehind() {
        if (network != null) {
            onLane(network::close);
            time.advance(Duration.ofSeconds(20));
            assertThat(time.pendingTimers())
                    .as(() -> "timers " + time.pending())
                    .isZero();
            assertThat(wires.open()).isZero();
        }
    }

    @Test
    void startsWithoutAnythingOnTheAir() {
        var lock = FakeNode.plain(3, new FakeCodes(1, 10));
        start(lock);

        assertThat(ups).isEqualTo(1);
        assertThat(network.facts().orElseThrow().homeId()).isEqualTo(FakeStick.HOME);
        assertThat(network.nodes()).containsOnlyKeys(3);
        assertThat(lock.frames).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = SecurityClass.class,
            names = {"NONE", "S0", "S2_ACCESS_CONTROL"})
    void aQuestionIsAnswered(SecurityClass security) {
        var lock = new FakeNode(3, security, KEY, new FakeCodes(1, 10).with(4, "2580"));
        start(lock);
        grant(3, security);

        assertThat(get(3, 4)).isCompletedWithValue(new Reply.Got<>(new UserCode.Report(4, 1, FakeCodes.text("2580"))));
        // zwave.md 5.3: 2 plain, 6 under S0, 2 under S2 plus 2 once for the nonce.
        assertThat(lock.frames).isEqualTo(security == SecurityClass.NONE ? 2 : security == SecurityClass.S0 ? 6 : 4);
        get(3, 4);
        assertThat(lock.frames).isEqualTo(security == SecurityClass.NONE ? 4 : security == SecurityClass.S0 ? 12 : 6);
        assertThat(lock.raw).noneMatch(raw -> security != SecurityClass.NONE && raw.at(0) == 0x63);
    }

    @ParameterizedTest
    @EnumSource(
            value = SecurityClass.class,
            names = {"NONE", "S0", "S2_ACCESS_CONTROL"})
    void whatALockTellsIsHeard(SecurityClass security) {
        var lock = new FakeNode(3, security, KEY, new FakeCodes(1, 10));
        start(lock);
        grant(3, security);

        time.executor().execute(() -> lock.say(Octets.ofHex("7105000000ff06060103")));
        time.advance(Duration.ofSeconds(1));

        assertThat(told).hasSize(1);
    }

    @Test
    void aSupervisedEventIsAnsweredAndARepetitionIsNotASecondEvent() {
        var lock = new FakeNode(3, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(1, 10));
        start(lock);
        grant(3, SecurityClass.S2_ACCESS_CONTROL);
        Octets event = new Supervision.Get(false, 9, Octets.ofHex("7105000000ff06060103")).encode();

        time.executor().execute(() -> lock.say(event));
        time.advance(Duration.ofSeconds(1));
        time.executor().execute(() -> lock.say(event));
        time.advance(Duration.ofSeconds(1));

        assertThat(told).hasSize(1);
        assertThat(lock.heard).hasSize(2).allMatch(h -> h.equals(Octets.ofHex("6c0209ff00")));
    }

    @Test
    void nothingInClearIsBelievedOfASecuredNode() {
        var lock = new FakeNode(3, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(1, 10));
        start(lock);
        grant(3, SecurityClass.S2_ACCESS_CONTROL);

        time.executor().execute(() -> lock.transmit(Octets.ofHex("7105000000ff06060103")));
        time.executor().execute(() -> lock.transmit(Octets.ofHex("6303030131323334")));
        time.advance(Duration.ofSeconds(1));

        assertThat(told).isEmpty();
        assertThat(network.nodes().get(3).downgrades()).isEqualTo(2);
    }

    @Test
    void aForgedMessageDoesNotPutTheSessionOutOfStep() {
        var lock = new FakeNode(3, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(1, 10).with(4, "2580"));
        start(lock);
        grant(3, SecurityClass.S2_ACCESS_CONTROL);
        get(3, 4);
        int before = lock.frames;

        time.executor().execute(() -> stick.radio(3, Octets.ofHex("9f03770000112233445566778899aabbccddeeff")));
        time.advance(Duration.ofSeconds(1));

        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
        assertThat(told).isEmpty();
        assertThat(lock.frames - before)
                .isLessThanOrEqualTo(7); // our word that we could not read it, and one resynchronisation
    }

    @Test
    void aNodeThatLostStepIsSentTheSameCommandOnceMore() {
        var codes = new FakeCodes(1, 10).with(4, "2580");
        var lock = new FakeNode(3, SecurityClass.S2_ACCESS_CONTROL, KEY, codes);
        start(lock);
        grant(3, SecurityClass.S2_ACCESS_CONTROL);
        get(3, 4);
        lock.s2 = new S2Session(
                FakeStick.HOME, 3, 1, S2Keys.of(KEY), new Seed(3).secureRandom("keys")); // its battery was changed
        int before = lock.frames;

        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
        assertThat(lock.frames - before).isEqualTo(4); // the command, "out of step", the command, the answer
    }

    @Test
    void aQuestionForANonceThatANodeTakesForARepetitionIsAskedUnderTheNextNumber() {
        var lock = new FakeNode(3, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(1, 10).with(4, "2580"));
        start(lock);
        grant(3, SecurityClass.S2_ACCESS_CONTROL); // as after a restart: counting begins anywhere
        lock.nextNumberWasHeard = true;

        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
        assertThat(lock.frames).isEqualTo(5); // the question twice, the nonce, the command, the answer
    }

    @Test
    void aNodeThatGivesNoNonceIsAskedTwiceAndNoMore() {
        var lock = new FakeNode(3, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(1, 10));
        start(lock);
        grant(3, SecurityClass.S2_ACCESS_CONTROL);
        lock.dumb = true;

        assertThat(get(3, 4).join())
                .isInstanceOfSatisfying(
                        Reply.NotSent.class, n -> assertThat(n.why()).isEqualTo(Reply.Why.NO_ANSWER));
        assertThat(lock.frames).isEqualTo(2);
    }

    @Test
    void otherKeysAreSaidNotTimedOut() {
        var lock = new FakeNode(
                3, SecurityClass.S2_ACCESS_CONTROL, NetworkKey.ofHex("44".repeat(16)), new FakeCodes(1, 10));
        start(lock);
        grant(3, SecurityClass.S2_ACCESS_CONTROL);

        var reply = get(3, 4).join();

        assertThat(reply).isInstanceOfSatisfying(Reply.NotSent.class, n -> {
            assertThat(n.why()).isEqualTo(Reply.Why.KEYS);
            assertThat(n.text()).contains("other keys");
        });
    }

    @Test
    void aMissingKeyIsSaidWithoutTraffic() {
        var lock = new FakeNode(3, SecurityClass.S2_AUTHENTICATED, KEY, new FakeCodes(1, 10));
        start(lock);
        grant(3, SecurityClass.S2_AUTHENTICATED);

        assertThat(get(3, 4).join())
                .isInstanceOfSatisfying(
                        Reply.NotSent.class, n -> assertThat(n.why()).isEqualTo(Reply.Why.KEYS));
        assertThat(lock.frames).isZero();
    }

    @Test
    void aQuestionLostOnceIsAskedAgainOfANodeThatWasThereAMomentAgo() {
        var lock = FakeNode.plain(3, new FakeCodes(1, 10).with(4, "2580"));
        start(lock);
        get(3, 4);
        lock.dropNext = 1;

        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
    }

    @Test
    void anOrderIsNeverRepeated() {
        var lock = FakeNode.plain(3, new FakeCodes(1, 10));
        start(lock);
        get(3, 4);
        lock.dropNext = 1;
        var reply = new CompletableFuture<Reply<Void>>();

        onLane(() -> network.nodes()
                .get(3)
                .exchange(
                        Exchange.bareOrder(new UserCode.Set(4, 1, FakeCodes.text("1357")).encode(), scope, () -> true))
                .thenAccept(reply::complete));
        time.advance(Duration.ofSeconds(10));

        assertThat(reply.join()).isInstanceOf(Reply.Unclear.class);
        assertThat(stick.asked.stream()
                        .filter(m -> m instanceof HostMessage.SendData s
                                && s.command().at(1) == 1))
                .hasSize(1);
    }

    @Test
    void aLockOutOfRangeCostsTheOthersOneTry() {
        var away = FakeNode.plain(3, new FakeCodes(1, 10));
        var there = FakeNode.plain(4, new FakeCodes(1, 10));
        away.deaf = true;
        start(away, there);

        for (int i = 0; i < 5; i++) {
            assertThat(get(3, 4).join())
                    .isInstanceOfSatisfying(
                            Reply.NotSent.class, n -> assertThat(n.why()).isEqualTo(Reply.Why.UNREACHABLE));
            assertThat(get(4, 4).join()).isInstanceOf(Reply.Got.class);
        }

        assertThat(stick.asked.stream().filter(m -> m instanceof HostMessage.SendData s && s.node() == 3))
                .hasSize(1);
        assertThat(reachability).containsExactly("3 false");
        away.deaf = false;
        time.advance(Duration.ofSeconds(11)); // the first pause before it is probed again is at most 10 s
        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
        assertThat(reachability).containsExactly("3 false", "3 true");
    }

    @Test
    void theAirServesOthersWhileALockThinks() {
        var slow = FakeNode.plain(3, new FakeCodes(1, 10));
        var quick = FakeNode.plain(4, new FakeCodes(1, 10));
        slow.think = Duration.ofMillis(900);
        start(slow, quick);
        var order = new ArrayList<Integer>();

        onLane(() -> {
            ask(3, 1).thenAccept(r -> order.add(3));
            ask(4, 1).thenAccept(r -> order.add(4));
            ask(4, 2).thenAccept(r -> order.add(4));
        });
        time.advance(Duration.ofSeconds(2));

        assertThat(order).containsExactly(4, 4, 3);
    }

    @Test
    void urgentCallsGoFirstAndNoneStarves() {
        var lock = FakeNode.plain(3, new FakeCodes(1, 10));
        var busy = FakeNode.plain(4, new FakeCodes(1, 10));
        start(lock, busy);
        var order = new ArrayList<String>();
        var revocation = new Scope(Urgency.REVOCATION);

        onLane(() -> {
            ask(4, 1);
            network.nodes().get(3).exchange(question(1, scope)).thenAccept(r -> order.add("read"));
            network.nodes().get(3).exchange(question(2, scope)).thenAccept(r -> order.add("read"));
            network.nodes().get(3).exchange(question(3, revocation)).thenAccept(r -> order.add("revocation"));
        });
        time.advance(Duration.ofSeconds(2));

        assertThat(order).containsExactly("read", "revocation", "read"); // the first was open already
    }

    @Test
    void aRefusingQueueAndAJamAreWaitedOut() {
        start(FakeNode.plain(3, new FakeCodes(1, 10)));
        stick.refuse = 2;
        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
        stick.jammed = 4;
        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
    }

    @Test
    void aJamThatDoesNotEndIsNotSentAndTheChipIsReset() {
        start(FakeNode.plain(3, new FakeCodes(1, 10)));
        stick.jammed = 5;

        assertThat(get(3, 4).join())
                .isInstanceOfSatisfying(
                        Reply.NotSent.class, n -> assertThat(n.why()).isEqualTo(Reply.Why.LINK_DOWN));
        time.advance(Duration.ofSeconds(10));

        assertThat(stick.asked).contains(new HostMessage.Ask(Function.SOFT_RESET));
        assertThat(ups).isEqualTo(2);
    }

    @Test
    void aChipThatSwallowsCallbacksIsBroughtBack() {
        var lock = FakeNode.plain(3, new FakeCodes(1, 10));
        start(lock);
        stick.swallowCallbacks = true;
        lock.dumb = true;
        var reply = new CompletableFuture<Reply<UserCode.Report>>();
        onLane(() -> ask(3, 4).thenAccept(reply::complete));

        time.advance(Duration.ofSeconds(35));
        stick.swallowCallbacks = false;
        lock.dumb = false;
        time.advance(Duration.ofSeconds(10));

        assertThat(reply).isDone();
        assertThat(stick.asked).contains(new HostMessage.Ask(Function.SEND_DATA_ABORT));
        assertThat(ups).isEqualTo(2);
        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
    }

    @Test
    void whatIsNoZWaveControllerIsRecognisedWithinThreeSeconds() {
        stick.mute = true;
        wires.device(PORT, far -> far.listen(b -> far.write(new byte[] {0x1A, (byte) 0xC1, 0x02, 0x0B}), l -> {}));
        network = new Network(
                time,
                lane,
                RandomGenerator.of("L64X128MixRandom"),
                new Seed(3).secureRandom("keys"),
                KeyRing.EMPTY,
                LinkTrace.NONE,
                () -> wires.open(PORT, lane),
                new Listener());
        onLane(network::start);
        time.advance(Duration.ofSeconds(3));

        assertThat(down).hasSize(1);
        assertThat(down.get(0)).contains("not a Z-Wave controller");
    }

    @Test
    void anEndDeviceIsSaidToBeOne() {
        stick.libraryType = 3;
        start();

        assertThat(down.get(0)).contains("end device");
    }

    @Test
    void aPortThatVanishesIsOpenedAgainWithBackOff() {
        start(FakeNode.plain(3, new FakeCodes(1, 10).with(4, "2580")));
        wires.unplug(PORT, "unplugged");
        time.advance(Duration.ofMinutes(5));
        int refusals = down.size();
        wires.plugIn(PORT);
        time.advance(Duration.ofMinutes(2));

        assertThat(down.get(0)).contains("unplugged");
        assertThat(refusals).isBetween(5, 14); // 1 s, 2 s, 4 s ... at most once a minute
        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
    }

    @Test
    void aChipThatRestartsIsAskedAnewAndLosesNoKeys() {
        var lock = new FakeNode(3, SecurityClass.S2_ACCESS_CONTROL, KEY, new FakeCodes(1, 10).with(4, "2580"));
        start(lock);
        grant(3, SecurityClass.S2_ACCESS_CONTROL);
        get(3, 4);

        time.executor().execute(stick::restart);
        time.advance(Duration.ofSeconds(5));

        assertThat(ups).isEqualTo(2);
        assertThat(get(3, 4).join()).isInstanceOf(Reply.Got.class);
    }

    @Test
    void aCallThatIsOverSendsNothingMore() {
        var lock = FakeNode.plain(3, new FakeCodes(1, 10));
        start(lock);
        lock.dumb = true;
        var first = new CompletableFuture<Reply<UserCode.Report>>();
        var second = new CompletableFuture<Reply<UserCode.Report>>();
        onLane(() -> {
            ask(3, 1).thenAccept(first::complete);
            ask(3, 2).thenAccept(second::complete);
        });
        time.advance(Duration.ofMillis(100));

        onLane(() -> network.nodes().get(3).abandon(scope));

        assertThat(first).isDone();
        assertThat(second).isDone();
        time.advance(Duration.ofSeconds(10));
        assertThat(lock.frames).isEqualTo(1);
    }

    private CompletableFuture<Reply<UserCode.Report>> get(int node, int slot) {
        var result = new CompletableFuture<Reply<UserCode.Report>>();
        onLane(() -> ask(node, slot).thenAccept(result::complete));
        for (int i = 0; i < 100 && !result.isDone(); i++) {
            time.advance(Duration.ofMillis(200));
        }
        assertThat(result).isDone();
        return result;
    }

    private CompletableFuture<Reply<UserCode.Report>> ask(int node, int slot) {
        return network.nodes().get(node).exchange(question(slot, scope));
    }

    private Exchange<UserCode.Report> question(int slot, Scope of) {
        return Exchange.question(
                new UserCode.Get(slot).encode(),
                of,
                Expect.of(UserCode.Report.class, r -> r.user() == slot),
                Duration.ofSeconds(3));
    }

    private void grant(int node, SecurityClass security) {
        onLane(() -> network.nodes().get(node).grant(security));
    }

    private void onLane(Runnable task) {
        lane.execute(task);
        time.runUntilIdle();
    }

    private final class Listener implements NetworkListener {
        @Override
        public void onUp(ControllerFacts facts) {
            ups++;
        }

        @Override
        public void onDown(String why, boolean hopeless) {
            down.add(why);
        }

        @Override
        public void onNodeInfo(int node, NodeInfo info) {}

        @Override
        public void onNodesChanged() {}

        @Override
        public void onCommand(Node node, Command command) {
            told.add(command);
        }

        @Override
        public Optional<Octets> onRequest(Node node, Command command) {
            return Optional.empty();
        }

        @Override
        public void onReachability(Node node, boolean reachable, String text) {
            reachability.add(node.id() + " " + reachable);
        }
    }
}
