// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.matter.internal.bridge.AttributePath;
import dev.lockcred.matter.internal.bridge.BridgeError;
import dev.lockcred.matter.internal.bridge.BridgeEvent;
import dev.lockcred.matter.internal.bridge.BridgeNode;
import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.matter.internal.bridge.NodeId;
import dev.lockcred.matter.internal.bridge.ServerInfo;
import dev.lockcred.matter.internal.doorlock.DoorLockCommand;
import dev.lockcred.spi.Call.Priority;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.support.Backoff;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.testkit.Hostility;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BridgeSessionTest {

    private static final URI BRIDGE = URI.create("ws://bridge:5580/ws");
    private static final NodeId LOCK = NodeId.parse("1");
    private static final NodeId BIG = NodeId.parse("18446744069414584321");

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final Seed seed = new Seed(6);
    private final Wires wires = new Wires(time, seed);
    private final Lane lane = time.lane("matter");
    private final ScriptedBridge bridge = new ScriptedBridge();
    private final Ears ears = new Ears();
    private final BridgeSession session = new BridgeSession(
            () -> wires.openText(TextSpec.of(BRIDGE), lane),
            lane,
            time,
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), seed.random("backoff")),
            SessionTimes.DEFAULT,
            ears);

    BridgeSessionTest() {
        wires.peer(BRIDGE, bridge::attach);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        onLane(session::close);
        onLane(session::close);
        time.runUntilIdle();
        assertThat(time.pendingTimers()).as("%s", time.pending()).isZero();
        assertThat(session.pendingRequests()).isZero();
        assertThat(wires.open()).isZero();
        assertThat(session.health().state()).isEqualTo(LinkHealth.State.CLOSED);
    }

    @Test
    void greetsListensAndKnowsTheNodes() {
        start();

        assertThat(session.isUp()).isTrue();
        assertThat(session.nodes()).extracting(BridgeNode::id).containsExactly(LOCK, BIG);
        assertThat(ears.connected).containsExactly("first");
        assertThat(ears.health).containsExactly(LinkHealth.State.UP);
        assertThat(bridge.asked).hasSize(1);
    }

    @Test
    void anAnswerReachesItsOwnRequestInAnyOrder() {
        start();
        var replies = new ArrayList<String>();

        onLane(() -> {
            session.request(new BridgeRequest.GetNode(LOCK), r -> replies.add("one " + r));
            session.request(new BridgeRequest.GetNode(BIG), r -> replies.add("two " + r));
        });
        time.runUntilIdle();
        bridge.answer(bridge.requests().get(1), "null");
        bridge.fail(bridge.requests().get(0), 5, "Node 1 does not exist");
        bridge.answer(bridge.requests().get(0), "null"); // a second answer is nobody's
        time.runUntilIdle();

        assertThat(replies).hasSize(2);
        assertThat(replies.get(0)).isEqualTo("two Done");
        assertThat(replies.get(1)).startsWith("one Failed").contains("does not know the node");
        assertThat(bridge.requests().get(1).at("/args/node_id").asText()).isEqualTo("18446744069414584321");
    }

    @Test
    void anUnansweredRequestIsLostAtItsDeadlineAndItsLateAnswerIsNobodys() {
        start();
        var replies = new ArrayList<Reply>();
        onLane(() -> session.request(new BridgeRequest.GetNode(LOCK), replies::add));

        time.advance(Duration.ofSeconds(99));
        assertThat(replies).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(replies).hasSize(1).first().isInstanceOf(Reply.Lost.class);

        onLane(() -> session.request(new BridgeRequest.GetNode(BIG), replies::add));
        time.runUntilIdle();
        bridge.answer(bridge.requests().get(0), "null");
        time.runUntilIdle();
        assertThat(replies).hasSize(1);
        bridge.answer(bridge.requests().get(1), "null");
        time.runUntilIdle();
        assertThat(replies.get(1)).isInstanceOf(Reply.Done.class);
    }

    @Test
    void aLostConnectionMakesWhatWasSentUnknownAndTheRestNotSent() {
        start();
        var replies = new ArrayList<Reply>();
        onLane(() -> {
            for (int i = 1; i <= 3; i++) {
                ask(LOCK, Priority.READ, i, replies);
            }
        });
        time.runUntilIdle();

        wires.lose(BRIDGE, "the bridge was restarted");
        time.runUntilIdle();

        assertThat(replies).hasSize(3);
        assertThat(replies.get(0)).isInstanceOf(Reply.Lost.class);
        assertThat(replies.subList(1, 3)).allSatisfy(r -> assertThat(r).isInstanceOf(Reply.NotSent.class));
        assertThat(ears.health).containsExactly(LinkHealth.State.UP, LinkHealth.State.DOWN);
    }

    @Test
    void reconnectsWithBackOffAndTellsOnlyWhatDiffers() {
        start();
        ears.changes.clear();
        wires.unplug(BRIDGE, "the bridge is off");
        time.advance(Duration.ofMinutes(10));
        assertThat(wires.opened()).isEqualTo(1);
        bridge.nodes = "[{\"node_id\":1,\"available\":false,\"attributes\":{\"1/257/0\":2,\"1/257/3\":0}},"
                + "{\"node_id\":7,\"attributes\":{}}]";

        wires.plugIn(BRIDGE);
        time.advance(Duration.ofMinutes(1));

        assertThat(session.isUp()).isTrue();
        assertThat(ears.connected).containsExactly("first", "again");
        assertThat(ears.changes)
                .containsExactly("gone 18446744069414584321", "1 changed [1/257/0] available=false", "7 new");
        assertThat(wires.opened()).isEqualTo(2);
    }

    @Test
    void anotherFabricAtTheSameAddressIsAnotherSetOfNodes() {
        start();
        ears.changes.clear();
        bridge.greets = false;
        wires.lose(BRIDGE, "restarted");
        time.advance(Duration.ofSeconds(2));

        bridge.say(ScriptedBridge.HELLO.replace("6942762819156400843", "13960702148275299685"));
        time.runUntilIdle();

        assertThat(ears.connected).containsExactly("first", "first");
        assertThat(ears.changes)
                .containsExactly("gone 1", "gone 18446744069414584321", "1 new", "18446744069414584321 new");
    }

    @Test
    void aServerOfAnotherSchemaIsRefusedClearlyAndTriedAgain() {
        bridge.greets = false;
        start();
        bridge.say(ScriptedBridge.HELLO.replace("\"schema_version\":13", "\"schema_version\":9"));
        time.runUntilIdle();

        assertThat(session.health().state()).isEqualTo(LinkHealth.State.BROKEN);
        assertThat(session.health().text()).contains("schema 9").contains("update the Matter server");
        assertThat(bridge.asked).isEmpty();

        bridge.greets = true; // somebody updated it
        time.advance(Duration.ofMinutes(2));
        assertThat(session.isUp()).isTrue();
    }

    @Test
    void aServerThatNoLongerServesUsIsRefusedClearly() {
        bridge.greets = false;
        start();
        bridge.say(ScriptedBridge.HELLO
                .replace("\"schema_version\":13", "\"schema_version\":20")
                .replace("\"min_supported_schema_version\":11", "\"min_supported_schema_version\":14"));
        time.runUntilIdle();

        assertThat(session.health().state()).isEqualTo(LinkHealth.State.BROKEN);
        assertThat(session.health().text()).contains("from schema 14 on").contains("update this library");
    }

    @Test
    void aSilentSocketIsNoMatterServer() {
        bridge.greets = false;
        start();

        time.advance(Duration.ofSeconds(10));

        assertThat(session.health().state()).isEqualTo(LinkHealth.State.BROKEN);
        assertThat(session.health().text()).contains("no Matter server").contains("did not introduce itself");
    }

    @Test
    void anotherKindOfServerIsNoMatterServer() {
        bridge.greets = false;
        start();
        bridge.say("{\"jsonrpc\":\"2.0\",\"method\":\"welcome\"}");
        time.runUntilIdle();

        assertThat(session.health().state()).isEqualTo(LinkHealth.State.BROKEN);
        assertThat(session.health().text()).contains("no Matter server");
    }

    @Test
    void aNodeListThatNeverComesIsTriedAgain() {
        bridge.nodes = "";
        start();
        time.advance(Duration.ofSeconds(60));
        assertThat(session.health().state()).isEqualTo(LinkHealth.State.DOWN);

        bridge.nodes = ScriptedBridge.NODES;
        time.advance(Duration.ofSeconds(2));
        assertThat(session.isUp()).isTrue();
    }

    @Test
    void anUnreachableBridgeIsSaidInTheWordsOfThePort() {
        wires.unplug(BRIDGE, "nothing listens there");
        start();
        time.advance(Duration.ofSeconds(1));

        assertThat(session.health().state()).isEqualTo(LinkHealth.State.DOWN);
        assertThat(session.health().text()).contains("nothing listens there");
    }

    @Test
    void garbageInBetweenIsCountedAndNothingIsLost() {
        start();
        var replies = new ArrayList<Reply>();
        onLane(() -> session.request(new BridgeRequest.GetNode(LOCK), replies::add));
        time.runUntilIdle();

        bridge.say("{\"event\":");
        bridge.say("[]");
        bridge.say("{\"event\":\"attribute_updated\",\"data\":[1,\"1/257/0\"]}");
        bridge.say("{\"event\":\"something_new\",\"data\":{}}");
        bridge.answer(bridge.last(), "{}");
        time.runUntilIdle();

        assertThat(session.malformed()).isEqualTo(3);
        assertThat(replies).hasSize(1);
        assertThat(session.isUp()).isTrue();
    }

    @Test
    void pushedChangesReachTheNodesAndTheListener() {
        start();
        ears.changes.clear();

        bridge.say("{\"event\":\"attribute_updated\",\"data\":[1,\"1/257/0\",2]}");
        bridge.say("{\"event\":\"attribute_updated\",\"data\":[1,\"1/257/0\",2]}"); // no change, no word
        bridge.say("{\"event\":\"attribute_updated\",\"data\":[99,\"1/257/0\",2]}"); // nobody we know
        bridge.say("{\"event\":\"node_removed\",\"data\":18446744069414584321}");
        bridge.say("{\"event\":\"node_added\",\"data\":{\"node_id\":3,\"attributes\":{}}}");
        bridge.say("{\"event\":\"node_event\",\"data\":{\"node_id\":1,\"endpoint_id\":1,\"cluster_id\":257,"
                + "\"event_id\":0,\"event_number\":18446744073709551615,\"priority\":2,\"timestamp\":1,"
                + "\"timestamp_type\":0,\"data\":{\"alarmCode\":0}}}");
        time.runUntilIdle();

        assertThat(ears.changes)
                .containsExactly(
                        "1 changed [1/257/0] available=true", "gone 18446744069414584321", "3 new", "event -1");
        assertThat(session.node(LOCK)).isNotNull();
        assertThat(session.node(LOCK).number(1, 257, 0)).isEqualTo(2L);
    }

    @Test
    void oneInvokePerNodeIsUnderWayAndTheMostUrgentIsNext() {
        start();
        var replies = new ArrayList<Reply>();
        onLane(() -> {
            ask(LOCK, Priority.READ, 1, replies);
            ask(LOCK, Priority.READ, 2, replies);
            ask(LOCK, Priority.GRANT, 3, replies);
            ask(LOCK, Priority.REVOCATION, 4, replies);
            ask(LOCK, Priority.INTERACTIVE, 5, replies);
            ask(BIG, Priority.READ, 9, replies); // another node does not wait
        });
        time.runUntilIdle();
        assertThat(userIndexes()).containsExactly(1, 9);

        for (int i = 0; i < 4; i++) {
            bridge.answer(
                    bridge.requests().stream()
                            .filter(r -> r.at("/args/node_id").asText().equals("1"))
                            .reduce((a, b) -> b)
                            .orElseThrow(),
                    "{}");
            time.runUntilIdle();
        }

        assertThat(userIndexes()).containsExactly(1, 9, 5, 4, 3, 2);
    }

    @Test
    void waitingMakesUrgent() {
        start();
        var replies = new ArrayList<Reply>();
        onLane(() -> {
            ask(LOCK, Priority.READ, 1, replies);
            ask(LOCK, Priority.READ, 2, replies);
        });
        time.advance(Duration.ofSeconds(31));
        onLane(() -> ask(LOCK, Priority.INTERACTIVE, 3, replies));
        bridge.answer(bridge.last(), "{}");
        time.runUntilIdle();

        assertThat(userIndexes()).containsExactly(1, 2);
    }

    @Test
    void aTurnCanBeTakenBackUntilItComes() {
        start();
        var replies = new ArrayList<Reply>();
        onLane(() -> {
            ask(LOCK, Priority.READ, 1, replies);
            var second = session.ask(LOCK, Priority.READ, Duration.ZERO, () -> null, replies::add);
            second.cancel();
            second.cancel();
            session.ask(LOCK, Priority.READ, Duration.ZERO, () -> null, replies::add); // withdrawn at its turn
        });
        time.runUntilIdle();
        assertThat(replies).hasSize(1);

        bridge.answer(bridge.last(), "{}");
        time.runUntilIdle();

        assertThat(bridge.requests()).hasSize(1);
        assertThat(replies).hasSize(3);
        assertThat(replies.get(2))
                .isInstanceOfSatisfying(
                        Reply.NotSent.class, r -> assertThat(r.why()).isEqualTo(Reply.NotSent.Why.WITHDRAWN));
    }

    @Test
    void aNodeIsLeftAloneForAWhileWhereAsked() {
        start();
        var replies = new ArrayList<Reply>();
        onLane(() -> {
            session.ask(
                    LOCK,
                    Priority.INTERACTIVE,
                    Duration.ofSeconds(1),
                    () -> new DoorLockCommand.LockDoor(null).on(LOCK, 1),
                    replies::add);
            ask(LOCK, Priority.READ, 2, replies);
        });
        time.runUntilIdle();
        bridge.answer(bridge.last(), "null");
        time.runUntilIdle();
        assertThat(bridge.requests()).hasSize(1);

        time.advance(Duration.ofSeconds(1));

        assertThat(bridge.requests()).hasSize(2);
    }

    @Test
    void closingInTheMiddleAnswersEverything() {
        start();
        var replies = new ArrayList<Reply>();
        onLane(() -> {
            ask(LOCK, Priority.READ, 1, replies);
            ask(LOCK, Priority.READ, 2, replies);
        });
        time.runUntilIdle();

        onLane(session::close);
        time.runUntilIdle();

        assertThat(replies).hasSize(2);
        assertThat(replies.get(0)).isInstanceOf(Reply.Lost.class);
        assertThat(replies.get(1)).isInstanceOf(Reply.NotSent.class);
    }

    static Stream<Hostility> badWires() {
        return Stream.concat(
                Stream.of(
                        Hostility.delayed(Duration.ofMillis(500)),
                        Hostility.joined(Duration.ofMillis(50)),
                        Hostility.cut()),
                Hostility.harmful().stream());
    }

    @ParameterizedTest
    @MethodSource("badWires")
    void everyRequestIsAnsweredOnceOnAnyWire(Hostility hostility) {
        wires.hostility(hostility);
        onLane(session::start);
        var replies = new ArrayList<Reply>();
        int asked = 0;
        for (int round = 0; round < 600; round++) {
            int index = round;
            if (index < 40) {
                onLane(() -> ask(LOCK, Priority.READ, index, replies));
                asked++;
            }
            time.advance(Duration.ofSeconds(5));
            bridge.requests().forEach(r -> bridge.answer(r, "{}"));
            bridge.asked.clear();
            time.advance(Duration.ofSeconds(5));
        }

        assertThat(replies).hasSize(asked);
    }

    private List<Integer> userIndexes() {
        return bridge.requests().stream()
                .map(r -> r.at("/args/payload/userIndex").intValue())
                .toList();
    }

    private void ask(NodeId node, Priority priority, int userIndex, List<Reply> replies) {
        session.ask(
                node, priority, Duration.ZERO, () -> new DoorLockCommand.GetUser(userIndex).on(node, 1), replies::add);
    }

    private void start() {
        onLane(session::start);
        time.runUntilIdle();
    }

    private void onLane(Runnable task) {
        lane.execute(task);
        time.runUntilIdle();
    }

    private static final class Ears implements SessionListener {
        final List<String> connected = new ArrayList<>();
        final List<LinkHealth.State> health = new ArrayList<>();
        final List<String> changes = new ArrayList<>();

        @Override
        public void connected(ServerInfo info, @Nullable ServerInfo before) {
            connected.add(before == null ? "first" : "again");
        }

        @Override
        public void healthChanged(LinkHealth now) {
            health.add(now.state());
        }

        @Override
        public void nodeChanged(@Nullable BridgeNode before, BridgeNode now, List<AttributePath> changed) {
            changes.add(
                    before == null
                            ? now.id() + " new"
                            : now.id() + " changed " + changed + " available=" + now.available());
        }

        @Override
        public void nodeRemoved(NodeId node) {
            changes.add("gone " + node);
        }

        @Override
        public void deviceEvent(BridgeEvent.NodeEvent event) {
            changes.add("event " + event.number());
        }

        @Override
        public void sent(String text) {
            assertThat(text).doesNotContain("payload");
        }

        @Override
        public void received(String text) {
            assertThat(text).doesNotContain("{");
        }

        @Override
        public void problem(String text) {
            assertThat(text).doesNotContain("{");
        }
    }

    @Test
    void anErrorAnswerKeepsItsCause() {
        start();
        var replies = new ArrayList<Reply>();
        onLane(() -> ask(LOCK, Priority.READ, 1, replies));
        time.runUntilIdle();
        bridge.fail(bridge.last(), 0, "Busy (code 156)");
        time.runUntilIdle();

        assertThat(replies.get(0)).isEqualTo(new Reply.Failed(new BridgeError(0, "Busy (code 156)")));
    }
}
