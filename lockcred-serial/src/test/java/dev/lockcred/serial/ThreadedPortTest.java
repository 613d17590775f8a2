// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.Lane;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class ThreadedPortTest {

    /** A far end that never stops talking. */
    private static final class Flood implements Wire {
        private volatile boolean closing;

        @Override
        public int read(byte[] buffer) {
            return closing ? -1 : buffer.length;
        }

        @Override
        public void write(byte[] bytes) {}

        @Override
        public void startClosing() {
            closing = true;
        }

        @Override
        public void close() {
            closing = true;
        }

        @Override
        public String goneReason() {
            return "is gone";
        }
    }

    @Test
    void aFloodWaitsForALaneThatIsBehind() throws Exception {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        var lane = new Lane("slow", tasks::add, failure -> {
            throw new AssertionError(failure);
        });
        var port = new ThreadedPort("flood", new Flood(), lane);
        int[] chunks = {0};
        lane.execute(() -> port.listen(bytes -> chunks[0]++, lost -> {}));
        tasks.remove().run();

        awaitReaderWaits();
        Runnable task;
        for (int i = 0; i < 64 && (task = tasks.poll()) != null; i++) {
            task.run();
            if (i == 31) {
                awaitReaderWaits(); // it refills what was taken, and no more
            }
        }
        awaitReaderWaits();
        assertThat(chunks[0]).isEqualTo(64);

        port.close();
        assertThat(PortThreads.left()).isEmpty();
    }

    private static void awaitReaderWaits() {
        while (PortThreads.alive().stream()
                .noneMatch(t -> t.getName().endsWith("reader") && t.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }
}
