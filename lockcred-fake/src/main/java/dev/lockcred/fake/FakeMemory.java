// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where fake locks keep what is inside them: in this object, or in a file that several processes share. Thread-safe. */
final class FakeMemory {

    private final @Nullable Path file;
    private final Map<String, FakeState> states = new TreeMap<>(); // guarded by this; of a file: not used
    private List<String> lastLines = List.of(); // guarded by this
    private Map<String, FakeState> lastSeen = new TreeMap<>(); // guarded by this; looked at, never changed

    private FakeMemory(@Nullable Path file) {
        this.file = file;
    }

    /** Forgotten when the process ends. */
    static FakeMemory ofProcess() {
        return new FakeMemory(null);
    }

    /** Remembered. The file holds PINs in clear, as a lock does: it is a toy, readable by its owner alone. */
    static FakeMemory of(Path file) {
        return new FakeMemory(file);
    }

    boolean isShared() {
        return file != null;
    }

    /** The addresses in it. */
    Map<String, String> kinds() {
        return run(all -> {
            Map<String, String> kinds = new TreeMap<>();
            all.forEach((address, state) -> kinds.put(address, state.kind));
            return kinds;
        });
    }

    /** Whether there is a lock at the address. */
    boolean knows(String address) {
        return run(all -> all.containsKey(address));
    }

    /** Looks at a lock, or at a new one that is kept when it is changed. */
    <T> T look(String address, FakeState fresh, Function<FakeState, T> action) {
        return run(all -> action.apply(all.getOrDefault(address, fresh)));
    }

    /** Changes a lock, alone: nobody else looks or changes meanwhile, in this process or another. */
    <T> T change(String address, FakeState fresh, Function<FakeState, T> action) {
        return write(all -> action.apply(all.computeIfAbsent(address, a -> fresh)));
    }

    private synchronized <T> T run(Function<Map<String, FakeState>, T> action) {
        return action.apply(file == null ? states : seen(file));
    }

    /** The file as it is now; parsed anew only when somebody has written it, as locks are looked at all the time. */
    private Map<String, FakeState> seen(Path path) {
        List<String> now = lines(path);
        if (!now.equals(lastLines)) {
            lastSeen = FakeText.read(now, path.toString());
            lastLines = now;
        }
        return lastSeen;
    }

    private synchronized <T> T write(Function<Map<String, FakeState>, T> action) {
        if (file == null) {
            return action.apply(states);
        }
        Path path = file.toAbsolutePath();
        // A file lock keeps other processes out but fails on a second channel of this one: an interned string is the
        // one
        // monitor that all users of the path in this process share.
        synchronized (path.toString().intern()) {
            Path guard = path.resolveSibling(path.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // released with the channel
                List<String> before = lines(path);
                Map<String, FakeState> all = FakeText.read(before, path.toString());
                T result = action.apply(all);
                List<String> after = FakeText.write(all);
                if (!after.equals(before)) {
                    save(path, after);
                }
                return result;
            } catch (IOException e) {
                throw new UncheckedIOException("the fake locks' file " + path + " cannot be changed", e);
            }
        }
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (NoSuchFileException e) {
            return FakeText.write(Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("the fake locks' file " + path + " cannot be read", e);
        }
    }

    private static void save(Path path, List<String> lines) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(fresh);
        }
        Files.write(fresh, lines);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The kind a lock was made with, if it is there. */
    Optional<String> kind(String address) {
        return Optional.ofNullable(kinds().get(address));
    }
}
