// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zwave;

import dev.lockcred.interop.RealTimers;
import dev.lockcred.serial.TcpPorts;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.link.LinkTrace;
import dev.lockcred.zwave.internal.security.KeyRing;
import dev.lockcred.zwave.internal.serialapi.NodeInfo;
import dev.lockcred.zwave.internal.session.ControllerFacts;
import dev.lockcred.zwave.internal.session.Exchange;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Network;
import dev.lockcred.zwave.internal.session.NetworkListener;
import dev.lockcred.zwave.internal.session.Node;
import dev.lockcred.zwave.internal.session.Reply;
import dev.lockcred.zwave.internal.session.Scope;
import dev.lockcred.zwave.internal.session.Urgency;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Our link, session and security on a TCP port, without the driver above them: real time, real threads. */
final class SessionHost implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long PATIENCE_S = 30;

    /** What a node said on its own. */
    record Heard(int node, Command command) {}

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final Lane lane = new Lane("interop", threads, Throwable::printStackTrace);
    private final BlockingQueue<ControllerFacts> ups = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> downs = new LinkedBlockingQueue<>();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Network network;

    SessionHost(int port, KeyRing keys) {
        var ports = new TcpPorts();
        var spec = PortSpec.parse("tcp://127.0.0.1:" + port);
        network = new Network(
                new RealTimers(threads),
                lane,
                new Random(1),
                new SecureRandom(),
                keys,
                LinkTrace.NONE,
                () -> ports.open(spec, lane),
                new Ears());
        lane.execute(network::start);
    }

    private final class Ears implements NetworkListener {
        @Override
        public void onUp(ControllerFacts facts) {
            ups.add(facts);
        }

        @Override
        public void onDown(String why, boolean hopeless) {
            downs.add(why);
        }

        @Override
        public void onNodeInfo(int node, NodeInfo info) {
            // not looked at here
        }

        @Override
        public void onNodesChanged() {
            // not looked at here
        }

        @Override
        public void onCommand(Node node, Command command) {
            heard.add(new Heard(node.id(), command));
        }

        @Override
        public Optional<Octets> onRequest(Node node, Command command) {
            return Optional.empty();
        }

        @Override
        public void onReachability(Node node, boolean reachable, String text) {
            // not looked at here
        }
    }

    ControllerFacts nextUp() throws Exception {
        return needed(ups, "the controller did not come up");
    }

    String nextDown() throws Exception {
        return needed(downs, "the loss of the controller was not noticed");
    }

    Heard nextHeard() throws Exception {
        return needed(heard, "no node said anything");
    }

    boolean heardNothingWithin(Duration time) throws InterruptedException {
        return heard.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
    }

    private static <T> T needed(BlockingQueue<T> queue, String otherwise) throws InterruptedException {
        T next = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError(otherwise);
        }
        return next;
    }

    /** Does something with a node, on the lane. */
    <T> T with(int node, Function<Node, T> use) throws Exception {
        var result = new CompletableFuture<T>();
        lane.execute(() -> {
            try {
                result.complete(use.apply(network.node(node).orElseThrow()));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    <R extends Command> Reply<R> ask(int node, Command question, Class<R> answer) throws Exception {
        return with(
                        node,
                        n -> n.exchange(Exchange.question(
                                question.encode(), new Scope(Urgency.READ), Expect.of(answer), ANSWER)))
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    Reply<Void> order(int node, Command order) throws Exception {
        return with(node, n -> n.exchange(Exchange.bareOrder(order.encode(), new Scope(Urgency.GRANT), () -> true)))
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    Reply<Supervision.Report> supervised(int node, Command order) throws Exception {
        return with(node, n -> {
                    int session = n.nextSupervision();
                    var get = new Supervision.Get(false, session, order.encode());
                    var mine = Expect.of(Supervision.Report.class, r -> r.session() == session);
                    return n.exchange(Exchange.order(get.encode(), new Scope(Urgency.GRANT), mine, ANSWER, () -> true));
                })
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        var closed = new CompletableFuture<Void>();
        lane.execute(() -> {
            network.close();
            closed.complete(null);
        });
        closed.join();
        threads.shutdownNow();
    }
}
