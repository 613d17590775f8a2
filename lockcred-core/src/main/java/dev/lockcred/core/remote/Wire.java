// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.core.json.Json;
import dev.lockcred.core.json.Json.DocumentException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The edge: blocking reads of a Unix-domain socket, each on a daemon thread of its own, which ends with its connection. Reads
 * and writes parcels; knows nothing of what they mean. Buffers that held secrets are wiped.
 *
 * <p>Writing is thread-safe and done by a thread of its own, so that nobody waits for an end that does not read; parcels are told on the reading thread, one after the other.
 */
final class Wire implements Closeable {

    private static final int BUFFER = 1 << 16;

    /** So many bytes may wait for the other end to read them; whoever lets more pile up is cut off. */
    private static final int MOST_WAITING = 64 << 20;

    private static final long LAST_WORDS_MILLIS = 2_000;

    private static final byte[] END = new byte[0]; // a parcel has one byte at least

    private final SocketChannel channel;
    private final int longest;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER).flip();
    private final LinkedBlockingQueue<byte[]> out = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private volatile @Nullable Thread reader;
    private volatile @Nullable Thread writer;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Wire(SocketChannel channel, int longest) {
        this.channel = channel;
        this.longest = longest;
    }

    /** Told what a wire brings, on its thread. */
    interface Receiver {
        /** A parcel, which is closed when this returns. What it throws ends the connection. */
        void received(Parcel parcel) throws IOException;

        /** Nothing more will come. Told once. */
        void ended(IOException cause);
    }

    /**
     * Listens; each connection is told on the accepting thread.
     *
     * @param longest the longest line that is read from whoever connects, in bytes
     */
    static Closeable listen(Path socket, int longest, Consumer<Wire> onConnection) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        daemon("lockcred-door", () -> {
            try {
                while (server.isOpen()) {
                    onConnection.accept(new Wire(server.accept(), longest));
                }
            } catch (IOException e) {
                return; // closed: that is how this ends
            }
        });
        return server;
    }

    /** Connects. */
    static Wire connect(Path socket, int longest) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new Wire(channel, longest);
    }

    private static Thread daemon(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Begins to read and to write. */
    void start(Receiver receiver) {
        writer = daemon("lockcred-wire-out", this::drain);
        daemon("lockcred-wire", () -> {
            reader = Thread.currentThread();
            try {
                while (true) {
                    try (Parcel parcel = read()) {
                        receiver.received(parcel);
                    }
                }
            } catch (IOException e) {
                ended(receiver, e);
            } catch (RuntimeException e) {
                ended(receiver, new IOException("what came cannot be read: " + e.getMessage(), e));
            }
        });
    }

    private void ended(Receiver receiver, IOException cause) {
        out.add(END);
        Thread last = writer;
        try {
            if (last != null) {
                last.join(LAST_WORDS_MILLIS); // what was answered still goes out, if somebody reads it
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        Arrays.fill(in.array(), (byte) 0);
        receiver.ended(cause);
    }

    /**
     * Sends a parcel, and wipes its secrets. Never blocks, but on the reading thread, where an answer may wait until the other end
     * has read the ones before.
     */
    void write(Parcel parcel) throws IOException {
        byte[] bytes = bytes(parcel);
        int size = Math.min(bytes.length, MOST_WAITING);
        if (Thread.currentThread() == reader) {
            room.acquireUninterruptibly(size);
        } else if (!room.tryAcquire(size)) {
            close();
            throw new IOException("the other end does not read");
        }
        if (closed.get()) {
            throw new IOException("the connection is closed");
        }
        out.add(bytes);
    }

    private static byte[] bytes(Parcel parcel) {
        ObjectNode line = parcel.filled();
        if (!parcel.secrets().isEmpty()) {
            var lengths = line.putArray("secrets");
            parcel.secrets().forEach(s -> lengths.add(s.length));
        }
        byte[] json = Json.bytes(line);
        int size = json.length
                + 1
                + parcel.secrets().stream().mapToInt(s -> s.length + 1).sum();
        ByteBuffer bytes = ByteBuffer.wrap(new byte[size]);
        bytes.put(json).put((byte) '\n');
        parcel.secrets().forEach(s -> bytes.put(s).put((byte) '\n'));
        parcel.close();
        return bytes.array();
    }

    private void drain() {
        try {
            for (byte[] bytes = out.take(); bytes.length > 0; bytes = out.take()) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                Arrays.fill(bytes, (byte) 0);
                room.release(Math.min(bytes.length, MOST_WAITING));
            }
        } catch (InterruptedException | IOException e) {
            close();
        } finally {
            out.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        }
    }

    private Parcel read() throws IOException {
        JsonNode line = Json.parse(line(), "a line");
        List<byte[]> secrets = new ArrayList<>();
        var parcel = new Parcel(line, secrets);
        try {
            JsonNode lengths = line.path("secrets");
            if (lengths.size() > Parcel.MAX_SECRETS) {
                throw new DocumentException("too many secrets");
            }
            for (JsonNode length : lengths) {
                secrets.add(secret(length.asInt(-1)));
            }
            return parcel;
        } catch (IOException | RuntimeException e) {
            parcel.close();
            throw e;
        }
    }

    private byte[] line() throws IOException {
        byte[] line = new byte[256];
        int size = 0;
        for (byte b = next(); b != '\n'; b = next()) {
            if (size == longest) {
                throw new IOException("a line is longer than " + longest + " bytes");
            }
            if (size == line.length) {
                line = Arrays.copyOf(line, Math.min(longest, 2 * size));
            }
            line[size++] = b;
        }
        return Arrays.copyOf(line, size);
    }

    private byte[] secret(int length) throws IOException {
        if (length < 0 || length > Parcel.MAX_SECRET) {
            throw new IOException("a secret of impossible length");
        }
        byte[] secret = new byte[length];
        for (int i = 0; i < length; i++) {
            secret[i] = next();
        }
        if (next() != '\n') {
            throw new IOException("a secret does not end where it should");
        }
        return secret;
    }

    private byte next() throws IOException {
        while (!in.hasRemaining()) {
            Arrays.fill(in.array(), (byte) 0);
            in.clear();
            int count = channel.read(in);
            in.flip();
            if (count < 0) {
                throw new EOFException("the other end has gone");
            }
        }
        return in.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            out.add(END);
            room.release(MOST_WAITING); // whoever waits for room learns that nothing goes out any more
        }
        try {
            channel.close();
        } catch (IOException e) {
            return; // it is as closed as it can be
        }
    }
}
