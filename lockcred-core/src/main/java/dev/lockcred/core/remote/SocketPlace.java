// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import dev.lockcred.core.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import java.util.Set;

/**
 * Where the socket of a store is: {@code engine.sock} in its folder. Where that path is too long for a socket (about 100 bytes
 * on most systems), or others may look into the folder, it stands in a private temporary folder that the small file {@code
 * engine.socket} beside the store names.
 */
final class SocketPlace {

    /** The longest path that every system takes. */
    static final int LONGEST = 100;

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path socket;
    private final Path pointer;
    private final Optional<Path> temporary;

    private SocketPlace(Path socket, Path pointer, Optional<Path> temporary) {
        this.socket = socket;
        this.pointer = pointer;
        this.temporary = temporary;
    }

    /** A place to listen at, free: whoever holds the store may clear away what an earlier holder left. */
    static SocketPlace prepare(Path folder) throws IOException {
        Path near = near(folder);
        Path pointer = pointer(folder);
        Files.deleteIfExists(near);
        Files.deleteIfExists(pointer);
        if (bytes(near) <= LONGEST && isPrivate(folder)) {
            return new SocketPlace(near, pointer, Optional.empty());
        }
        Path temporary = Files.createTempDirectory("lockcred-");
        PrivateFiles.restrict(temporary);
        Path socket = temporary.resolve("engine.sock");
        if (bytes(socket) > LONGEST) {
            Files.delete(temporary);
            throw new IOException(
                    "the path " + socket + " is too long for a socket: set java.io.tmpdir to a shorter one");
        }
        return new SocketPlace(socket, pointer, Optional.of(temporary));
    }

    /** It listens: from now on it can be found, by its owner alone. */
    void announce() throws IOException {
        PrivateFiles.restrict(socket);
        if (temporary.isPresent()) {
            PrivateFiles.replace(pointer, socket.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The socket of whoever holds the store, if there is one. */
    static Optional<Path> find(Path folder) {
        try {
            Path near = near(folder);
            if (Files.exists(near)) {
                return Optional.of(near);
            }
            Path pointer = pointer(folder);
            if (!Files.exists(pointer)) {
                return Optional.empty();
            }
            return Optional.of(Path.of(Files.readString(pointer).strip())).filter(Files::exists);
        } catch (IOException e) {
            return Optional.empty(); // not ours to read: then it is not ours to talk to either
        }
    }

    /**
     * Whether what stands there may be told secrets: it is its store's owner's, or the user's who runs this. In a folder that others
     * may write to, anybody could have put a socket there.
     */
    static boolean isTrusted(Path socket, Path folder) throws IOException {
        if (!PrivateFiles.posix(socket)) {
            return true; // the profile's own access list guards the folder
        }
        UserPrincipal owner = Files.getOwner(socket);
        if (owner.equals(Files.getOwner(folder))) {
            return true;
        }
        try {
            return owner.equals(socket.getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(System.getProperty("user.name", "")));
        } catch (UserPrincipalNotFoundException e) {
            return false;
        }
    }

    Path socket() {
        return socket;
    }

    void clear() {
        try {
            Files.deleteIfExists(pointer);
            Files.deleteIfExists(socket);
            if (temporary.isPresent()) {
                Files.deleteIfExists(temporary.get());
            }
        } catch (IOException e) {
            return; // the next holder clears it away
        }
    }

    private static Path near(Path folder) {
        return folder.toAbsolutePath().normalize().resolve("engine.sock");
    }

    private static Path pointer(Path folder) {
        return folder.toAbsolutePath().normalize().resolve("engine.socket");
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isPrivate(Path folder) throws IOException {
        return !PrivateFiles.posix(folder)
                || Files.getPosixFilePermissions(folder).stream().noneMatch(OTHERS::contains);
    }
}
