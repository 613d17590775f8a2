// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.jdbc;

import dev.lockcred.core.store.PrivateFiles;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who has the store open, for whoever is refused. The lock itself is SQLite's and ends with its process; this is only its
 * name, believed when the lock says that there is somebody.
 */
final class Holder {

    private Holder() {}

    static void write(StoreFolder folder, String command) {
        var lines = new ArrayList<String>();
        lines.add(Long.toString(ProcessHandle.current().pid()));
        lines.add(command.lines().findFirst().orElse("lockcred"));
        try {
            PrivateFiles.replace(folder.holder(), String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw SqliteErrors.io(folder, "say who holds the store", e);
        }
    }

    static void clear(StoreFolder folder) {
        try {
            Files.deleteIfExists(folder.holder());
        } catch (IOException e) {
            return; // it says who had the store last, and nobody asks while nobody has it
        }
    }

    /** The refusal, naming the holder as well as it is known. */
    static StoreException refusal(StoreFolder folder) {
        List<String> lines = read(folder.holder());
        if (lines.size() < 2) {
            return held(folder, "another program, such as a database tool");
        }
        Optional<Long> pid = number(lines.get(0));
        if (pid.isPresent() && pid.get() == ProcessHandle.current().pid()) {
            return held(folder, "this very process (" + lines.get(1) + ", process " + pid.get() + ")");
        }
        boolean alive =
                pid.flatMap(ProcessHandle::of).map(ProcessHandle::isAlive).orElse(true); // may be on another host
        return held(
                folder,
                alive
                        ? lines.get(1) + " (process " + lines.get(0) + ")"
                        : "another program, such as a database tool (not the last engine, process " + lines.get(0)
                                + ", which has ended)");
    }

    private static StoreException held(StoreFolder folder, String who) {
        return new StoreException(
                Kind.HELD,
                "the store in " + folder.path() + " is held by " + who
                        + ": one engine at a time. End it, or talk to it instead of opening the store");
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // none, or not ours to read: the refusal does without a name
        }
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
