// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.support.Lane;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A lane over one thread of the test, and what a port told on it. */
final class LaneThread implements AutoCloseable {
    static final long PATIENCE_S = 20;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    final Lane lane = new Lane("test", executor, failures::add);

    final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    final BlockingQueue<BytePort.Lost> losses = new LinkedBlockingQueue<>();

    void listenTo(BytePort port) throws Exception {
        on(() -> {
            port.listen(
                    bytes -> {
                        lane.requireCurrent();
                        chunks.add(bytes);
                    },
                    lost -> {
                        lane.requireCurrent();
                        losses.add(lost);
                    });
            return null;
        });
    }

    void write(BytePort port, byte[] bytes) throws Exception {
        on(() -> {
            port.write(bytes);
            return null;
        });
    }

    void close(BytePort port) throws Exception {
        on(() -> {
            port.close();
            return null;
        });
    }

    <T> T on(Callable<T> task) throws Exception {
        var done = new CompletableFuture<T>();
        lane.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        });
        return done.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** The next bytes in order, as many as asked. */
    byte[] received(int count) throws InterruptedException {
        byte[] all = new byte[count];
        int at = 0;
        while (at < count) {
            byte[] chunk = chunks.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (chunk == null || at + chunk.length > count) {
                throw new AssertionError("wanted " + count + " bytes, have " + at + ", then "
                        + (chunk == null ? "silence" : chunk.length + " more"));
            }
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return all;
    }

    BytePort.Lost loss() throws InterruptedException {
        BytePort.Lost lost = losses.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (lost == null) {
            throw new AssertionError("no loss was told");
        }
        return lost;
    }

    /** Shuts the host's executor down, after the lane's last task has left it: until then the lane takes one more. */
    void stop() throws InterruptedException {
        executor.shutdown();
        assertThat(executor.awaitTermination(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        if (!failures.isEmpty()) {
            throw new AssertionError("a task on the lane failed", failures.peek());
        }
    }
}
