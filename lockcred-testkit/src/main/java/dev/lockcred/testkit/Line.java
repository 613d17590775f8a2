// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.spi.BytePort.Lost;
import dev.lockcred.spi.Timers.Cancellable;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A line with two ends in memory. Everything that crosses it does so by a timer of the run loop, never inside the write,
 * and reaches a receiver on the receiver's own executor. Confined to the run loop.
 */
final class Line<T> {

    private final VirtualTime time;
    private final Medium<T> medium;
    final End near;
    final End far;
    private @Nullable Lost lost;

    Line(
            VirtualTime time,
            Medium<T> medium,
            Executor nearSide,
            Executor farSide,
            Hostility toNear,
            Hostility toFar,
            Seed seed) {
        this.time = time;
        this.medium = medium;
        this.near = new End(nearSide, toNear, seed.random("to near"));
        this.far = new End(farSide, toFar, seed.random("to far"));
        near.other = far;
        far.other = near;
    }

    boolean isUp() {
        return lost == null && !near.closed && !far.closed;
    }

    void lose(String reason) {
        if (lost == null && !(near.closed && far.closed)) {
            lost = new Lost(reason);
            near.lineLost();
            far.lineLost();
        }
    }

    /** One end: what is on its way to it, and what is to become of that. */
    final class End {
        private final Executor side;
        private final Hostility hostility;
        private final RandomGenerator random;
        private final ArrayDeque<T> backlog = new ArrayDeque<>();
        private final Set<Cancellable> onTheWay = new LinkedHashSet<>();
        private final List<T> joining = new ArrayList<>();
        private Duration lastArrival = Duration.ZERO;
        private @Nullable End other;
        private @Nullable Consumer<T> onChunk;
        private @Nullable Consumer<Lost> onLost;
        private boolean told;
        private boolean closed;

        End(Executor side, Hostility hostility, RandomGenerator random) {
            this.side = side;
            this.hostility = hostility;
            this.random = random;
        }

        void listen(Consumer<T> chunks, Consumer<Lost> loss) {
            confined();
            if (onChunk != null) {
                throw new IllegalStateException("listen is called once");
            }
            onChunk = chunks;
            onLost = loss;
            if (lost != null) {
                lineLost();
            } else if (!backlog.isEmpty()) {
                side.execute(this::drain);
            }
        }

        void send(T written) {
            confined();
            End receiver = other;
            if (receiver != null && !closed && isUp()) {
                receiver.receive(written);
            }
        }

        void close() {
            confined();
            if (!closed) {
                closed = true;
                nothingArrives();
                End peer = other;
                if (peer != null && lost == null && !peer.closed) {
                    // What was written before the close still arrives, and the end of the line after it.
                    Duration rest = peer.lastArrival.minus(time.elapsed());
                    peer.after(
                            rest.isNegative() ? Duration.ZERO : rest,
                            () -> peer.side.execute(() -> lose("the other side closed the line")));
                }
            }
        }

        private void receive(T written) {
            for (T slice : medium.slices(written, hostility.slicing(), random)) {
                if (chance(hostility.lost())) {
                    lose("the line broke");
                    return;
                }
                if (chance(hostility.dropped())) {
                    continue;
                }
                T chunk = chance(hostility.corrupted()) ? medium.corrupted(slice, random) : medium.copy(slice);
                arrive(chunk);
                if (chance(hostility.duplicated())) {
                    arrive(medium.copy(chunk));
                }
            }
        }

        private void arrive(T chunk) {
            Duration now = time.elapsed();
            Duration arrival = now.plus(delay());
            if (arrival.compareTo(lastArrival) < 0) {
                arrival = lastArrival; // order is kept
            }
            lastArrival = arrival;
            if (hostility.joinWindow().isZero()) {
                after(arrival.minus(now), () -> deliver(List.of(chunk)));
                return;
            }
            joining.add(chunk);
            if (joining.size() == 1) {
                Duration wait = arrival.minus(now).plus(hostility.joinWindow());
                lastArrival = now.plus(wait);
                after(wait, () -> {
                    List<T> together = medium.joined(joining);
                    joining.clear();
                    deliver(together);
                });
            }
        }

        private Duration delay() {
            long max = hostility.maxDelay().toNanos();
            return max == 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(max + 1));
        }

        private void deliver(List<T> chunks) {
            backlog.addAll(chunks);
            side.execute(this::drain);
        }

        private void drain() {
            Consumer<T> listener = onChunk;
            while (listener != null && lost == null && !closed && !backlog.isEmpty()) {
                listener.accept(backlog.remove());
            }
        }

        private void lineLost() {
            nothingArrives();
            Lost reason = lost;
            Consumer<Lost> listener = onLost;
            if (reason != null && listener != null && !closed && !told) {
                told = true;
                side.execute(() -> {
                    if (!closed) {
                        listener.accept(reason);
                    }
                });
            }
        }

        private void nothingArrives() {
            onTheWay.forEach(Cancellable::cancel);
            onTheWay.clear();
            joining.clear();
            backlog.clear();
        }

        private void after(Duration delay, Runnable task) {
            var self = new Cancellable[1];
            self[0] = time.schedule(delay, () -> {
                onTheWay.remove(self[0]);
                task.run();
            });
            onTheWay.add(self[0]);
        }

        private boolean chance(double probability) {
            return probability > 0 && random.nextDouble() < probability;
        }

        private void confined() {
            if (side instanceof Lane lane) {
                lane.requireCurrent();
            }
        }
    }
}
