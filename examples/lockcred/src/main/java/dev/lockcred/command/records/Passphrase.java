// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.records;

import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Keyboard;
import dev.lockcred.command.run.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the passphrase of a backup comes from; never the command line. */
public final class Passphrase {

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Read the passphrase from this file.")
    private @Nullable String file;

    @Option(
            names = "--no-passphrase",
            description = "Without: then the backup has neither key nor anything that opens a PIN.")
    private boolean none;

    /** The passphrase; the caller wipes it. */
    Optional<char[]> get(Action action, boolean twice) {
        if (none) {
            return Optional.empty();
        }
        if (file != null) {
            return Optional.of(read(action.here().path(file)));
        }
        Keyboard keyboard = action.here()
                .terminal()
                .keyboard()
                .orElseThrow(() -> new UsageException(
                        "there is nobody to ask for a passphrase: say --passphrase-file FILE or --no-passphrase"));
        char[] first = keyboard.secret("Passphrase (not shown): ")
                .orElseThrow(() -> new UsageException("no passphrase was given: nothing was done"));
        if (first.length < 8) {
            throw new UsageException("a passphrase has at least 8 characters: whoever has the file may try for years");
        }
        if (twice) {
            char[] again = keyboard.secret("The same again: ").orElseGet(() -> new char[0]);
            boolean same = Arrays.equals(first, again);
            Arrays.fill(again, ' ');
            if (!same) {
                Arrays.fill(first, ' ');
                throw new UsageException("the two entries differ: nothing was written");
            }
        }
        return Optional.of(first);
    }

    private static char[] read(Path path) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) 0);
            char[] all = new char[text.remaining()];
            text.get(all);
            int end = all.length;
            while (end > 0 && (all[end - 1] == '\n' || all[end - 1] == '\r')) {
                end--;
            }
            char[] passphrase = Arrays.copyOf(all, end);
            Arrays.fill(all, ' ');
            if (passphrase.length < 8) {
                throw new UsageException("the passphrase in " + path + " has fewer than 8 characters");
            }
            return passphrase;
        } catch (IOException e) {
            throw new UsageException("the passphrase file " + path + " cannot be read: check name and rights");
        }
    }
}
