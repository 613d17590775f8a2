// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.support.Lane;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link BytePort} over a blocking {@link Wire}: one daemon thread reads, one writes, and what they learn is told on the
 * lane. Neither outlives the port. Copies of what was written are wiped once sent: a frame may hold a PIN.
 */
final class ThreadedPort implements BytePort {
    private static final Logger logger = LoggerFactory.getLogger(ThreadedPort.class);

    /** More than this many unsent bytes: the line takes nothing any more, and memory is finite. */
    static final int MOST_UNSENT = 4 << 20;

    /** So many chunks may wait for the lane before the reader pauses and lets the other end wait. */
    private static final int MOST_UNDELIVERED = 64;

    private static final int CHUNK = 4096;

    /** A serial read lasts a tenth of a second at most; a write that is not stuck, a millisecond. */
    private static final long READER_MS = 1000;

    private static final long WRITER_MS = 100;
    private static final byte[] NO_MORE = {};

    private final String name;
    private final Wire wire;
    private final Lane lane;

    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private final AtomicInteger unsent = new AtomicInteger();
    private final Semaphore undelivered = new Semaphore(MOST_UNDELIVERED);

    /** Set once, by whoever ends the port first: the owner, the reader or the writer. */
    private final AtomicBoolean ended = new AtomicBoolean();

    private volatile @Nullable Thread reader;
    private volatile @Nullable Thread writer;

    // confined to the lane
    private @Nullable Consumer<byte[]> onBytes;
    private @Nullable Consumer<Lost> onLost;
    private @Nullable Lost undeliveredLoss;
    private volatile boolean silent;

    ThreadedPort(String name, Wire wire, Lane lane) {
        this.name = name;
        this.wire = wire;
        this.lane = lane;
    }

    @Override
    public void listen(Consumer<byte[]> onBytes, Consumer<Lost> onLost) {
        lane.requireCurrent();
        if (this.onLost != null) {
            throw new IllegalStateException(name + " has a listener already");
        }
        this.onBytes = onBytes;
        this.onLost = onLost;
        if (undeliveredLoss != null) {
            Lost lost = undeliveredLoss;
            lane.execute(() -> deliver(lost));
        } else if (!ended.get()) {
            reader = Daemon.start(name + " reader", this::readAll);
        }
    }

    @Override
    public void write(byte[] bytes) {
        lane.requireCurrent();
        if (ended.get() || bytes.length == 0) {
            return;
        }
        if (unsent.get() > MOST_UNSENT) {
            ended.set(true);
            // Letting go waits for the threads, so it is not done here.
            Daemon.start(name + " closer", () -> letGo("takes no bytes: " + MOST_UNSENT + " wait to be sent"));
            return;
        }
        unsent.addAndGet(bytes.length);
        outgoing.add(bytes.clone());
        if (writer == null) {
            writer = Daemon.start(name + " writer", this::writeAll);
        }
    }

    @Override
    public void close() {
        silent = true;
        if (ended.compareAndSet(false, true)) {
            wire.startClosing(); // here already, so that opening the same line again knows to wait
            Daemon.start(name + " closer", this::release);
        }
    }

    private void readAll() {
        byte[] buffer = new byte[CHUNK];
        try {
            while (!ended.get()) {
                int n = wire.read(buffer);
                if (n < 0) {
                    lose(wire.goneReason());
                    return;
                }
                if (n > 0) {
                    byte[] chunk = Arrays.copyOf(buffer, n);
                    Arrays.fill(buffer, 0, n, (byte) 0);
                    undelivered.acquire();
                    lane.execute(() -> deliver(chunk));
                }
            }
        } catch (IOException e) {
            lose("cannot be read any more (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            // Only release() interrupts: the port was closed while the lane was behind.
        } catch (RejectedExecutionException e) {
            abandon(e);
        }
    }

    private void writeAll() {
        try {
            while (true) {
                byte[] bytes = outgoing.take();
                if (bytes == NO_MORE || ended.get()) {
                    return;
                }
                wire.write(bytes);
                Arrays.fill(bytes, (byte) 0);
                unsent.addAndGet(-bytes.length);
            }
        } catch (IOException e) {
            lose("cannot be written any more (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            // Only release() interrupts.
        }
    }

    private void lose(String reason) {
        if (ended.compareAndSet(false, true)) {
            letGo(reason);
        }
    }

    /** The line is gone. The system has it back before the owner hears of it, and may open it again in the callback. */
    private void letGo(String reason) {
        release();
        try {
            lane.execute(() -> deliver(new Lost(name + " " + reason)));
        } catch (RejectedExecutionException e) {
            logger.debug("{} was lost after its host had shut down", name);
        }
    }

    /** The host's executor is gone: nobody is left to tell. */
    private void abandon(RejectedExecutionException e) {
        logger.debug("{}: the host takes no tasks any more, closing", name, e);
        silent = true;
        if (ended.compareAndSet(false, true)) {
            release();
        }
    }

    /**
     * Brings both threads home, then gives the line back: closing under a running read could let that read continue on
     * whatever the system opens next under the same number. Only a write that is stuck is cut off by the closing itself.
     */
    private void release() {
        outgoing.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        outgoing.add(NO_MORE);
        wire.startClosing();
        Thread reading = reader;
        if (reading != null && reading != Thread.currentThread()) {
            reading.interrupt(); // it may be waiting for the lane
            join(reading, READER_MS);
        }
        Thread writing = writer;
        if (writing != null && writing != Thread.currentThread()) {
            join(writing, WRITER_MS);
        }
        wire.close();
        logger.debug("{} closed", name);
    }

    private void join(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(byte[] chunk) {
        undelivered.release();
        Consumer<byte[]> listener = onBytes;
        if (!silent && listener != null) {
            listener.accept(chunk);
        }
    }

    private void deliver(Lost lost) {
        if (silent) {
            return;
        }
        Consumer<Lost> listener = onLost;
        if (listener == null) {
            undeliveredLoss = lost;
            return;
        }
        silent = true;
        listener.accept(lost);
    }

    @Override
    public String toString() {
        return name;
    }
}
