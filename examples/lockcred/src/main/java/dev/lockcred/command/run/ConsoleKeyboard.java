// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import java.io.Console;
import java.util.Optional;

/** The process's own terminal. A thread that reads from it cannot be interrupted, so {@link Interruption} is told. */
final class ConsoleKeyboard implements Keyboard {
    private final Console console;
    private final Interruption interruption;

    ConsoleKeyboard(Console console, Interruption interruption) {
        this.console = console;
        this.interruption = interruption;
    }

    @Override
    public Optional<String> line(String prompt) {
        return interruption.whileAsking(() -> Optional.ofNullable(console.readLine("%s", prompt)));
    }

    @Override
    public Optional<char[]> secret(String prompt) {
        return interruption.whileAsking(() -> Optional.ofNullable(console.readPassword("%s", prompt)));
    }
}
