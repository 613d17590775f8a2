// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Node.js and the packages of a peer: present, or installed once by {@code npm ci} from the peer's lock file. */
final class NodePackages {
    private static final int OLDEST_NODE = 20;
    private static final long INSTALL_MINUTES = 10;

    /** Asked once per peer and JVM: the answer does not change while tests run. */
    private static final Map<Peer, Optional<String>> ASKED = new EnumMap<>(Peer.class);

    private NodePackages() {}

    static synchronized Optional<String> obstacle(Peer peer) {
        return ASKED.computeIfAbsent(peer, NodePackages::prepare);
    }

    private static Optional<String> prepare(Peer peer) {
        try {
            Optional<String> node = nodeObstacle();
            return node.isPresent() ? node : install(peer.folder());
        } catch (IOException e) {
            return Optional.of("Node.js " + OLDEST_NODE + " or newer and npm are needed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while preparing Node packages");
        }
    }

    private static Optional<String> nodeObstacle() throws IOException, InterruptedException {
        String version = run(Path.of("."), 1, "node", "--version").output();
        int major = version.matches("v\\d+\\..*") ? Integer.parseInt(version.substring(1, version.indexOf('.'))) : 0;
        return major >= OLDEST_NODE
                ? Optional.empty()
                : Optional.of("Node.js " + OLDEST_NODE + " or newer is needed, \"node --version\" says " + version);
    }

    /** Installs unless what is installed was installed from exactly this lock file. */
    private static Optional<String> install(Path folder) throws IOException, InterruptedException {
        Path lockFile = folder.resolve("package-lock.json");
        Path stamp = folder.resolve("node_modules").resolve(".installed-from");
        Files.createDirectories(folder.resolve("target"));
        Path mutex = folder.resolve("target").resolve("npm.lock");
        try (FileChannel channel = FileChannel.open(mutex, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // two builds in one clone install one after the other; closing the channel lets go
            if (Files.isRegularFile(stamp) && Files.mismatch(stamp, lockFile) == -1) {
                return Optional.empty();
            }
            Result result = run(folder, INSTALL_MINUTES, "npm", "ci", "--no-audit", "--no-fund");
            if (result.exit() != 0) {
                return Optional.of("\"npm ci\" failed in " + folder + ": " + result.output());
            }
            Files.copy(lockFile, stamp, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        }
    }

    record Result(int exit, String output) {}

    private static Result run(Path folder, long minutes, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Result(-1, "no end after " + minutes + " minutes: " + output);
        }
        return new Result(process.exitValue(), output);
    }
}
